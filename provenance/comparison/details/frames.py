"""Who does what to whom in a sentence, read from word order, voice, case and prepositions, without a parser.

A frame is a verb with its complements, each by the part that it plays: in "Ann sold the boat to Bob" Ann is the seller, Bob the
buyer, and "Bob bought the boat from Ann" has the same parts (role frames after Fillmore's FrameNet, the converse verbs after Lyons).
Verbs, bonds ("father of") and little words stand in ``data/roles.toml``; of English and Russian other verbs are read too. What is not
plain gives no frame: a sentence may have fewer frames than verbs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from provenance.comparison.details.nominal import deeds
from provenance.comparison.details.predicates import (
    Predicate,
    an_infinitive,
    bare_verb,
    bonds,
    could_be_verb,
    little_words,
    past_of,
    phrasal_verbs,
    plain_verb,
    predicate,
    purely_verb,
)
from provenance.comparison.matching.tokens import Token
from provenance.language.names import Name, NameKind
from provenance.language.words import russian
from provenance.model import Span

_REACH = 14
"""Words on either side of a verb among which its complements are looked for."""
_APPOSITION = 12
_CONTROL = 7
"""Words before an infinitive among which the verb or adjective is looked for that lends it its subject."""
_QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{2,40}[»”“\"]")
_SHORT = 3
"""Words of the longest name that stands in quotation marks."""
_OBLIQUE = {
    "pl": re.compile(r"(?:ego|emu|owi|ę|ą|om|ami|ach)\Z"),
    "uk": re.compile(r"(?:ого|ому|ові|еві|єві|ам|ям|ами|ями|ах|ях)\Z"),
}
_OBLIQUE_NOUN = {"pl": re.compile(r"u\Z"), "uk": re.compile(r"[ую]\Z")}
"""Endings that no subject has; what only places have in the nominative, too: "Peru"."""
_BREAK = re.compile(r"[.!?…;:()\[\]\"“”„«»—–\n]|\s-\s")
_CASED = frozenset(("ru",))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A complement: content words of a sentence and the names among them."""

    words: tuple[int, ...]
    """Indices of its content words among the sentence's tokens."""
    head: tuple[int, ...]
    """Those of them that do not hang on an "of"."""
    names: tuple[Name, ...]
    span: Span


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


class _Reader:
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
        self.by_order: set[int] = set()
        """Verbs whose parts only the order of words tells."""

    def frames(self) -> tuple[Frame, ...]:
        found: list[Frame] = []
        for i, entry in enumerate(self.entries):
            if entry is not None and (frame := self._frame(i, entry, found)) is not None:
                found.append(frame)
        found += self._bonds()
        found += self._deeds()
        return tuple(found)

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
            if "," in self.gap[j + 1] or _BREAK.search(self.gap[j + 1]) or self._is(j, "breaks") or self._is(j, "relative"):
                return False
            if self.tokens[j].key in self.little["control"] or self.low[j] in self.little["control"]:
                direct = self._split(range(j + 1, i - 1))[0][1]
                if any(not self.tokens[k].stop and not self._adverb(k) for k in direct):
                    return False
                self.controls.add(j)
                return True
        return False

    def _is(self, i: int, kind: str) -> bool:
        return self.low[i] in self.little.get(kind, ())

    # ---- one verb -----------------------------------------------------------------------------------------------------

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
            if _BREAK.search(self.gap[j]):
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
            and not _BREAK.search(self.gap[j])
            and "," not in self.gap[j]
            and (self._is(j - 1, "auxiliary") or j - 1 in self.must or self._adverb(j - 1))
        ):
            j -= 1
            if self._is(j, "auxiliary"):
                found.append(self.low[j])
        return j, tuple(found)

    def _adverb(self, i: int) -> bool:
        return self.language == "en" and self.low[i].endswith("ly") and not self.tokens[i].capital and self.named[i] is None

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
        return not any("," in self.gap[k] or _BREAK.search(self.gap[k]) for k in range(low + 1, high + 1))

    def _reduced(self, i: int, start: int) -> bool:
        """Whether an English participle without an auxiliary may only describe the noun before it: "the man accused of fraud"."""
        if self.language == "en" and self.low[i].endswith(("ed", "en", "ught", "ld")) and i + 1 < len(self.low):
            return self._is(i + 1, "by") or self._is(i + 1, "of")
        return self.low[i].endswith("ing") and self.language == "en" and start == i

    # ---- the words around it ------------------------------------------------------------------------------------------

    def _left(self, start: int) -> tuple[tuple[int, ...] | None, bool]:
        """Words before a verb that may hold its subject, in order; and whether the subject is that of the verb before."""
        j = start - 1
        if j < 0 or _BREAK.search(self.gap[start]):
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
            while k > 0 and j - k < _APPOSITION and "," not in self.gap[k] and not _BREAK.search(self.gap[k]):
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
                if verb and not self._says(j):
                    return (None, False) if self.language == "en" and not antecedent else (tuple(reversed(words)), False)
                break
            words.append(j)
            if _BREAK.search(self.gap[j]) or "," in self.gap[j]:
                break
            j -= 1
        return tuple(reversed(words)), False

    def _defining(self, i: int) -> bool:
        """Whether an English "that" says which one is meant, and does not lead what was said: "the dog that bit the postman"."""
        if self.language != "en" or self.low[i] != "that" or not i or self.gap[i].strip():
            return False
        noun = self.tokens[i - 1]
        return (
            not noun.stop
            and self.entries[i - 1] is None
            and not self._says(i - 1)
            and noun.key not in self.little["control"]
            and noun.key not in self.little["reported"]
        )

    def _describes(self, i: int) -> bool:
        """Whether an English "-ing" form describes the noun before it."""
        return self.language == "en" and self.low[i].endswith("ing") and not self.tokens[i - 1].stop and not self.gap[i].strip()

    def _says(self, i: int) -> bool:
        """Whether a verb may lead a clause with a subject of its own: of saying, or of seeing it happen ("saw the driver hit the guard")."""
        if self.tokens[i].key in self.little.get("perception", ()):
            return True
        return self.tokens[i].key in self.little["speech"] or self.low[i] in self.little["speech"]

    def _right(self, i: int) -> tuple[int, ...]:
        words: list[int] = []
        first = i + 2 if self._phrasal(i) is not None else i + 1
        for j in range(first, min(len(self.tokens), first + _REACH)):
            if _BREAK.search(self.gap[j]) or ("," in self.gap[j] and not self._apposed(j, words)) or self.entries[j] is not None:
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

    def _apposed(self, i: int, before: Sequence[int]) -> bool:
        """Whether a name between commas says who the words before it mean: "the head of Skylink, Elena Calder, ..." """
        name, last = self.named[i], self.named[before[-1]] if before else None
        if not before or name is None or name.kind is not NameKind.PERSON or (last is not None and last.kind is NameKind.PERSON):
            return False
        end = i
        while end < len(self.tokens) and self.named[end] is name:
            end += 1
        return end == len(self.tokens) or "," in self.gap[end] or _BREAK.search(self.gap[end]) is not None

    def _split(self, words: Sequence[int]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Runs of words by the preposition in front: "" for none; what hangs on "of" stays with what it belongs to."""
        out: list[tuple[str, list[int]]] = [("", [])]
        for i in words:
            kind = next((k for k in ("by", "to", "from", "against", "on", "than", "role", "other") if self._is(i, k)), "")
            if kind:
                out.append((kind, []))
            elif not self._is(i, "auxiliary"):
                out[-1][1].append(i)
        return tuple((kind, tuple(run)) for kind, run in out)

    def _before(self, words: Sequence[int]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """:meth:`_split` of what stands before a verb; "In the final Ann beat Bob": behind a preposition the subject begins anew."""
        runs = self._split(words)
        if len(runs) < 2 or any(not self.tokens[i].stop for i in runs[0][1]):
            return runs
        last = runs[-1][1]
        starts = [
            n
            for n, i in enumerate(last)
            if n and (self.tokens[i].stop or (self.named[i] is not None and self.named[i] is not self.named[last[n - 1]]))
            and any(not self.tokens[j].stop for j in last[:n]) and not self._is(i, "of") and not self._is(last[n - 1], "of")
        ]  # fmt: skip
        return (("", last[starts[-1] :]), *runs[1:-1], (runs[-1][0], last[: starts[-1]])) if starts else runs

    def _phrase(self, run: Sequence[int]) -> Phrase | None:
        words = tuple(i for i in run if not self.tokens[i].stop and i not in self.controls)
        if not words:
            return None
        hung = next((i for i in run if self._is(i, "of") and i > words[0]), None)
        apposed = next((i for i in words[1:] if "," in self.gap[i]), None)
        head = tuple(i for i in words if hung is None or i < hung or (apposed is not None and i >= apposed))
        names = tuple(dict.fromkeys(name for i in head if (name := self.named[i]) is not None))
        return Phrase(words, head, names, Span(self.tokens[words[0]].start, self.tokens[words[-1]].end))

    # ---- which part each plays ----------------------------------------------------------------------------------------

    def _by_order(
        self, sides: Sequence[Sequence[tuple[str, tuple[int, ...]]]], passive: bool, dative: bool, left: Sequence[int]
    ) -> dict[str, Phrase]:
        roles: dict[str, Phrase] = {}
        before, behind = sides
        subject = before[0][1]
        rest = [*before[1:], *behind] if self.language == "de" else list(behind)
        if self.language == "de":
            subject, rest = self._german(left, before, behind)
        phrase = self._phrase(subject)
        if phrase is not None:
            roles["patient" if passive else "agent"] = phrase
        for kind, run in rest:
            found = self._phrase(run)
            if found is None:
                continue
            role = kind or "patient"
            if passive and not kind:
                role = "thing"
            elif kind == "by":
                role = "agent" if passive else "by"
            elif kind in ("other", "than", "role"):
                continue
            roles.setdefault(role, found)
        if not passive and {"agent", "patient"} <= roles.keys():
            first, second = self._upright(roles["agent"], roles["patient"], dative), self._upright(roles["patient"], roles["agent"], dative)
            if not first and not second:
                return {}
            if not first:
                roles["agent"], roles["patient"] = roles["patient"], roles["agent"]
        if (
            len(roles) < 2
            and not passive
            and "agent" in roles
            and self.language in ("pl", "uk", "es")
            and not self._upright(roles["agent"], None, dative)
        ):
            return {}
        return roles

    def _german(
        self, left: Sequence[int], before: Sequence[tuple[str, tuple[int, ...]]], behind: Sequence[tuple[str, tuple[int, ...]]]
    ) -> tuple[tuple[int, ...], list[tuple[str, tuple[int, ...]]]]:
        """Subject and other runs of a German clause: the finite auxiliary, or the second name, parts them."""
        second = next((n for n, i in enumerate(left) if self._is(i, "auxiliary")), None)
        if second is not None:
            return self._split(left[:second])[0][1], [*self._split(left[second:]), *behind]
        run = before[0][1]
        cut = self._second_name(run)
        if cut is not None and not any(words for kind, words in behind if not kind):
            return run[:cut], [("", run[cut:]), *before[1:], *behind]
        if not any(not self.tokens[i].stop for i in run) and behind:  # "Gestern besiegte Anna Berta"
            cut = self._second_name(behind[0][1]) or self._second_article(behind[0][1])
            if cut is not None:
                return behind[0][1][:cut], [("", behind[0][1][cut:]), *behind[1:]]
        return run, [*before[1:], *behind]

    def _second_article(self, run: Sequence[int]) -> int | None:
        """Where a second German noun phrase begins by its article; "der" may lead a genitive."""
        return next((n for n, i in enumerate(run) if n and self._is(i, "article") and any(not self.tokens[j].stop for j in run[:n])), None)

    def _second_name(self, run: Sequence[int]) -> int | None:
        first: Name | None = None
        for n, i in enumerate(run):
            name = self.named[i]
            if name is not None and first is not None and name is not first:
                return n
            first = first or name
        return None

    def _upright(self, phrase: Phrase, beside: Phrase | None, dative: bool) -> bool:
        """Whether a phrase may be a subject by its ending or its article.

        Parameters:
            beside: the other phrase, without a preposition as well; a German "der" is no nominative if only the other may be one.
            dative: whether the verb takes a dative.
        """
        first = phrase.words[0]
        if self.language == "de":
            if self._before_it(first) in self.little["oblique"]:
                return False
            if not dative or beside is None or self._before_it(first) not in self.little["either"]:
                return True
            return self._before_it(beside.words[0]) in self.little["oblique"] | self.little["either"]
        if self.language not in _OBLIQUE:
            return True
        noun = self.low[phrase.head[0]]
        place = any(name.kind is NameKind.PLACE for name in phrase.names)
        ends = _OBLIQUE[self.language].search(noun) or (not place and _OBLIQUE_NOUN[self.language].search(noun))
        return not ends and not any(_OBLIQUE[self.language].search(name.text.lower()) for name in phrase.names)

    def _before_it(self, i: int) -> str:
        return self.low[i - 1] if i and not self.gap[i].strip() else ""

    def _by_case(self, sides: Sequence[Sequence[tuple[str, tuple[int, ...]]]], passive: bool, verb: int) -> dict[str, Phrase]:
        """Parts of a Russian clause: nominative and accusative tell, wherever they stand."""
        roles: dict[str, Phrase] = {}
        open_: list[Phrase] = []
        before: list[Phrase] = []
        gender = russian().parse(self.low[verb])[0].tag.gender
        plain = [phrase for side in sides for kind, run in side if not kind and (phrase := self._phrase(run)) is not None]
        subjects = [self._case(phrase, gender) == "nomn" and not self._either(phrase) for phrase in plain]
        for side in sides:
            for kind, run in side:
                phrase = self._phrase(run)
                if phrase is None or kind in ("other", "role"):
                    continue
                case = self._case(phrase, gender)
                if case == "nomn" and not passive and not kind and self._either(phrase):
                    first = plain.index(phrase) == 0 or self._case(plain[0], gender) not in ("", "nomn")
                    case = "" if any(subjects) or not first else case  # «союз» is subject or object
                if kind:
                    roles.setdefault(kind, phrase)
                elif case == "nomn":
                    roles.setdefault("patient" if passive else "agent", phrase)
                elif case == "ablt" and passive:
                    roles.setdefault("agent", phrase)
                elif case in ("accs", "gent", "datv") and not passive:
                    roles.setdefault("patient", phrase)
                elif not case:
                    open_.append(phrase)
                    before += [phrase] if side is sides[0] else []
        if len(open_) == 2 and len(before) == 1 and not roles.keys() & {"agent", "patient"} and not passive:  # «импорт превысил экспорт»
            roles["agent"], roles["patient"] = open_
            self.by_order.add(verb)
        missing = {"agent", "patient"} - roles.keys()
        if len(open_) == 1 and len(missing) == 1 and not passive:  # "Китай" beside a plain nominative is the object
            roles[missing.pop()] = open_[0]
        return roles

    def _either(self, phrase: Phrase) -> bool:
        """Whether the nominative of a phrase's first noun is its accusative as well."""
        for i in phrase.words:
            cases = {str(parse.tag.case) for parse in russian().parse(self.low[i]) if parse.tag.POS == "NOUN"}
            if cases:
                return {"nomn", "accs"} <= cases
        return False

    def _case(self, phrase: Phrase, gender: str | None) -> str:
        """The case of a phrase's first noun or name; empty if its form may be several that matter.

        A nominative of another gender than the verb's is no subject.
        """
        for i in phrase.words:
            told: dict[str, float] = {}
            for parse in russian().parse(self.low[i]):
                tag = parse.tag
                if (
                    tag.case == "nomn"
                    and tag.number == "sing"
                    and gender
                    and tag.gender in ("masc", "femn", "neut")
                    and tag.gender != gender
                ):
                    continue
                if tag.POS == "NOUN" and tag.number == "sing" and "Fixd" not in tag and tag.case:
                    told[tag.case] = told.get(tag.case, 0.0) + parse.score
                elif tag.POS == "NOUN" and tag.case:
                    told["?" if "Fixd" in tag else tag.case] = told.get(tag.case, 0.0) + parse.score
            if not told:
                continue  # an adjective
            if "?" in told:
                return ""
            best = max(sorted(told), key=lambda case: told[case])
            if best in ("accs", "gent"):
                other = told.get("nomn", 0.0)
                best = "gent"
            else:
                other = max((score for case, score in told.items() if case != best), default=0.0)
            return str(best) if other <= 0.35 * max(told.values()) else ""
        return ""

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

    # ---- bonds: "A is B's teacher" ------------------------------------------------------------------------------------

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
