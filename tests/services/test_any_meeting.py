"""Any meeting that can be written down goes out as every paper in every format, with the same words and numbers."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odfdo import Document as OdfDocument
from pypdfium2 import PdfDocument

from northtaiwan_desktop.documents import files
from northtaiwan_desktop.documents.paper import Paper, Table, printable
from northtaiwan_desktop.domain import agenda_view, minutes, notice, signin
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import (
    Attendance,
    Meeting,
    Outcome,
    Presence,
    Section,
    SectionRole,
)
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share
from northtaiwan_desktop.services import papers
from northtaiwan_desktop.storage import snapshot
from northtaiwan_desktop.storage.reference_files import read_reference
from northtaiwan_desktop.ui.meetings.preview import Preview

KNOWN = read_reference(Path(__file__).parents[2] / "db" / "reference")
SIGNS = "甲乙丙臺北○〇「」、。（）一二壹ａ1０%&<>\"'{}\n　 \t\ue001𠀀\u200b\x07"
TEXTS = st.text(alphabet=SIGNS, max_size=24)
NAMES = st.text(alphabet="甲乙丙丁\ue001", max_size=4)
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
MEMBERS = st.sampled_from([member.id for member in KNOWN.members])


@st.composite
def meeting_files(draw):
    """A meeting with any sections, people, items and resolutions."""
    meeting = Meeting(
        id="m",
        title=draw(TEXTS),
        kind_id=draw(st.sampled_from([kind.id for kind in KNOWN.kinds])),
        year=draw(st.integers(93, 120)),
        host_id=draw(st.none() | MEMBERS),
        held_on=draw(st.none() | DAYS),
        starts_at=draw(st.none() | st.times().map(lambda at: time(at.hour, at.minute))),
        venue=draw(TEXTS),
        chair=draw(NAMES),
        chair_stands_in=draw(NAMES),
        recorder=draw(NAMES),
        note=draw(TEXTS),
    )
    sections, items, resolutions, lines = [], [], [], []
    for place, role in enumerate(draw(st.lists(st.sampled_from(SectionRole), max_size=4))):
        section = Section(
            id=f"s{place}", meeting_id="m", position=place, role=role, title=draw(TEXTS), body=draw(TEXTS)
        )
        sections.append(section)
        for n in range(draw(st.integers(0, 2))):
            item = AgendaItem(
                id=f"{section.id}i{n}",
                meeting_id="m",
                section_id=section.id,
                position=n,
                title=draw(TEXTS),
                proposer=draw(TEXTS),
                explanation=draw(TEXTS),
                proposal=draw(TEXTS),
            )
            items.append(item)
            for r in range(draw(st.integers(0, 2))):
                made = Resolution(
                    id=f"{item.id}r{r}",
                    meeting_id="m",
                    item_id=item.id,
                    year=103,
                    outcome=draw(st.sampled_from(Outcome)),
                    text=draw(TEXTS),
                    number=draw(st.sampled_from(["", "103-001"])),
                    due_on=draw(st.none() | DAYS),
                    due_text=draw(TEXTS),
                )
                resolutions.append(made)
                lines.append(
                    Assignment(
                        id=f"{made.id}a",
                        resolution_id=made.id,
                        share=draw(st.sampled_from(Share)),
                        member_id=draw(st.none() | MEMBERS),
                        office=draw(NAMES),
                    )
                )
    people = [
        Attendance(
            id=f"p{n}",
            meeting_id="m",
            position=n,
            presence=draw(st.sampled_from(Presence)),
            member_id=draw(st.none() | MEMBERS),
            bureau=draw(NAMES),
            title=draw(NAMES),
            name=draw(NAMES),
            represents=draw(NAMES),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    return MeetingFile(
        meeting=meeting,
        kind=KNOWN.kind(meeting.kind_id),
        sections=tuple(sections),
        attendance=tuple(people),
        items=tuple(items),
        resolutions=tuple(resolutions),
        assignments=tuple(lines),
    )


def all_papers(file: MeetingFile) -> list[Paper]:
    views = [
        minutes.view(file, KNOWN),
        agenda_view.agenda(file, KNOWN),
        signin.view(file, KNOWN),
        notice.view(file, Notice(id="m", meeting_id="m", remark="示例"), KNOWN),
        *(agenda_view.extract(file, KNOWN, one.id) for one in file.resolutions[:1]),
    ]
    return [papers.set_out(view) for view in views]


def bare(text: str) -> str:
    """Without white space, which formats keep in their own ways."""
    return "".join(text.split()).replace("\u200b", "")


def words_of(paper: Paper) -> str:
    said = []
    for block in paper.blocks:
        if isinstance(block, Table):
            said += [cell for row in (block.header, *block.rows) for cell in row]
        else:
            said.append(block.label + block.text)
    return bare("".join(said))


def of_docx(path: Path) -> str:
    document = Document(str(path))
    return bare("".join(text.text or "" for text in document.element.body.iter("{*}t")))


def of_odt(path: Path) -> str:
    body = OdfDocument(str(path)).body
    parts = [*body.get_elements("//text:p"), *body.get_elements("//text:h")]
    return "".join(sorted(bare("".join(part.text_recursive for part in parts))))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=meeting_files())
def test_docx_odt_and_preview_say_the_same(qapp, file):
    preview = Preview()
    with TemporaryDirectory() as folder:
        for place, paper in enumerate(all_papers(file)):
            expected = words_of(paper)
            for ending in ("docx", "odt"):
                files.write(paper, Path(folder, f"{place}.{ending}"))
            assert of_docx(Path(folder, f"{place}.docx")) == expected
            assert of_odt(Path(folder, f"{place}.odt")) == "".join(sorted(expected))
            preview.show_paper(paper)
            assert bare(preview.toPlainText()) == expected


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=meeting_files())
def test_every_paper_becomes_a_pdf(file):
    with TemporaryDirectory() as folder:
        for place, paper in enumerate(all_papers(file)):
            path = Path(folder, f"{place}.pdf")
            files.write(paper, path)
            pdf = PdfDocument(path)
            try:
                assert len(pdf) >= 1
            finally:
                pdf.close()


@settings(max_examples=60, deadline=None)
@given(file=meeting_files())
def test_a_version_comes_back_as_it_was_kept(file):
    view = minutes.view(file, KNOWN)
    assert snapshot.decoded(snapshot.encoded(view)) == view
    kept = snapshot.records_decoded(snapshot.records_encoded(file))
    assert kept[Meeting] == [file.meeting]
    assert kept[AgendaItem] == list(file.items)
    assert kept[Assignment] == list(file.assignments)


@pytest.mark.parametrize("field", ["title", "venue"])
def test_signs_that_no_file_can_hold_are_the_only_ones_left_out(field):
    file = MeetingFile(
        meeting=replace(Meeting(id="m", title="甲", kind_id="deputies", year=103), **{field: "甲\x07乙\ue001"}),
        kind=KNOWN.kind("deputies"),
    )
    assert "甲乙\ue001" in words_of(all_papers(file)[0])
    assert printable("甲\x07乙") == "甲乙"
