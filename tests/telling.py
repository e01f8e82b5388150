"""What a test measures is told at the end of the run, not only held to its floor."""

from collections.abc import Callable

Tell = Callable[[str], None]
"""Takes a line of figures."""
