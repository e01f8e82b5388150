"""Who does what to whom in a sentence, read from word order, voice, case and prepositions, without a parser.

A frame is a verb with its complements, each by the part that it plays: in "Ann sold the boat to Bob" Ann is the seller, Bob the
buyer, and "Bob bought the boat from Ann" has the same parts (role frames after Fillmore's FrameNet, the converse verbs after Lyons).
Verbs, bonds ("father of") and little words stand in ``data/roles.toml``; of English and Russian other verbs are read too. What is not
plain gives no frame: a sentence may have fewer frames than verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from provenance.comparison.details.complements import Complements, Phrase
from provenance.comparison.details.nominal import deeds
from provenance.comparison.details.predicates import Predicate, bonds, little_words
from provenance.comparison.details.verbs import BREAK
from provenance.comparison.matching.tokens import Token
from provenance.language.names import Name
from provenance.language.words import russian
from provenance.model import Span

_REACH = 14
"""Words on either side of a verb among which its complements are looked for."""
_APPOSITION = 12
_CASED = frozenset(("ru",))


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with its complements."""

    event: str
    """What happens: an entry of the data, or the verb's own dictionary form."""
    listed: bool
    verb: int
    """Index of the verb among the sentence's tokens."""
    parts: tuple[tuple[str, Phrase], ...]
    doubtful: bool = False
    """Whether only the order of words tells the parts, in a language in which it is free."""

    def part(self, name: str) -> Phrase | None:
        return next((phrase for own, phrase in self.parts if own == name), None)


def frames(text: str, tokens: Sequence[Token], names: Iterable[Name], language: str | None, offset: int = 0) -> tuple[Frame, ...]:
    """The frames of one sentence, in the order of their verbs.

    Parameters:
        text: what the tokens' spans count in.
        tokens: the words of the sentence.
        names: its names; their spans count from ``offset``.
        language: ISO 639-1 code; nothing is read in a language that the data do not have.
        offset: where the sentence begins in ``text``.
    """
    little = little_words(language or "")
    if little is None or language is None or not 2 < len(tokens) <= 80:
        return ()
    return _Reader(text, tokens, tuple(names), language, little, offset).frames()


def without(read: Iterable[Frame], tokens: Sequence[Token], amounts: Sequence[Span]) -> tuple[Frame, ...]:
    """Frames less the words of amounts: in "owes Ann 500 euros" the euros tell nobody from another.

    Parameters:
        read: the frames of a sentence.
        tokens: its words.
        amounts: where its numbers stand, units included; they count as the tokens do.
    """
    counted = {i for i, t in enumerate(tokens) if any(t.start < s.end and s.start < t.end for s in amounts)}
    if not counted:
        return tuple(read)
    out: list[Frame] = []
    for frame in read:
        parts: list[tuple[str, Phrase]] = []
        for part, phrase in frame.parts:
            words = tuple(i for i in phrase.words if i not in counted)
            if words:
                parts.append((part, replace(phrase, words=words, head=tuple(i for i in phrase.head if i not in counted) or words)))
        out.append(replace(frame, parts=tuple(parts)))
    return tuple(out)


class _Reader(Complements):
    def frames(self) -> tuple[Frame, ...]:
        found: list[Frame] = []
        for i, entry in enumerate(self.entries):
            if entry is not None and (frame := self._frame(i, entry, found)) is not None:
                found.append(frame)
        found += self._bonds()
        found += self._deeds()
        return tuple(found)

    def _frame(self, i: int, entry: Predicate, before: Sequence[Frame]) -> Frame | None:
        start, auxiliaries = self._group(i)
        if (
            self.language == "en"
            and not auxiliaries
            and start == i
            and i + 1 < len(self.low)
            and self._is(i + 1, "by")
            and self._reduced(i, i)
        ):
            return self._described(i, entry)
        passive = not entry.active and self._passive(i, auxiliaries)
        left, shared = self._left(start)
        right = self._right(i)
        if left is None and not shared:
            return None
        sides = (self._before(left or ()), self._split(right))
        roles = self._by_case(sides, passive, i) if self.language in _CASED else self._by_order(sides, passive, entry.dative, left or ())
        if shared and "agent" not in roles and "patient" not in roles:
            return None
        if shared:  # "beat Ann and praised Bob": one subject
            earlier = next((f for f in reversed(before) if f.part("agent") is not None), None)
            if earlier is None or passive:
                return None
            roles["agent"] = earlier.part("agent")  # type: ignore[assignment]
        if self.language != "ru" and not auxiliaries and not passive and self._reduced(i, start):
            return None
        own = dict(entry.roles)
        parts: dict[str, Phrase] = {}
        for role, phrase in roles.items():
            name = own.get(role, role)
            if name not in parts or role != "patient":  # "pays a fine to the city"
                parts[name] = phrase
        return Frame(entry.event, entry.listed, i, tuple(parts.items()), i in self.by_order) if parts else None

    def _described(self, i: int, entry: Predicate) -> Frame | None:
        """The frame of an English participle that describes the noun before it: "a motion brought by the leader"."""
        words: list[int] = []
        for j in range(i - 1, max(-1, i - 1 - _REACH), -1):
            if self.entries[j] is not None or self._is(j, "breaks") or self._is(j, "relative") or "," in self.gap[j + 1]:
                break
            words.insert(0, j)
            if BREAK.search(self.gap[j]):
                break
        patient = self._phrase(self._split(words)[-1][1]) if words else None
        agent = next(
            (found for kind, run in self._split(self._right(i)) if kind == "by" and (found := self._phrase(run)) is not None), None
        )
        if patient is None or agent is None or (self.named[i - 1] is not None and self.tokens[i].key == self.low[i]):
            return None
        own = dict(entry.roles)
        return Frame(entry.event, entry.listed, i, ((own.get("patient", "patient"), patient), (own.get("agent", "agent"), agent)))

    def _group(self, i: int) -> tuple[int, tuple[str, ...]]:
        """Where the verb's group begins, and the auxiliaries in it."""
        j, found = i, []
        while (
            j
            and not BREAK.search(self.gap[j])
            and "," not in self.gap[j]
            and (self._is(j - 1, "auxiliary") or j - 1 in self.must or self._adverb(j - 1))
        ):
            j -= 1
            if self._is(j, "auxiliary"):
                found.append(self.low[j])
        return j, tuple(found)

    def _passive(self, i: int, auxiliaries: Sequence[str]) -> bool:
        if self.language == "ru":
            tag = russian().parse(self.low[i])[0].tag
            return tag.POS == "PRTS" and "pssv" in tag
        if self.language == "uk":
            return bool(re.search(r"(?:ен|ан|єн|ут|ят)(?:ий|а|о|і|е)?\Z", self.low[i]))
        if self.language == "en":
            bare = i > 0 and self.low[i - 1] == "to"
            return not bare and not self.low[i].endswith("ing") and any(word in self.little["passive"] for word in auxiliaries)
        if self.language == "de":  # the auxiliary stands second or last; "wird zahlen" is a future
            infinitive = self.low[i] == self.tokens[i].key and self.low[i].endswith("n")
            near = range(max(0, i - _REACH), min(len(self.low), i + 3))
            return any(self._is(j, "passive") and not (infinitive and self._is(j, "modal")) and self._same_clause(j, i) for j in near)
        if self.language == "pl":
            return bool(re.search(r"(?:ny|na|ne|ni|ty|ta|te|ci)\Z", self.low[i])) and any(w in self.little["passive"] for w in auxiliaries)
        said = any(word in self.little["passive"] for word in auxiliaries)
        return said and ("été" in auxiliaries or "sido" in auxiliaries or self.language == "es" or self._by_behind(i))

    def _by_behind(self, i: int) -> bool:
        return any(self._is(j, "by") for j in range(i + 1, min(len(self.low), i + 3)))

    def _same_clause(self, j: int, i: int) -> bool:
        low, high = min(i, j), max(i, j)
        return not any("," in self.gap[k] or BREAK.search(self.gap[k]) for k in range(low + 1, high + 1))

    def _reduced(self, i: int, start: int) -> bool:
        """Whether an English participle without an auxiliary may only describe the noun before it: "the man accused of fraud"."""
        if self.language == "en" and self.low[i].endswith(("ed", "en", "ught", "ld")) and i + 1 < len(self.low):
            return self._is(i + 1, "by") or self._is(i + 1, "of")
        return self.low[i].endswith("ing") and self.language == "en" and start == i

    def _left(self, start: int) -> tuple[tuple[int, ...] | None, bool]:
        """Words before a verb that may hold its subject, in order; and whether the subject is that of the verb before."""
        j = start - 1
        if j < 0 or BREAK.search(self.gap[start]):
            return None, False
        if self._is(j, "join"):
            return None, j > 0 and "," not in self.gap[j + 1]
        antecedent = False
        if self._is(j, "relative") or self._defining(j):
            j -= 1
            if j < 0:
                return None, False
            antecedent = True
        elif "," in self.gap[start]:
            k = j
            while k > 0 and j - k < _APPOSITION and "," not in self.gap[k] and not BREAK.search(self.gap[k]):
                k -= 1
            verbs = any(self.entries[n] is not None for n in range(k, j + 1))
            if k <= 0 or "," not in self.gap[k] or (verbs and not self._is(k, "relative")):
                return None, False
            j = k - 1
        if j >= 0 and self._is(j, "breaks"):
            return None, False
        words: list[int] = []
        while j >= 0 and len(words) < _REACH:
            verb = self.entries[j] is not None and j not in self.controls
            lead = self._group(j)[0] - 1 if verb else -1
            if verb and lead == j - 1 > 0 and self._describes(j):
                words, j, antecedent = [], lead, True  # "the regiment defending the bridge was driven back"
                continue
            if verb and lead > 0 and not antecedent and (self._is(lead, "relative") or self._defining(lead)):
                words, j, antecedent = [], lead - 1, True  # "the nurse who had treated the pilot thanked ..."
                continue
            if verb or self._is(j, "breaks") or self._is(j, "relative"):
                if verb and not self._opens_clause(j):
                    return (None, False) if self.language == "en" and not antecedent else (tuple(reversed(words)), False)
                break
            words.append(j)
            if BREAK.search(self.gap[j]) or "," in self.gap[j]:
                break
            j -= 1
        return tuple(reversed(words)), False

    def _right(self, i: int) -> tuple[int, ...]:
        words: list[int] = []
        first = i + 2 if self._phrasal(i) is not None else i + 1
        for j in range(first, min(len(self.tokens), first + _REACH)):
            if BREAK.search(self.gap[j]) or ("," in self.gap[j] and not self._apposed(j, words)) or self.entries[j] is not None:
                break
            if (
                self._is(j, "relative")
                or self._is(j, "join")
                or (self._is(j, "breaks") and not self._is(j, "than") and not self._is(j, "role"))
            ):
                break
            words.append(j)
        if len(words) > 1 and self._is(words[-1], "auxiliary") and self.language == "en":  # the subject of what follows
            return ()
        return tuple(words)

    def _deeds(self) -> list[Frame]:
        """Frames of nouns that name a deed: "the attack by rebels on the convoy", "Ann's defeat of Bob"."""
        out: list[Frame] = []
        verbs = {i for i, entry in enumerate(self.entries) if entry is not None}
        for deed in deeds(self.tokens, self.low, self.gap, self.language, verbs, self._apposed):
            own = dict(deed.verb.roles)
            runs = (("agent", deed.agent), ("against" if "against" in own else "patient", deed.patient))
            read = [(own.get(part, part), phrase) for part, run in runs if (phrase := self._phrase(run)) is not None]
            if len(read) == len(runs):
                out.append(Frame(deed.verb.event, deed.verb.listed, deed.noun, tuple(read)))
        return out

    def _bonds(self) -> list[Frame]:
        known = bonds(self.language)
        out: list[Frame] = []
        if self.language in ("ru", "uk", "pl"):
            return out
        for i in range(2, len(self.tokens)):
            entry = known.get(self.low[i]) or known.get(self.tokens[i].key)
            if entry is None or self.named[i]:
                continue
            j, owner = i - 1, None
            if self.low[j].endswith("'s"):
                while j > 0 and self.named[j - 1] is not None and self.named[j - 1] is self.named[j]:
                    j -= 1
                owner = self._phrase(range(j, i))
                j -= 1
            elif i + 2 < len(self.tokens) and self._is(i + 1, "of"):
                end = i + 2
                while end < len(self.tokens) and self.gap[end].isspace() and not self._is(end, "auxiliary") and self.tokens[end].capital:
                    end += 1
                owner = self._phrase(range(i + 2, end))
                while j >= 0 and self.tokens[j].stop and not self._is(j, "passive"):
                    j -= 1
            if owner is None or j < 1 or not self._is(j, "passive"):
                continue
            left, _ = self._left(j)
            subject = self._phrase(self._split(left or ())[0][1])
            if subject is not None:
                named = dict(entry.roles)
                out.append(Frame(entry.event, True, i, ((named["agent"], subject), (named["of"], owner))))
        return out
