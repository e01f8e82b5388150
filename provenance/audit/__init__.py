"""The nightly audit: everything that was published, checked again when it is due, and told only where something is new.

The way of a run: :mod:`articles` → sources that are due (:mod:`schedule`) → checks (:mod:`liveness`, :mod:`evidence`) → verdicts
(:mod:`ledger`) → what is new. All of it lies in one store: :mod:`database`, :mod:`tables`, :mod:`versions`.
"""
