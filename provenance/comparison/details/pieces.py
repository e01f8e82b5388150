"""A sentence cut into pieces by marks and little words, each with its verbs and noun phrases."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from importlib import resources
from typing import Any, Self

from provenance.comparison.details.predicates import little_words
from provenance.comparison.details.stated import Details
from provenance.comparison.lexical.dictionary import mostly_verb
from provenance.comparison.matching.tokens import Token, tokenize
from provenance.language.gazetteer import plain
from provenance.language.identity import given_name
from provenance.language.names import Name, NameKind
from provenance.language.words import lemma, russian
from provenance.model import Span

_BREAK = re.compile(r"[.!?…;:()\[\]\"“”„«»—–\n]|\s-\s")
_QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{2,40}[»”“\"]")
_OBLIQUE = {
    "pl": re.compile(r"(?:owi|em|ą|ę|ego|emu|ami|ach|om)\Z"),
    "uk": re.compile(r"(?:ові|еві|єві|ом|ем|єм|ою|ею|єю|ами|ями|ах|ях|ого|ому|у|ю|ів|їв)\Z"),
}
_INFINITIVE = {
    "de": re.compile(r"(?:en|ern|eln|sein|tun)\Z"),
    "fr": re.compile(r"(?:er|ir|re)\Z"),
    "es": re.compile(r"(?:ar|er|ir|ír)\Z"),
    "uk": re.compile(r"(?:ти|тися|тись)\Z"),
}
_PARTICIPLE = {"fr": re.compile(r"(?:ée?s?|ue?s?|is|it|ert)\Z"), "es": re.compile(r"(?:[ai]d[oa]s?|to|cho)\Z")}
_POLISH_PAST = re.compile(r"\w{2,}(?:ł|ła|ło|li|ły)\Z")
_IRREGULAR = re.compile(r"(?:men|women|children|people|feet|lives|better|best|worse|worst|more|less|left|data|media)\Z")
_PARTICIPLES = re.compile(
    r"(?:sent|spent|built|lost|left|met|paid|kept|held|made|told|sold|found|cut|put|shot|won|led|read|hurt|set|sworn|torn|done)\Z"
)
_PASTS = frozenset(("won", "beat", "hit", "shot", "cut", "put", "set", "quit", "let", "rose", "broke", "shook", "felt", "bore", "shut"))
"""English past forms that look like a dictionary form."""
_ACCUSATIVE = frozenset({"den", "dem", "einen", "einem", "seinen", "seinem", "ihren", "ihrem", "diesen", "keinen"})
_LED = frozenset({NameKind.OTHER, NameKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase."""

    words: tuple[int, ...]
    """Indices of its words among the sentence's tokens."""
    content: tuple[int, ...]
    """Those that are no function words."""
    head: int
    """The word that says what it is; the last content word before an "of" in English and German, the first elsewhere."""
    names: tuple[Name, ...]
    oblique: bool
    """Behind a preposition, or in a case that no subject has."""
    led: bool = False
    """Behind a preposition."""


@dataclass(slots=True)
class Piece:
    """What stands between two marks, or begins with a conjunction."""

    words: list[int]
    opener: str
    verbs: list[int] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    pronoun: bool = False


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "actors.toml").read_text("utf-8"))


@functools.cache
def clause_words(language: str) -> dict[str, frozenset[str]] | None:
    """The words that give a sentence its clauses, by what they do; ``None`` for a language without data."""
    own, little = _table()["clause"].get(language), little_words(language)
    if own is None or little is None:
        return None
    found = {key: frozenset(str(words).split()) for key, words in own.items()}
    prepositions = frozenset().union(*(little[key] for key in ("by", "to", "from", "against", "other", "than")))
    found["preposition"] = prepositions | ({"a", "al"} if language == "es" else frozenset())
    found["preposition"] -= found["relative"] | found["complement"]  # Spanish and French "que" is "than" too
    found["passive"], found["speech"], found["of"], found["join"] = little["passive"], little["speech"], little["of"], little["join"]
    found["break"] = little["breaks"] - found["relative"]
    return found


_LONGEST = 80
"""Words of the longest sentence that is read."""


class Pieces:
    """The pieces of one sentence."""

    def __init__(self, text: str, tokens: Sequence[Token], names: Sequence[Name], language: str, little: dict[str, frozenset[str]]) -> None:
        self.text, self.tokens, self.language, self.little = text, tokens, language, little
        self.low = [t.text.lower().replace("’", "'").replace("ʼ", "'") for t in tokens]
        self.named: list[Name | None] = [None] * len(tokens)
        for name in names:
            for i, token in enumerate(tokens):
                if token.start < name.span.end and name.span.start < token.end:
                    self.named[i] = name
        self.gap = ["", *(text[one.end : other.start] for one, other in itertools.pairwise(tokens))]
        for quoted in _QUOTED.finditer(text):  # «Север» is a name, not a break
            if len(quoted.group().split()) <= 3:
                for i, token in enumerate(tokens):
                    if quoted.start() <= token.start <= quoted.end() + 2:
                        self.gap[i] = re.sub(r"[«»„“”\"]", " ", self.gap[i])
        self.finite = [self._finite(i) for i in range(len(tokens))]

    @classmethod
    def of(cls, text: str, language: str | None, anchor: Date | None) -> Self | None:
        """What reads a sentence; ``None`` in a language without data, and for what is no sentence by its length.

        Parameters:
            text: the sentence; indices count among its tokens as :func:`tokenize` gives them.
            language: ISO 639-1 code.
            anchor: what relative dates count from (only so that the sentence's details are read once).
        """
        little = clause_words(language or "")
        if little is None or language is None:
            return None
        tokens = tokenize(text, language)
        if not 1 < len(tokens) <= _LONGEST:
            return None
        return cls(text, tokens, Details(text, language, anchor).names, language, little)

    def _is(self, i: int, kind: str) -> bool:
        return self.low[i] in self.little[kind]

    # ---- verbs --------------------------------------------------------------------------------------------------------

    def _finite(self, i: int) -> bool:
        low, token = self.low[i], self.tokens[i]
        if self._is(i, "finite") or (self._is(i, "present") and not self._after_article(i)):
            return not (token.capital and self.named[i])
        if token.digit or token.stop or token.capital or self.named[i] is not None or len(low) < 3 or not low.isalpha():
            return False
        language = self.language
        if language == "ru":
            return russian().parse(low)[0].tag.POS in ("VERB", "PRTS")
        if self._after_article(i) or (i and self._is(i - 1, "preposition") and language != "de"):
            return False
        if language == "en":
            following = self.low[i + 1] if i + 1 < len(self.low) else ""
            return _english(low, token.key) and not (following == "by" and low.endswith("ed"))
        if language == "pl":
            return bool(_POLISH_PAST.match(low))
        if token.text[:1].isupper() and language == "de":
            return False
        if language in _PARTICIPLE and any(self._is(j, "finite") for j in range(max(0, i - 2), i)) and _PARTICIPLE[language].search(low):
            return True
        base = lemma(low, language)
        return base != low and bool(_INFINITIVE[language].search(base))

    def _present(self, i: int, following: int) -> bool:
        """Whether an English word can only be a verb of the present, with what it is done to behind it: "the site employs 640 people"."""
        low, token, before = self.low[i], self.tokens[i], self.tokens[i - 1]
        if token.stop or token.capital or token.key == low or not low.endswith("s") or low.endswith("'s") or before.stop or before.digit:
            return False
        behind = (
            self._is(following, "article") or self.tokens[following].digit or self.named[following] or self._is(following, "preposition")
        )
        return bool(behind or self.low[following].endswith("ing")) and mostly_verb(low)

    def _after_article(self, i: int) -> bool:
        if self.language == "es" and self.low[i].endswith(("aron", "ieron")):  # "la aceptaron": a pronoun
            return False
        return bool(i) and self._is(i - 1, "article") and not (self.language == "de" and self._is(i - 1, "relative"))

    def _passive(self, verb: int, words: Sequence[int]) -> bool:
        if verb < 0:
            return False
        low = self.low[verb]
        near = [i for i in words if abs(i - verb) <= 6]
        if self.language == "ru":
            return any("PRTS" in russian().parse(self.low[i])[0].tag for i in near if self.finite[i])
        if self.language == "uk":
            return any(re.search(r"(?:ено|ано|ито|уто|єно|ений|ана|ена|аний)\Z", self.low[i]) for i in near)
        if self.language == "pl":
            return any(re.search(r"(?:[nt]o)\Z", self.low[i]) for i in (verb,)) or low.startswith("został") or low == "zostanie"
        if self.language == "en":
            return any(self._is(i, "passive") and any(self._participle(j) for j in words if i < j <= i + 3) for i in near)
        if self.language == "de":
            return any(self._is(i, "passive") for i in words)
        if self.language == "fr":
            return any(self.low[i] == "été" for i in near) or any(
                self.low[i] in ("est", "sont", "fut", "furent") and self._is(j, "passive") for i, j in itertools.pairwise(near)
            )
        return any(self._is(i, "passive") for i in near)

    def _participle(self, i: int) -> bool:
        low = self.low[i]
        return (low.endswith(("ed", "en", "wn", "ught")) or bool(_PARTICIPLES.match(low))) and not self.tokens[i].stop

    # ---- pieces -------------------------------------------------------------------------------------------------------

    def pieces(self) -> list[Piece]:
        """The pieces in order; each word is in one."""
        out: list[Piece] = []
        for i in range(len(self.tokens)):
            gap = self.gap[i]
            comma = "," in gap
            opener = ""
            if not i:
                opener = "start"
            elif _BREAK.search(gap) and not self._abbreviated(i):
                opener = "mark"
            elif comma and not (self.tokens[i].digit and self.tokens[i - 1].digit):
                opener = "comma"
            if self._is(i, "join") and i:
                opener = "join"
            elif self._is(i, "relative") and (comma or (self.language in ("en", "fr", "es") and not self._is(i, "article"))) and i:
                opener = "relative"
            elif comma and self._is(i, "preposition") and i + 1 < len(self.low) and self._is(i + 1, "relative"):
                opener = "relative"  # «о котором»
            elif self._is(i, "break"):
                opener = "break" if opener != "start" else "start"
            if opener:
                if out and len(out[-1].words) == 1 and out[-1].opener == "join" and opener in ("relative", "break"):
                    out[-1].opener = opener
                    out[-1].words.append(i)
                    continue
                out.append(Piece([i], opener))
            else:
                out[-1].words.append(i)
        for piece in out:
            if piece.opener == "relative" and self.language == "de" and not any(self.finite[i] for i in piece.words[-1:]):
                piece.opener = "comma"  # "der Gaspreis bleibt": an article
            self._fill(piece)
        return out

    def _abbreviated(self, i: int) -> bool:
        """Whether the full stop before a word ends no sentence: "am 9. August", "M. Roux"."""
        before = self.tokens[i - 1]
        return self.gap[i].strip() == "." and (before.digit or len(before.text) <= 3)

    def _fill(self, piece: Piece) -> None:
        piece.verbs = [i for i in piece.words if self.finite[i]]
        if self.language == "en" and not piece.verbs and piece.opener == "break" and self.low[piece.words[0]] == "that":
            behind = (j for i, j in itertools.pairwise(piece.words) if self.named[i] and not self.named[j] and not self.tokens[j].stop)
            piece.verbs = list(behind)[:1]  # "demanded that Ann apologise"
            for i in piece.verbs:
                self.finite[i] = True
        if self.language == "en" and not piece.verbs and piece.opener in ("start", "break", "join", "comma"):
            piece.verbs = [i for i, j in itertools.pairwise(piece.words) if i > piece.words[0] and self._present(i, j)][:1]
            for i in piece.verbs:
                self.finite[i] = True
        if self.language == "de" and not piece.verbs:  # "Die Werke senken den Preis"
            plural = (
                i for i in piece.words[1:-1] if not self.tokens[i].stop and self.tokens[i].text.islower() and self.low[i].endswith("en")
            )
            piece.verbs = [i for i in plural if self.tokens[i].key == self.low[i] and not self._is(i, "preposition")][:1]
            for i in piece.verbs:
                self.finite[i] = True
        run: list[int] = []
        oblique = False
        skip = 1 if piece.opener in ("join", "relative", "break") else 0
        for i in (*piece.words[skip:], -1):
            stops = i < 0 or self.finite[i] or self._is(i, "preposition") or self._is(i, "join")
            fresh = (
                not stops
                and (self._is(i, "article") or self._is(i, "subject") or self._counts(run, i))
                and bool(run)
                and not self._is(run[-1], "of")
            )
            if (stops or fresh) and run:
                phrase = self._phrase(run, oblique)
                if phrase is not None:
                    piece.phrases.append(phrase)
                run, oblique = [], False
            if i < 0:
                break
            if stops:
                oblique = self._is(i, "preposition")
                continue
            if self._is(i, "subject") and not self._is(i, "article") and (not piece.verbs or i < piece.verbs[0]):
                piece.pronoun = True
            run.append(i)
        if not skip and self._is(piece.words[0], "subject") and not any(p.words[0] == piece.words[0] for p in piece.phrases):
            piece.pronoun = True

    def _upright(self, run: Sequence[int], i: int) -> bool:
        """Whether a Russian noun behind a preposition's phrase can only be a subject: "среди признаков врач назвал"."""
        if self.language != "ru" or not run or self.tokens[i].stop or self.named[i] is not None or not self._noun(run[-1]):
            return False
        cases = {p.tag.case for p in russian().parse(self.low[i]) if p.score >= 0.05}
        return cases == {"nomn"}

    def _counts(self, run: Sequence[int], i: int) -> bool:
        """Whether a number behind a name begins another phrase: "fined Volna 2 million"."""
        return self.tokens[i].digit and bool(run) and self.named[run[-1]] is not None

    def _phrase(self, run: Sequence[int], behind: bool) -> Phrase | None:
        oblique = behind
        content = tuple(i for i in run if not self.tokens[i].stop and not self.tokens[i].digit)
        if self.language == "ru" and content:
            nouns = [i for i in content if self._noun(i)]
            if not nouns:
                return None
            oblique = oblique or not self._nominative(nouns[0])
        if not content:
            return None
        cut = next((n for n, i in enumerate(run) if n and self._is(i, "of")), len(run))
        own = [i for i in run[:cut] if i in content] or list(content)
        plain = [i for i in own if self.named[i] is None and not self.low[i].endswith("'s")] or own
        head = plain[-1] if self.language in ("en", "de") else plain[0]
        if self.language in _OBLIQUE and not oblique:
            first = plain[0] if self.language == "pl" else head
            oblique = bool(_OBLIQUE[self.language].search(self.low[first]))
        if self.language == "de" and self.low[run[0]] in _ACCUSATIVE:
            oblique = True
        if self.language == "en" and len(run) == 1 and self.low[head].endswith("ing"):
            oblique = True  # "after impressing at the trials"
        return Phrase(tuple(run), content, head, self._names(run), oblique, behind)

    def _names(self, run: Sequence[int]) -> tuple[Name, ...]:
        """The names of a phrase; a given name that is a place too and the surname behind it are one."""
        found: list[Name] = []
        first = self.tokens[0]
        for name in dict.fromkeys(name for i in run if (name := self.named[i]) is not None):
            if name.span.start == first.end + 1 and run[0] == 0 and not first.stop and name.kind in _LED:  # "Apex Motors" heads a sentence
                name = Name(self.text[first.start : name.span.end], Span(first.start, name.span.end), name.kind, name.key)
            last = found[-1] if found else None
            if (
                last is not None
                and self.text[last.span.end : name.span.start] == " "
                and " " not in last.text
                and name.kind is not NameKind.PLACE
                and given_name(plain(last.text))
            ):
                found[-1] = Name(f"{last.text} {name.text}", Span(last.span.start, name.span.end), NameKind.PERSON, name.key)
            else:
                found.append(name)
        return tuple(found)

    def _noun(self, i: int) -> bool:
        if self.named[i] is not None:
            return True
        return russian().parse(self.low[i])[0].tag.POS in ("NOUN", None, "NPRO")

    def _nominative(self, i: int) -> bool:
        parses = russian().parse(self.low[i])
        return any(p.tag.case == "nomn" or "Fixd" in p.tag for p in parses if p.score >= 0.05) or not any(p.tag.case for p in parses)


@functools.lru_cache(maxsize=65536)
def _english(low: str, key: str) -> bool:
    if low == key or _IRREGULAR.search(low):
        return low in _PASTS
    return low.endswith("ed") or not low.endswith(("s", "ing", "er", "est", "'s", "ly"))
