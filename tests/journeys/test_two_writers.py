"""Two programs on one register, for some seconds; ten minutes of it: `python -m tests.bench.two_writers`."""

from northtaiwan_desktop.services import setup
from tests.bench import two_writers


def test_nothing_that_was_acknowledged_is_lost(server):
    setup.create(server.make("two_writers"), sample=True).close()
    acts = two_writers.run(server, "two_writers", seconds=4)
    server.drop("two_writers")
    assert min(acts[name] for name in ("saved", "drawn", "reported")) > 5
