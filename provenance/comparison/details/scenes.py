"""The clauses of a sentence, each with the noun phrases that may be its subject, read from marks, little words and verb forms.

Commas, conjunctions and relative words cut a sentence into pieces; a piece with a verb and a noun phrase before it begins a clause; what
has no verb belongs to the clause around it, or is the subject of the next verb ("The minister, Ada Moss, said"). No parser is needed for
that, and none is used. A clause whose subject is a pronoun, or is not told, has no subject here: it may be anybody's.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date

from provenance.comparison.details.pieces import Phrase, Piece, Pieces
from provenance.language.words import russian

_TAKES_POST = frozenset({"ru", "de"})
"""Languages in which a subject behind its verb is told by its form or place."""
_LED_RELATIVE = frozenset({"en", "fr", "es"})
"""Languages in which a clause "for which somebody apologised" follows without a comma."""
_OBLIQUE_RELATIVE = frozenset(
    (
        "whom", "whose", "den", "dem", "denen", "deren", "dessen", "que", "qu", "dont", "cuyo", "cuya", "którego", "której", "którym", "którą",
        "których", "которого", "которой", "которым", "которому", "которую", "которых", "котором", "которыми", "якому", "якій", "якими", "którymi", "któremu", "якого", "якої", "яким", "яку", "яких",
    )
)  # fmt: skip
"""Relative words whose antecedent is not the subject of the clause (Spanish and French "que" is the object)."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause."""

    subject: tuple[Phrase, ...]
    """What may be its subject, with what stands in apposition; empty if that is unknown."""
    verb: int
    """Index of its first verb; -1 where it is left out: "and the clinic 2 million"."""
    words: tuple[int, ...]
    """Indices of all its words, the subject's and those of clauses that depend on it included."""
    phrases: tuple[Phrase, ...]
    """Its noun phrases, the subject's included."""
    passive: bool = False
    joined: bool = False
    """Whether the subject is two or more, joined by "and"."""
    pronoun: str = ""
    """The pronoun of a person that is its subject."""
    told: frozenset[int] = frozenset()
    """Those of its words that a clause within it has: what is said or thought."""
    stands: bool = False
    """Whether its subject is a word that stands for a thing named before: "those of the supplier"."""
    points: bool = False
    """Whether a pronoun in it stands for what was told before."""


def hung(clause: Clause) -> list[Phrase]:
    """Phrases behind a preposition that stand between a subject and its verb: "shares in Linden fell"."""
    last = max((p.words[-1] for p in clause.subject), default=-1)
    return [p for p in clause.phrases if p.oblique and last < p.words[0] <= last + 3 and (clause.verb < 0 or p.words[0] < clause.verb)]


@functools.lru_cache(maxsize=8192)
def clauses(text: str, language: str | None, anchor: Date | None) -> tuple[Clause, ...]:
    """The clauses of one sentence, in order; none in a language without data.

    Parameters:
        text: the sentence; indices count among its tokens as :func:`tokenize` gives them.
        language: ISO 639-1 code.
        anchor: what relative dates count from (only so that the sentence's details are read once).
    """
    reader = _Reader.of(text, language, anchor)
    return reader.clauses() if reader is not None else ()


@dataclass(slots=True)
class _Open:
    """A clause that is being read."""

    subject: list[Phrase]
    verb: int
    words: list[int]
    phrases: list[Phrase]
    joined: bool = False
    pronoun: str = ""
    told: list[int] = field(default_factory=list)
    around: _Open | None = None
    """The clause in which it is said."""

    def take(self, words: Sequence[int], phrases: Sequence[Phrase]) -> None:
        """Let words belong to the clause, and to those around it as what is said in them."""
        self.words += words
        self.phrases += phrases
        if self.around is not None:
            self.around.told += words
            self.around.take(words, phrases)


class _Reader(Pieces):
    # ---- clauses ------------------------------------------------------------------------------------------------------

    def clauses(self) -> tuple[Clause, ...]:
        out: list[_Open] = []
        current: _Open | None = None
        main: _Open | None = None
        pending: list[Phrase] = []
        before: Piece | None = None
        pending_words: list[int] = []
        joined = False
        for piece in self.pieces():
            if piece.opener == "relative" and piece.verbs:
                antecedent = list(before.phrases) if before is not None else []
                led = self._is(piece.words[0], "preposition") or (
                    self.language in _LED_RELATIVE and self._is(piece.words[0] - 1, "preposition")
                )
                if led or self.low[piece.words[0]] in _OBLIQUE_RELATIVE:
                    antecedent = self._subject(piece, False)[0]  # «о котором шла речь», "whom the court fined"
                out.append(_Open(antecedent, piece.verbs[0], list(piece.words), [*antecedent, *piece.phrases]))
                if current is not None:
                    current.words += piece.words
                before = piece
                continue
            if piece.verbs:
                subject, told = self._subject(piece, bool(pending))
                takes = not subject and not told
                if piece.opener == "join" and takes and current is not None and not pending:
                    current.take(piece.words, piece.phrases)
                elif takes and pending:
                    if current is not None:  # they were no part of the clause before
                        current.words = [i for i in current.words if i not in pending_words]
                        current.phrases = [p for p in current.phrases if p not in pending]
                    current = _Open(list(pending), piece.verbs[0], [*pending_words, *piece.words], [*pending, *piece.phrases], joined)
                    main = current
                    out.append(current)
                elif takes and current is not None and piece.opener in ("comma", "join", "mark") and piece.opener != "break":
                    (main or current).take(piece.words, piece.phrases)
                else:
                    both = piece.opener == "join" and bool(pending) and bool(subject)
                    if both and before is not None and before.phrases and before.phrases[-1].oblique:
                        subject = []  # "the talks between Ann and Bob failed"
                    fresh = _Open(
                        [*pending, *subject] if both else list(subject), piece.verbs[0],
                        [*(pending_words if both else ()), *piece.words], [*(pending if both else ()), *piece.phrases], both,
                        next((self.low[i] for i in piece.words[:2] if self._is(i, "person")), "") if not subject else "",
                    )  # fmt: skip
                    out.append(fresh)
                    if piece.opener == "break" and current is not None and any(self._is(i, "complement") for i in piece.words[:2]):
                        fresh.around = current
                        current.told += piece.words
                        current.take(piece.words, piece.phrases)
                    else:
                        main = fresh
                    current = fresh
                inner = self._embedded(piece)
                if inner and current is not None:
                    current.told += inner[0].words
                    inner[0].around = current
                    current = inner[0]
                out += inner
                pending, pending_words, joined = [], [], False
            else:
                gapped = self._gapped(piece) if out else None
                if gapped is not None:
                    more = pending if piece.opener == "join" else []
                    current = _Open(
                        [*more, gapped], -1, [*(pending_words if more else ()), *piece.words], [*more, *piece.phrases], bool(more)
                    )
                    out.append(current)
                    pending, pending_words, joined = [], [], False
                else:
                    joined = joined or (piece.opener == "join" and bool(pending))
                    pending += [p for p in piece.phrases if not p.oblique] if not pending or piece.phrases else []
                    pending_words += piece.words
                    if current is not None:
                        current.take(piece.words, piece.phrases)
            before = piece
        return tuple(
            Clause(
                tuple(o.subject),
                o.verb,
                tuple(sorted(set(o.words))),
                tuple(dict.fromkeys(o.phrases)),
                self._passive(o.verb, o.words),
                o.joined,
                o.pronoun,
                frozenset(o.told),
                any(self._is(p.words[0], "subject") for p in o.subject),
                any(self._is(i, "object") for i in o.words),
            )
            for o in out
        )

    def _embedded(self, piece: Piece) -> list[_Open]:
        """The clause in an English piece that goes on without "that": "said the chains had earned"."""
        if self.language != "en":
            return []
        for one, other in itertools.pairwise(piece.verbs):
            if self.tokens[one].stop:
                continue  # "has now been struck off"
            if (
                self._is(other - 1, "subject") and not self._is(other - 1, "relative") and other - 1 > one
            ):  # "said she had stood to inherit"
                words = [i for i in piece.words if i >= other - 1]
                person = self.low[other - 1] if self._is(other - 1, "person") else ""
                return [_Open([], other, words, [p for p in piece.phrases if p.words[0] >= other], pronoun=person)]
            between = [p for p in piece.phrases if one < p.words[0] and p.words[-1] < other]
            if between and not between[-1].oblique and between[-1].words[-1] == other - 1:
                words = [i for i in piece.words if i >= between[-1].words[0]]
                return [_Open([between[-1]], other, words, [p for p in piece.phrases if p.words[0] >= words[0]])]
        return []

    def _subject(self, piece: Piece, pending: bool) -> tuple[list[Phrase], bool]:
        """What may be the subject of a piece's first verb, and whether there is one that nobody knows (a pronoun)."""
        verb = piece.verbs[0]
        left = [p for p in piece.phrases if p.words[-1] < verb and not p.oblique]
        if piece.pronoun and not any(p.names for p in left):
            return [], True
        following = piece.verbs[1] if len(piece.verbs) > 1 else len(self.tokens)
        right = [p for p in piece.phrases if p.words[0] > verb and not p.oblique]
        near = [p for p in right if p.words[0] < following or self.language == "de"]
        if left:
            if self.language == "de" and self.low[left[0].words[0]] in ("eine", "die", "das", "ein"):
                left = left + [p for p in near if self.low[p.words[0]] == "der"]
            if self.language == "ru" and near and not left[0].names:
                left = left + [p for p in near if p.names]
            return left, True
        speech = self.tokens[verb].key in self.little["speech"] or self.low[verb] in self.little["speech"] or self._saying(verb)
        if self.language == "ru":
            near = [p for p in near if self._told(p)]
        if near and not pending and (self.language in _TAKES_POST or (speech and piece.opener in ("comma", "mark", "start"))):
            return near[:1], True
        return [], False

    def _told(self, phrase: Phrase) -> bool:
        """Whether the form of a Russian phrase shows that it is no object."""
        cases = {p.tag.case for p in russian().parse(self.low[phrase.head]) if p.score >= 0.05}
        return bool(phrase.names) or "accs" not in cases

    def _saying(self, verb: int) -> bool:
        from provenance.comparison.quotation.subjects import saying_words
        from provenance.language.folding import fold

        return fold(self.low[verb]).text in saying_words(self.language)

    def _gapped(self, piece: Piece) -> Phrase | None:
        """The subject of a clause whose verb is left out: "while the clinic 2 million"."""
        if piece.opener not in ("join", "comma", "break") or not piece.phrases:
            return None
        first = next((p for p in piece.phrases if not p.oblique), None)
        if first is None:
            return None
        behind = [i for i in piece.words if i > first.words[0] and self.tokens[i].digit and i - 1 in (*first.words, first.words[-1])]
        behind += [i for i in piece.words if i > first.words[0] and self.low[i] in ("dagegen", "dafür")]
        return first if behind and piece.words.index(first.words[0]) <= 2 else None
