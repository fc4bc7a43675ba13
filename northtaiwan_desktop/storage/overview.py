"""The question behind the home page."""

from datetime import date, timedelta

from northtaiwan_desktop.domain.overview import Overview
from northtaiwan_desktop.domain.overview import overview as drawn_up
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.plan import open_milestones
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines

MILESTONE_HORIZON = timedelta(days=60)


def overview(records: Records, *, year: int, today: date) -> Overview:
    """The platform on one page: the ROC year's meetings, and every line still followed."""
    return drawn_up(
        year=year,
        today=today,
        lines=tracked_lines(records, today=today),
        meetings=meeting_lines(records, year=year),
        milestones=open_milestones(records, year=year, until=today + MILESTONE_HORIZON),
        reference=reference(records),
    )
