"""Charts, contents and covers come out alike as docx, odt and pdf, with headings and numbers that Word can count."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from northtaiwan_desktop.documents import files
from northtaiwan_desktop.documents.chart_pictures import png
from northtaiwan_desktop.documents.paper import FACE, Paper, Picture, Role, Text, contents
from northtaiwan_desktop.documents.report import Report
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.chart import Chart, Ink, Series, Shape
from tests.documents.reading import READERS, pdf_lines, pdf_pages, rendered

CHART = Chart(
    title="各縣市燈號",
    shape=Shape.BARS,
    labels=("宜蘭縣", "基隆市"),
    series=(Series("落後", (2, 0), Ink.RED), Series("正常", (3, 4), Ink.GREEN)),
    unit="列",
    is_stacked=True,
)


def a_report() -> Paper:
    report = Report()
    body = [
        report.part("概況", new_page=True),
        report.item("縣市"),
        *report.chart(CHART),
        *report.table("會議", ("日期", "名稱"), [("103年1月2日", "＝1+1")], (1, 3)),
        report.part("大事記", new_page=True),
    ]
    cover = (Text(Role.COVER_TITLE, "成果彙編"), Text(Role.CONTENTS_HEAD, "目次", new_page=True), contents(body))
    return Paper(title="成果彙編", has_cover=True, blocks=(*cover, *body))


@pytest.fixture(params=files.SUFFIXES)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"report{request.param}"
    files.write(a_report(), path)
    return path


def test_every_format_says_the_same(made: Path) -> None:
    told = READERS[made.suffix](made).replace("…", "").replace(".", "")
    for words in ("成果彙編", "目次", "壹、概況", "一、縣市", "圖1各縣市燈號", "表1會議", "貳、大事記"):
        assert words in told
    assert told.count("壹、概況") == 2


def test_the_contents_can_be_read_without_being_counted_anew(tmp_path: Path) -> None:
    for suffix in files.SUFFIXES:
        files.write(a_report(), tmp_path / f"r{suffix}")
    printed = {suffix: pdf_lines(rendered(tmp_path / f"r{suffix}")) for suffix in (".docx", ".odt")}
    for lines in (pdf_lines(tmp_path / "r.pdf"), *printed.values()):
        entries = [" ".join(line.replace(".", " ").split()) for line in lines if ".." in line or ". ." in line]
        assert entries == ["壹、概況 3", "一、縣市 3", "貳、大事記 4"]
    assert pdf_pages(tmp_path / "r.pdf") == 4


def test_headings_are_words_own_styles_and_the_contents_a_field(tmp_path: Path) -> None:
    files.write(a_report(), tmp_path / "r.docx")
    document = Document(str(tmp_path / "r.docx"))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert styles.count("Heading 1") == 2
    assert styles.count("Heading 2") == 1
    assert [name for name in styles if name.startswith("toc")] == ["toc 1", "toc 2", "toc 1"]
    codes = [element.text.strip() for element in document.element.body.iter(qn("w:instrText"))]
    assert codes[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert [code.split()[0] for code in codes[1:]] == ["PAGEREF", "PAGEREF", "PAGEREF", "SEQ", "SEQ"]
    marks = {element.get(qn("w:name")) for element in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {code.split()[1] for code in codes if code.startswith("PAGEREF")} == marks
    begun = [element.get(qn("w:fldCharType")) for element in document.element.body.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("end") == begun.count("separate")


def test_every_run_names_the_official_face(tmp_path: Path) -> None:
    files.write(a_report(), tmp_path / "r.docx")
    runs = list(Document(str(tmp_path / "r.docx")).element.body.iter(qn("w:r")))
    faces = {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) for run in runs}
    assert faces == {FACE}


def test_a_picture_tells_its_figures_in_words(tmp_path: Path) -> None:
    for suffix in (".docx", ".odt"):
        files.write(a_report(), tmp_path / f"r{suffix}")
    document = Document(str(tmp_path / "r.docx"))
    [shape] = document.element.body.iter(qn("wp:docPr"))
    assert shape.get("descr") == CHART.words
    content = etree.fromstring(zipfile.ZipFile(tmp_path / "r.odt").read("content.xml"))
    [told] = content.iter("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc")
    assert told.text == CHART.words
    [image] = [name for name in zipfile.ZipFile(tmp_path / "r.odt").namelist() if name.startswith("Pictures/")]
    assert zipfile.ZipFile(tmp_path / "r.odt").read(image)[:4] == b"\x89PNG"


def test_lights_are_told_apart_without_colour() -> None:
    """On a copy in grey: the darkest and the palest fill lie far apart, and the yellow one is hatched."""
    one = Chart(
        title="",
        shape=Shape.BARS,
        labels=("",),
        series=tuple(Series(ink.value, (1,), ink) for ink in (Ink.RED, Ink.YELLOW, Ink.GREEN, Ink.DONE)),
        unit="列",
        is_stacked=True,
    )
    grey = Image.open(BytesIO(png(Picture(one, 400, 90), dpi=144))).convert("L")
    row = [grey.getpixel((x, grey.height - 90)) for x in range(grey.width)]
    tones = [tone for tone in row if isinstance(tone, int)]
    assert min(tones) < 70
    assert max(tones) > 240
    assert len(set(tones)) > 8


def test_a_job_that_is_stopped_writes_nothing(tmp_path: Path) -> None:
    job = files.writing(a_report(), tmp_path / "r.docx")
    parts = [next(job) for _step in range(3)]
    job.close()
    assert parts == sorted(parts)
    assert not list(tmp_path.iterdir())


def test_a_job_tells_how_far_it_is_to_the_end(tmp_path: Path) -> None:
    for suffix in files.SUFFIXES:
        parts = list(files.writing(a_report(), tmp_path / f"r{suffix}"))
        assert parts == sorted(parts)
        assert all(0 <= part <= 1 for part in parts)
    assert finished(files.writing(a_report(), tmp_path / "again.pdf")) is None
