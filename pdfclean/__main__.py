"""``python -m pdfclean paper.pdf -o clean.txt``."""

import sys

from pdfclean.cli import main

if __name__ == "__main__":
    sys.exit(main())
