"""How real each event of a sentence is: the operators that govern it, and what they come to together.

"He did not rule out a rise": "rule out" governs "rise", "not" governs "rule out", and the rise is possible. What governs what is
read from the order of words alone: an operator governs the verb or noun phrase behind it, up to the end of its clause, or the clause
that "that" opens; in a passive, and in German, what stands before it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.negation import Strength, places
from provenance.language.factuality import Operator, operators
from provenance.language.lexicon import section
from provenance.language.tense import future
from provenance.language.words import russian
from provenance.model import Span

_MARKS = re.compile(r"[.,;:!?…()\[\]—–\n]|\s-\s")
_ZU = re.compile(r"(?:ab|an|auf|aus|bei|durch|ein|fort|her|hin|los|mit|nach|um|vor|weg|weiter|wieder|zu|zurück|zusammen)zu\w+n")
_NO = re.compile(r"no|none|nobody|nothing|kein\w*|niemand|ning[uú]n\w*|nadie|aucune?")
_THAT = frozenset(
    [
        "that",
        "whether",
        "что",
        "чтобы",
        "будто",
        "ли",
        "що",
        "щоб",
        "чи",
        "dass",
        "daß",
        "ob",
        "que",
        "qu'",
        "si",
        "że",
        "żeby",
        "aby",
        "by",
        "czy",
    ]
)
AND = frozenset(
    [
        "and",
        "but",
        "or",
        "и",
        "но",
        "а",
        "или",
        "і",
        "й",
        "та",
        "але",
        "або",
        "und",
        "aber",
        "oder",
        "sondern",
        "et",
        "mais",
        "ou",
        "y",
        "e",
        "pero",
        "o",
        "i",
        "ale",
        "oraz",
        "lub",
    ]
)
_BE = frozenset(
    ["was", "were", "been", "be", "being", "is", "are", "stay", "stays", "stayed", "remain", "remains", "remained", "get", "gets", "got"]
)
_ENDINGS = {
    "ru": ("ть", "ти", "чь", "ться", "тись", "чься"), "uk": ("ти", "тися"), "pl": ("ć",), "fr": ("er", "ir", "re"), "es": ("ar", "er", "ir", "arse", "erse", "irse"),
}  # fmt: skip
"""Endings of an infinitive."""
_PASSIVE = frozenset(["refuse", "accept", "forbid", "deny", "demand", "promise", "plan"])
"""Kinds of operators that govern the subject of a passive: "the request was refused"."""
SPEECH = frozenset(
    [
        "say",
        "tell",
        "announce",
        "add",
        "promise",
        "warn",
        "write",
        "claim",
        "pledge",
        "vow",
        "declare",
        "hope",
        "expect",
        "decide",
        "report",
    ]
)
_WITHIN = 7
"""Words behind an operator among which its infinitive is looked for."""
_CLAUSE = 6
"""Content words of a clause that an operator governs."""
_PHRASE = 2
"""Content words of a noun phrase that it governs."""
_OBJECT = 4
"""Words between a verb and a noun that carries its meaning."""
_PLAIN = ("do", 1)
_LONG_AGO = re.compile(r"1\d{3}")
"""A year of which a future tells history: "il deviendra maire en 1903"."""


def _under(outer: Operator, mode: str) -> str:
    """The mode of what an operator governs through another one."""
    if outer.mode == "do" or (outer.mode == "will" and mode not in ("do", "want", "try", "threat")):
        return mode
    return mode if outer.mode == "will" and outer.sign > 0 and mode != "do" else outer.mode


@dataclass(frozen=True, slots=True)
class Event:
    """An operator with what it governs."""

    kind: str
    mode: str
    sign: int
    """1 or -1, with all that governs the operator itself."""
    words: tuple[int, ...]
    """Its own words among the sentence's tokens."""
    heads: tuple[int, ...]
    """Content words that it governs, nearest first."""
    reach: tuple[int, ...] = ()
    """Those and the other content words behind it, up to the end of the clause."""


@dataclass(frozen=True, slots=True)
class Events:
    """What a sentence says of how real its events are."""

    events: tuple[Event, ...]
    status: dict[int, tuple[str, int]]
    """Mode and sign of each content word that something governs."""
    futures: tuple[Event, ...] = ()
    """Verbs that tell by their form what is to come, with the other content words of their clauses as their reach."""
    objects: dict[int, tuple[str, int]] = field(default_factory=dict)
    """The same as ``status`` for the noun right behind a governed verb, which may carry its meaning: «уйти в отставку»."""

    def of(self, token: int) -> tuple[str, int]:
        return self.status.get(token, _PLAIN)


@functools.lru_cache(maxsize=8192)
def events(text: str, language: str | None, tokens: tuple[Token, ...]) -> Events:
    """Read one sentence. ``tokens`` count in ``text``."""
    if language is None or not tokens or len(tokens) > 90:
        return Events((), {})
    return _Reader(text, language, tokens).read()


class _Reader:
    def __init__(self, text: str, language: str, tokens: Sequence[Token]) -> None:
        self.text, self.language, self.tokens = text, language, tokens
        self.low = [t.text.lower().replace("’", "'").replace("ё", "е") for t in tokens]
        self.clause = self._clauses()
        self.turned: dict[int, int] = {}

    def _clauses(self) -> list[int]:
        breaks = frozenset(section(self.language, "polarity").get("clauses", {}).get("breaks", ()))
        out, number, last = [], 0, 0
        for i, token in enumerate(self.tokens):
            if i and (_MARKS.search(self.text, last, token.start) or self.low[i] in breaks):
                number += 1
            out.append(number)
            last = token.end
        return out

    def read(self) -> Events:
        words = [self._forms(i) for i in range(len(self.tokens))]
        found = [op for op in operators(words, self.clause, self.language) if not self._idle(op)]
        taken = {i for op in found for i in op.words}
        denied: list[Span] = []
        for place in places(self.text, self.language, tuple((t.start, t.end, not t.stop) for t in self.tokens)):
            if place.strength is Strength.OWN:
                denied.append(place.span)
            plain = place.strength is Strength.OWN or (place.strength is Strength.HELD and place.head != place.at)
            again = self.language not in ("en", "de") and any(self.clause[place.at] == self.clause[at] for at in self.turned)
            if plain and place.at not in taken and place.head >= 0 and not again:  # "aucun … ne": one negation
                found.append(Operator("not", "do", -1, (place.at,)))
                self.turned[place.at] = place.head
        found.sort(key=lambda op: op.words)
        governed = self._all_governed(found)
        kept = [op for op, (inner, _) in zip(found, governed, strict=True) if op.kind != "lift" or inner is not None]
        if len(kept) < len(found):  # a trophy that is lifted
            found, governed = kept, self._all_governed(kept)
        parent = {inner: outer for outer, (inner, _) in enumerate(governed) if inner is not None}
        out = []
        for n, op in enumerate(found):
            mode, sign, heads = op.mode, op.sign, self._heads(n, governed)
            outer, steps = parent.get(n), 0
            while outer is not None and steps < 5:
                mode = _under(found[outer], mode)
                sign *= found[outer].sign
                outer, steps = parent.get(outer), steps + 1
            out.append(Event(op.kind, mode, sign, op.words, heads, self._reach(op, heads)))
        status: dict[int, tuple[str, int]] = {}
        for n, event in enumerate(out):
            if governed[n][0] is not None:
                continue  # the inner one tells it with the outer one's sign
            for head in event.heads:
                if head in status:  # two of them, neither governing the other: "may not appeal"
                    mode, sign = status[head]
                    status[head] = (event.mode if mode == "do" else mode, sign * event.sign)
                else:
                    status[head] = (event.mode, event.sign)
        futures = []
        for i, low in enumerate(self.low):
            if i not in taken and not self.tokens[i].capital and future(low, self.language):
                clause = [n for n, at in enumerate(self.clause) if at == self.clause[i] and n != i and not self.tokens[n].stop]
                if any(_LONG_AGO.fullmatch(self.low[n]) for n in clause):
                    continue
                inside = any(s.start < self.tokens[i].start and self.tokens[i].end < s.end for s in denied)  # "n'augmentera pas"
                mode, sign = status.get(i, ("do", -1) if inside else _PLAIN)
                status[i] = ("will" if mode == "do" else mode, sign)
                futures.append(Event("future", *status[i], (i,), (), tuple(clause)))
        out = [replace(e, mode=status[e.heads[0]][0], sign=status[e.heads[0]][1]) if e.heads and e.heads[0] in status else e for e in out]
        return Events(tuple(out), status, tuple(futures), self._objects(out, status))

    def _objects(self, found: Sequence[Event], status: dict[int, tuple[str, int]]) -> dict[int, tuple[str, int]]:
        out: dict[int, tuple[str, int]] = {}
        for event in found:
            if len(event.heads) == 1 and event.heads[0] in status:
                head = event.heads[0]
                behind = next((i for i in event.reach if head < i <= head + _OBJECT), None)
                if behind is not None and behind not in status and not self.tokens[behind].digit:
                    out[behind] = status[head]
        return out

    def _forms(self, i: int) -> tuple[str, str]:
        """A word and its dictionary form as operators are looked up by: no name is one, nor "shouldn't" a "shall"."""
        token, low = self.tokens[i], self.low[i]
        return ("", "") if token.capital and self.language == "en" else (low, low if low.endswith("n't") else token.key)

    def _idle(self, op: Operator) -> bool:
        """Whether an English "may" or "would" says nothing of what is to come: "anyone who may have seen it", "he would spend years"."""
        word, at = self.low[op.words[0]], op.words[0]
        if self.language != "en" or op.kind not in ("plan", "possible"):
            return False
        if word in ("may", "might", "could"):
            return at > 0 and self.low[at - 1] in ("who", "which")
        return word == "would" and not any(t.key in SPEECH for t in self.tokens[:at])

    def _reach(self, op: Operator, heads: Sequence[int]) -> tuple[int, ...]:
        last = max((op.words[-1], *heads))
        clauses = {self.clause[op.words[-1]], self.clause[last]}
        behind = [i for i in range(op.words[-1] + 1, len(self.tokens)) if self.clause[i] in clauses and not self.tokens[i].stop]
        return tuple(sorted({*heads, *behind}))

    def _all_governed(self, found: Sequence[Operator]) -> list[tuple[int | None, tuple[int, ...]]]:
        owner = {i: n for n, op in enumerate(found) for i in op.words}
        return [self._governed(op, owner) for op in found]

    def _heads(self, n: int, governed: Sequence[tuple[int | None, tuple[int, ...]]]) -> tuple[int, ...]:
        inner, heads = governed[n]
        steps = 0
        while inner is not None and steps < 5:
            inner, heads = governed[inner]
            steps += 1
        return heads

    def _governed(self, op: Operator, owner: dict[int, int]) -> tuple[int | None, tuple[int, ...]]:
        """The operator that this one governs, and the content words if it governs none."""
        last, own = op.words[-1], owner[op.words[0]]
        if op.kind == "not":
            head = self.turned[last]
            if _NO.fullmatch(self.low[last]) or self.low[max(0, last - 1) : last + 1] == [
                "no",
                "one",
            ]:  # "no train will run": what follows is turned too
                rest = [i for i in range(last + 1, len(self.tokens)) if self.clause[i] == self.clause[last]]
                inner = next((owner[i] for i in rest if i in owner and owner[i] != own), None)
                return inner, () if inner is not None else tuple(i for i in rest if not self.tokens[i].stop)[: _PHRASE + 1]
            between = next((owner[i] for i in range(last + 1, head + 1) if i in owner and owner[i] != own), None)
            if between is None and head in owner and owner[head] != own:
                between = owner[head]
            return between, () if between is not None else (head,)
        stop = last + 1
        while stop < len(self.tokens) and self.clause[stop] == self.clause[last]:
            stop += 1
        opened = stop < len(self.tokens) and self.low[stop] in _THAT and stop - last <= 4
        if not opened and last + 1 < len(self.tokens) and self.low[last + 1] in _THAT:
            opened, stop = True, last + 1
        if len(op.words) > 1 and self.low[last] in _THAT:
            opened, stop = True, last
        if opened:
            return self._opened(stop + 1, owner, own)
        if self.language == "de" and stop < len(self.tokens):
            verb = self._german_infinitive(stop)
            if verb is not None:
                return None, (verb, *(i for i in range(stop, verb) if not self.tokens[i].stop))[:_CLAUSE]
        behind = list(range(last + 1, stop))
        cut = next((n for n, i in enumerate(behind) if self.low[i] in AND), None)
        content, behind = 0, behind[:cut]
        for i in behind:
            if i in owner and owner[i] != own and i == min(j for j, n in owner.items() if n == owner[i]):
                return owner[i], ()
            if not self.tokens[i].stop:
                content += 1
                if content == _PHRASE:
                    break
        infinitive = self._infinitive(behind[:_WITHIN])
        if infinitive is not None:
            return None, (infinitive,)
        phrase = self._phrase(behind, owner)
        passive = (
            self.language == "en"
            and op.words[0] > 0
            and self.low[op.words[0] - 1] in _BE
            and op.kind in _PASSIVE
            and not self.low[last].endswith("ing")
        )
        if not phrase or passive or self.language == "de":
            before = [
                i
                for i in range(last - 1, -1, -1)
                if self.clause[i] == self.clause[last] and i not in owner and not self.tokens[i].stop and self.tokens[i].key not in SPEECH
            ]
            left = tuple(before[: _CLAUSE if self.language == "de" else _PHRASE])
            phrase = left if passive else (*phrase, *left)
        return None, phrase[:_CLAUSE]

    def _opened(self, start: int, owner: dict[int, int], own: int) -> tuple[int | None, tuple[int, ...]]:
        words: list[int] = []
        for i in range(start, len(self.tokens)):
            if i > start and (self.clause[i] != self.clause[start] or (self.low[i] in AND and len(words) > 1)):
                break
            if i in owner and owner[i] != own:
                return owner[i], ()
            if not self.tokens[i].stop:
                words.append(i)
        return None, tuple(words[:_CLAUSE])

    def _infinitive(self, behind: Sequence[int]) -> int | None:
        """The verb of "to pay", «выплатить», "pagar" among these words."""
        for n, i in enumerate(behind):
            token = self.tokens[i]
            if token.capital or token.digit:
                continue
            if self.language == "en":
                before = self.low[behind[n - 1]] if n else self.low[i - 1] if i else ""
                if before == "to" and not token.stop and self.low[i] == token.key:
                    return i
                if before == "from" and self.low[i].endswith("ing"):
                    return i
            elif self.language == "de":
                if i and self.low[i - 1] == "zu" and self.low[i].endswith("n"):
                    return i
            elif len(self.low[i]) > 3 and not token.stop and self._ends_as_infinitive(i):
                return i
        return None

    def _ends_as_infinitive(self, i: int) -> bool:
        ends = self.low[i].endswith(_ENDINGS.get(self.language, ()))
        return ends and (self.language != "ru" or russian().parse(self.low[i])[0].tag.POS == "INFN")

    def _german_infinitive(self, start: int) -> int | None:
        """The verb of ", das Bad zu retten" in the clause that begins at ``start``."""
        for i in range(start, len(self.tokens)):
            if self.clause[i] != self.clause[start]:
                return None
            if (i > start and self.low[i - 1] == "zu" and self.low[i].endswith("n")) or _ZU.fullmatch(self.low[i]):
                return i
        return None

    def _phrase(self, behind: Sequence[int], owner: dict[int, int]) -> tuple[int, ...]:
        """The first run of content words behind an operator."""
        out: list[int] = []
        for i in behind:
            token = self.tokens[i]
            if token.stop or i in owner or (self.language == "en" and self.low[i].endswith("ly")):
                if out:
                    break
                continue
            out.append(i)
            if len(out) == _PHRASE + 1:
                break
        return tuple(out)
