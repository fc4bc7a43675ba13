"""Two programs that write at once into one register on a server: `python -m tests.bench.two_writers --seconds 600`.

Each raises counts in shared records, draws numbers, files reports and takes back some of what it did, while the other
does the same; whoever meets a record that has moved on looks again. At the end nothing that was acknowledged is lost.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy import func, select

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import ChangedMeanwhile
from northtaiwan_desktop.domain.progress import ProgressReport, Round
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import resolutions, setup
from northtaiwan_desktop.services import server as services
from northtaiwan_desktop.storage import passages, standing
from northtaiwan_desktop.storage.schema import TABLES, operation
from northtaiwan_desktop.storage.schema import standing as standing_table
from northtaiwan_desktop.storage.store import Store
from tests.postgres import TestServer, programs, running

DAY = date(2015, 1, 5)
COUNTS = 5
WRITERS = ("clerk_a", "clerk_b")
ROOT = Path(__file__).parents[2]


def shared_record(place: int) -> ChronicleEntry:
    return ChronicleEntry(id=f"count-{place}", since=DAY, until=DAY, precision=Precision.DAY, text="0")


def write(url: str, name: str, seconds: float, seed: int) -> dict[str, object]:
    """One writer's work: what it was told is kept."""
    dice, end = random.Random(seed), monotonic() + seconds
    raised: Counter[str] = Counter()
    drawn: list[int] = []
    acts: Counter[str] = Counter()
    with closing(Store.open(url)) as store:
        lines = store.ask(
            lambda records: [
                line.id
                for line in records.all(Assignment, TABLES[Assignment].c.state == State.OPEN)
                if records.get(Resolution, line.resolution_id).state is State.OPEN
            ]
        )
        while monotonic() < end:
            what = dice.random()
            if what < 0.5:
                # As a form does: read, think, save over what was seen; where it moved on, look again.
                id = f"count-{dice.randrange(COUNTS)}"
                while True:
                    seen = store.ask(lambda records, id=id: records.get(ChronicleEntry, id))
                    wanted = replace(seen, text=str(int(seen.text) + 1))
                    try:
                        store.do(f"{name}加一", lambda work, w=wanted, s=seen: work.save(w, seen=s), by=name)
                    except ChangedMeanwhile:
                        acts["conflict"] += 1
                        continue
                    raised[id] += 1
                    acts["saved"] += 1
                    break
            elif what < 0.7:

                def draw(work):  # type: ignore[no-untyped-def]
                    number = work.draw("two-writers")
                    work.save(replace(shared_record(0), id=f"drawn-{number}", text=name))
                    drawn.append(number)

                store.do(f"{name}抽號", draw, by=name)
                acts["drawn"] += 1
            else:
                words = f"（示例）{name}第{acts['reported']}次填報"
                report = partial(resolutions.report, round=Round.of(DAY, 4), today=DAY, text=words)
                store.do(f"{name}填報", partial(report, assignment_id=dice.choice(lines)), by=name)
                acts["reported"] += 1
                if what > 0.9 and store.undo(by=name):
                    store.redo(by=name)
                    acts["taken back and done again"] += 1
    return {"raised": raised, "drawn": drawn, "acts": acts}


def run(server: TestServer, database: str, seconds: float) -> dict[str, object]:
    """Let two secretaries write in a sample year; AssertionError where anything that was acknowledged is not there."""
    url = server.url(database)
    services.set_up(services.address_of(url))
    for name in WRITERS:
        server.login(name)
        services.grant(services.address_of(url), name, Role.SECRETARY)
    with closing(Store.open(url)) as store:
        store.do("開始", lambda work: [work.save(shared_record(place)) for place in range(COUNTS)])
        reports = len(store.ask(lambda records: records.all(ProgressReport)))
        first = store.ask(lambda records: records.connection.scalar(select(func.max(operation.c.number))))
        command = [sys.executable, "-m", "tests.bench.two_writers", "--seconds", str(seconds)]
        writers = [
            subprocess.Popen(
                [*command, "--as", name, "--url", server.url(database, user=name)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in WRITERS
        ]
        told = [json.loads(writer.communicate(timeout=seconds + 120)[0]) for writer in writers]
        assert all(writer.returncode == 0 for writer in writers)
        acts: Counter[str] = sum((Counter(one["acts"]) for one in told), Counter())
        raised: Counter[str] = sum((Counter(one["raised"]) for one in told), Counter())
        drawn = sorted(number for one in told for number in one["drawn"])
        for place in range(COUNTS):
            record = store.ask(lambda records, place=place: records.get(ChronicleEntry, f"count-{place}"))
            assert int(record.text) == raised[record.id], f"{record.id}: {record.text} of {raised[record.id]}"
        assert drawn == list(range(1, len(drawn) + 1)), "a number was drawn twice, or is lost"
        assert len(store.ask(lambda records: records.all(ProgressReport))) == reports + acts["reported"]
        turned = acts["taken back and done again"]
        entries = store.ask(lambda records: records.connection.execute(operation.select()).all())
        made = [one for one in entries if one.number > first]
        assert len(made) == acts["saved"] + acts["drawn"] + acts["reported"] + 2 * turned
        assert not any(one.undone for one in made)
        derived = standing_table.select().order_by(standing_table.c.line_id)
        before = store.ask(lambda records: [tuple(row) for row in records.connection.execute(derived)])
        with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
            standing.rebuild(connection)
        assert store.ask(lambda records: [tuple(row) for row in records.connection.execute(derived)]) == before
        assert len(store.ask(partial(passages.find, words="次填報", limit=10**6))) == acts["reported"]
    return dict(acts)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=600)
    words.add_argument("--url")
    words.add_argument("--as", dest="name")
    given = words.parse_args()
    if given.name:
        print(json.dumps(write(given.url, given.name, given.seconds, WRITERS.index(given.name))))
        return
    found = programs()
    if found is None:
        sys.exit("no PostgreSQL server is installed")
    with running(found) as server:
        setup.create(server.make("two"), sample=True).close()
        print(run(server, "two", given.seconds))


if __name__ == "__main__":
    main()
