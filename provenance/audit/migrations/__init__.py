"""The steps that bring an audit's database from one version to the next, in the order of their names.

A step never changes once it is released: what a table looks like today stands in :mod:`provenance.audit.tables`, and a test
compares both.
"""
