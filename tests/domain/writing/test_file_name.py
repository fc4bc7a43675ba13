"""Names of files: whatever a title holds, Windows takes the name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.writing.file_name import LONGEST, distinct, safe


@given(st.text(max_size=200))
def test_every_title_becomes_a_name_that_windows_takes(text):
    name = safe(text)
    assert 0 < len(name) <= LONGEST
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
    name.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("103年度第1次副首長會議", "103年度第1次副首長會議"),
        ("提案/修正：「A*B」?", "提案／修正：「A＊B」？"),
        ("CON", "_CON"),
        ("nul.docx", "_nul.docx"),
        ("console", "console"),
        ("  ... ", "未命名"),
        ("第一行\n第二行", "第一行 第二行"),
        ("\u202etxt.exe", "txt.exe"),
    ],
)
def test_a_title_and_its_name(text, name):
    assert safe(text) == name


@given(st.lists(st.sampled_from(["a", "A", "b", "紀錄"]), max_size=12))
def test_no_two_names_differ_in_case_alone(stems):
    taken: list[str] = []
    for stem in stems:
        taken.append(distinct(stem, ".pdf", taken))
    assert len({name.casefold() for name in taken}) == len(stems)
