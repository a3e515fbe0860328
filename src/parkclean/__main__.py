"""`python -m parkclean` is the command `clean`."""

import sys

from parkclean.cli import main

if __name__ == "__main__":
    sys.exit(main())
