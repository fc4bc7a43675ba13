"""How the offices write: dates, spans, times, numbers, amounts, shares and the names of places."""
