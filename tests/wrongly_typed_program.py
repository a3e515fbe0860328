"""What a type checker must find: each line with a comment is wrong, in the way the comment names."""

import parkclean

parkclean.clean(1)  # arg-type
parkclean.clean(b"")  # arg-type
parkclean.clean("", scirpt="keep")  # call-arg
parkclean.clean("", script="latin")  # arg-type
parkclean.clean("", skip=1)  # arg-type
parkclean.dedup([b""])  # list-item
parkclean.dedup([], differences="none")  # arg-type
parkclean.explain("").txt()  # attr-defined
parkclean.DEFAULT.before("chars", 1)  # arg-type
parkclean.Edit("0", 0, "", "mine.footer")  # arg-type
parkclean.claen("")  # attr-defined
