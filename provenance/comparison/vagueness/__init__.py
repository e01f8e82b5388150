"""Claims that no source can be asked about."""
