"""Negations, hedges, quantifiers, directions and comparatives in seven languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.lexicon import data, languages
from provenance.language.polarity import Marker, MarkerKind, directions, hedges, negations, opposite, quantifiers

# language, text, values in order, words of the last one's scope (None: not looked at)
NEGATIONS = [
    ("en", "He did not sign the deal, but she did.", ["not"], "sign the deal"),
    ("en", "They don't know.", ["not"], "know"),
    ("en", "They don’t know.", ["not"], "know"),
    ("en", "He cannot leave.", ["not"], "leave"),
    ("en", "He never signed it.", ["never"], "signed it"),
    ("en", "He is no longer a member.", ["no_longer"], "a member"),
    ("en", "Nobody came without a permit.", ["no", "without"], "a permit"),
    ("en", "He denied that he had fled.", ["deny"], None),
    ("en", "She refused to sign.", ["refuse"], "to sign"),
    ("en", "They failed to agree.", ["fail"], "to agree"),
    ("en", "He did not deny it.", ["not", "deny"], "it"),
    ("en", "Neither side signed.", ["not"], "side signed"),
    ("en", "Not only he signed, but she did.", [], None),
    ("en", "No fewer than ten signed; there is no doubt.", [], None),
    ("en", "It was nothing but talk.", [], None),
    ("en", "They signed it.", [], None),
    ("ru", "Он не подписал соглашение, а она подписала.", ["not"], "подписал соглашение"),
    ("ru", "Никто не пришёл.", ["not"], "пришёл"),
    ("ru", "Он никогда не подписывал.", ["never"], "подписывал"),
    ("ru", "У них нет денег.", ["no"], "денег"),
    ("ru", "Это нельзя подписать без согласия.", ["not", "without"], "согласия"),
    ("ru", "Он отказался подписать.", ["refuse"], "подписать"),
    ("ru", "Она опровергла это.", ["deny"], "это"),
    ("ru", "Больше не будет встреч.", ["no_longer"], "будет встреч"),
    ("ru", "Не только он, но и она.", [], None),
    ("ru", "Пришло не менее ста человек, тем не менее.", [], None),
    ("uk", "Він не підписав угоду.", ["not"], "підписав угоду"),
    ("uk", "Ніхто не прийшов.", ["not"], "прийшов"),
    ("uk", "Грошей немає, і без згоди.", ["no", "without"], "згоди"),
    ("uk", "Не тільки він.", [], None),
    ("de", "Er hat nicht unterzeichnet.", ["not"], "unterzeichnet"),
    ("de", "Kein Soldat kam ohne Waffe.", ["no", "without"], "Waffe"),
    ("de", "Er ist nicht mehr Mitglied.", ["no_longer"], "Mitglied"),
    ("de", "Nicht nur er kam.", [], None),
    ("de", "Sie dementierten den Bericht.", ["deny"], "den Bericht"),
    ("fr", "Il n'a pas signé l'accord.", ["not"], "signé l'accord"),
    ("fr", "Il ne signera jamais.", ["never"], None),
    ("fr", "Il ne veut que partir.", [], None),
    ("fr", "Il est parti sans rien dire.", ["without", "no"], "dire"),
    ("fr", "Non seulement lui.", [], None),
    ("es", "No firmó el acuerdo.", ["not"], "firmó el acuerdo"),
    ("es", "No vino nadie.", ["not"], "vino nadie"),
    ("es", "Nunca firmó sin leer.", ["never", "without"], "leer"),
    ("es", "No solo él.", [], None),
    ("pl", "Nie podpisał umowy.", ["not"], "podpisał umowy"),
    ("pl", "Nikt nie przyszedł.", ["not"], "przyszedł"),
    ("pl", "Nigdy nie podpisał.", ["never"], "podpisał"),
    ("pl", "Nie tylko on.", [], None),
]


@pytest.mark.parametrize(("language", "text", "values", "scope"), NEGATIONS)
def test_finds_negations(language: str, text: str, values: list[str], scope: str | None) -> None:
    found = negations(text, language)
    assert [marker.value for marker in found] == values
    if scope is not None:
        last = found[-1].scope
        assert last is not None
        assert last.of(text) == scope


HEDGES = [
    ("en", "Prices may rise.", ["possibility"]),
    ("en", "They met in May and marched in March.", []),
    ("en", "He reportedly plans to leave.", ["report", "plan"]),
    ("en", "She allegedly stole it.", ["report"]),
    ("en", "He is expected to win.", ["plan"]),
    ("en", "He must pay and will probably do so.", ["obligation", "plan", "possibility"]),
    ("en", "They tried to leave.", ["attempt"]),
    ("en", "He left.", []),
    ("ru", "Он, возможно, уйдёт.", ["possibility"]),
    ("ru", "Он якобы планирует уйти.", ["report", "plan"]),
    ("ru", "Солдаты могут уйти, но должны ждать.", ["possibility", "obligation"]),
    ("ru", "Он ушёл.", []),
    ("uk", "Він, ймовірно, планує піти.", ["possibility", "plan"]),
    ("de", "Er könnte angeblich gehen.", ["possibility", "report"]),
    ("de", "Sie plant einen Besuch.", ["plan"]),
    ("fr", "Il pourrait partir.", ["possibility"]),
    ("fr", "Il aurait quitté le pays.", ["report"]),
    ("es", "Podría irse.", ["possibility"]),
    ("es", "Se fue.", []),
    ("pl", "Podobno może odejść.", ["report", "possibility"]),
]


@pytest.mark.parametrize(("language", "text", "values"), HEDGES)
def test_finds_hedges(language: str, text: str, values: list[str]) -> None:
    assert [marker.value for marker in hedges(text, language)] == values


QUANTIFIERS = [
    ("en", "All of them left; most came back, some did not.", ["all", "most", "some"]),
    ("en", "Only few voters, not at all many.", ["only", "few", "many"]),
    ("en", "None of the men signed.", ["none"]),
    ("ru", "Все солдаты ушли, большинство вернулось, некоторые нет.", ["all", "most", "some"]),
    ("ru", "Только он.", ["only"]),
    ("uk", "Усі пішли, більшість повернулася.", ["all", "most"]),
    ("de", "Alle gingen, die meisten kamen zurück, einige nicht.", ["all", "most", "some"]),
    ("fr", "Tous sont partis, la plupart sont revenus.", ["all", "most"]),
    ("es", "Todos se fueron, la mayoría volvió.", ["all", "most"]),
    ("pl", "Wszyscy odeszli, większość wróciła.", ["all", "most"]),
]


@pytest.mark.parametrize(("language", "text", "values"), QUANTIFIERS)
def test_finds_quantifiers(language: str, text: str, values: list[str]) -> None:
    assert [marker.value for marker in quantifiers(text, language)] == values


DIRECTIONS = [
    ("en", "Prices rose.", "up"),
    ("en", "Prices fell.", "down"),
    ("en", "The team won.", "win"),
    ("en", "The team lost.", "lose"),
    ("en", "Parliament approved it.", "accept"),
    ("en", "Parliament rejected it.", "reject"),
    ("en", "The border was closed.", "close"),
    ("en", "It is higher.", "higher"),
    ("ru", "Цены выросли.", "up"),
    ("ru", "Цены упали.", "down"),
    ("ru", "Команда победила.", "win"),
    ("ru", "Парламент отклонил закон.", "reject"),
    ("uk", "Ціни зросли.", "up"),
    ("uk", "Ціни знизилися.", "down"),
    ("de", "Die Preise stiegen.", "up"),
    ("de", "Die Preise sanken.", "down"),
    ("fr", "Les prix ont augmenté.", "up"),
    ("fr", "Les prix ont baissé.", "down"),
    ("es", "Los precios subieron.", "up"),
    ("es", "Los precios cayeron.", "down"),
    ("pl", "Ceny wzrosły.", "up"),
    ("pl", "Ceny spadły.", "down"),
]


@pytest.mark.parametrize(("language", "text", "value"), DIRECTIONS)
def test_finds_directions(language: str, text: str, value: str) -> None:
    assert [marker.value for marker in directions(text, language)] == [value]


def test_opposites_are_mutual() -> None:
    for pair in data("common")["opposites"]["pairs"]:
        assert opposite(pair[0]) == pair[1]
        assert opposite(pair[1]) == pair[0]
    assert opposite("only") is None


@pytest.mark.parametrize("language", languages())
def test_every_direction_of_a_language_has_an_opposite(language: str) -> None:
    table = data(language)["polarity"]
    for family in ("direction", "comparative"):
        for value in table[family]:
            assert value == "pass" or opposite(value) is not None


ALL: tuple[Callable[[str, str | None], tuple[Marker, ...]], ...] = (negations, hedges, quantifiers, directions)
PIECES = st.lists(
    st.sampled_from(
        [
            "not",
            "n't",
            "don't",
            "never",
            "no",
            "longer",
            "only",
            "but",
            ",",
            ".",
            "may",
            "May",
            "reportedly",
            "plans",
            "to",
            "rose",
            "не",
            "никогда",
            "никто",
            "больше",
            "только",
            "менее",
            "нет",
            "ne",
            "n'",
            "pas",
            "que",
            "jamais",
            "nicht",
            "mehr",
            "nur",
            "kein",
            "nunca",
            "nadie",
            "no",
            "sin",
            "nie",
            "nikt",
            "tylko",
            "all",
            "most",
            "some",
            "few,",
            "higher",
            "more",
            "than",
            "without",
            "denied",
        ]
    ),
    max_size=14,
)


@given(PIECES, st.sampled_from([*languages(), "xx", None]))
@settings(max_examples=300, deadline=None)
def test_spans_are_exact(pieces: list[str], language: str | None) -> None:
    text = " ".join(pieces)
    for find in ALL:
        end = 0
        for marker in find(text, language):
            assert marker.span.of(text) == marker.text != ""
            assert marker.span.start >= end
            assert marker.scope is None or marker.scope.start >= marker.span.end
            assert marker.kind in MarkerKind
            end = marker.span.end


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    for find in ALL:
        for marker in find(text, None):
            assert marker.span.of(text) == marker.text


@pytest.mark.parametrize(("language", "piece"), [("en", "not "), ("fr", "ne "), ("ru", "никто "), ("en", "no fewer "), ("es", "no ")])
def test_hostile_text_is_read_to_its_end(language: str, piece: str) -> None:
    text = piece * (80_000 // len(piece))
    with no_hang():
        found = negations(text, language)
    assert all(item.span.of(text) == item.text for item in found)
