"""Why a file in another form gave nothing.

::

    Unread                  no result; what to do next is for the caller to say, who knows what the file is for
    ├── Refused             the function says itself what is wrong with the file: its text is that sentence
    ├── TooLong             it was still running at its deadline
    ├── TooMuchMemory       it asked for more memory than it may have, and said so; or its result is larger than may be
    └── Crashed             its process ended without an answer (some parsers die of too little memory), or it raised what nobody expected
"""

from __future__ import annotations


class Unread(Exception):
    """Base of the outcomes without a result. ``str(error)`` says what is the matter, in words that follow "the file"."""


class Refused(Unread):
    """The file is not what it should be: another format, encrypted, damaged, a bomb. Trying again will not help."""


class TooLong(Unread):
    """The deadline passed."""


class TooMuchMemory(Unread):
    """The bound on memory or on the size of the result was reached."""


class Crashed(Unread):
    """The parser broke on the file."""
