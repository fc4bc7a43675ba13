"""Start the window, or hand a verb over to the command line; both from one program."""

import sys
from collections.abc import Sequence

WITH_VALUE = {"--store", "--pictures", "--today", "--language", "--by"}
ASKS_FOR_HELP = {"-h", "--help", "--version"}


def is_command(arguments: Sequence[str]) -> bool:
    """Whether a verb stands among the arguments, such as `init` in `--store F init --sample`."""
    rest = iter(arguments)
    for word in rest:
        if word in WITH_VALUE:
            next(rest, None)
        elif word in ASKS_FOR_HELP or not word.startswith("-"):
            return True
    return False


def main(arguments: Sequence[str]) -> int:
    # Imported only when chosen: the command line must work, and start fast, where Qt cannot.
    if is_command(arguments):
        from northtaiwan_desktop.cli import main as work
    else:
        from northtaiwan_desktop.app import main as work
    return work(list(arguments))


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # In the built program, the process that reads foreign files begins here too.
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
