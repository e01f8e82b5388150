"""Who does what to whom: frames in seven languages, and what is held against a claim that turns them round."""

from __future__ import annotations

import pytest

from provenance.comparison.comparing import Item
from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.details.frames import frames
from provenance.comparison.details.other_names import ABSENT, SURELY, with_others
from provenance.comparison.details.roles import SWAPPED, with_roles
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.tokens import tokenize
from provenance.language.names import names
from provenance.model import Context, DifferenceKind, Extract

FRAMES = [
    ("en", "Carla Brandt beat Nina Olsen in the final on Sunday.", {"winner": "Carla Brandt", "loser": "Nina Olsen"}),
    ("en", "Nina Olsen was narrowly beaten by Carla Brandt.", {"winner": "Carla Brandt", "loser": "Nina Olsen"}),
    ("en", "The Harlow family sold the mill to the bakery.", {"goods": "mill", "buyer": "bakery"}),
    ("en", "The bakery bought the mill from the Harlow family.", {"buyer": "bakery", "goods": "mill", "seller": "Harlow family"}),
    ("en", "Norwood lent two boats to Ashdown.", {"lender": "Norwood", "borrower": "Ashdown"}),
    ("en", "Jones, the mayor of Dover, resigned on Monday.", {"agent": "Jones"}),
    ("en", "Peter Hale is the father of Martin Cole.", {"elder": "Peter Hale", "younger": "Martin Cole"}),
    ("ru", "Петрова победил Иванов.", {"winner": "Иванов", "loser": "Петрова"}),
    ("ru", "Петров был побеждён Ивановым.", {"winner": "Ивановым", "loser": "Петров"}),
    ("ru", "Компания купила завод у Сидорова.", {"buyer": "Компания", "goods": "завод", "seller": "Сидорова"}),
    ("uk", "Коваль переміг Бондаря у фіналі.", {"winner": "Коваль", "loser": "Бондаря"}),
    ("de", "Petra Schulz wurde von Anna Weber besiegt.", {"winner": "Anna Weber", "loser": "Petra Schulz"}),
    ("de", "Anna Weber hat Petra Schulz im Finale besiegt.", {"winner": "Anna Weber", "loser": "Petra Schulz"}),
    ("fr", "Claire Roux a été battue par Anne Petit.", {"winner": "Anne Petit", "loser": "Claire Roux"}),
    ("es", "Marta Gil fue derrotada por Ana Ruiz.", {"winner": "Ana Ruiz", "loser": "Marta Gil"}),
    ("pl", "Adam Nowak został pokonany przez Jana Kowala.", {"winner": "Jana Kowala", "loser": "Adam Nowak"}),
    ("de", "Den Richter lobte der Bürgermeister.", {"agent": "Bürgermeister", "patient": "Richter"}),
    ("de", "Der Firma zahlt die Stadt viel Geld.", {"payer": "Stadt viel Geld", "payee": "Firma"}),
    ("de", "Die Firma wird der Stadt alles zahlen.", {"payer": "Firma", "payee": "Stadt alles"}),
    ("de", "Im Mai überstiegen die Todesfälle die Geburten.", {"earlier": "Todesfälle", "later": "Geburten"}),
    ("ru", "Город должен компании деньги.", {"debtor": "Город", "creditor": "компании деньги"}),
    ("ru", "Город должен заплатить компании.", {"payer": "Город", "payee": "компании"}),
    ("ru", "Импорт превысил экспорт.", {"earlier": "Импорт", "later": "экспорт"}),
    ("ru", "«Люмина» была куплена «Корвексом».", {"buyer": "Корвексом", "goods": "Люмина"}),
    ("uk", "Борису винна Анна.", {"debtor": "Анна", "creditor": "Борису"}),
    ("pl", "Luminę kupił Corvex.", {"buyer": "Corvex", "goods": "Luminę"}),
    ("fr", "La ville doit payer le théâtre.", {"payer": "ville", "payee": "théâtre"}),
    ("es", "La ciudad debe dinero al teatro.", {"debtor": "ciudad"}),
]


AMONG = [
    ("en", "Corvex agreed on Monday to buy Lumina.", "sale", {"buyer": "Corvex", "goods": "Lumina"}),
    ("en", "Corvex came from behind to beat Lumina.", "contest", {"winner": "Corvex", "loser": "Lumina"}),
    ("en", "Hale is due to replace Cole.", "succession", {"later": "Hale", "earlier": "Cole"}),
    ("en", "Hale, who ran it for years, is to be succeeded by the head of Lumina, Ida Cole.", "succession", {"earlier": "Hale"}),
    ("en", "The dog that bit the postman belonged to the baker.", "=bite", {"agent": "dog", "patient": "postman"}),
    ("en", "The nurse who had treated the pilot thanked the farmer.", "thanks", {"agent": "nurse", "patient": "farmer"}),
    ("en", "The regiment defending the bridge was praised by the king.", "praise", {"agent": "king", "patient": "regiment"}),
    ("en", "A witness saw the driver hit the guard.", "injure", {"agent": "driver", "patient": "guard"}),
    ("en", "The motion brought by the leader failed.", "=bring", {"agent": "leader", "patient": "motion"}),
    ("en", "Norway imports wheat from Latvia.", "=import", {"agent": "Norway", "from": "Latvia"}),
    ("en", "Italy beat Norway.", "contest", {"winner": "Italy", "loser": "Norway"}),
    ("en", "Corvex took over the mill.", "sale", {"buyer": "Corvex", "goods": "mill"}),
    ("en", "The attack by the rebels on the convoy failed.", "attack", {"agent": "rebels", "patient": "convoy"}),
    ("en", "Corvex's takeover of Lumina was approved.", "sale", {"buyer": "Corvex's", "goods": "Lumina"}),
    ("en", "Lumina's takeover by Corvex was approved.", "sale", {"buyer": "Corvex", "goods": "Lumina's"}),
    ("ru", "«Корвекс» согласился купить «Люмину».", "sale", {"buyer": "Корвекс"}),
    ("ru", "Corvex обвинил союз в обмане.", "accuse", {"agent": "Corvex", "patient": "союз"}),
]


@pytest.mark.parametrize(("language", "text", "event", "parts"), AMONG, ids=[text[:40] for _, text, *_ in AMONG])
def test_a_deed_is_read_among_others(language: str, text: str, event: str, parts: dict[str, str]) -> None:
    found = [f for f in frames(text, tokenize(text, language), names(text, language), language) if f.event == event]
    assert len(found) == 1
    assert parts.items() <= {part: phrase.span.of(text) for part, phrase in found[0].parts}.items()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Corvex asked Lumina to buy the mill.", "sale"),
        ("Brazil exports fell by half.", "=export"),
        ("The claim that Hale beat Cole is false.", "=claim"),
        ("The attack on the convoy failed.", "attack"),
    ],
)
def test_what_is_not_plain_gives_no_frame(text: str, event: str) -> None:
    assert event not in {f.event for f in frames(text, tokenize(text, "en"), names(text, "en"), "en")}


@pytest.mark.parametrize(("language", "text", "parts"), FRAMES, ids=[text[:30] for _, text, _ in FRAMES])
def test_a_sentence_is_read(language: str, text: str, parts: dict[str, str]) -> None:
    found = frames(text, tokenize(text, language), names(text, language), language)
    assert len(found) == 1
    told = {part: phrase.span.of(text) for part, phrase in found[0].parts}
    assert parts.items() <= told.items()


def _facts(claim: str, source: str, language: str = "en") -> tuple[Fact, ...]:
    item = Item(claim, Extract(source), Context(language=language))
    match = item.match(encoder().sentences([claim])[0])
    judge = Judge(match, language, None, None)
    return (*with_roles(match, language, judge, ()), *with_others(match, language, judge, ()))


SWAPS = [
    ("en", "Nina Olsen beat Carla Brandt in the final.", "Carla Brandt beat Nina Olsen in the final on Sunday. Rain had delayed it."),
    ("en", "Nina Olsen beat Carla Brandt in the final.", "In the final Nina Olsen was beaten by Carla Brandt. Rain had delayed it."),
    ("en", "The bakery sold the mill to the Harlow family.", "The bakery bought the mill from the Harlow family last year. It will grow."),
    ("en", "The teachers accused the parents of neglect.", "The parents accused the teachers of neglect at a meeting. Nobody was hurt."),
    ("en", "Martin Cole is the father of Peter Hale.", "Peter Hale is Martin Cole's father. Both live in the village."),
    ("en", "Petrov defeated Ivanov in the final.", "В финале Петров был побеждён Ивановым. Матч длился два часа."),
    ("en", "France accused Germany of delay.", "Deutschland hat Frankreich im Rat beschuldigt. Die Sitzung dauerte lange."),
    ("de", "Petra Schulz besiegte Anna Weber im Finale.", "Petra Schulz wurde im Finale von Anna Weber besiegt. Es regnete."),
]


@pytest.mark.parametrize(("language", "claim", "source"), SWAPS)
def test_swapped_parts_are_found(language: str, claim: str, source: str) -> None:
    found = [fact for fact in _facts(claim, source, language) if fact.note == SWAPPED]
    assert len(found) == 1
    assert found[0].kind is DifferenceKind.RELATION
    assert found[0].outcome is Outcome.DIFFERS
    assert found[0].span.of(claim) == found[0].text
    assert found[0].other_span is not None
    assert found[0].other_span.of(source) == found[0].other
    assert min(found[0].bound, found[0].fit) >= 0.5


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Carla Brandt beat Nina Olsen.", "Nina Olsen was beaten by Carla Brandt on Sunday. Rain had delayed it."),
        ("The Harlow family sold the mill to the bakery.", "The bakery bought the mill from the Harlow family last year. It will grow."),
        ("Nina Olsen beat Carla Brandt.", "Carla Brandt beat Nina Olsen in May. In June Nina Olsen beat Carla Brandt."),
        ("Nina Olsen did not beat Carla Brandt.", "Carla Brandt beat Nina Olsen in the final on Sunday."),
        ("Nina Olsen met Carla Brandt.", "Carla Brandt met Nina Olsen in the final on Sunday."),
        ("Ivanov defeated Petrov.", "Петрова в финале победил Иванов. Матч длился два часа."),
        ("Martin Cole is the son of Peter Hale.", "Peter Hale is Martin Cole's father. Both live in the village."),
    ],
)
def test_the_same_told_otherwise_is_not_swapped(claim: str, source: str) -> None:
    assert not [fact for fact in _facts(claim, source) if fact.note == SWAPPED]


OTHERS = [
    (
        "en",
        "The ferry was built in Norway.",
        "The ferry was built in Portugal and carries 200 people. It sails daily.",
        "Norway",
        "Portugal",
    ),
    (
        "en",
        "A Canadian climber died on the mountain.",
        "An Austrian climber died on the mountain on Friday. Two others came down.",
        "Canadian",
        "Austrian",
    ),
    (
        "en",
        "Paul Weber opened the new library.",
        "Laura Simmons opened the new library on Monday. It has two floors.",
        "Paul Weber",
        "Laura Simmons",
    ),
    ("en", "The drought ruined the harvest in Kenya.", "Засуха погубила урожай в Румынии. Крестьяне ждут помощи.", "Kenya", "Румынии"),
    ("de", "Die Fähre wurde in Norwegen gebaut.", "The ferry was built in Portugal and carries 200 people.", "Norwegen", "Portugal"),
]


@pytest.mark.parametrize(("language", "claim", "source", "name", "other"), OTHERS)
def test_a_name_that_is_surely_another(language: str, claim: str, source: str, name: str, other: str) -> None:
    found = [fact for fact in _facts(claim, source, language) if fact.note == SURELY]
    assert [(fact.text, fact.other) for fact in found] == [(name, other)]
    assert found[0].other_span is not None
    assert found[0].other_span.of(source) == other


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The ferry was built in Portugal.", "The ferry was built in Lisbon and carries 200 people."),
        ("The ferry was built in Lisbon.", "The ferry was built in Portugal and carries 200 people."),
        ("The ferry was built in Kyiv.", "Паром построили в Киеве. Он берёт 200 человек."),
        ("A British climber died on the mountain.", "A climber from Scotland died on the mountain on Friday."),
        ("Simmons opened the new library.", "Laura Simmons opened the new library on Monday. It has two floors."),
        ("The ferry was built in Spain.", "The ferry was built in Portugal. Its sister ship was built in Spain."),
    ],
)
def test_a_name_that_may_be_the_same_is_spared(claim: str, source: str) -> None:
    assert not [fact for fact in _facts(claim, source) if fact.note in (SURELY, ABSENT)]


def test_a_known_name_that_is_nowhere_is_told() -> None:
    found = _facts("The two ministers signed the agreement in Helsinki.", "The two ministers signed the agreement on Thursday. They left.")
    assert [(fact.text, fact.outcome, fact.note) for fact in found] == [("Helsinki", Outcome.MISSING, ABSENT)]
