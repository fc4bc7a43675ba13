"""Files come into a batch and go; what was decided on the others stays with them."""

from northtaiwan_desktop.sheets.batch import Batch, BatchFile, Choices, RowPlace
from northtaiwan_desktop.sheets.batch_parts import with_files, without_file

BATCH = Batch(files=tuple(BatchFile(name=name) for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx")))
CHOICES = Choices(
    rows={RowPlace(0, 0, 1): False, RowPlace(1, 0, 2): True, RowPlace(2, 1, 3): False},
    cells={(RowPlace(2, 1, 3), "report"): True},
    edits={(RowPlace(1, 0, 2), "report"): "改過"},
    matches={RowPlace(2, 1, 4): "line-1"},
)


def test_what_was_decided_behind_a_file_that_goes_moves_up() -> None:
    batch, choices = without_file(BATCH, CHOICES, 1)
    assert [file.name for file in batch.files] == ["甲.xlsx", "丙.xlsx"]
    assert choices.rows == {RowPlace(0, 0, 1): False, RowPlace(1, 1, 3): False}
    assert choices.cells == {(RowPlace(1, 1, 3), "report"): True}
    assert choices.edits == {}
    assert choices.matches == {RowPlace(1, 1, 4): "line-1"}


def test_a_file_that_is_read_again_begins_undecided() -> None:
    batch, choices = with_files(BATCH, CHOICES, {2: BatchFile(name="丙（新）.xlsx")})
    assert [file.name for file in batch.files] == ["甲.xlsx", "乙.xlsx", "丙（新）.xlsx"]
    assert choices.rows == {RowPlace(0, 0, 1): False, RowPlace(1, 0, 2): True}
    assert choices.matches == {}


def test_more_files_stand_at_the_end() -> None:
    batch, choices = with_files(BATCH, CHOICES, {3: BatchFile(name="丁.xlsx"), 4: BatchFile(name="戊.xlsx")})
    assert [file.name for file in batch.files][3:] == ["丁.xlsx", "戊.xlsx"]
    assert choices == CHOICES
