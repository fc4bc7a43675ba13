"""決議列管: the register of cases, and what can be done with a doer's line."""
