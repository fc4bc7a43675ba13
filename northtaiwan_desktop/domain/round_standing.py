"""How members and groups stand in a round: what is open, at which light, late, not reported, asked to be released."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from northtaiwan_desktop.domain.chart import Chart, Ink, Series, Shape
from northtaiwan_desktop.domain.platform import IssueGroup, Member
from northtaiwan_desktop.domain.progress import Light, Round
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.domain.watch import Day, Watch, answers
from northtaiwan_desktop.i18n import N_

OUTSIDE = N_("中央及其他機關")
WITHOUT_GROUP = "未分組"
LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE)
_WORST = {light: rank for rank, light in enumerate(LIGHTS)}
_INKS = {Light.RED: Ink.RED, Light.YELLOW: Ink.YELLOW, Light.GREEN: Ink.GREEN, Light.DONE: Ink.DONE}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One member or group. A member is counted in lines, a group in cases; `id` is None for those without one."""

    id: str | None
    name: str
    lights: Mapping[Light, int]
    open: int
    late: int
    unreported: int
    release_asked: int

    @property
    def all(self) -> int:
        return sum(self.lights.values())

    @property
    def late_share(self) -> str:
        """The late ones' share of the open ones: 「22%」; a dash where nothing is open."""
        return f"{100 * self.late / self.open:.0f}%" if self.open else "－"


def by_member(lines: Iterable[TrackedLine], members: Sequence[Member], day: Day) -> list[Standing]:
    """Every member in the order given, and bodies outside in one line at the end where they have any."""
    own: dict[str | None, list[TrackedLine]] = {member.id: [] for member in members}
    for line in lines:
        own.setdefault(line.assignment.member_id, []).append(line)
    names = {member.id: member.name for member in members}
    return [_standing(id, names.get(id or "", OUTSIDE), found, day) for id, found in own.items()]


def by_group(lines: Iterable[TrackedLine], groups: Sequence[IssueGroup], day: Day) -> list[Standing]:
    """Every group in its order, and cases without one at the end where there are any; counted in cases."""
    own: dict[str | None, dict[str, TrackedLine]] = {group.id: {} for group in groups}
    for line in lines:
        cases = own.setdefault(line.resolution.group_id, {})
        worst = cases.get(line.resolution.id)
        # A case is as its worst line is.
        if worst is None or _WORST[line.light] < _WORST[worst.light]:
            cases[line.resolution.id] = line
    names = {group.id: group.name for group in groups}
    return [_standing(id, names.get(id or "", WITHOUT_GROUP), list(found.values()), day) for id, found in own.items()]


def _standing(id: str | None, name: str, lines: Sequence[TrackedLine], day: Day) -> Standing:
    counted = Counter(line.light for line in lines)

    def count(watch: Watch) -> int:
        return sum(answers(line, watch, day) for line in lines)

    return Standing(
        id=id,
        name=name,
        lights={light: counted[light] for light in LIGHTS},
        open=count(Watch.OPEN),
        late=count(Watch.LATE),
        unreported=count(Watch.UNREPORTED),
        release_asked=count(Watch.RELEASE_ASKED),
    )


def lights_chart(standings: Sequence[Standing], *, title: str, unit: str) -> Chart:
    """Lights stacked, one bar for each."""
    return Chart(
        title=title,
        shape=Shape.BARS,
        labels=tuple(one.name for one in standings),
        series=tuple(
            Series(light.word, tuple(one.lights[light] for one in standings), _INKS[light]) for light in LIGHTS
        ),
        unit=unit,
        is_stacked=True,
    )


def late_chart(standings: Sequence[Standing], *, title: str, unit: str) -> Chart:
    """The open ones beside the late ones."""
    return Chart(
        title=title,
        shape=Shape.BARS,
        labels=tuple(one.name for one in standings),
        series=(
            Series("列管中", tuple(one.open for one in standings), Ink.SECOND),
            Series("逾期", tuple(one.late for one in standings), Ink.RED),
        ),
        unit=unit,
    )


def balance_chart(balances: Sequence[tuple[Round, Balance]], *, title: str) -> Chart:
    """How many cases came, went and stayed in each round."""
    return Chart(
        title=title,
        shape=Shape.COLUMNS,
        labels=tuple(round.written.partition("年")[2] for round, _balance in balances),
        series=(
            Series("本期新增", tuple(one.added for _round, one in balances), Ink.SECOND),
            Series("本期解除", tuple(one.released for _round, one in balances), Ink.THIRD),
            Series("續列", tuple(one.remaining for _round, one in balances), Ink.MAIN),
        ),
        unit="案",
    )
