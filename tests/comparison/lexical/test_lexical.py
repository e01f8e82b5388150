"""What the dictionary says of two words, and the file that it is read from."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.lexical import dictionary as lexical
from provenance.comparison.lexical.build import build
from provenance.comparison.lexical.dictionary import Relation, antonyms_of, dictionary, entries, link, relation, synonyms_of


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("bought", "buys", Relation.SAME),
        ("destruction", "destroyed", Relation.SAME),
        ("significantly", "significant", Relation.SAME),
        ("buy", "purchased", Relation.SYNONYM),
        ("cars", "automobile", Relation.SYNONYM),
        ("huge", "large", Relation.SYNONYM),
        ("vehicle", "trucks", Relation.BROADER),
        ("weapon", "rifle", Relation.BROADER),
        ("truck", "vehicles", Relation.NARROWER),
        ("murdered", "killed", Relation.NARROWER),
        ("rose", "fell", Relation.ANTONYM),
        ("slow", "rapid", Relation.ANTONYM),
        ("brother", "sister", Relation.ANTONYM),
        ("Monday", "Tuesday", Relation.SIBLING),
        ("silver", "gold", Relation.SIBLING),
        ("cat", "dog", Relation.SIBLING),
        ("bread", "parliament", Relation.UNRELATED),
        ("qwxzzy", "bread", Relation.UNKNOWN),
    ],
)
def test_relations(claim: str, source: str, expected: Relation) -> None:
    assert relation(claim, source) is expected


_WORDS = st.sampled_from(
    (
        "buy",
        "purchase",
        "sell",
        "truck",
        "vehicle",
        "fall",
        "rise",
        "slow",
        "rapid",
        "gold",
        "silver",
        "court",
        "judge",
        "say",
        "deny",
        "week",
    )
)
_MIRROR = {Relation.BROADER: Relation.NARROWER, Relation.NARROWER: Relation.BROADER}


@given(_WORDS, _WORDS)
def test_turned_round_a_relation_is_its_mirror(one: str, other: str) -> None:
    there, back = link(one, other), link(other, one)
    assert back.relation in (_MIRROR.get(there.relation, there.relation), there.relation)
    assert there.nearness == pytest.approx(back.nearness)
    assert 0 <= there.strength <= 1
    assert 0 <= there.nearness <= 1


@given(_WORDS)
def test_a_word_is_the_same_as_itself(word: str) -> None:
    assert link(word, word).relation is Relation.SAME


@given(st.text(max_size=30))
def test_any_text_can_be_asked_for(text: str) -> None:
    assert all(found.senses for found in entries(text))


def test_opposites_are_symmetrical() -> None:
    for word in ("rise", "accept", "victory", "include", "north"):
        assert antonyms_of(word)
        for other in antonyms_of(word):
            assert word in antonyms_of(other)
    assert antonyms_of("qwxzzy") == frozenset()


def test_synonyms_share_a_sense() -> None:
    assert "purchase" in synonyms_of("buy")
    assert "buy" not in synonyms_of("buy")


def test_the_licence_stands_in_the_file() -> None:
    path = Path(lexical.__file__).parent.parent / "data" / "wordnet.txt.gz"
    head = gzip.decompress(path.read_bytes())[:2500].decode()
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in head
    assert "Permission to use, copy, modify and distribute" in head
    assert path.stat().st_size < 1_500_000


def test_every_record_can_be_read() -> None:
    known = dictionary()
    text = known._data.decode()
    words, synsets = text.split("\n\n", 1)
    count = synsets.count("\n")
    lines = [line for line in words.splitlines() if not line.startswith("#")]
    assert lines == sorted(lines, key=lambda line: line.split("\t")[0].encode())
    for line in lines[::97]:
        found = known.entry(line.split("\t")[0])
        assert found is not None
        assert all(0 <= number < count for sense in found.senses for number in sense.above)
        assert found.bases or 0 < sum(sense.share for sense in found.senses) <= 1.06


_NOUN = """\
  1 A licence.
00000101 03 n 01 thing 0 002 ~ 00000102 n 0000 ~ 00000103 n 0000 | what is
00000102 03 n 02 boat 0 vessel 1 003 @ 00000101 n 0000 ! 00000103 n 0101 + 00000104 v 0101 | floats
00000103 03 n 01 anchor 0 002 @ 00000101 n 0000 ! 00000102 n 0101 | sinks
"""


def test_the_file_is_made_from_a_wordnet_folder(tmp_path: Path) -> None:
    (tmp_path / "data.noun").write_text(_NOUN)
    (tmp_path / "data.verb").write_text("00000104 30 v 01 sail 0 001 + 00000102 n 0101 01 + 01 00 | goes\n")
    nouns = ("anchor n 1 1 @ 1 0 00000103", "boat n 1 1 @ 1 1 00000102", "thing n 1 1 ~ 1 0 00000101", "vessel n 1 1 @ 1 0 00000102")
    (tmp_path / "index.noun").write_text("".join(f"{line}  \n" for line in (*nouns, "big_boat n 1 1 @ 1 0 00000102")))
    (tmp_path / "index.verb").write_text("sail v 1 1 + 1 0 00000104  \n")
    for name in ("adj", "adv"):
        (tmp_path / f"data.{name}").write_text("")
        (tmp_path / f"index.{name}").write_text("")
    for name in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"{name}.exc").write_text("boaten boat\n" if name == "noun" else "")
    (tmp_path / "cntlist.rev").write_text("boat%1:03:00:: 1 9\n")
    text = build(tmp_path)
    assert text.startswith("# A licence.\n")
    known = lexical.Dictionary(text.encode())
    boat, sail = known.entry("boat"), known.entry("sail")
    assert boat is not None
    assert sail is not None
    assert boat.opposites == {"anchor"}
    assert boat.derived == {"sail"}
    assert sail.derived == {"boat"}
    assert known.words_of(boat.senses[0].synset) == ("boat", "vessel")
    form, thing = known.entry("boaten"), known.entry("thing")
    assert form is not None
    assert form.bases == {"boat"}
    assert thing is not None
    assert boat.senses[0].above == {boat.senses[0].synset: 0, thing.senses[0].synset: 1}
    assert known.entry("big_boat") is None
    assert build(tmp_path) == text
