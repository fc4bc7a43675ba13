"""An office's own template is tried, used for its kind of paper, and given up again."""

from datetime import date
from functools import partial
from io import BytesIO

import pytest
from docx import Document

from northtaiwan_desktop.domain.errors import FileUnreadable, NotFound, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.services import calling, finalising, papers, templates, versions

TODAY = date(2014, 11, 3)


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "本府範本.docx"
    document = Document()
    document.add_paragraph("本府格式：{{ whole_title }}")
    document.save(str(path))
    return path


def add(store, path, *, use=True, kind=PaperKind.MINUTES):
    store.do("加入範本", lambda work: templates.add(work, kind, path, choose_it=use) and None)
    return store.ask(partial(templates.find, key=path.name))


def first_line(store, tmp_path, kind=PaperKind.MINUTES):
    target = tmp_path / "out.docx"
    ask = partial(papers.write, kind=kind, meeting_id="103-deputies-1", path=target, today=TODAY)
    store.ask(ask)
    return Document(str(target)).paragraphs[0].text


def test_a_chosen_template_makes_its_kind_of_paper(sample_store, own, tmp_path):
    one = add(sample_store, own)
    assert one.is_chosen
    assert first_line(sample_store, tmp_path) == "本府格式：103年度第一次副首長會議紀錄"
    assert first_line(sample_store, tmp_path, PaperKind.AGENDA) == "北臺區域發展推動委員會"
    sample_store.do("標準", partial(templates.use_standard, kind=PaperKind.MINUTES))
    assert first_line(sample_store, tmp_path) == "北臺區域發展推動委員會"
    sample_store.undo()
    assert first_line(sample_store, tmp_path).startswith("本府格式")


def test_odt_and_pdf_keep_the_standard_look(sample_store, own, tmp_path):
    add(sample_store, own)
    for ending in ("odt", "pdf"):
        path = tmp_path / f"out.{ending}"
        ask = partial(papers.write, kind=PaperKind.MINUTES, meeting_id="103-deputies-1", path=path, today=TODAY)
        sample_store.ask(ask)
        assert path.stat().st_size > 3_000


def test_one_template_of_a_kind_is_chosen(sample_store, own, tmp_path):
    add(sample_store, own)
    second = own.with_name("第二份.docx")
    second.write_bytes(own.read_bytes())
    add(sample_store, second)
    assert [one.name for one in sample_store.ask(templates.of) if one.is_chosen] == ["第二份.docx"]


def test_a_faulty_template_is_not_kept(sample_store, own):
    document = Document()
    document.add_paragraph("{{ titel }}")
    document.save(str(own))
    with pytest.raises(RuleBroken, match="最接近的是「title」"):
        add(sample_store, own)
    assert sample_store.ask(templates.of) == []


def test_a_template_can_be_removed_and_that_undone(sample_store, own, tmp_path):
    one = add(sample_store, own)
    sample_store.do("移除範本", partial(templates.remove, id=one.id))
    assert first_line(sample_store, tmp_path) == "北臺區域發展推動委員會"
    sample_store.undo()
    own.unlink()
    assert first_line(sample_store, tmp_path).startswith("本府格式")


def test_a_template_of_the_same_name_takes_the_place_of_the_old_one_and_that_is_undone(sample_store, own, tmp_path):
    before = add(sample_store, own)
    document = Document()
    document.add_paragraph("新的格式：{{ whole_title }}")
    document.save(str(own))
    after = add(sample_store, own, use=False)
    assert (after.id, after.is_chosen) == (before.id, True)
    assert first_line(sample_store, tmp_path).startswith("新的格式")
    sample_store.undo()
    assert first_line(sample_store, tmp_path).startswith("本府格式")


def test_a_name_that_two_kinds_bear_is_asked_about_and_missing_ones_are_named(sample_store, own):
    add(sample_store, own)
    sample_store.do("加入", lambda work: templates.add(work, PaperKind.AGENDA, own) and None)
    with pytest.raises(RuleBroken, match="請以 --paper 指定：agenda（議程）、minutes（會議紀錄）"):
        sample_store.ask(partial(templates.find, key=own.name))
    found = sample_store.ask(partial(templates.find, key=own.name, kind=PaperKind.AGENDA))
    assert found.paper == "agenda"
    assert sample_store.ask(partial(templates.find, key=found.id)) == found
    with pytest.raises(NotFound, match=r"本府範本\.docx"):
        sample_store.ask(partial(templates.find, key="別的"))
    with pytest.raises(FileUnreadable):
        templates.check(PaperKind.MINUTES, own.with_name("不在.docx"))


def test_final_minutes_are_kept_in_the_chosen_look(sample_store, own):
    made = []

    def finalise(work):
        meeting = calling.call(work, kind_id="deputies", year=103, held_on=TODAY)
        made.append(finalising.finalise(work, meeting.id, today=TODAY))

    add(sample_store, own)
    sample_store.do("定稿", finalise)
    kept = sample_store.ask(partial(versions.kept_file, meeting_id=made[0].id, version=1))
    assert Document(BytesIO(kept)).paragraphs[0].text == f"本府格式：{made[0].title}紀錄"
    with pytest.raises(NotFound, match="保存的版次：1"):
        sample_store.ask(partial(versions.kept_file, meeting_id=made[0].id, version=2))
