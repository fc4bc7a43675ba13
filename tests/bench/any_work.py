"""Ten thousand random actions, all taken back and done again: `python -m tests.bench.any_work [--server]`."""

import argparse
import random
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from northtaiwan_desktop.services import setup
from tests.any_work import Deskwork
from tests.postgres import programs, running


def main() -> None:
    """As many steps as one likes, on a file or on a server."""
    words = argparse.ArgumentParser(description=main.__doc__)
    words.add_argument("--steps", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=103)
    words.add_argument("--server", action="store_true")
    given = words.parse_args()
    dice = random.Random(given.seed)
    steps = ((dice.randrange(11), dice.randrange(10_000)) for _step in range(given.steps))
    with ExitStack() as opened, TemporaryDirectory() as folder:
        place = str(Path(folder, "register.db"))
        if given.server:
            found = programs()
            if found is None:
                sys.exit("no PostgreSQL server is installed")
            place = opened.enter_context(running(found)).make("any_work")
        work = Deskwork(opened.enter_context(closing(setup.create(place, sample=True))))
        work.run(steps)
    print(f"{work.done} steps, {len(work.states) - 1} of them to be taken back and done again: every byte came back")


if __name__ == "__main__":
    main()
