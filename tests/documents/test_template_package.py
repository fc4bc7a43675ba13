"""A template from another PC: what reaches outside is refused, every place looked into, nothing private stays."""

import re
import resource
import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from northtaiwan_desktop.documents import template
from northtaiwan_desktop.documents.template_fields import extras, known
from northtaiwan_desktop.domain.errors import AppError, FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.minutes import MinutesView, SectionView
from northtaiwan_desktop.domain.paper_examples import example
from tests.documents.test_template import refused, repacked, words, written

MINUTES = PaperKind.MINUTES
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BOMB = f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>'


def part_of(content, name):
    with ZipFile(BytesIO(content)) as file:
        return file.read(name).decode()


def changed(content, name, old, new):
    inner = part_of(content, name)
    assert old in inner
    return repacked(content, **{name: inner.replace(old, new).encode()})


def with_body(xml, *, name="word/document.xml"):
    """A document whose body begins with this XML."""
    spaces = nsdecls("w", "wp", "a", "r") + (
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    document = Document()
    for one in reversed(list(parse_xml(f"<w:body {spaces}>{xml}</w:body>"))):
        document.element.body.insert(0, one)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def made_of(content, kind=MINUTES):
    template.checked(content, kind, "x.docx")
    return template.filled(content, example(kind))


def test_a_word_template_is_taken_as_one():
    content = changed(written("{{ title }}"), "[Content_Types].xml", "document.main+xml", "template.main+xml")
    made = made_of(content)
    assert example(MINUTES).title in words(made)
    assert "template.main" not in part_of(made, "[Content_Types].xml")


@pytest.mark.parametrize("kind", ["document.macroEnabled.main", "template.macroEnabledTemplate.main"])
def test_a_main_part_that_may_run_macros_is_refused(kind):
    macro = f"application/vnd.ms-word.{kind}+xml"
    content = changed(written("x"), "[Content_Types].xml", f"{WORD}document.main+xml", macro)
    assert "巨集" in refused(content)


def test_a_macro_under_another_name_is_known_by_its_type():
    default = '<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    content = changed(written("x"), "[Content_Types].xml", "</Types>", default)
    assert "巨集" in refused(repacked(content, **{"word/innocent.dat": b"x"}))


@pytest.mark.parametrize(
    ("name", "inner", "told"),
    [
        ("word/document.xml", b"<w:document", "內容損壞（word/document.xml）"),
        ("word/styles.xml", b"\xff\xfe\x00", "內容損壞（word/styles.xml）"),
        ("[Content_Types].xml", b"no xml", "內容損壞"),
        ("_rels/.rels", b"<Relationships xmlns='x'/>", "不是 Word 的 docx"),
    ],
)
def test_a_damaged_part_is_named(name, inner, told):
    with pytest.raises(FileUnreadable, match=re.escape(told)):
        template.checked(repacked(written("x"), **{name: inner}), MINUTES, "x.docx")


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"])
def test_a_missing_part_is_a_sentence(missing):
    made = BytesIO()
    with ZipFile(BytesIO(written("x"))) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != missing:
                new.writestr(name, old.read(name))
    with pytest.raises(FileUnreadable):
        template.checked(made.getvalue(), MINUTES, "x.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_unpacks_without_end_is_refused(encoding):
    inner = (
        f"<?xml version='1.0' encoding='{encoding}'?>{BOMB}<w:document {nsdecls('w')}><w:body>&i;</w:body></w:document>"
    )
    assert "定義" in refused(repacked(written("x"), **{"word/document.xml": inner.encode(encoding)}))


def relation(kind, target, *, external=False):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'


@pytest.mark.parametrize("kind", ["oleObject", "package", "control", "aFChunk"])
def test_an_object_of_another_program_is_refused(kind):
    inside = relation(kind, "embeddings/a.bin")
    content = changed(written("x"), "word/_rels/document.xml.rels", "</Relationships>", inside)
    assert "其他程式的物件" in refused(repacked(content, **{"word/embeddings/a.bin": b"x"}))


@pytest.mark.parametrize(
    ("target", "is_taken"),
    [("mailto:a@b.tw", True), ("https://example.gov.tw/", True), ("file://192.0.2.1/x", False), ("\\\\h\\x", False)],
)
def test_a_link_to_be_clicked_in_the_letterhead_is_harmless(target, is_taken):
    link = relation("hyperlink", target, external=True)
    content = changed(written("x"), "word/_rels/document.xml.rels", "</Relationships>", link)
    if is_taken:
        template.checked(content, MINUTES, "x.docx")
    else:
        assert target in refused(content)


def field(instruction):
    half = len(instruction) // 2
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction[:half]}</w:instrText></w:r>"
        f"<w:r><w:instrText>{instruction[half:]}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@pytest.mark.parametrize(
    "instruction",
    [
        ' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
        " INCLUDETEXT //192.0.2.1/x",
        " includepicture x",
        " LINK Excel.Sheet x",
        " MACROBUTTON x y",
        " QUOTE 68 68 69",
        " HYPERLINK \\\\192.0.2.1\\x",
        "",
    ],
)
@pytest.mark.parametrize("is_simple", [True, False])
def test_a_field_that_fetches_or_starts_something_is_refused(instruction, is_simple):
    escaped = instruction.replace('"', "&quot;")
    simple = f'<w:p><w:fldSimple w:instr="{escaped}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    assert "功能變數" in refused(with_body(simple if is_simple else field(instruction)))


@pytest.mark.parametrize(
    "instruction", [" PAGE ", " NUMPAGES \\* MERGEFORMAT ", " HYPERLINK &quot;https://example.tw&quot; "]
)
def test_a_field_that_counts_pages_is_taken(instruction):
    template.checked(with_body(field(instruction.replace("&quot;", '"'))), MINUTES, "x.docx")


BOX = (
    "<w:p><w:r><w:t>外</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
    "<w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</w:r></w:p>"
)
TABLE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
SDT = "<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
INS = '<w:p><w:ins w:id="1" w:author="某人"><w:r><w:t>{text}</w:t></w:r></w:ins></w:p>'


@pytest.mark.parametrize(
    ("xml", "place"),
    [
        (BOX.format(inner=p("{tag}")), "第 1 段的文字方塊第 1 段"),
        (SDT.format(inner=p("{tag}")), "第 1 段"),
        (p("x") + SDT.format(inner=TABLE.format(inner=p("{tag}"))), "第 1 個表格第 1 列第 1 格"),
        (TABLE.format(inner=TABLE.format(inner=p("{tag}")) + p("")), "第 1 個表格第 1 列第 1 格裡面第 1 個表格"),
        (INS.format(text="{tag}"), "第 1 段"),
        ('<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{tag}</w:t></w:r></w:hyperlink></w:p>', "第 1 段"),
    ],
)
def test_a_wrong_field_is_found_in_every_place(xml, place):
    told = refused(with_body(xml.replace("{tag}", "{{ titel }}")))
    assert f"{place}" in told
    assert "「{{ titel }}」：沒有「titel」這個欄位，最接近的是「title」" in told
    made = made_of(with_body(xml.replace("{tag}", "{{ title }}")))
    assert example(MINUTES).title in part_of(made, "word/document.xml")


def test_first_and_even_headers_and_footers_are_looked_into():
    document = Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{ titel }}"
    section.even_page_footer.paragraphs[0].text = "{{ platfrom }}"
    content = BytesIO()
    document.save(content)
    told = refused(content.getvalue())
    assert "首頁頁首第 1 段「{{ titel }}」" in told
    assert "偶數頁頁尾第 1 段「{{ platfrom }}」" in told


def test_a_tag_outside_of_words_is_told():
    xml = BOX.format(inner=p("x")).replace("<wp:inline>", '<wp:inline><wp:docPr id="1" name="n" descr="{{ 7 }}"/>')
    assert "不會填入的地方" in refused(with_body(xml))


def test_deleted_words_and_comments_do_not_go_out():
    xml = (
        '<w:p><w:del w:id="1" w:author="某人"><w:r><w:delText>刪掉的{{ titel }}</w:delText></w:r></w:del>'
        '<w:r><w:rPr><w:rPrChange w:id="2" w:author="某人"><w:rPr/></w:rPrChange></w:rPr><w:t>留下</w:t></w:r></w:p>'
    )
    made = part_of(made_of(with_body(xml)), "word/document.xml")
    assert "留下" in made
    assert "刪掉" not in made
    assert "某人" not in made


@pytest.mark.parametrize("text", ["{% if title == “x” %}a{% else %}b{% endif %}", "{{ title|default(‘無’) }}"])
def test_words_own_quotes_are_straightened_inside_tags_only(text):
    pieces = "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in f"他說“好”{text}")
    made = "".join(words(made_of(with_body(f"<w:p>{pieces}</w:p>"))))
    assert "他說“好”" in made
    assert made.endswith(("b", example(MINUTES).title))


ALLOWED_ENGLISH = {"docx", "Word", "for", "endfor", "if", "else", "elif", "loop", "even", "odd", "none", "defined"}
ALLOWED_ENGLISH |= {name for kind in (MinutesView, SectionView) for name in known(kind)}
ALLOWED_ENGLISH |= set(extras(example(MINUTES)))


@pytest.mark.parametrize(
    "text",
    [
        "{{ title + }}", "{{ 'x }}", "{{ @ }}", "{{ }}", "{{ title is x }}", "{% for %}{% endfor %}", "{{ a..b }}",
        "{{ sections[9].title }}", "{{ loop.index }}", "{% for s in sections %}", "{{ title.center }}",
        "{% if %}{% endif %}",
        "{% for a, b in sections %}{% endfor %}", "{{ sections|first|first }}", "{{ title if }}", "{{ ~ }}", "{%p x %}",
    ],
)  # fmt: skip
def test_what_is_told_is_in_the_words_of_the_office(text):
    with pytest.raises(AppError) as error:
        template.checked(written(text), MINUTES, "範本.docx")
    told = str(error.value).replace(text, "")
    for example_of_right in ("{{ title }}", "{% endfor %}", "{{", "}}"):
        told = told.replace(example_of_right, "")
    english = set(re.findall(r"[A-Za-z_]{3,}", told)) - set(re.findall(r"[A-Za-z_]{3,}", text))
    assert not english - ALLOWED_ENGLISH, told


def test_loops_over_halves_and_crossing_paragraphs_are_told():
    told = refused(written("{%p for s in sections %}", "{% if mark %}", "x", "{%p endif %}", "{%p endfor %}"))
    assert "要寫成同一種" in told
    told = refused(written(cells=[("{% if mark %}", "{% endif %}")]))
    assert "要寫成同一種" in told


def test_nothing_of_the_authors_pc_goes_out():
    document = Document()
    document.add_paragraph("{{ title }}")
    document.core_properties.author = document.core_properties.last_modified_by = "某承辦人"
    document.core_properties.comments = "{{ ''.__class__ }}"
    content = BytesIO()
    document.save(content)
    app = part_of(content.getvalue(), "docProps/app.xml").replace(
        "</Properties>", "<Company>某公司</Company></Properties>"
    )
    made = made_of(repacked(content.getvalue(), **{"docProps/app.xml": app.encode()}))
    with ZipFile(BytesIO(made)) as file:
        names = file.namelist()
        inner = b"".join(map(file.read, names)).decode("utf-8", "replace")
    assert "某" not in inner
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "app.xml" in name]
    properties = Document(BytesIO(made)).core_properties
    view = example(MINUTES)
    assert (properties.author, properties.title) == (view.platform, "115年度第1次副首長會議紀錄")
    assert properties.created.year >= 2024


def test_endless_loops_end_soon_and_take_little_memory():
    from dataclasses import replace

    view = example(MINUTES)
    many = replace(view, sections=view.sections * 60)
    names = "abcd"
    nested = "".join(f"{{% for {name} in sections %}}" for name in names)
    ends = "{% endfor %}" * len(names)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    for inner in ("", "{{ title }}" * 50):
        with pytest.raises(RuleBroken, match="太多"):
            template.filled(written(nested + inner + ends), many)
    assert time.monotonic() - began < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
