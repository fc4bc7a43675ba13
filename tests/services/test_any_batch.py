"""Whatever a batch says and a person chooses: only that is written, and taking it back leaves all as it was."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.services import intake, taking_back
from northtaiwan_desktop.sheets.batch import Batch, Choices, RowPlace, taken
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage import journal
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store

TODAY = date(2014, 11, 3)
MAIN: Mapping[str, type] = {
    "chronicle": ChronicleEntry,
    "resolutions": Resolution,
    "plan": PlanItem,
    "proposals": Proposal,
}
HEADS = {
    "chronicle": ("日期", "記事"),
    "resolutions": ("案號", "決議事項", "主辦單位", "預定完成日期", "議題組", "列管狀態"),
    "plan": ("編號", "行動方案", "議題組", "主辦縣市", "經費", "績效指標", "實際進度"),
    "proposals": ("計畫名稱", "提案縣市", "申請金額", "審查意見"),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "日期": ("103年3月1日", "103年2月30日", "", "103年4月"),
    "記事": ("成果展", "成果展開幕", "", "=1+1"),
    "案號": ("103-副首長-2-1-05", "103-副首長－2－1－6", "103-099", "3", ""),
    "決議事項": ("研擬月票方案", "（示例）請交通運輸組彙整八縣市公路客運營運資料", ""),
    "主辦單位": ("桃園縣政府交通局", "交通部", "八縣市", ""),
    "預定完成日期": ("103年12月31日", "年底前", "持續辦理", "13/45", ""),
    "議題組": ("交通組", "原客新移", "沒有這一組", ""),
    "列管狀態": ("解除列管", "繼續列管", ""),
    "編號": ("103-休憩-01", "103-交通-01", "103-新-1", ""),
    "行動方案": ("夜間公車試辦", "跨縣市自行車道串聯", ""),
    "主辦縣市": ("臺北市", "桃園縣", ""),
    "經費": ("1,000", "2,000萬元", "無", ""),
    "績效指標": ("滿意度八成", ""),
    "實際進度": ("80%", "八成", "180%", ""),
    "計畫名稱": ("海岸整合規劃", "觀光路線整合", ""),
    "提案縣市": ("新竹縣", "宜蘭縣", ""),
    "申請金額": ("5,000,000", "估算中", ""),
    "審查意見": ("併同辦理", ""),
}


@st.composite
def files(draw: st.DrawFn) -> list[tuple[str, list[tuple[str, ...]]]]:
    """A few sheets, each of one kind with a few rows."""
    kinds = draw(st.lists(st.sampled_from(sorted(HEADS)), min_size=1, max_size=3))
    made = []
    for kind in kinds:
        row = st.tuples(*(st.sampled_from(WORDS[head]) for head in HEADS[kind]))
        made.append((kind, draw(st.lists(row, min_size=1, max_size=5))))
    return made


def read(store: Store, folder: Path, made: list[tuple[str, list[tuple[str, ...]]]]) -> Batch:
    paths = []
    for at, (kind, rows) in enumerate(made):
        path = folder / f"{at}-{kind}-103年度.csv"
        cells = [HEADS[kind], *rows]
        path.write_text("\n".join("\t".join(row) for row in cells), encoding="utf-8")
        paths.append(path)
    return finished(intake.read_batch(paths, store.ask, today=TODAY))


def chosen(draw: st.DataObject, batch: Batch) -> Choices:
    places = [place for place, _row in batch.rows()]
    names = sorted({name for _place, row in batch.rows() for name in (*row.row.fields, *row.row.cells)})
    assume(places)
    place, name = st.sampled_from(places), st.sampled_from(names or ["text"])
    cell = st.tuples(place, name)
    texts = st.sampled_from(sorted({word for words in WORDS.values() for word in words}))
    known = [up.id for _place, row in batch.rows() for up in (*row.runner_ups, *([row.match] if row.match else []))]
    ids = st.sampled_from([None, "沒有這一筆", *known])
    return draw.draw(
        st.builds(
            Choices,
            rows=st.dictionaries(place, st.booleans(), max_size=6),
            cells=st.dictionaries(cell, st.booleans(), max_size=5),
            edits=st.dictionaries(cell, texts, max_size=3),
            matches=st.dictionaries(place, ids, max_size=2),
        )
    )


def dump(store: Store) -> Mapping[str, list[str]]:
    kinds = [kind for kind in TABLES if kind is not Import]
    return store.ask(lambda records: {kind.__name__: sorted(map(repr, records.all(kind))) for kind in kinds})


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=files(), draw=st.data())
def test_any_batch_with_any_choices(
    sample_store: Store, tmp_path: Path, made: list[tuple[str, list[tuple[str, ...]]]], draw: st.DataObject
) -> None:
    before = dump(sample_store)
    batch = read(sample_store, tmp_path, made)
    choices = chosen(draw, batch)
    settled = intake.settle(sample_store.ask, batch, choices, today=TODAY)
    assert intake.settle(sample_store.ask, settled, choices, today=TODAY) == settled
    assert dump(sample_store) == before
    wanted = taken(settled, choices)
    imported: list[Import] = []
    try:
        sample_store.do("匯入", lambda work: imported.extend(intake.apply_batch(work, batch, choices, today=TODAY)))
    except AppError:
        assert dump(sample_store) == before
        return
    assert wanted
    after = dump(sample_store)
    for one in imported:
        _only_what_was_taken(sample_store, one, settled, wanted)
    sample_store.undo()
    assert dump(sample_store) == before
    sample_store.redo()
    assert dump(sample_store) == after
    for one in reversed(imported):
        sample_store.do("收回", lambda work, id=one.id: taking_back.take_back(work, id))
    assert dump(sample_store) == before


WRITES: Mapping[str, set[str]] = {
    "due_on": {"due_on", "due_text"},
    # What an item crosses into, or who cooperates in it, leaves out its own group and its lead.
    "group": {"group_id", "cross_group_ids"},
    "meeting": {"note"},
    "lead": {"lead_id", "co_lead_ids"},
    "co_leads": {"co_lead_ids"},
    "proposer": {"proposer_id", "partner_ids"},
    "partners": {"partner_ids"},
    "axes": {"axes"},
    "budget": {"total"},
    "result": {"result", "merged_into_id"},
}


def _only_what_was_taken(store: Store, made: Import, batch: Batch, wanted: Mapping[RowPlace, frozenset[str]]) -> None:
    """New records are as many as new rows were taken; of known ones only the taken fields have changed."""
    at = next(at for at, file in enumerate(batch.files) if (file.name, file.sha256) == (made.file_name, made.sha256))
    rows = {place: fields for place, fields in wanted.items() if place.file == at}
    changes: list[Any] = store.ask(
        lambda records: journal.changes_of_part(records, made.operation_id, made.first_change, made.last_change)
    )
    own = [change for change in changes if change.kind is MAIN[made.kind]]
    new = [place for place in rows if batch.row(place).match is None]
    assert len([change for change in own if change.before is None]) == len(new)
    assert (made.new, made.changed) == (
        sum(batch.row(place).state is RowState.NEW for place in rows),
        sum(batch.row(place).state is not RowState.NEW for place in rows),
    )
    allowed: dict[str, set[str]] = {}
    for place, fields in rows.items():
        match = batch.row(place).match
        if match is not None:
            names = {name for field in fields for name in WRITES.get(field, {field})}
            allowed.setdefault(match.id, set()).update(names)
    for change in own:
        if change.before is not None:
            moved = {name for name in vars(change.after) if getattr(change.before, name) != getattr(change.after, name)}
            assert moved <= allowed.get(change.record_id, set()) | {"lineage_id"}
