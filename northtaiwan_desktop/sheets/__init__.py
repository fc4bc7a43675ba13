"""Lists as columns: on the screen, out to a spreadsheet, and back from one."""
