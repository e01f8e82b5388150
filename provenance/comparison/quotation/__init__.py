"""Quotations: are these the source's words, and whose are they?"""
