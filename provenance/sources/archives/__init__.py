"""Dated copies of pages: how archives are asked, and when a copy is read in place of the page."""
