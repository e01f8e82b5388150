"""Files that hold a document in another form: read in a process of their own, with bounds, for whoever needs their text.

Ground floor: knows nothing of drafts or sources. A format is one module with a function from bytes to JSON values, which
:func:`~provenance.formats.confined.confined` runs.
"""
