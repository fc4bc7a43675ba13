"""The colours and words that a sheet has alike in every file format."""

HEADER_FILL = "#DCE6F1"
EDITABLE_FILL = "#FFF9DB"
GRID = "#8C8C8C"
QUIET_INK = "#595959"
PERCENT_RULE = "請填0%至100%之間的進度，例如80或80%。"
