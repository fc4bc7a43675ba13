"""匯入: workbooks from other offices, seen before they are taken in."""
