"""The lines of a plain mail: the writer's own words, what is quoted from another mail, and the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from provenance.language.layout import layout_words

_QUOTED = re.compile(r"(?:> ?){1,100}")
_HEADER = re.compile(r"\*{0,2}(?P<name>[^\W\d_][^:\n*]{0,24}?)\s?:\*{0,2}(?:\s|$)")
_SUBJECT = re.compile(r"\s{0,5}\[?(?P<word>[^\W\d_]{1,6})(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]\s{0,5}")
_RULE = re.compile(r"\s{0,3}[_=-]{10,100}\s{0,3}")
_LONGEST_MARK = 80
_LONGEST_INTRO = 300
_MOST_SIGNED = 12  # lines behind "--" without its blank, which may be a rule in the text


class Voice(StrEnum):
    """Whose words a line holds."""

    OWN = "own"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    ABOUT = "about"
    """Words of the mail program: "On Monday … wrote:", the headers of a forwarded mail."""


@dataclass(slots=True)
class Passage:
    """Lines of one voice, quotation signs taken off."""

    voice: Voice
    lines: list[str]

    @property
    def text(self) -> str:
        """The lines as a text."""
        return "\n".join(self.lines)


def bare_subject(subject: str) -> tuple[str, bool]:
    """A subject without "Re:" and "Fwd:", and whether the mail is passed on."""
    words = layout_words()
    passed_on = False
    for _ in range(20):
        match = _SUBJECT.match(subject)
        name = match["word"].lower() if match else ""
        if match is None or not (name in words["mail_answer"] or name in words["mail_passed_on"]):
            break
        passed_on |= name in words["mail_passed_on"]
        subject = subject[match.end() :]
    return subject.strip(), passed_on


def passages(text: str, *, passed_on: bool = False) -> list[Passage]:
    """Part the lines of a mail.

    Parameters:
        text: the mail's text; its lines end with line feeds.
        passed_on: whether the subject says that it is forwarded.

    Returns:
        Passages in the order of the text. Behind the mark of a forwarded mail what follows is the writer's own again: it is what was
        sent on to be read; behind that of an original message it is quoted.
    """
    lines = text.split("\n")
    depths = [_depth(line) for line in lines]
    voices: list[Voice] = []
    rest = Voice.OWN  # of lines without a quotation sign
    skip = 0
    for index, line in enumerate(lines):
        depth, start = depths[index]
        words = line[start:].strip()
        if index < skip:
            voices.append(Voice.ABOUT)
            continue
        if is_mark(words, "mail_forwarded"):
            rest = Voice.OWN
            passed_on = True
            voices.append(Voice.ABOUT)
        elif is_mark(words, "mail_original"):
            rest = Voice.OWN if passed_on else Voice.QUOTED
            voices.append(Voice.ABOUT)
        elif (headers := _headers(lines, depths, index)) >= 2 and (headers >= 3 or _before(voices, lines)):
            if index and _before(voices, lines) is not Voice.ABOUT:  # no mark above them has said what follows
                rest = Voice.OWN if passed_on else Voice.QUOTED
            skip = index + headers
            voices.append(Voice.ABOUT)
        elif depth:
            voices.append(Voice.QUOTED)
        elif _signs_off(lines, depths, index) or any(words.lower().startswith(head) for head in layout_words()["mail_signed"]):
            voices.append(Voice.SIGNATURE)
            if words in ("--", "—"):
                rest = Voice.SIGNATURE
        elif _intro(lines, depths, index):
            voices.append(Voice.ABOUT)
            rest = Voice.OWN if rest is Voice.SIGNATURE else rest
        else:
            voices.append(rest)
    if passed_on:  # "Begin forwarded message:" with every line of it quoted
        voices = [Voice.OWN if voice is Voice.QUOTED else voice for voice in voices]
    return _joined(lines, depths, voices)


def _joined(lines: list[str], depths: list[tuple[int, int]], voices: list[Voice]) -> list[Passage]:
    found: list[Passage] = []
    for line, (_, start), voice in zip(lines, depths, voices, strict=True):
        words = line[start:]
        if found and (found[-1].voice is voice or not words.strip()):
            found[-1].lines.append(words)
        else:
            found.append(Passage(voice, [words]))
    return found


def _depth(line: str) -> tuple[int, int]:
    """How many quotation signs stand before a line, and where its words begin."""
    match = _QUOTED.match(line) if line.startswith(">") else None
    return (match[0].count(">"), match.end()) if match else (0, 0)


def is_mark(words: str, kind: str) -> bool:
    """Whether a line is one of those that mail programs put above a mail that they copy.

    Parameters:
        words: the line.
        kind: ``mail_forwarded`` or ``mail_original``.
    """
    bare = words.strip("-–—_=:* \t").lower()
    return len(words) <= _LONGEST_MARK and bare in layout_words()[kind]


def _headers(lines: list[str], depths: list[tuple[int, int]], index: int) -> int:
    """How many lines from ``index`` on are headers of a mail."""
    names = layout_words()["mail_headers"]
    count = 0
    for line, (_, start) in zip(lines[index : index + 12], depths[index : index + 12], strict=True):
        match = _HEADER.match(line[start : start + 60])
        if match is None or match["name"].strip().lower() not in names:
            break
        count += 1
    return count


def _before(voices: list[Voice], lines: list[str]) -> Voice | None:
    """``ABOUT`` if the last line before this one, blank ones aside, was the mail program's, ``OWN`` if it was only drawn."""
    for at in range(len(voices) - 1, max(-1, len(voices) - 4), -1):
        if voices[at] is Voice.ABOUT:
            return Voice.ABOUT
        if lines[at].strip("> \t"):
            return Voice.OWN if _RULE.fullmatch(lines[at]) else None
    return None


def _signs_off(lines: list[str], depths: list[tuple[int, int]], index: int) -> bool:
    """Whether a line begins a signature (RFC 3676, section 4.3)."""
    line = lines[index]
    if line.rstrip("\r") == "-- ":
        return True
    if line.strip() not in ("--", "—") or depths[index][0]:
        return False
    return len(lines) - index <= _MOST_SIGNED


def _intro(lines: list[str], depths: list[tuple[int, int]], index: int) -> bool:
    """Whether a line, or it with the next, introduces quoted lines: "On Monday, A. B. <a@b.example> wrote:"."""
    words = ""
    for at in range(index, min(index + 3, len(lines))):
        if depths[at][0]:
            return False
        words = f"{words} {lines[at].strip()}".strip()
        if not lines[at].strip() or len(words) > _LONGEST_INTRO:
            return False
        if words.endswith((":", "：")):
            following = next(
                (depth for line, (depth, _) in zip(lines[at + 1 : at + 4], depths[at + 1 : at + 4], strict=True) if line.strip()), 0
            )
            bare = words.rstrip(":： ").lower()
            said = bare.endswith(tuple(layout_words()["mail_wrote"])) or any(
                f" {word} " in f" {bare} " for word in layout_words()["mail_wrote"]
            )
            return said and following > 0
    return False


def about_quoted(length: int, kept: bool) -> str:
    """The note about what an answer quotes."""
    if kept:
        return "the mail that it quotes is read as the draft, since the answer itself says little"
    return f"{length:,} characters quoted from another mail are left out; give that mail itself if it is the draft"
