"""Text that was read in the wrong charset: what it costs as Chinese, and how to turn it back.

`model` knows how likely Chinese is, `recode` turns characters back into the bytes they were read from, `holes` fills
what was lost.
The rules that use them are in `parkclean.stages.mojibake`.
"""
