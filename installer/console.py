"""The built command line: the same as `northtaiwan` of an installed package."""

import multiprocessing
import sys

from northtaiwan_desktop.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
