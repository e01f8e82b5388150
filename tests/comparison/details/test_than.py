"""What is compared with what, in seven languages, and claims that have it the other way round."""

from __future__ import annotations

import pytest

from provenance.comparison.comparing import Item
from provenance.comparison.details.facts import Judge
from provenance.comparison.details.than import changed_sides, comparisons
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.tokens import tokenize
from provenance.model import Context, Extract

SIDES = [
    ("en", "Men earn less than women.", "less", "Men", "women"),
    ("en", "More children than adults came.", "More", "children", "adults"),
    ("de", "Die Brücke ist länger als der Tunnel.", "länger", "Brücke", "Tunnel"),
    ("fr", "Marie est plus jeune que Paul.", "plus", "Marie", "Paul"),
    ("es", "Las mujeres ganan menos que los hombres.", "menos", "mujeres", "hombres"),
    ("pl", "Kobiety zarabiają mniej niż mężczyźni.", "mniej", "Kobiety", "mężczyźni"),
    ("ru", "Церковь выше башни.", "выше", "Церковь", "башни"),
    ("ru", "Церковь выше, чем башня.", "выше", "Церковь", "башня"),
    ("uk", "Церква вища за вежу.", "вища", "Церква", "вежу"),
]


@pytest.mark.parametrize(("language", "text", "comparative", "first", "second"), SIDES, ids=[text for _, text, *_ in SIDES])
def test_a_comparison_is_read(language: str, text: str, comparative: str, first: str, second: str) -> None:
    tokens = tokenize(text, language)
    found = list(comparisons(text, tokens, language))
    assert len(found) == 1
    assert tokens[found[0].comparative].text == comparative
    assert first in [tokens[i].text for i in found[0].first]
    assert second in [tokens[i].text for i in found[0].second]


@pytest.mark.parametrize("text", ["More than 30 people came.", "Men do not earn less than women.", "The worker left rather late."])
def test_no_comparison_is_read(text: str) -> None:
    assert not list(comparisons(text, tokenize(text, "en"), "en"))


def _turned(claim: str, source: str, language: str = "en") -> bool:
    item = Item(claim, Extract(source), Context(language=language))
    match = item.match(encoder().sentences([claim])[0])
    return bool(changed_sides(match, language, Judge(match, language, None, None)))


TURNED = [
    ("en", "The tower is taller than the church.", "Церковь выше башни. Обе построены в прошлом веке."),
    ("en", "Men earn less than women.", "Frauen verdienen weniger als Männer. Der Abstand wächst."),
    ("fr", "Les hommes gagnent moins que les femmes.", "Las mujeres ganan menos que los hombres en este sector."),
]
AS_THEY_ARE = [
    ("en", "The church is taller than the tower.", "Церковь выше башни. Обе построены в прошлом веке."),
    ("en", "Men earn more than women.", "Frauen verdienen weniger als Männer. Der Abstand wächst."),
    ("en", "The train is faster than the bus.", "Der Bus ist langsamer als der Zug. Er fährt jede Stunde."),
    ("en", "The train is more reliable than the bus.", "The bus is more expensive than the train. It runs every hour."),
]


@pytest.mark.parametrize(("language", "claim", "source"), TURNED, ids=[claim for _, claim, _ in TURNED])
def test_sides_that_are_exchanged_are_told(language: str, claim: str, source: str) -> None:
    assert _turned(claim, source, language)


@pytest.mark.parametrize(("language", "claim", "source"), AS_THEY_ARE, ids=[claim for _, claim, _ in AS_THEY_ARE])
def test_sides_that_are_not_are_left(language: str, claim: str, source: str) -> None:
    assert not _turned(claim, source, language)
