"""Where in a source the words of a quotation stand.

A text is read once into *tokens*: words, numbers and the signs that are read aloud (``%``, ``$``, ``&``), folded so that two
ways of writing one word are one token. What stands between them (punctuation, quotation marks, line breaks) plays no part in
the search. Runs of tokens are looked up as strings, extended to maximal exact matches, and chained (Abouelhoda and Ohlebusch,
"Chaining algorithms for multiple genome comparison", 2005); what no such run finds is looked for by approximate matching
(Myers' bit-vector algorithm, in edlib) before it is called absent.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import add

from provenance.comparison.quote_words import language_of, spelling_key
from provenance.language.folding import Folded, fold
from provenance.model import Span

_SIGNS = "%‰$€£¥₽₴&"
_RAW = re.compile(rf"\w+(?:(?:'|(?<=\d)[.,:](?=\d))\w+)*|[{_SIGNS}]")
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without blanks: each sign is a word."""
_PART = re.compile(rf"[0-9]+(?:[.,:'][0-9]+)*|[{_ALONE}]|[^\W0-9_{_ALONE}]+(?:[0-9]+|(?:'[^\W0-9_]+)*)|[{_SIGNS}]|[^\W_]")
_ODD = re.compile(rf"[0-9_'{_ALONE}]")
_CONTRACTION = re.compile(r"^(?:(.+)(n't)|(.+)('(?:ll|re|ve|m)))$")
_SHORT_FORMS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am"}
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}

_STOP = re.compile(r"[.!?…。！？]")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "maj",
        "lt",
        "sen",
        "rep",
        "gov",
        "st",
        "vs",
        "no",
        "jr",
        "sr",
        "inc",
        "co",
        "corp",
        "ltd",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "fig",
        "p",
        "pp",
        "г",
        "гг",
        "д",
        "ул",
        "им",
        "стр",
        "млн",
        "млрд",
        "тыс",
        "руб",
        "т",
        "н",
        "bzw",
        "ca",
        "nr",
        "str",
        "usw",
        "abs",
        "bd",
        "hr",
        "fr",
        "м",
    ]
)

SEED_WORDS = 3
SEED_LETTERS = 12
LONGEST_SEED = 24
MAX_HITS = 48
MAX_RUNS = 160
NEAR = 120
"""Tokens that one piece of a quotation may leave out before it counts as put together from two places."""


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` tokens that are the same, one by one, in the piece from ``here`` on and in the source from ``there`` on."""

    here: int
    there: int
    length: int


@dataclass(frozen=True, slots=True)
class Region:
    """Where a piece may stand: tokens ``start`` to ``end`` of the source."""

    start: int
    end: int
    matched: int
    """How many of the piece's tokens stand there in order."""
    runs: tuple[Run, ...] = ()
    """The exact matches that it rests on, forward in both texts, without overlap; none if it was found approximately."""


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[tuple[str, int, int], ...]:
    """The tokens in a run of word characters: key, and offsets into it."""
    if word == "cannot":
        return ("can", 0, 3), ("not", 3, 6)
    if not _ODD.search(word):
        return ((spelling_key(word), 0, len(word)),)
    out: list[tuple[str, int, int]] = []
    for match in _PART.finditer(word):
        part, start, end = match.group(), match.start(), match.end()
        short = _CONTRACTION.match(part)
        if short:
            stem, rest = short.group(1) or short.group(3), short.group(2) or short.group(4)
            whole = _STEMS.get(stem, stem) if rest == "n't" else stem
            out += [(spelling_key(whole), start, end - len(rest)), (_SHORT_FORMS[rest], end - len(rest), end)]
        else:
            out.append((spelling_key(part), start, end))
    return tuple(out)


class PreparedText:
    """A text read into tokens once, for any number of look-ups; nothing is read before it is asked for.

    A token is a word, a number or a sign that is read aloud. Its *key* is what it is compared by: folded, one spelling for several.
    """

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self._language = language

    @cached_property
    def _read(self) -> tuple[Folded, list[str], array[int], array[int]]:
        folded = fold(self.text)
        raw = _RAW.findall(folded.text)
        first = array("L", [match.start() for match in _RAW.finditer(folded.text)])
        last = array("L", map(add, first, map(len, raw)))
        parts = {word: _parts(word) for word in set(raw)}
        plain = {word: found[0][0] for word, found in parts.items() if len(found) == 1 and found[0][1:] == (0, len(word))}
        if len(plain) == len(parts):
            return folded, [plain[word] for word in raw], first, last
        keys: list[str] = []
        starts, ends = array("L"), array("L")
        here = 0
        for number in [number for number, word in enumerate(raw) if word not in plain]:
            keys += [plain[word] for word in raw[here:number]]
            starts += first[here:number]
            ends += last[here:number]
            for key, start, end in parts[raw[number]]:
                keys.append(key)
                starts.append(first[number] + start)
                ends.append(first[number] + end)
            here = number + 1
        keys += [plain[word] for word in raw[here:]]
        starts += first[here:]
        ends += last[here:]
        return folded, keys, starts, ends

    @property
    def keys(self) -> list[str]:
        """The keys of its tokens, in order."""
        return self._read[1]

    def __len__(self) -> int:
        return len(self._read[1])

    def start(self, number: int) -> int:
        """Offset in :attr:`text` at which a token begins."""
        folded, _, starts, _ = self._read
        return folded.origin[starts[number]]

    def end(self, number: int) -> int:
        """Offset in :attr:`text` behind a token."""
        folded, _, _, ends = self._read
        return folded.ends[ends[number] - 1]

    def at(self, offset: int) -> int:
        """The token that holds the character of :attr:`text` at ``offset``, or else the next one."""
        folded, _, _, ends = self._read
        return bisect_right(range(len(ends)), offset, key=lambda number: folded.ends[ends[number] - 1])

    def word(self, number: int) -> str:
        """A token as it is written."""
        return self.text[self.start(number) : self.end(number)]

    @cached_property
    def joined(self) -> str:
        """Its keys with one blank before, between and behind: what is searched."""
        return f" {' '.join(self.keys)} "

    @cached_property
    def offsets(self) -> list[int]:
        """Offset in :attr:`joined` of the blank before each token."""
        return list(accumulate(map((1).__add__, map(len, self.keys[:-1])), initial=0))

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code: as given, or as its commonest words show; ``None`` if they show nothing."""
        return self._language or language_of(self.keys[:3000])

    def find(self, keys: Sequence[str], first: int = 0, last: int | None = None, limit: int = MAX_HITS) -> list[int]:
        """Token numbers at which these keys stand one after another, wholly between tokens ``first`` and ``last``."""
        stop = len(self.keys) if last is None else min(last, len(self.keys))
        if not keys or first >= stop:
            return []
        needle = f" {' '.join(keys)} "
        at = self.offsets[first]
        end = self.offsets[stop - 1] + len(self.keys[stop - 1]) + 2
        found: list[int] = []
        while len(found) < limit and (at := self.joined.find(needle, at, end)) >= 0:
            found.append(self.number(at))
            at += 1
        return found

    def number(self, offset: int) -> int:
        """The token that the character of :attr:`joined` at ``offset`` belongs to (its leading blank counts as its own)."""
        return max(0, bisect_right(self.offsets, offset) - 1)

    def between(self, number: int) -> str:
        """What stands in :attr:`text` between token ``number - 1`` and token ``number`` (or the text's edge)."""
        start = self.end(number - 1) if number > 0 else 0
        end = self.start(number) if number < len(self) else len(self.text)
        return self.text[start:end]

    def begins_sentence(self, number: int) -> bool:
        """Whether a sentence, or the text, begins with token ``number``; one behind the last token counts as a beginning."""
        if number <= 0 or number >= len(self):
            return True
        gap = self.between(number)
        if not gap or (gap.isspace() and gap.count("\n") < 2):
            return False
        if _PARAGRAPH.search(gap):
            return True
        if not _STOP.search(gap):
            return False
        word, first = self.word(number - 1), self.text[self.start(number)]
        if first.islower():
            return False
        key = self.keys[number - 1]
        initial = len(word) == 1 and word.isalpha() and word.isupper()
        return not (gap.lstrip("\"'”’»)").startswith(".") and (initial or (key in ABBREVIATIONS and (key != "no" or first.isdigit()))))

    def span(self, first: int, last: int) -> Span:
        """From token ``first`` up to, without, token ``last``, in :attr:`text`."""
        return Span(self.start(first), self.end(last - 1))


def prepare(text: str, *, language: str | None = None) -> PreparedText:
    """Make a source ready to be searched; the work is done when it is first needed, and once.

    Parameters:
        text: the source's text; every span of a result counts in it.
        language: its ISO 639-1 code, if known.
    """
    return PreparedText(text, language)


def locate(keys: Sequence[str], source: PreparedText, *, most: int = 4) -> list[Region]:
    """The places of ``source`` where a piece of a quotation may stand, the best first.

    Parameters:
        keys: the piece's keys (see :class:`PreparedText`).
        source: what to search.
        most: how many places at most.

    Returns:
        Places in order of how many of the piece's tokens they hold in order; empty if nothing like it is there.
    """
    regions = _chains(_runs(keys, source, SEED_WORDS, SEED_LETTERS))
    if not regions or regions[0].matched < 0.6 * len(keys):
        regions = _merge([*regions, *_chains(_runs(keys, source, 1, 7))])
    if not regions or regions[0].matched < 0.4 * len(keys):
        regions = _merge([*regions, *_approximate(keys, source)])
    return regions[:most]


def _runs(keys: Sequence[str], source: PreparedText, words: int, letters: int) -> list[Run]:
    """Maximal exact matches, from seeds of at least so many words and letters that don't stand too often in the source."""
    known: set[tuple[int, int]] = set()
    runs: list[Run] = []
    here, stride = 0, 1 + len(keys) // 500
    while here < len(keys):
        size = words
        while here + size < len(keys) and sum(map(len, keys[here : here + size])) < letters:
            size += 1
        seed = keys[here : here + size]
        if len(seed) < words or sum(map(len, seed)) < min(letters, 7):
            break
        hits = source.find(seed, limit=MAX_HITS + 1)
        while len(hits) > MAX_HITS and here + size < len(keys) and size < LONGEST_SEED:
            size = min(2 * size, LONGEST_SEED, len(keys) - here)
            hits = source.find(keys[here : here + size], limit=MAX_HITS + 1)
        reach = 1
        for there in hits:
            run = _extend(keys, source.keys, here, there)
            reach = max(reach, run.here + run.length - here - size + 2)
            if (run.here, run.there) not in known:
                known.add((run.here, run.there))
                runs.append(run)
        here += max(reach, stride)
    runs.sort(key=lambda run: (-run.length, run.here, run.there))
    return runs[:MAX_RUNS]


def _extend(keys: Sequence[str], other: Sequence[str], here: int, there: int) -> Run:
    left = 0
    while left < here and left < there and keys[here - left - 1] == other[there - left - 1]:
        left += 1
    right = 0
    while here + right < len(keys) and there + right < len(other) and keys[here + right] == other[there + right]:
        right += 1
    return Run(here - left, there - left, left + right)


def _chains(runs: Sequence[Run]) -> list[Region]:
    """The best chains of runs that go forward in both texts without a long jump."""
    ordered = sorted(runs, key=lambda run: (run.there, run.here))
    scores: list[float] = []
    links: list[int] = []
    for number, run in enumerate(ordered):
        score, link = float(run.length), -1
        for earlier in range(number - 1, -1, -1):
            before = ordered[earlier]
            gap = run.there - before.there - before.length
            if gap > NEAR:
                break
            if before.here >= run.here or before.there >= run.there:
                continue
            gain = run.length - max(0, before.here + before.length - run.here, -gap)
            stretch = abs(run.here - before.here - before.length - gap)
            joined = scores[earlier] + gain - 0.02 * stretch - 0.3
            if gain > 0 and joined > score:
                score, link = joined, earlier
        scores.append(score)
        links.append(link)
    found: list[tuple[float, Region]] = []
    for number in range(len(ordered)):
        chain: list[Run] = []
        at = number
        while at >= 0:
            chain.append(ordered[at])
            at = links[at]
        found.append((scores[number], _region(chain[::-1])))
    found.sort(key=lambda pair: (-pair[0], pair[1].start))
    return _merge([region for _, region in found])


def _region(chain: Sequence[Run]) -> Region:
    """A chain with the overlaps of its runs cut off."""
    runs: list[Run] = []
    for run in chain:
        cut = max(0, runs[-1].here + runs[-1].length - run.here, runs[-1].there + runs[-1].length - run.there) if runs else 0
        if cut < run.length:
            runs.append(Run(run.here + cut, run.there + cut, run.length - cut))
    return Region(runs[0].there, runs[-1].there + runs[-1].length, sum(run.length for run in runs), tuple(runs))


def _merge(regions: Sequence[Region]) -> list[Region]:
    """Drop what overlaps a better place; keep the order of merit."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda region: -region.matched):
        if all(region.end <= other.start or other.end <= region.start for other in kept):
            kept.append(region)
    return kept


def _approximate(keys: Sequence[str], source: PreparedText) -> Iterator[Region]:
    """The place that takes the fewest changed letters, if that is fewer than four in ten."""
    import edlib

    needle = " ".join(keys)
    if not 16 <= len(needle) <= 3000 or len(source.joined) > 3_000_000:
        return
    shared = set(needle)
    haystack = source.joined
    strangers = set(haystack) - shared
    if len(shared) > 250:
        return
    if len(shared) + len(strangers) > 250:
        haystack = haystack.translate(dict.fromkeys(map(ord, strangers), "\0"))
    found = edlib.align(needle, haystack, mode="HW", task="locations", k=int(0.4 * len(needle)))
    if found["editDistance"] < 0:
        return
    start, end = found["locations"][0]
    first, last = source.number(max(0, start)), source.number(end) + 1
    matched = round(len(keys) * (1 - found["editDistance"] / len(needle)) * 0.6)
    yield Region(first, last, matched)
