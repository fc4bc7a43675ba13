"""Templates are filled with the paper and nothing else; what is wrong is named with its place and what is right."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from northtaiwan_desktop.documents import starters, template
from northtaiwan_desktop.documents.minutes import paper
from northtaiwan_desktop.documents.paper import Text
from northtaiwan_desktop.domain.errors import FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.paper_examples import example
from tests.documents.views import a_rich_view

MINUTES = PaperKind.MINUTES


def written(*paragraphs, cells=(), header=""):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(rows=len(cells), cols=len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def words(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def refused(content, kind=MINUTES):
    with pytest.raises(RuleBroken) as told:
        template.checked(content, kind, "我們的範本.docx")
    assert "我們的範本.docx" in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("kind", PaperKind)
def test_the_file_to_begin_with_passes_and_says_what_the_paper_says(kind):
    content = starters.starter(kind)
    template.checked(content, kind, "x.docx")
    made = "\n".join(words(template.filled(content, example(kind))))
    assert "{{" not in made
    assert "{%" not in made
    view = example(kind)
    for text in (line.text for part in ("head", "body") for line in getattr(view, part, ()) if hasattr(line, "text")):
        assert all(word in made for word in text.split())


def test_every_word_of_rich_minutes_is_in_the_filled_file():
    view = a_rich_view()
    made = "".join(words(template.filled(starters.starter(MINUTES), view))).replace("\n", "")
    for block in paper(view).blocks:
        if isinstance(block, Text):
            assert block.text.replace("　", "") in made.replace("　", "") or block.text.startswith("（列管")


def test_hostile_text_in_the_minutes_stays_text():
    from dataclasses import replace

    view = replace(example(MINUTES), note="<w:p/>{{ 7*7 }}&amp;{% for %}")
    assert "備註：<w:p/>{{ 7*7 }}&amp;{% for %}" in words(template.filled(written("備註：{{ note }}"), view))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ titel }}", "第 1 段「{{ titel }}」：沒有「titel」這個欄位，最接近的是「title」"),
        ("{{ zzz }}", "這裡可用：platform"),
        ("{% for s in sections %}{{ s.titl }}{% endfor %}", "沒有「s.titl」這個欄位，最接近的是「s.title」"),
        ("{{ sections.title }}", "「sections」是清單，請先用 for"),
        ("{{ title.name }}", "「title」是文字，沒有「name」"),
        ("{{ sections }}", "「sections」不是文字"),
        ("{% for s in title %}{% endfor %}", "「title」不是清單"),
        ("{% for s in sections %}", "「{% for s in sections %}」沒有對應的 {% endfor %}"),
        ("{% endfor %}", "前面沒有對應的 for"),
        ("{% for s in sections %}{% if mark %}{% endfor %}{% endif %}", "應先結束第 1 段的「{% if mark %}」"),
        ("{% else %}", "前面沒有對應的 if"),
        ("{{ title", "沒成對的大括號"),
        ("{{ title }", "沒成對的大括號"),
        ("{{ title + }}", "寫法有誤"),
        ("{% include 'x' %}", "不能用「include」"),
        ("{% set a = 1 %}", "不能用「set」"),
        ("{{r title }}", "請寫成 {{ title }}"),
        ("{{ title|safe }}", "沒有「safe」這個篩選"),
        ("{{ ''.ljust(9) }}", "不能呼叫函式"),
        ("{% if mark %}" * 9 + "{% endif %}" * 9, "最多 8 層"),
        ("{{ 'x' * 1000000000 }}", "不能做加減乘除"),
        ("{{ title.__class__ }}", "「title」是文字"),
        ("{{ ''.__class__ }}", "是文字，沒有「__class__」"),
        ("{{ title.center(200000000) }}", "不能呼叫函式"),
        ("{{ '{:>200000000}'.format(1) }}", "不能呼叫函式"),
        ("{% for s in sections if s.title.center(9) %}{% endfor %}", "不能呼叫函式"),
        ("{% for n in range(9) %}{% endfor %}", "不能呼叫函式"),
        ("{{ title" + "|replace('a', 'aaaaaaaaaa')" * 9 + " }}", "沒有「replace」這個篩選"),
        ("{{ title|join(title) }}", "括號裡只能寫短的文字"),
        ("{{ title|join('、') }}", "join 只能用在清單"),
        ("{{ head|join('、') }}", "join 要指定欄位"),
        ("{{ head|join('、', attribute='txt') }}", "最接近的是「head.text」"),
        ("{{ title|default('" + "x" * 999 + "') }}", "括號裡只能寫短的文字"),
        ("{% for a in sections %}" * 8 + "{% endfor %}" * 8, "最多再放 3 層迴圈"),
        ("{% for a in ['x', 'y'] %}{% endfor %}", "不是清單"),
        ("{% for s in sections %}{{ loop.cycle }}{% endfor %}", "「loop」沒有「cycle」"),
        ("{{ title[1:2] }}", "不能用這種寫法"),
        ("{{ title is mapping }}", "沒有「mapping」這個判斷"),
        ("{{ ｔitle？ }}", "不認得「？」這個符號"),
        ("{{ title title }}", "的地方應該是"),
        ("｛｛ title ｝｝", "請改用半形：{{ title }}"),
        ("{％ if mark ％}", "請改用半形"),
        ("{% if mark = “x” %}{% endif %}", "寫法有誤"),
    ],
)
def test_a_fault_names_the_place_and_what_is_right(text, told):
    assert told in refused(written(text))


def test_a_fault_in_a_table_or_a_header_names_its_cell():
    content = written("好", cells=[("一", "二"), ("三", "{{ platfrom }}")], header="{{ titel }}")
    told = refused(content)
    assert "第 1 個表格第 2 列第 2 格「{{ platfrom }}」：沒有「platfrom」這個欄位，最接近的是「platform」" in told
    assert "頁首第 1 段「{{ titel }}」" in told
    assert "有 2 處要修改" in told


def repacked(content, **more):
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, more.pop(name, None) or old.read(name))
        for name, part in more.items():
            new.writestr(name, part)
    return made.getvalue()


def test_a_macro_is_refused():
    assert "巨集" in refused(repacked(written("x"), **{"word/vbaProject.bin": b"x"}))


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "subDocument"])
def test_a_link_to_the_outside_is_refused_with_its_target(kind):
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        'Target="http://192.0.2.1/x.dotm" TargetMode="External"/></Relationships>'
    )
    told = refused(repacked(written("x"), **{"word/_rels/settings.xml.rels": relations}))
    assert "http://192.0.2.1/x.dotm" in told


def test_a_template_too_large_is_refused():
    assert "50 MB" in refused(b"PK" + b"\0" * (50 * 2**20))


def test_a_template_that_unpacks_to_too_much_is_refused():
    assert "解開後太大" in refused(repacked(written("x"), **{"word/media/a.bin": b"\0" * (101 * 2**20)}))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken", bytes(2000)])
def test_what_is_no_docx_is_said_to_be_none(content):
    with pytest.raises(FileUnreadable, match="不是 Word 的 docx"):
        template.checked(content, MINUTES, "假的.docx")


def test_a_zip_without_a_document_is_no_docx():
    made = BytesIO()
    with ZipFile(made, "w") as file:
        file.writestr("a.txt", "x")
    with pytest.raises(FileUnreadable):
        template.checked(made.getvalue(), MINUTES, "x.docx")


@pytest.mark.parametrize("kind", PaperKind)
def test_the_list_of_fields_has_an_example_for_each(kind):
    rows = template.listed(kind)
    names = [field for field, _example in rows]
    assert sum(bool(text) for field, text in rows if field.startswith("{{")) >= len(names) * 0.5
    if kind is MINUTES:
        assert "{{ row.report }}" in names


def chained(kind):
    """Each field of the list inside the loops that it needs."""
    loops = {}
    for field, _example in template.listed(kind):
        begin, is_loop = (field.partition(" … ")[0], True) if field.startswith("{%p for") else (field, False)
        owner = begin.split(" in ")[1].split()[0] if is_loop else begin.strip("{} ")
        around = loops.get(owner.partition(".")[0], []) if "." in owner else []
        if is_loop:
            loops[begin.split()[2]] = [*around, begin]
        yield [*around, *([begin, "x", "{%p endfor %}"] if is_loop else [begin]), *["{%p endfor %}"] * len(around)]


@pytest.mark.parametrize("kind", PaperKind)
def test_every_field_of_the_list_is_right_in_a_template(kind):
    template.checked(written(*(line for lines in chained(kind) for line in lines)), kind, "全部欄位.docx")


def fields(kind):
    return dict(template.listed(kind))


@pytest.mark.parametrize("kind", PaperKind)
def test_title_place_and_time_have_names_of_their_own_everywhere(kind):
    for name in ("title", "whole_title", "when", "place"):
        assert fields(kind)[f"{{{{ {name} }}}}"]


def test_each_field_of_the_notice_stands_singly_and_has_an_example():
    view = example(PaperKind.NOTICE)
    labelled = {line.label: line.text for line in (*view.corner, view.recipient, *view.small, *view.body)}
    known = [text for field, text in fields(PaperKind.NOTICE).items() if "." not in field]
    for label, text in labelled.items():
        assert text in known, label


@pytest.mark.parametrize(("field", "label"), [("attendees", "出席"), ("observers", "列席"), ("chair", "主席")])
def test_each_field_of_the_head_stands_singly(field, label):
    view = example(MINUTES)
    text = next(line.text for line in view.head if line.label == label)
    made = "".join(words(template.filled(written(f"{label}＝{{{{ {field} }}}}"), view)))
    assert f"{label}＝{text}" in made


def test_the_agenda_has_an_example_of_its_own_without_what_is_decided():
    assert fields(PaperKind.AGENDA)["{{ paper }}"] == "會議議程"
    assert "{{ recorder }}" not in fields(PaperKind.AGENDA)
    assert "{{ outcome.text }}" not in fields(PaperKind.AGENDA)
    assert fields(PaperKind.EXTRACT)["{{ paper }}"] == "會議紀錄（節錄）"


def test_several_decisions_are_numbered_and_paragraphs_hang_as_on_the_standard_paper():
    view = a_rich_view()
    made = words(template.filled(starters.starter(MINUTES), view))
    assert "（一）照案通過，由新竹縣政府彙整後函送交通部。" in made
    assert "（二）請各縣市於103年10月15日前提送需求表。" in made
    assert made.count("決議：") == 1
    assert "擬辦：擬請各縣市同意以平臺名義提案。" in made
    assert "奉核後函送交通部。" in made
    assert {"宜蘭縣政府計畫處", "處長○○○、科長○○○"} <= set(made)


def test_the_same_odd_signs_become_the_same_on_both_papers():
    from dataclasses import replace

    view = replace(a_rich_view(), title="甲\x0b乙會議", note="一\x0b二")
    standard = [block.text for block in paper(view).blocks if isinstance(block, Text)]
    assert "甲　乙會議紀錄" in standard
    made = words(template.filled(starters.starter(MINUTES), view))
    assert "甲　乙會議紀錄" in made
