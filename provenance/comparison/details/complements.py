"""Which part each complement of a verb plays: by order, by case, by article and by preposition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.comparison.details.verbs import BREAK, Verbs
from provenance.comparison.matching.tokens import Token
from provenance.language.names import Name, NameKind
from provenance.language.words import russian
from provenance.model import Span

_OBLIQUE = {
    "pl": re.compile(r"(?:ego|emu|owi|ę|ą|om|ami|ach)\Z"),
    "uk": re.compile(r"(?:ого|ому|ові|еві|єві|ам|ям|ами|ями|ах|ях)\Z"),
}
_OBLIQUE_NOUN = {"pl": re.compile(r"u\Z"), "uk": re.compile(r"[ую]\Z")}
"""Endings that no subject has; what only places have in the nominative, too: "Peru"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A complement: content words of a sentence and the names among them."""

    words: tuple[int, ...]
    """Indices of its content words among the sentence's tokens."""
    head: tuple[int, ...]
    """Those of them that do not hang on an "of"."""
    names: tuple[Name, ...]
    span: Span


class Complements(Verbs):
    """The complements of one sentence's verbs."""

    def __init__(
        self, text: str, tokens: Sequence[Token], names: tuple[Name, ...], language: str, little: dict[str, frozenset[str]], offset: int
    ) -> None:
        super().__init__(text, tokens, names, language, little, offset)
        self.by_order: set[int] = set()
        """Verbs whose parts only the order of words tells."""

    def _phrase(self, run: Sequence[int]) -> Phrase | None:
        words = tuple(i for i in run if not self.tokens[i].stop and i not in self.controls)
        if not words:
            return None
        hung = next((i for i in run if self._is(i, "of") and i > words[0]), None)
        apposed = next((i for i in words[1:] if "," in self.gap[i]), None)
        head = tuple(i for i in words if hung is None or i < hung or (apposed is not None and i >= apposed))
        names = tuple(dict.fromkeys(name for i in head if (name := self.named[i]) is not None))
        return Phrase(words, head, names, Span(self.tokens[words[0]].start, self.tokens[words[-1]].end))

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

    def _apposed(self, i: int, before: Sequence[int]) -> bool:
        """Whether a name between commas says who the words before it mean: "the head of Skylink, Elena Calder, ..." """
        name, last = self.named[i], self.named[before[-1]] if before else None
        if not before or name is None or name.kind is not NameKind.PERSON or (last is not None and last.kind is NameKind.PERSON):
            return False
        end = i
        while end < len(self.tokens) and self.named[end] is name:
            end += 1
        return end == len(self.tokens) or "," in self.gap[end] or BREAK.search(self.gap[end]) is not None

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
