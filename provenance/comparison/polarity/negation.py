"""Whether claim and passage say "not" the same number of times, each in its place.

Every negation of one side wants a partner on the other: another "not", a word that denies or refuses, a word that holds a
negation ("impossible", «незаконный»). Partners are sought around the words that stand for the negated ones (the word vectors of
:mod:`provenance.comparison.matching.match` say which), each is given away once, and what is left without one turns the statement.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.language.polarity import negations, privatives
from provenance.model import DifferenceKind, Span

_RIVAL = 0.93
"""Sentences that fit a clause this much as well as the best one have a say."""
_AROUND = 4
"""Words on either side of a negated one that show where it stands on the other side."""
_ALIKE = 0.45
"""From which a word of the other side may stand for one of these."""
_AKIN = 0.62
"""The same for a negated word of the passage that the claim has without its negation, in one language."""
_OWN_WORD = 0.75
"""From which, in one language, the two negated words are the same and not only of one kind ("fits" and "putting")."""
_SURE = 0.6
"""From which it does, and its neighbours need not be asked."""
_REACH, _CLOSE, _ANYWHERE = 6, 3, 30
"""Words between the place where a partner is looked for and where it stands; for a word that only holds a negation; for the one "no" of each side."""
_NO = re.compile(r"(?:no|keine?[nr]?|aucune?|ning[uú]na?|żad\w+)\s", re.IGNORECASE)
_DETOUR = 2
"""What it costs to be near a neighbour of the negated word and not near the word itself."""
_HEAD = 7
"""Words between a negation and the word it turns."""
_UNTIL = re.compile(r"\b(?:until|till|bis|jusqu|hasta|dopóki)\b", re.IGNORECASE)
_ANSWER = re.compile(r"\W*(?:no|нет|ні|nein|non|nie)\s*,", re.IGNORECASE)
"""The answer before "No, it did not": it turns nothing more."""
_ANSWER_LATEST = 3
_CLAUSE = 14
"""Words before a German "nicht" among which its verb is looked for."""
_ARTICLE = re.compile(r"d(?:er|ie|as|en|em|es)|(?:k?ein|[msd]ein|ihr|unser)(?:e[nmrs]?)?|dies\w+|jede\w?|alle\w?")
_PAUSE = re.compile(r"[,;:.!?]")
_COMPOUND = re.compile(r"(?:never|not)-\w", re.IGNORECASE)
_WHILE = re.compile(
    r"(?:(?:\A|[,;:(—–]\s*)(?:и |а |но |та |і )?(?:пока|доки|поки)|\b(?:dopóki|póki|tant que|mientras|solange|bevor|ehe))\b[^.;!?]*\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|earlier than|sooner than|vor|avant|antes d\w*|przed|wcześniej niż)\s+(?:\w+\s+){0,2}?"
    r"(?:\d|jan|feb|mar|apr|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|dez|mond|tues|wedn|thur|frid|satur|sund|spring|summer|autumn|winter|frühling|sommer|herbst|next|the end|year|month|week)",
    re.IGNORECASE,
)
"""What makes "no earlier than" of a "not": "will not open before July"."""
_LEAD = 60
"""Letters before a "not" in which «пока» makes an "until" of it."""
_NEITHER = re.compile(r"\b(?:neither|nor|weder|ni|ani|ні|ни)\b", re.IGNORECASE)
_RENDERED = 0.82
"""From which a word that implies a negation is the translation of a word of the claim, and no partner for a "not"."""
_PREFIXES = ("не", "без", "бес", "un", "im", "in", "il", "ir", "non", "dis", "nie", "bez", "des", "dés")
_UNSURE, _TIE = 0.5, 0.15
"""How much less like the claim's word than the most alike one the negated word may be."""
_AUXILIARIES = frozenset(
    (
        "буду", "будешь", "будем", "будет", "будут", "будете", "стану", "станем", "станет", "станут", "стал", "стала", "стали", "может", "могут",
        "можем", "могу", "мог", "могла", "могли", "сможет", "смогут", "сможем", "смог", "смогла", "смогли", "должен", "должна", "должны", "было",
        "был", "была", "были", "есть", "буде", "будемо", "будуть", "можуть", "може", "зможе", "зможуть", "зміг", "змогла", "змогли", "повинен",
        "повинна", "повинні", "było", "był", "była", "były", "będzie", "będą", "może", "mogą", "wolno", "able", "going", "yet", "ever",
        "wird", "werden", "wurde", "wurden", "können", "kann", "sein", "worden", "ha", "han", "fue", "été", "être", "pu", "peut", "puede", "pueden",
    )
)  # fmt: skip
"""Content words behind a negation that only carry the verb that it turns: «не будем закрывать»."""
_LIGHT = frozenset(
    (
        "trace", "traces", "instance", "case", "cases", "kind", "form",
        "spur", "spuren", "rastro", "rastros",
    )
)  # fmt: skip
"""The same of nouns, where a word like "of" follows: "no trace of arsenic" denies the arsenic."""
_LIGHT_GENITIVE = frozenset(
    (
        "следов",
        "следа",
        "случаев",
        "случая",
        "слідів",
        "сліду",
        "випадків",
        "śladu",
        "śladów",
        "przypadków",
    )
)
_SINCE = re.compile(
    r"\b(?:so|as|such|more|less|that)\b[^.;]{2,60}\b(?:since|for (?:the )?(?:\w+ ){1,3}years)\b|\bтак(?:\s|ого|ой|им)[^.;]{2,60}\b(?:с|со|после|з|від)\s|\bso\b[^.;]{2,60}\bseit\b"
    r"|\b(?:нет|немає|нема)\s+[^.;,]{2,20}\s(?:лет|років|года|року)\b",
    re.IGNORECASE,
)
"""What makes no denial of a "not": "had not fallen so sharply since March" says how sharp it was, «нет шести лет» how old."""
_OF = re.compile(r"\s+(?:of|for|that|von|für|auf|de|del|d['’])(?!\w)", re.IGNORECASE)
_NO_ADVERBS = frozenset(
    ("supply", "reply", "apply", "rely", "comply", "imply", "multiply", "fly", "ally", "rally", "bully", "family", "only", "early", "daily", "likely", "unlikely", "friendly", "deadly", "italy", "july", "assembly", "anomaly", "monopoly", "elderly", "weekly", "monthly", "ugly", "lonely")
)  # fmt: skip
"""English words in -ly that are turned themselves, unlike "does not currently plan"."""
_CONCORD = frozenset({"fr", "es", "pl", "ru", "uk"})
"""Languages that say "nobody did not" for "nobody did"."""
_FIRM = frozenset({"not", "no", "never", "no_longer"})


class Strength(IntEnum):
    """What kind of negation it is."""

    OWN = 0
    """A "not" of its own, which wants a partner."""
    IMPLIED = 1
    """ "Denied", "refused", "without": as good a partner, but it wants none."""
    HELD = 2
    """A word that holds a negation, or may stand for one: a partner for what is right beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One negation of a claim or of a sentence."""

    span: Span
    """In the claim, or in the sentence."""
    at: int
    """Number of its last word."""
    head: int
    """Number of the content word that it turns; -1: none."""
    strength: Strength
    until: bool = False
    """Whether an "until" follows in its clause: "not until May" says that it is so from May on, without a "not"."""
    not_before: bool = False
    """Whether it says no more than "no earlier than", which languages say without a "not"."""
    undoes: bool = False
    """Whether what it turns is a word that implies a negation: "did not deny". By itself it then wants no partner."""


@functools.lru_cache(maxsize=8192)
def places(text: str, language: str | None, tokens: tuple[tuple[int, int, bool], ...]) -> tuple[Place, ...]:
    """The negations of a text. ``tokens``: start, end, and whether it is a content word, of each of its words."""
    out: list[Place] = []
    asked = text.rstrip(' "”»').endswith("?")
    listed = asked or _NEITHER.search(text) is not None  # "neither … nor": languages put another number of them; "can't we …?" asks
    taken: list[Span] = []
    markers = negations(text, language)
    nobody = [m.span for m in markers if m.value in ("no", "never")] if language in _CONCORD else []
    for marker in markers:
        inside = _inside(tokens, marker.span)
        if not inside or (_ANSWER.match(text, 0) and marker.span.start <= _ANSWER_LATEST):
            continue
        taken.append(marker.span)
        if marker.value == "not" and any(_in_clause(text, marker.span, other) for other in nobody):
            continue  # French "aucun … n'a", Polish "nikt … nie": both together are one negation
        last = inside[-1]
        head = _head(text, tokens, last, inside[0])
        if language == "de" and 0 <= head < inside[0]:
            head = _german_verb(text, tokens, inside[0], head)
        whole = text[tokens[inside[0]][0] : tokens[last][1]]
        if _COMPOUND.match(whole):
            continue  # "never-before-seen" turns nothing
        until = _UNTIL.search(text, marker.span.end)
        until_then = until is not None and not _PAUSE.search(text, marker.span.end, until.start())
        late = _BEFORE.search(text, marker.span.end)
        not_before = late is not None and not _PAUSE.search(text, marker.span.end, late.start())
        spared = listed or "-" in whole or _SINCE.search(text, marker.span.start) is not None
        spared = spared or _WHILE.search(text, max(0, marker.span.start - _LEAD), marker.span.start) is not None
        strength = Strength.OWN if marker.value in _FIRM and not spared else Strength.IMPLIED
        out.append(Place(marker.span, last, head, strength, until_then, not_before))
    for span in privatives(text, language):
        inside = _inside(tokens, span)
        if inside and not any(span.overlaps(other) for other in taken):
            out.append(Place(span, inside[-1], inside[-1], Strength.IMPLIED if " " in span.of(text) else Strength.HELD))
    doubled = {p.at for p in out if p.strength is Strength.IMPLIED}
    out = [replace(p, strength=Strength.HELD, undoes=True) if p.strength is Strength.OWN and p.head in doubled else p for p in out]
    return tuple(sorted(out, key=lambda p: (p.span.start, p.span.end)))


def _in_clause(text: str, one: Span, other: Span) -> bool:
    """Whether no mark of punctuation stands between two places."""
    low, high = sorted((one, other), key=lambda span: span.start)
    return one != other and not _PAUSE.search(text, low.end, high.start)


def _head(text: str, tokens: Sequence[tuple[int, int, bool]], last: int, first: int) -> int:
    """The content word that a negation turns: the next one, or the last one before it where the sentence ends ("er kam nicht")."""
    after = [i for i in range(last + 1, min(len(tokens), last + 2 + _HEAD)) if tokens[i][2]]
    first_word = text[tokens[after[0]][0] : tokens[after[0]][1]].lower() if after else ""
    if len(after) > 1 and (
        first_word in _AUXILIARIES
        or first_word in _LIGHT_GENITIVE
        or (first_word in _LIGHT and _OF.match(text, tokens[after[0]][1]))
        or (first_word.endswith("ly") and first_word not in _NO_ADVERBS)
    ):
        return after[1]
    if after and not any(mark in text[tokens[last][1] : tokens[after[0]][0]] for mark in ".,;:!?"):
        return after[0]
    before = next((i for i in range(first - 1, max(-1, first - 1 - _HEAD), -1) if tokens[i][2]), -1)
    return before if before >= 0 else after[0] if after else -1


def _german_verb(text: str, tokens: Sequence[tuple[int, int, bool]], first: int, near: int) -> int:
    """The verb that a German "nicht" at the end of its clause turns, whatever stands between: "er dementierte den Bericht nicht".

    Nouns have a capital. What stands between an article and a noun is no verb.
    """
    found = near
    for i in range(first - 1, max(-1, first - 1 - _CLAUSE), -1):
        if _PAUSE.search(text, tokens[i][1], tokens[i + 1][0]):
            break
        word = text[tokens[i][0] : tokens[i][1]]
        if tokens[i][2] and word[:1].islower():
            before = text[tokens[i - 1][0] : tokens[i - 1][1]].lower() if i else ""
            noun = text[tokens[i + 1][0]].isupper()
            if not noun or (word.endswith(("te", "ten")) and not _ARTICLE.fullmatch(before)):
                found = i
    return found


def places_of(match: Match, index: int) -> tuple[Place, ...]:
    """The negations of a sentence of the source."""
    sentence = match.reading.sentences[index]
    words = tuple((t.start - sentence.start, t.end - sentence.start, not t.stop) for t in sentence.tokens)
    return places(match.reading.text[sentence.start : sentence.end], match.reading.language, words)


def said_as_often(match: Match, language: str | None, index: int) -> bool:
    """Whether the claim and a sentence of its source say "not" as often, each of another word."""
    words = tuple((t.start, t.end, not t.stop) for t in match.tokens)
    mine = sum(p.strength is Strength.OWN for p in places(match.claim, language, words))
    return mine > 0 and mine == sum(p.strength is Strength.OWN for p in places_of(match, index))


def _inside(tokens: Sequence[tuple[int, int, bool]], span: Span) -> list[int]:
    return [i for i, (s, e, _) in enumerate(tokens) if s < span.end and span.start < e]


def unpaired(match: Match, language: str | None) -> Iterator[Fact]:
    """Negations of the claim, and of the sentences that it rests on, that have no partner on the other side."""
    own = places(match.claim, language, tuple((t.start, t.end, not t.stop) for t in match.tokens))
    row_at = {token: row for row, token in enumerate(match.content)}
    for part in match.parts:
        fits = {s: fit(match, part, s, ()) for s in match.seen}
        if not fits:
            continue
        best = max(fits.values())
        alike = sorted((s for s in fits if fits[s] >= _RIVAL * best), key=lambda s: (-fits[s], s))
        yield from _of_part(match, part, alike, own, row_at)


def fit(match: Match, part: Sequence[int], index: int, skip: Sequence[int]) -> float:
    """How well a sentence meets a clause, without the rows to ``skip``, in [0, 1]."""
    rows = [r for r in part if r not in skip]
    total = sum(match.weight[r] for r in rows)
    return sum(match.weight[r] * match.met_in(r, index)[0] for r in rows) / total if total else 0.0


def _of_part(match: Match, part: Sequence[int], alike: Sequence[int], own: Sequence[Place], row_at: dict[int, int]) -> Iterator[Fact]:
    mine = [p for p in own if p.strength is Strength.OWN and row_at.get(p.head, -1) in part]
    added: dict[Place, list[Fact]] = {p: [] for p in mine}
    dropped: list[list[tuple[int, Fact]]] = []
    for index in alike:
        theirs = places_of(match, index)
        couples = _couples(match, own, theirs, index)
        paired_own, paired_theirs = {i for i, _ in couples}, {j for _, j in couples}
        sentence = match.reading.sentences[index]
        here, there = (_UNTIL.search(t) is not None for t in (match.claim, match.reading.text[sentence.start : sentence.end]))
        for i, place in enumerate(own):
            if place in added and i not in paired_own and (there or not place.until) and not place.not_before:
                row = row_at[place.head]
                added[place].append(_added(match, part, index, place, row))
        found: list[tuple[int, Fact]] = []
        for j, place in enumerate(theirs):
            if place.strength is Strength.OWN and j not in paired_theirs and (here or not place.until) and not place.not_before:
                turned = _dropped(match, part, index, place)
                if turned is not None:
                    found.append(turned)
        if not any(p.undoes or p.strength is Strength.OWN for p in own):
            found += [turned for place in theirs if place.undoes and (turned := _redone(match, part, index, place, theirs)) is not None]
        dropped.append(found)
    for facts in added.values():
        if len(facts) == len(alike) and facts:
            yield facts[0]
    for row, fact in dropped[0] if dropped else ():
        if all(any(r == row for r, _ in others) for others in dropped[1:]):
            yield fact


def _redone(match: Match, part: Sequence[int], index: int, place: Place, theirs: Sequence[Place]) -> tuple[int, Fact] | None:
    """The claim's word for one that implies a negation, where the sentence has a "not" before that and the claim has none."""
    word = next((p for p in theirs if p.at == place.head and p.strength is Strength.IMPLIED), None)
    return _dropped(match, part, index, place) if word is not None and _is_rendered(match, word, index) else None


def _couples(match: Match, own: Sequence[Place], theirs: Sequence[Place], index: int) -> list[tuple[int, int]]:
    """Who is whose partner: words that hold a negation and stand for each other first, then the nearest, each once."""
    offers: list[tuple[float, int, int]] = []
    rendered = [_is_rendered(match, other, index) for other in theirs] if own else []
    for i, place in enumerate(own if theirs else ()):
        sure, there = _stands(match, place, index)
        for j, other in enumerate(theirs):
            if rendered[j] and place.strength is Strength.OWN:
                continue
            distance = min((_apart(other, a) + (0 if a == sure else _DETOUR) for a in there), default=99)
            held = Strength.HELD in (place.strength, other.strength)
            if distance > (
                _CLOSE if held else _ANYWHERE if len(own) == len(theirs) == 1 and _NO.match(match.claim, place.span.start) else _REACH
            ):
                continue
            both = place.strength is other.strength is Strength.HELD
            cost = -1 if both and distance <= 1 else distance + _DETOUR if held else distance - 0.5 * (place.strength is other.strength)
            offers.append((cost, i, j))
    out: list[tuple[int, int]] = []
    for _, i, j in sorted(offers):
        if all(i != a and j != b for a, b in out):
            out.append((i, j))
    return out


def _is_rendered(match: Match, other: Place, index: int) -> bool:
    """Whether a word that implies a negation stands for a word of the claim: "banned" is no "not" where both are banned."""
    if other.strength is Strength.OWN:
        return False
    sentence = match.reading.sentences[index]
    token = sentence.tokens[other.at].text.lower()
    whole = other.span.of(match.reading.text[sentence.start : sentence.end]).lower()
    if token.startswith(_PREFIXES) or whole.startswith(_PREFIXES):  # «не смог»: it is the "not" of "could not"
        return False
    low, high = match.slots_of(index)
    slot = next((s for s in range(low, high) if match.slots[s][1] == other.at), -1)
    return slot >= 0 and float(match.similar[:, slot].max(initial=0.0)) >= _RENDERED


def _apart(other: Place, at: int) -> int:
    return min(abs(other.at - at), abs(other.head - at) if other.head >= 0 else 99)


def _stands(match: Match, place: Place, index: int) -> tuple[int, list[int]]:
    """The word of the sentence that stands for the negated one (-1: none for sure), and those for it and its neighbours."""
    centre = place.head if place.head >= 0 else place.at
    out: list[int] = []
    sure = -1
    for row, token in enumerate(match.content):
        if abs(token - centre) <= _AROUND:
            met, slot = match.met_in(row, index)
            if slot >= 0 and met >= _ALIKE:
                out.append(match.slots[slot][1])
                if token == centre and met >= _SURE:
                    sure = out[-1]
    return sure, out


def _around(match: Match, place: Place, index: int) -> float:
    """How well the words around a negation of the claim are met in the sentence."""
    return _mean(
        (abs(token - place.head), match.met_in(row, index)[0])
        for row, token in enumerate(match.content)
        if abs(token - place.head) <= _AROUND
    )


def _mean(near: Iterable[tuple[int, float]]) -> float:
    """Mean of values that count the less the further away they are."""
    pairs = [(1 / (1 + 0.5 * distance), value) for distance, value in near]
    return sum(w * v for w, v in pairs) / sum(w for w, _ in pairs) if pairs else 0.0


def _bound(met: float, around: float, same_language: bool) -> float:
    """How firmly a negated word has its like on the other side: by its neighbours and itself; of two languages, by itself too.

    Without a like of its own it cannot be said which word is turned: that is a doubt, and no more.
    """
    if met < (_OWN_WORD if same_language else _ALIKE):
        return min(_UNSURE, around)
    both = around * (1 + met) / 2
    return both if same_language else max(met, both)


def _added(match: Match, part: Sequence[int], index: int, place: Place, row: int) -> Fact:
    met, slot = match.met_in(row, index)
    head, sentence = match.tokens[place.head], match.reading.sentences[index]
    other: Token | None = sentence.tokens[match.slots[slot][1]] if slot >= 0 else None
    span = Span(min(head.start, place.span.start), max(head.end, place.span.end))
    there = Span(other.start, other.end) if other is not None else Span(sentence.start, sentence.end)
    return Fact(
        DifferenceKind.NEGATION, Outcome.DIFFERS, span.of(match.claim), span, there.of(match.reading.text), there, index,
        _bound(met, _around(match, place, index), match.same_language), fit(match, part, index, (row,)), "added negation",
    )  # fmt: skip


def _dropped(match: Match, part: Sequence[int], index: int, place: Place) -> tuple[int, Fact] | None:
    """The claim's word that stands for the negated one of the sentence, unless the claim leaves that part out."""
    low, high = match.slots_of(index)
    slot = next((s for s in range(low, high) if match.slots[s][1] == place.head), -1)
    if slot < 0:
        return None
    row = max(part, key=lambda r: (float(match.similar[r, slot]), -r))
    met = float(match.similar[row, slot])
    if met < (_AKIN if match.same_language else _ALIKE) or met < match.met_in(row, index)[0] - _TIE:
        return None
    close = [s for s in range(low, high) if abs(match.slots[s][1] - place.head) <= _AROUND]
    there = _mean((abs(match.slots[s][1] - place.head), float(match.similar[:, s].max())) for s in close)
    near = [r for r, token in enumerate(match.content) if abs(token - match.content[row]) <= _AROUND]
    here = _mean((abs(match.content[r] - match.content[row]), float(match.similar[r, close].max())) for r in near)
    sentence = match.reading.sentences[index]
    word, other = match.tokens[match.content[row]], sentence.tokens[place.head]
    span = Span(word.start, word.end)
    whole = Span(min(other.start, sentence.start + place.span.start), max(other.end, sentence.start + place.span.end))
    return row, Fact(
        DifferenceKind.NEGATION, Outcome.DIFFERS, span.of(match.claim), span, whole.of(match.reading.text), whole, index,
        _bound(met, (here + there) / 2, match.same_language), fit(match, part, index, (row,)), "dropped negation",
    )  # fmt: skip
