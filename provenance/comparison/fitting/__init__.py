"""Signals as numbers, and the weights that were fitted to them."""
