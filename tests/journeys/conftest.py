"""What the journeys by command share: a person at a terminal, before a register that was just made."""

from pathlib import Path

import pytest

from tests.journeys.terminal import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> Desk:
    desk = Desk(tmp_path, capsys, place)
    desk.does("init")
    return desk
