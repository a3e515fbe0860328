"""parkclean inside other libraries, one module for each, named as the library is imported.

`parkclean.adapters.pandas`, `.polars`, `.sklearn`, `.datasets`, `.datatrove`, `.arrow`; each needs its own library only
(`pip install 'parkclean[pandas]'` and so on), and none is imported before it is asked for.
All take the options of `parkclean.clean`, leave missing values missing, and give back what they got where no text
changed.
What they share is in `values.py`; how text is cleaned is none of their business.
"""
