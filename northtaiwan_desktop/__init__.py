"""北臺會議與行動追蹤: the memory of a regional cooperation platform, on an office PC."""

__version__ = "0.1.0"
