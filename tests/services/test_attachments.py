"""Files are taken in whole or not at all, found by name, written out as they came, and never lost by an undo."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import delete

from northtaiwan_desktop.domain.errors import AppError, FileUnreadable, NotFound, RuleBroken
from northtaiwan_desktop.services import attachments, organisation
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import blob

OWNER = "103-deputies-1"


def taken_in(store, path):
    store.do("加入附件", partial(attachments.attach, owner_id=OWNER, path=path))
    return store.ask(partial(attachments.of, owner_id=OWNER))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "簡報.pdf"
    path.write_bytes(b"%PDF-1.7 " + bytes(range(256)))
    return path


def test_a_file_comes_back_as_it_was(sample_store, file, tmp_path):
    [kept] = taken_in(sample_store, file)
    assert (kept.name, kept.size) == ("簡報.pdf", file.stat().st_size)
    target = tmp_path / "out.pdf"
    sample_store.ask(partial(attachments.write, attachment=kept, path=target))
    assert target.read_bytes() == file.read_bytes()
    assert sample_store.ask(partial(attachments.find, owner_id=OWNER, key="簡報.pdf")) == kept


def test_taking_it_off_can_be_undone_when_the_file_itself_is_gone(sample_store, file):
    content = file.read_bytes()
    [kept] = taken_in(sample_store, file)
    file.unlink()
    sample_store.do("移除附件", partial(attachments.detach, id=kept.id))
    assert sample_store.ask(partial(attachments.of, owner_id=OWNER)) == []
    sample_store.undo()
    assert sample_store.ask(partial(attachments.content, attachment=kept)) == content


def test_what_vanished_is_told(sample_store, file):
    file.unlink()
    with pytest.raises(FileUnreadable, match="簡報"):
        taken_in(sample_store, file)
    assert sample_store.ask(partial(attachments.of, owner_id=OWNER)) == []


def test_a_folder_is_no_file(sample_store, tmp_path):
    with pytest.raises(FileUnreadable):
        taken_in(sample_store, tmp_path)


def test_a_file_over_the_limit_says_both_sizes(sample_store, tmp_path):
    known = sample_store.ask(reference).thresholds
    sample_store.do("上限", partial(organisation.save_thresholds, thresholds=replace(known, largest_attachment_mb=1)))
    path = tmp_path / "大檔.zip"
    path.write_bytes(b"x" * (2**20 + 2**19))
    with pytest.raises(RuleBroken, match=r"1\.5 MB，超過附件上限 1 MB"):
        taken_in(sample_store, path)


def test_an_empty_file_and_the_same_again_are_refused(sample_store, file, tmp_path):
    taken_in(sample_store, file)
    with pytest.raises(RuleBroken, match="內容相同"):
        taken_in(sample_store, file)
    empty = tmp_path / "空.txt"
    empty.touch()
    with pytest.raises(RuleBroken, match="空的檔案"):
        taken_in(sample_store, empty)


def test_the_good_files_are_taken_in_and_the_bad_ones_are_named(sample_store, file, tmp_path):
    empty = tmp_path / "空白.txt"
    empty.write_bytes(b"")
    left_out = []
    paths = [empty, file, tmp_path / "不在.pdf"]
    sample_store.do("加入附件", lambda work: left_out.extend(attachments.attach_all(work, "m", paths)))
    assert [one.name for one in sample_store.ask(partial(attachments.of, owner_id="m"))] == [file.name]
    assert [name in told for name, told in zip(("空白.txt", "不在.pdf"), left_out, strict=True)] == [True, True]
    with pytest.raises(AppError, match="空白"):
        sample_store.do("加入附件", lambda work: attachments.attach_all(work, "m", [empty]))


def test_a_file_whose_bytes_were_lost_is_added_again(sample_store, file):
    def lose(work):
        work.connection.execute(blob.delete())

    add = partial(attachments.attach, owner_id="m", path=file)
    sample_store.do("加入附件", add)
    sample_store.do("遺失", lose)
    sample_store.do("加入附件", add)
    [kept] = sample_store.ask(partial(attachments.of, owner_id="m"))
    assert sample_store.ask(partial(attachments.content, attachment=kept)) == file.read_bytes()


def test_a_register_that_lost_the_bytes_says_so(sample_store, file):
    [kept] = taken_in(sample_store, file)
    sample_store.do("損壞", lambda work: work.connection.execute(delete(blob)))
    with pytest.raises(NotFound, match=r"簡報\.pdf"):
        sample_store.ask(partial(attachments.content, attachment=kept))


def test_a_name_that_is_not_there_names_those_that_are(sample_store, file):
    taken_in(sample_store, file)
    with pytest.raises(NotFound, match=r"「簡報\.pdf」"):
        sample_store.ask(partial(attachments.find, owner_id=OWNER, key="別的"))


@pytest.mark.parametrize(
    "name", ["../../簡報.pdf", "/etc/簡報.pdf", "..\\..\\簡報.pdf", "C:\\Windows\\簡報.pdf", "a/../簡報.pdf"]
)
def test_a_name_that_leads_out_of_the_folder_leads_nowhere(sample_store, file, tmp_path, name):
    [kept] = taken_in(sample_store, file)
    folder = tmp_path / "apart"
    folder.mkdir()
    sent = replace(kept, name=name)
    path = sample_store.ask(partial(attachments.write_to_open, attachment=sent, folder=folder))
    assert path == folder / "簡報.pdf"
    assert path.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "報告.exe",
        "報告.pdf.exe",
        "報告.exe.",
        "報告.lnk",
        "報告.html",
        "報告.docm",
        "報告.JS",
        "報告",
        "報告\u202efdp.exe",
    ],
)
def test_what_may_be_a_program_is_not_opened(sample_store, file, tmp_path, name):
    [kept] = taken_in(sample_store, file)
    with pytest.raises(RuleBroken, match="可能是程式，沒有開啟"):
        sample_store.ask(
            partial(attachments.write_to_open, attachment=replace(kept, name=name), folder=tmp_path / "apart")
        )
    assert not (tmp_path / "apart").exists()
