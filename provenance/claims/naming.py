"""Whom a source's words name: pronouns, surnames and "the ministry" resolved against what the draft said before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from provenance.claims.lexicon import Lexicon
from provenance.model import SourceKind

_WORD = re.compile(r"[^\W_][\w.]*(?:[-'’][^\W_]+)*['’]?|[,&()]")
_RUN = re.compile(
    r"[^\W\d_a-zа-яёіїєґßàâäçéèêëîïôöùûüñóúáíąćęłńśźż][\w'’-]*(?:\.(?=\s))?(?: (?:(?:de|del|della|van|von|der|den|di|da|al|el|bin|ibn|la|le|du) )?[^\W\d_a-zа-яёіїєґß][\w'’-]*(?:\.(?=\s))?){1,4}"
)
_MENTIONS = 30  # earlier uses of a noun that are looked at for the fuller name
_REACH = 1200  # characters to look back for what "the ministry" or "it" names


@dataclass(frozen=True, slots=True)
class Named:
    """A source's resolved name and what kind of thing it is."""

    name: str
    kind: SourceKind


@dataclass(slots=True)
class Memory:
    """What a draft has named so far. Local to one pass over one draft."""

    lex: Lexicon
    surnames: dict[str, str] = field(default_factory=dict)
    last: dict[str, Named] = field(default_factory=dict)
    """The latest source by how a pronoun can take it up: ``male``, ``female``, ``person``, ``thing``, ``plural``."""
    gender: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> None:
        """Take in the full names of a paragraph, so that surnames can be matched to them."""
        for match in _RUN.finditer(text):
            parts = self._without_titles(match.group().split(" "))
            while parts and parts[-1].endswith(("'s", "’s")):
                parts[-1] = parts[-1][:-2]
                break
            if parts and self._opens_sentence(parts[0]):
                parts = parts[1:]  # "While Stone"
            if 2 <= len(parts) <= 3 and not any(self._institution(p) for p in parts):
                self.surnames.setdefault(parts[-1].lower(), " ".join(parts))

    def _institution(self, word: str) -> bool:
        low = word.lower().strip(".")
        words = self.lex.nouns
        return any(low in words.get(name, ()) for name in ("groups", "outlets", "documents")) or low in self.lex.words.get("time_words", ())

    def _opens_sentence(self, word: str) -> bool:
        low = word.lower()
        return any(
            low in self.lex.words.get(name, ())
            for name in ("subordinators", "prepositions", "determiners", "conjunctions", "adverbs", "pronouns")
        )

    def _without_titles(self, parts: list[str]) -> list[str]:
        titles = self.lex.words.get("titles", frozenset())
        for index in range(len(parts) - 1, -1, -1):
            if parts[index].lower() in titles:
                return parts[index + 1 :]
        return parts

    def resolve(self, words: str, before: str, antecedent: str | None = None, lemma: str = "") -> Named:
        """Name the source that stands as ``words`` in the draft.

        Args:
            words: the noun phrase, run together.
            before: the draft's running text up to it; only the last stretch is looked at.
            antecedent: for a relative pronoun, the noun phrase that it takes up.
            lemma: of the cue; "the Courier reported" makes the Courier an outlet.
        """
        low = words.lower().replace("’", "'")
        pronoun = low.partition("'")[0] if low.partition("'")[0] in self.lex.words.get("pronouns", ()) else low
        references = self.lex.references
        if pronoun in references.get("relative", ()) and antecedent:
            named = self.resolve(antecedent, before, lemma=lemma)
        elif any(pronoun in group for group in references.values()):
            return self._pronoun(pronoun, before) or Named(words, self._pronoun_kind(pronoun))
        else:
            named = self._phrase(words, before, lemma)
        self._remember(named)
        return named

    def outlet(self, words: str, before: str) -> str:
        """The name in ``words`` if it is an outlet's; empty otherwise."""
        if not any(part[:1].isupper() for part in words.split()):
            return ""
        named = self._phrase(words, before)
        return named.name if named.kind is SourceKind.OUTLET else ""

    def _pronoun_kind(self, pronoun: str) -> SourceKind:
        if any(pronoun in self.lex.references.get(name, ()) for name in ("male", "female")):
            return SourceKind.PERSON
        return SourceKind.GROUP if pronoun in self.lex.references.get("plural", ()) else SourceKind.UNNAMED

    # ---- pronouns ----------------------------------------------------------------------------------------------

    def _pronoun(self, pronoun: str, before: str) -> Named | None:
        references = self.lex.references
        if pronoun in references.get("female", ()):
            found = self.last.get("female") or self._person_before(before, "female") or self.last.get("person")
            if found is not None:
                self.gender.setdefault(found.name, "female")
        elif pronoun in references.get("male", ()):
            found = self.last.get("male") or self._person_before(before, "male") or self.last.get("person")
            if found is not None:
                self.gender.setdefault(found.name, "male")
        elif pronoun in references.get("plural", ()):
            found = self.last.get("plural")
        else:
            found = self._thing_before(before) or self.last.get("thing")
            if found is not None:
                self.last["thing"] = found
        return found

    def _person_before(self, before: str, gender: str) -> Named | None:
        """The latest full name before the pronoun that is not known to be of the other gender."""
        best: tuple[int, str] | None = None
        window = before[-_REACH:]
        for surname, full in self.surnames.items():
            at = window.lower().rfind(surname)
            if at >= 0 and self.gender.get(full, gender) == gender and (best is None or at > best[0]):
                best = (at, full)
        return Named(best[1], SourceKind.PERSON) if best is not None else None

    def _thing_before(self, before: str) -> Named | None:
        """The latest document or outlet that was named; "it states" takes it up."""
        window = before[-_REACH:]
        words = list(_WORD.finditer(window))
        for index in range(len(words) - 1, -1, -1):
            low = words[index].group().lower()
            if low in self.lex.nouns.get("documents", ()) or (
                low in self.lex.nouns.get("outlets", ()) and words[index].group()[0].isupper()
            ):
                if low.endswith("s") and low not in self.lex.nouns.get("outlets", ()):
                    continue
                if low not in self.lex.nouns.get("outlets", ()) and not self._determined(words, index):
                    continue
                kind = SourceKind.OUTLET if low in self.lex.nouns.get("outlets", ()) else SourceKind.DOCUMENT
                if kind is SourceKind.DOCUMENT:
                    return Named(self._definite(words, index), kind)
                return self._phrase(self._capitals(words, index), before)
        return None

    def _determined(self, words: list[re.Match[str]], index: int) -> bool:
        return any(words[back].group().lower() in self.lex.words.get("determiners", ()) for back in range(max(0, index - 4), index))

    def _definite(self, words: list[re.Match[str]], index: int) -> str:
        article = next(iter(self.lex.words.get("definite", ())), "")
        noun = words[index].group()
        return f"{article} {noun}".strip()

    def _capitals(self, words: list[re.Match[str]], index: int) -> str:
        first = index
        while first > 0 and words[first - 1].group()[0].isupper() and words[first - 1].end() + 1 == words[first].start():
            first -= 1
        return " ".join(w.group() for w in words[first : index + 1])

    # ---- noun phrases ------------------------------------------------------------------------------------------

    def _phrase(self, words: str, before: str, lemma: str = "") -> Named:
        bare = _unmarked(words)
        role, _, aside = bare.partition(", ")
        if aside and all(part[:1].isupper() for part in aside.split(" ")) and not role.rpartition(" ")[2][:1].isupper():
            bare = aside  # "the governor, Hal Stone"
        elisions = self.lex.words.get("elisions", frozenset())
        head_word, mark, _ = bare.partition("'") if "'" in bare[:5] else bare.partition("’")
        elided = bool(mark) and head_word.lower() in elisions
        if elided:  # "l'accord" is an article and a noun
            bare = f"{head_word}{mark} {bare[len(head_word) + 1 :]}"
        parts = bare.split(" ")
        determiners = self.lex.words.get("determiners", frozenset())
        low = [p.lower().replace("’", "'") for p in parts]
        head = self._head(low)
        kind = self._kind(parts, low, head)
        proper = parts[-1][:1].isupper() and head == len(parts) - 1
        nouns_capital = bool(self.lex.words.get("capital_nouns"))
        if kind is SourceKind.PERSON and proper and low[0] in self.lex.words.get("articles", ()) and len(parts) == 2 and not nouns_capital:
            kind = SourceKind.GROUP  # "the Courier"
        if kind is SourceKind.GROUP and proper and lemma and lemma in self.lex.words.get("outlet_verbs", ()):
            kind = SourceKind.OUTLET
        if kind is SourceKind.PERSON and proper and not (nouns_capital and low[0] in determiners and len(parts) == 2):
            first = len(parts) - 1
            while (
                first > 0
                and (parts[first - 1][:1].isupper() or low[first - 1] in self.lex.words.get("name_particles", ()))
                and low[first - 1] not in determiners
            ):
                first -= 1
            name = self._without_titles(parts[first:]) or parts[first:]
            if len(name) > 1 and name[0].endswith(("'", "’", "'s", "’s")):
                name = name[1:]
            full = " ".join(name)
            if len(name) == 1:
                full = self.surnames.get(name[0].lower(), full)
            return Named(full, kind)
        if low[0] in self.lex.words.get("definite", ()) and len(parts) <= 3 and not any(p[:1].isupper() for p in parts[1:]):
            earlier = self._named_before(low[-1], before)
            if earlier is not None:
                return earlier
        called = bare
        if low[0] in determiners and len(parts) > 1:
            rest = " ".join(parts[1:])
            institution = parts[1][:1].isupper() and parts[head][:1].isupper() and low[0] in self.lex.words.get("articles", ())
            called = rest if institution and not nouns_capital else f"{low[0]} {rest}"
            if institution and parts[0][:1].isupper() and self.lex.language != "en" and before.rstrip()[-1:].isalpha():
                called = bare  # "Le Monde": the article is part of the name
        if elided:
            called = called.replace(f"{mark} ", mark, 1)
        return Named(called, kind)

    def _head(self, low: list[str]) -> int:
        """Index of the head noun: the last word before the first preposition or relative."""
        for index in range(1, len(low)):
            if any(tuple(low[index : index + len(p)]) == p for p in self.lex.phrases.get("seen", ())):
                return index - 1
            if (
                low[index] in self.lex.words.get("prepositions", ())
                or low[index] in self.lex.words.get("relatives", ())
                or low[index] in (",", "and")
                or low[index].endswith(",")
            ):
                return index - (0 if low[index].endswith(",") else 1)
        return len(low) - 1

    def _kind(self, parts: list[str], low: list[str], head: int) -> SourceKind:
        nouns = self.lex.nouns
        word = low[head].rstrip(",").removesuffix("'s")
        if self.lex.language in ("ru", "uk") and not any(word in group for group in nouns.values()):
            from provenance.language.words import lemma

            word = lemma(word, self.lex.language).lower()
        capital = parts[head][:1].isupper()
        common = any(low[0] in group for group in nouns.values()) or self.lex.words.get("determiners", frozenset()) & {low[0]}
        proper = any(p[:1].isupper() for p in parts[1 if common else 0 :])
        titled = any(p in self.lex.words.get("titles", ()) for p in low[:head])
        if capital and titled and head > 0 and word not in nouns.get("groups", ()) and word not in nouns.get("outlets", ()):
            return SourceKind.PERSON
        if word in nouns.get("documents", ()) and not (capital and word in nouns.get("outlets", ())):
            return SourceKind.DOCUMENT
        if any(p in nouns.get("outlet_nouns", ()) for p in low[:head]) and word not in nouns.get("groups", ()) and not titled:
            return SourceKind.OUTLET
        if word in nouns.get("outlets", ()) and (capital or word in nouns.get("outlet_nouns", ())):
            return SourceKind.OUTLET
        if (
            not proper
            and any(p in nouns.get("unnamed", ()) for p in (word, *low[: head + 1]))
            and low[0] not in self.lex.words.get("definite", ())
        ):
            return SourceKind.UNNAMED
        if word in nouns.get("groups", ()) or "and" in low[1:-1]:
            return SourceKind.GROUP
        if not capital:
            plural = word.endswith("s") and not word.endswith("ss") and self.lex.language == "en"
            return SourceKind.GROUP if plural else SourceKind.PERSON
        from provenance.language.gazetteer import find

        name = " ".join(p for p in parts[: head + 1] if p[:1].isupper())
        known = {entry.kind for entry in find(name)}
        if "outlet" in known:
            return SourceKind.OUTLET
        if known & {"country", "place", "organisation", "role"} or (word.isupper() and len(word) > 1):
            return SourceKind.GROUP
        return SourceKind.PERSON

    def _named_before(self, head: str, before: str) -> Named | None:
        """ "The ministry": the latest fuller name with the same head ("Belarusian Interior Ministry")."""
        window = before[-_REACH * 3 :]
        low = window.lower()
        at = low.rfind(head)
        for _ in range(_MENTIONS):
            if at <= 0:
                break
            left = window[:at].rstrip()
            match = re.search(r"(?:[^\W\d_][\w'’-]* ){0,4}[^\W\d_][\w'’-]*$", left[-120:])
            if match is not None and window[at + len(head) : at + len(head) + 1] in ("", " ", ",", ".", "'", "’", ")"):
                taken: list[str] = []
                for word in reversed(match.group().split(" ")):
                    if (
                        word.lower() in self.lex.words.get("determiners", ())
                        or word.lower() in self.lex.words.get("prepositions", ())
                        or word.lower() in self.lex.words.get("conjunctions", ())
                    ):
                        break
                    taken.insert(0, word)
                if any(w[:1].isupper() for w in taken):
                    name = " ".join([*taken, window[at : at + len(head)]])
                    follow = _RUN.match(window[at:])
                    if head in self.lex.words.get("titles", ()) and follow is not None:
                        person = self._without_titles(follow.group().split(" "))
                        if person:
                            return Named(" ".join(person), SourceKind.PERSON)
                    if head in self.lex.words.get("titles", ()):
                        return None
                    parts = name.split(" ")
                    return Named(name, self._kind(parts, [p.lower() for p in parts], len(parts) - 1))
            at = low.rfind(head, 0, at)
        return None

    def _remember(self, named: Named) -> None:
        if named.kind is SourceKind.PERSON:
            known = self.gender.get(named.name)
            if known is not None:
                self.last[known] = named
                self.last["person"] = named
            else:
                self.last["person"] = self.last["male"] = self.last["female"] = named
        elif named.kind in (SourceKind.DOCUMENT, SourceKind.OUTLET):
            self.last["thing"] = named
        elif named.kind in (SourceKind.GROUP, SourceKind.UNNAMED):
            self.last["plural"] = named


def _unmarked(words: str) -> str:
    """A phrase without quotation marks and bracketed asides, its blanks single."""
    words = re.sub(r"\([^()]{0,60}\)", " ", words)
    words = re.sub(r"[\"“”„«»()]", "", words)
    return " ".join(words.split()).strip(" ,") or words.strip() or words
