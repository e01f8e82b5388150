"""Addresses: which may be asked for, when two are one, and what a source is called by."""
