"""The question behind the home page: figures and short lists, never the register itself."""

from datetime import date, timedelta

from northtaiwan_desktop.domain.overview import Followed, Overview, Shortlist
from northtaiwan_desktop.domain.overview import overview as drawn_up
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.storage import register
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.plan import open_milestones
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

MILESTONE_HORIZON = timedelta(days=60)
SHORT = 8
"""Lines of a list that the page has room for."""


def overview(records: Records, *, year: int, today: date) -> Overview:
    """The platform on one page: the ROC year's meetings, and every line still followed."""
    return drawn_up(
        year=year,
        today=today,
        followed=followed(records, today=today),
        meetings=meeting_lines(records, year=year),
        milestones=open_milestones(records, year=year, until=today + MILESTONE_HORIZON),
        reference=reference(records),
    )


def followed(records: Records, *, today: date) -> Followed:
    """The register in figures."""
    day = register.day_of(records, today)

    def shortlist(watch: Watch) -> Shortlist:
        asked = register.Asked(today=today, wanted=CaseFilter(watch=watch))
        found = register.window(records, asked, length=SHORT)
        return Shortlist(total=found.total, lines=found.lines)

    return Followed(
        balance=register.balance(records, day.round),
        misfits=shortlist(Watch.MISFIT).total,
        lights=register.light_counts(records, day),
        by_member=register.shares(records, "member_id", day),
        by_group=register.shares(records, "group_id", day),
        late=shortlist(Watch.LATE),
        due_soon=shortlist(Watch.DUE_SOON),
        release_asked=shortlist(Watch.RELEASE_ASKED),
    )
