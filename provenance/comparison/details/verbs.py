"""Which words of a sentence are its verbs, read from their form and from what stands beside them, without a parser.

English forms are often nouns as well: "bit" is a verb behind "that" and before "the postman", "imports" behind the name of a country.
An infinitive is one behind the word that lends it its subject ("agreed on Monday to buy", «согласилась купить»).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from provenance.comparison.details.predicates import (
    PREPOSITIONS,
    Predicate,
    an_infinitive,
    bare_verb,
    could_be_verb,
    past_of,
    phrasal_verbs,
    plain_verb,
    predicate,
    purely_verb,
)
from provenance.comparison.matching.tokens import Token
from provenance.language.names import Name

BREAK = re.compile(r"[.!?…;:()\[\]\"“”„«»—–\n]|\s-\s")
"""Marks that end a clause."""
_CONTROL = 7
"""Words before an infinitive among which the verb or adjective is looked for that lends it its subject."""
_QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{2,40}[»”“\"]")
_SHORT = 3
"""Words of the longest name that stands in quotation marks."""


class Verbs:
    """The words of one sentence, and which of them are verbs."""

    def __init__(
        self, text: str, tokens: Sequence[Token], names: tuple[Name, ...], language: str, little: dict[str, frozenset[str]], offset: int
    ) -> None:
        self.text, self.tokens, self.language, self.little = text, tokens, language, little
        self.low = [t.text.lower().replace("’", "'") for t in tokens]
        self.named: list[Name | None] = [None] * len(tokens)
        for name in names:
            start, end = name.span.start + offset, name.span.end + offset
            for i, token in enumerate(tokens):
                if token.start < end and start < token.end:
                    self.named[i] = name
        verbs = little.get("verbs", frozenset())
        self.must = {i for i, low in enumerate(self.low) if low in verbs and self._leads(i)}
        """Words for owing that mean having to."""
        self.controls: set[int] = set()
        """Words that lend their subject to the infinitive behind them: "agreed to buy", "is due to replace"."""
        self.gap = ["", *(text[one.end : other.start] for one, other in itertools.pairwise(tokens))]
        if tokens:
            for quoted in _QUOTED.finditer(text, max(0, tokens[0].start - 1), tokens[-1].end + 1):  # «Север» is a name, not a break
                for i, token in enumerate(tokens):
                    if len(quoted.group().split()) <= _SHORT and quoted.start() <= token.start <= quoted.end() + 2:
                        self.gap[i] = re.sub(r"[«»„“”\"]", " ", self.gap[i])
        controlled = {i for i in range(len(tokens)) if self._controlled(i)}
        self.entries: list[Predicate | None] = []
        for i, t in enumerate(tokens):
            none = self.named[i] or t.digit or (t.stop and self.low[i] not in verbs) or t.capital or i in self.must
            self.entries.append(
                None
                if none
                else self._phrasal(i) or predicate(self.low[i], t.key, language) or self._bare(i, controlled) or self._by_its_place(i)
            )

    def _leads(self, i: int) -> bool:
        """Whether an infinitive follows, at once or behind auxiliaries."""
        following = next((j for j in range(i + 1, len(self.low)) if not self._is(j, "auxiliary")), -1)
        return following > 0 and an_infinitive(self.low[following], self.language)

    def _bare(self, i: int, controlled: Collection[int]) -> Predicate | None:
        led = i > 0 and (self._is(i - 1, "modal") or i - 1 in self.must or (self.language == "ru" and self._is(i - 1, "auxiliary")))
        behind = self.language == "ru" and i > 1 and not self.gap[i].strip() and self.entries[i - 1] is not None
        if behind and not led and an_infinitive(self.low[i], "ru"):  # «согласилась купить»
            self.controls.add(i - 1)
            led = True
        return bare_verb(self.low[i], self.language) if led or i in controlled else None

    def _phrasal(self, i: int) -> Predicate | None:
        """What a verb and the particle behind it are together, with an object: "took over Oxel", not "took over from Ann"."""
        if self.language != "en" or i + 2 >= len(self.tokens) or self.gap[i + 1].strip() or self.gap[i + 2].strip():
            return None
        verb = phrasal_verbs().get(f"{self.tokens[i].key} {self.low[i + 1]}")
        return verb if self._is(i + 2, "article") or self.named[i + 2] is not None else None

    def _by_its_place(self, i: int) -> Predicate | None:
        """What an English form is as a verb that could be a noun as well: "had cut", "Brazil imports wheat"."""
        if self.language != "en" or not i or self.gap[i].strip():
            return None
        word, key = self.low[i], self.tokens[i].key
        if word in self.little["invariant"]:
            return plain_verb(word, key) if self.low[i - 1] in ("have", "has", "had") else None
        after = i + 1 < len(self.tokens) and not self.gap[i + 1].strip()
        name = self.named[i - 1]
        if after and word == key and (self._is(i + 1, "article") or self.named[i + 1] is not None) and (base := past_of(word)):
            return plain_verb(base, base) if not self.tokens[i - 1].stop or self._is(i - 1, "relative") or self._defining(i - 1) else None
        if after and word == key and purely_verb(key) and self.low[i - 1].endswith("s") and not self.tokens[i - 1].stop:
            own = self._is(i + 1, "article") or self.named[i + 1] is not None or self.tokens[i + 1].text[:1].isdigit()
            return plain_verb(word, key) if own else None  # "customers owe the company"
        if (
            not after
            or name is None
            or not word.endswith("s")
            or word == key
            or self.low[i - 1].endswith(("'s", "s'"))
            or not could_be_verb(key)
        ):
            return None
        following = self.tokens[i + 1]
        if self._is(i + 1, "auxiliary") or predicate(self.low[i + 1], following.key, "en") is not None:
            return None  # "Brazil exports fell"
        return plain_verb(word, key)

    def _controlled(self, i: int) -> bool:
        """Whether a word is an English infinitive whose subject is that of the words before: "agreed on Monday to buy", "is to replace".

        Not where an object stands between, whose deed it may be: "asked Bob to buy".
        """
        if self.language != "en" or i < 2 or self.low[i - 1] != "to":
            return False
        if self._is(i - 2, "passive"):
            return True
        for j in range(i - 2, max(-1, i - 2 - _CONTROL), -1):
            if "," in self.gap[j + 1] or BREAK.search(self.gap[j + 1]) or self._is(j, "breaks") or self._is(j, "relative"):
                return False
            if self.tokens[j].key in self.little["control"] or self.low[j] in self.little["control"]:
                direct = self._split(range(j + 1, i - 1))[0][1]
                if any(not self.tokens[k].stop and not self._adverb(k) for k in direct):
                    return False
                self.controls.add(j)
                return True
        return False

    def _defining(self, i: int) -> bool:
        """Whether an English "that" says which one is meant, and does not lead what was said: "the dog that bit the postman"."""
        if self.language != "en" or self.low[i] != "that" or not i or self.gap[i].strip():
            return False
        noun = self.tokens[i - 1]
        return (
            not noun.stop
            and self.entries[i - 1] is None
            and not self._opens_clause(i - 1)
            and noun.key not in self.little["control"]
            and noun.key not in self.little["reported"]
        )

    def _describes(self, i: int) -> bool:
        """Whether an English "-ing" form describes the noun before it."""
        return self.language == "en" and self.low[i].endswith("ing") and not self.tokens[i - 1].stop and not self.gap[i].strip()

    def _opens_clause(self, i: int) -> bool:
        """Whether a verb may lead a clause with a subject of its own: of saying, or of seeing it happen ("saw the driver hit the guard")."""
        if self.tokens[i].key in self.little.get("perception", ()):
            return True
        return self.tokens[i].key in self.little["speech"] or self.low[i] in self.little["speech"]

    def _adverb(self, i: int) -> bool:
        return self.language == "en" and self.low[i].endswith("ly") and not self.tokens[i].capital and self.named[i] is None

    def _is(self, i: int, kind: str) -> bool:
        return self.low[i] in self.little.get(kind, ())

    def _split(self, words: Sequence[int]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Runs of words by the preposition in front: "" for none; what hangs on "of" stays with what it belongs to."""
        out: list[tuple[str, list[int]]] = [("", [])]
        for i in words:
            kind = next((k for k in PREPOSITIONS if self._is(i, k)), "")
            if kind:
                out.append((kind, []))
            elif not self._is(i, "auxiliary"):
                out[-1][1].append(i)
        return tuple((kind, tuple(run)) for kind, run in out)
