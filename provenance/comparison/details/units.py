"""The pieces of a sentence that each tell one thing: a verb, or a value whose verb is left out, with the words around it.

Where :mod:`provenance.comparison.details.scenes` gives whole clauses, a unit is what stands between two conjunctions: "will close the
plant in Leith / and keep the one in Grimsby" is one clause with one subject, and two units.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date as Date

from provenance.comparison.details.pieces import _INFINITIVE, Phrase, Piece, Pieces
from provenance.language.words import russian

HAS, LACKS = (0.9, 0.76), (0.8, 0.7)
"""From which a word stands in a unit, below which it does not; in one language and across two. Things of one kind are much alike."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a sentence that tells one thing."""

    words: tuple[int, ...]
    """Indices of its words, those of the pieces without a verb beside it included."""
    verb: int
    """Index of its first verb; -1 where it is left out."""
    subject: tuple[Phrase, ...]
    """What may be its subject; that of the unit before if it has none of its own."""
    phrases: tuple[Phrase, ...]
    """Its own noun phrases."""
    pronoun: bool
    """Whether its subject is a pronoun."""
    inherited: bool
    """Whether its subject is that of the unit before."""
    passive: bool

    @property
    def told(self) -> tuple[int, ...]:
        """Indices of its words and of its subject's, in order."""
        return tuple(sorted({*self.words, *(i for p in self.subject for i in p.words)}))


@functools.lru_cache(maxsize=8192)
def units(text: str, language: str | None, anchor: Date | None) -> tuple[Unit, ...]:
    """The units of one sentence, in order; none in a language without data.

    Parameters:
        text: the sentence; indices count among its tokens as :func:`tokenize` gives them.
        language: ISO 639-1 code.
        anchor: what relative dates count from (only so that the sentence's details are read once).
    """
    reader = _Reader.of(text, language, anchor)
    return reader.units() if reader is not None else ()


class _Reader(Pieces):
    def units(self) -> tuple[Unit, ...]:
        pieces = self.pieces()
        heads = [self._verb(n, piece) for n, piece in enumerate(pieces)]
        first = next((n for n, verb in enumerate(heads) if verb is not None), 0)
        if first and heads[first] == -1 and pieces[0].phrases:  # "The Leith site employs 640 people, the one in Cork 410"
            heads[0] = -1
        whole = [verb is not None for verb in heads]
        out: list[Unit] = []
        for n, piece in enumerate(pieces):
            verb = heads[n]
            if verb is None:
                continue
            words, phrases = list(piece.words), list(piece.phrases)
            back = n - 1
            goes_on = piece.opener == "join" and bool(out) and not any(p.words[-1] < verb for p in piece.phrases)
            while back >= 0 and not whole[back] and not goes_on:  # "criticised the referee, Ian Moss, and said"
                words += pieces[back].words
                phrases = [*pieces[back].phrases, *phrases]
                back -= 1
            ahead = n + 1
            while ahead < len(pieces) and not whole[ahead] and pieces[ahead].opener != "break":
                words += pieces[ahead].words
                phrases += pieces[ahead].phrases
                ahead += 1
            limit = verb if verb >= 0 else piece.phrases[0].words[-1] + 1
            own = tuple(p for p in phrases if p.words[-1] < limit and not p.led)
            if piece.opener == "relative" and n and not own:
                own = tuple(pieces[n - 1].phrases)
            inherited = not own and not piece.pronoun and bool(out)
            subject = out[-1].subject if inherited else own
            passive = self._passive(verb, piece.words)
            out.append(Unit(tuple(sorted(set(words))), verb, subject, tuple(phrases), piece.pronoun and not own, inherited, passive))
        return tuple(out)

    def _verb(self, n: int, piece: Piece) -> int | None:
        """The verb of a piece; -1 if it is left out, ``None`` if the piece tells nothing of its own."""
        if piece.verbs:
            return piece.verbs[0]
        if not n or piece.opener not in ("join", "comma", "break"):
            return None
        begins = 0 if piece.opener == "comma" else 1
        first = next((i for i in piece.words[begins:] if not self._is(i, "article")), None)
        if first is not None and piece.opener != "comma" and self._infinitive(piece, first):
            return first
        if piece.phrases and piece.phrases[0].words[0] - piece.words[0] <= 2:
            behind = [i for i in piece.words if self.tokens[i].digit and i > piece.phrases[0].words[0]]
            if behind and not self.tokens[piece.phrases[0].words[0]].digit:
                return -1
        return None

    def _infinitive(self, piece: Piece, first: int) -> bool:
        """Whether a piece goes on with a second infinitive: "will sell the one and keep the other"."""
        token, low = self.tokens[first], self.low[first]
        if token.stop or token.digit or token.capital or self.named[first] is not None or len(low) < 3 or not low.isalpha():
            return False
        if self.language == "ru":
            return bool(russian().parse(low)[0].tag.POS == "INFN")
        if self.language == "en":
            following = piece.words[piece.words.index(first) + 1 :]
            earlier = any(self.low[i] in ("to", "will", "would", "can", "could", "may", "might", "must", "should") for i in range(first))
            return (
                earlier and low == token.key and bool(following) and (self._is(following[0], "article") or bool(self.named[following[0]]))
            )
        if self.language == "pl":
            return low.endswith("ć")
        form = _INFINITIVE.get(self.language)
        return form is not None and not token.text[:1].isupper() and bool(form.search(low))
