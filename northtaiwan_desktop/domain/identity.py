"""A record gets its id at birth, so that two offices can work apart and merge later."""

from uuid import uuid4


def new_id() -> str:
    """Return 32 hexadecimal digits that no other office will draw."""
    return uuid4().hex
