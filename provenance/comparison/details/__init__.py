"""Numbers, dates, names and parts of a claim, each against the passage it is bound to."""
