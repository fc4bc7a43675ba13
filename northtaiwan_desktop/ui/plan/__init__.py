"""年度行動方案: the items of the year and how far they are."""
