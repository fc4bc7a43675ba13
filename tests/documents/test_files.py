"""Files are whole, say the same in every format, and look as an office writes."""

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from northtaiwan_desktop import paths
from northtaiwan_desktop.documents import files, minutes, tables
from northtaiwan_desktop.documents.fonts import MISSING, Faces, faces
from northtaiwan_desktop.documents.paper import LOOKS, Paper, Role, Table, Text
from northtaiwan_desktop.documents.pdf_blocks import Pen, grid, heights
from northtaiwan_desktop.domain.errors import FileUnreadable, FileUnwritable, RuleBroken
from tests.documents.reading import READERS, docx_text, pdf_lines, pdf_pages, pdf_text, rendered, squeezed
from tests.documents.views import LONG, a_bare_view, a_carried_row, a_rich_view, a_section, an_item, an_outcome

SUFFIXES = [".docx", ".odt", ".pdf"]


def written(paper: Paper, path: Path) -> Path:
    files.write(paper, path)
    return path


def a_paper(*texts: str) -> Paper:
    return Paper(title="測試", blocks=tuple(Text(Role.BODY, text) for text in texts))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("rich")
    return {suffix: written(minutes.paper(a_rich_view()), folder / f"紀錄{suffix}") for suffix in SUFFIXES}


def test_all_formats_say_the_same_in_the_same_order(rich):
    says = {suffix: READERS[suffix](path) for suffix, path in rich.items()}
    blocks = minutes.paper(a_rich_view()).blocks
    whole = squeezed(
        "".join(
            block.label + block.text
            if isinstance(block, Text)
            else "".join("".join(r) for r in (block.header, *block.rows))
            for block in blocks
        )
    )
    assert says == dict.fromkeys(SUFFIXES, whole)


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_an_office_suite_prints_the_same_words_on_as_many_pages(rich, suffix):
    printed = rendered(rich[suffix])
    assert pdf_text(printed) == docx_text(rich[".docx"])
    assert pdf_pages(printed) == pdf_pages(rich[".pdf"]) == 4


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "paper",
    [minutes.paper(a_bare_view(mark="")), Paper(title="", blocks=()), a_paper("")],
    ids=["bare minutes", "nothing", "an empty line"],
)
def test_hardly_anything_still_makes_a_file(suffix, paper, tmp_path):
    says = READERS[suffix](written(paper, tmp_path / f"空白{suffix}"))
    assert says in {"", "北臺區域發展推動委員會103年度第二次副首長會議補行議程會議紀錄"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_control_characters_and_markup_do_no_harm(suffix, tmp_path):
    paper = a_paper("甲\x00乙\x0b丙\x1b", "<b>&amp;丁</b> \"'", "戊　　己\t庚")
    assert READERS[suffix](written(paper, tmp_path / f"怪字{suffix}")) == "甲乙丙<b>&amp;丁</b>\"'戊己庚"


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_characters_made_by_an_office_survive(suffix, tmp_path):
    assert (
        READERS[suffix](written(a_paper("王\ue000明、\U00020000"), tmp_path / f"造字{suffix}"))
        == "王\ue000明、\U00020000"
    )


def test_a_character_that_no_font_has_leaves_a_visible_mark_in_the_pdf(tmp_path):
    assert pdf_text(written(a_paper("王\ue000明"), tmp_path / "造字.pdf")) == f"王{MISSING}明"


def test_the_shipped_font_alone_is_enough_for_minutes():
    shipped = Faces([paths.resources() / "fonts"])
    whole = "".join(
        block.label + block.text for block in minutes.paper(a_rich_view()).blocks if isinstance(block, Text)
    )
    assert [(font.split("-")[0], shown == whole) for font, shown in shipped.runs(whole)] == [("ukai", True)]


def test_without_any_kai_font_the_remedy_is_named(tmp_path):
    with pytest.raises(FileUnreadable, match="重新安裝"):
        assert Faces([tmp_path]).first


def test_a_damaged_font_is_passed_over(tmp_path):
    (tmp_path / "kaiu.ttf").write_bytes(b"no font")
    assert Faces([tmp_path, paths.resources() / "fonts"]).first.startswith("ukai")


def test_every_run_of_the_word_file_is_in_kai(rich):
    document = Document(str(rich[".docx"]))
    runs = [*document.element.body.iter(qn("w:r")), *document.sections[0].footer._element.iter(qn("w:r"))]
    faces = {run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in runs}
    assert (len(runs) > 50, faces) == (True, {"標楷體"})


def test_the_word_file_has_the_styles_of_an_office(rich):
    document = Document(str(rich[".docx"]))
    used = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"會議名稱", "Heading 1", "Heading 2", "會議欄位", "說明與決議", "Normal"} <= used
    title, body = document.styles["會議名稱"], document.styles["Normal"]
    assert (title.font.size, title.font.bold) == (Pt(20), True)
    assert body.font.size == Pt(14)
    assert body.paragraph_format.line_spacing == Pt(25)
    assert body.paragraph_format.line_spacing_rule is WD_LINE_SPACING.EXACTLY
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    margins = [section.left_margin, section.right_margin, section.top_margin, section.bottom_margin]
    assert all(abs(margin - Cm(2.5)) < Pt(0.1) for margin in margins)


def test_word_counts_the_pages_and_repeats_the_heads_of_tables(rich):
    document = Document(str(rich[".docx"]))
    asked = "".join(element.text for element in document.sections[0].footer._element.iter(qn("w:instrText")))
    assert asked.split() == ["PAGE", "NUMPAGES"]
    rows = document.tables[1]._tbl.tr_lst
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False, False, False]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_the_word_file_tells_nothing_of_the_person_or_machine(rich):
    properties = Document(str(rich[".docx"])).core_properties
    assert properties.title == "103年度第二次副首長會議補行議程會議紀錄"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("北臺區域發展推動委員會", "", "")
    names = zipfile.ZipFile(rich[".docx"]).namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "Effects" in name]


def test_the_open_document_has_named_styles_page_fields_and_a_repeated_head(rich):
    archive = zipfile.ZipFile(rich[".odt"])
    styles, content = archive.read("styles.xml").decode(), archive.read("content.xml").decode()
    assert 'style:font-name-asian="標楷體"' in styles
    assert '<text:page-number text:select-page="current">' in styles
    assert "<text:page-count>" in styles
    assert 'fo:page-width="595.28pt"' in styles
    assert 'fo:margin-left="70.87pt"' in styles
    assert "<table:table-header-rows>" in content
    defined = set(re.findall(r'style:name="([^"]+)"', styles + content))
    used = set(re.findall(r'(?:text|table):style-name="([^"]+)"', content))
    assert used <= defined
    for part in ("styles.xml", "content.xml", "meta.xml", "META-INF/manifest.xml"):
        root = etree.fromstring(archive.read(part))
        assert [value for name, value in root.attrib.items() if name.endswith("version")] == ["1.2"]
    assert "LibreOffice" not in archive.read("meta.xml").decode()


def test_the_pdf_has_its_fonts_inside_and_its_language_named(rich):
    raw = rich[".pdf"].read_bytes()
    assert b"/FontFile2" in raw
    assert b"/Helvetica" not in raw
    assert b"zh-TW" in raw


def test_pages_of_the_pdf_are_numbered(rich):
    feet = [re.sub(r"\s", "", line) for line in pdf_lines(rich[".pdf"]) if "頁" in line]
    assert feet == [f"第{n}頁，共4頁" for n in range(1, 5)]


def test_no_line_of_the_pdf_begins_with_a_stop(tmp_path):
    paper = a_paper(*(("、" * (n % 2) + "字" * n + "（甲）。「乙」，" + LONG) for n in range(30)))
    begins = {line[0] for line in pdf_lines(written(paper, tmp_path / "避頭.pdf"))}
    assert not begins & set("，。；：）」！？")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_row_taller_than_a_page_loses_nothing(suffix, tmp_path):
    data = tables.TableData(
        title="列管表", headers=("案號", "辦理情形"), widths=(12, 60), rows=(("1", LONG), ("2", LONG * 40), ("3", "完"))
    )
    path = written(tables.paper(data), tmp_path / f"長列{suffix}")
    says = READERS[suffix](path).replace("案號辦理情形", "")
    assert says == squeezed("列管表1" + LONG + "2" + LONG * 40 + "3完")


def test_a_row_cut_over_pages_keeps_its_lines_together():
    short, long = "\n".join("短句" for _n in range(60)), "\n".join([LONG] * 30)
    block = Table((100.0, 300.0), ((short, long),))
    drawn = grid(block, faces(), Pen(), 700)
    lines = heights(grid(Table((100.0, 300.0), (("", long),)), faces(), Pen(), 1e6), 400)[0]
    assert heights(drawn, 400)[0] == pytest.approx(lines, abs=LOOKS[Role.CELL].line + 1)


def test_the_head_of_a_long_table_stands_on_each_page(tmp_path):
    rows = tuple((f"{n}", "115年1月1日", LONG) for n in range(40))
    data = tables.TableData(title="大事記", headers=("編號", "日期", "事項"), widths=(6, 14, 60), rows=rows)
    path = written(tables.paper(data), tmp_path / "大事記.pdf")
    heads = [line for line in pdf_lines(path) if line.split() == ["編號", "日期", "事項"]]
    assert len(heads) == pdf_pages(path) > 3


def test_minutes_of_two_hundred_items_are_written_in_seconds(tmp_path):
    items = tuple(an_item(number=f"{n}、", title=f"第{n}案", outcomes=(an_outcome(LONG),)) for n in range(1, 201))
    view = a_rich_view(
        sections=(a_section("伍、", "討論事項", items=items, carried=tuple(map(a_carried_row, range(200)))),)
    )
    for suffix in SUFFIXES:
        says = READERS[suffix](written(minutes.paper(view), tmp_path / f"長{suffix}"))
        assert "200、第200案" in says


@pytest.mark.parametrize("name", ["紀錄.doc", "紀錄", "紀錄.txt"])
def test_another_kind_of_file_is_refused_with_the_three_that_are_known(name, tmp_path):
    with pytest.raises(RuleBroken, match=r"(?s)" + re.escape(name) + r".*\.docx、\.odt 或 \.pdf"):
        files.write(a_paper("甲"), tmp_path / name)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileUnwritable, match=r"找不到資料夾「.+沒有這裡」"):
        files.write(a_paper("甲"), tmp_path / "沒有這裡" / "紀錄.docx")


def test_a_folder_of_that_name_is_not_replaced(tmp_path):
    (tmp_path / "紀錄.docx").mkdir()
    with pytest.raises(FileUnwritable, match="那是一個資料夾"):
        files.write(a_paper("甲"), tmp_path / "紀錄.docx")


def test_a_name_that_is_too_long_is_refused_in_words(tmp_path):
    with pytest.raises(FileUnwritable, match="檔名太長"):
        files.write(a_paper("甲"), tmp_path / ("長" * 90 + ".docx"))


def test_a_file_that_word_holds_open_stays_and_nothing_is_left_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "紀錄.docx"
    path.write_bytes(b"old")

    def held(*_arguments: object) -> None:
        raise PermissionError(13, "The process cannot access the file")  # as Windows refuses it

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(FileUnwritable, match="Word、Excel 或其他程式"):
        files.write(a_paper("甲"), path)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_a_full_disk_leaves_the_old_file_whole(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "紀錄.docx"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        with pytest.raises(FileUnwritable, match="磁碟空間不足"):
            files.write(a_paper("甲"), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_an_old_file_is_replaced(tmp_path):
    path = written(a_paper("甲"), tmp_path / "紀錄.docx")
    assert docx_text(written(a_paper("乙"), path)) == "乙"
    assert list(tmp_path.iterdir()) == [path]


def test_a_very_long_title_stands_whole_on_the_page(tmp_path):
    title = "長" * 400
    path = tmp_path / "紀錄.docx"
    files.write(Paper(title=title, blocks=(Text(Role.TITLE, title),)), path)
    assert title in READERS[".docx"](path)
