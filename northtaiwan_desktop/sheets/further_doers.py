"""Which doers of a row a case does not have yet: bureaus of one county that a row names side by side are several."""

from collections import Counter
from collections.abc import Iterable, Sequence

from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.sheets.fields import Doer


def further(lines: Iterable[Assignment], doers: Sequence[Doer]) -> tuple[Doer, ...]:
    """The doers that none of a case's lines is of, each once.

    A county that a row names once is the line that it has, however its bureau is written there.
    """
    known = {(line.member_id, folded(line.office)) for line in lines}
    members = {member for member, _office in known}
    offices = Counter(member for member, _office in dict.fromkeys((one.member_id, folded(one.office)) for one in doers))
    found = []
    for doer in doers:
        key = (doer.member_id, folded(doer.office))
        is_known = doer.member_id is not None and doer.member_id in members
        is_same = key in known or (is_known and (not key[1] or offices[doer.member_id] == 1))
        if not is_same:
            found.append(doer)
        known.add(key)
        members.add(doer.member_id)
    return tuple(found)
