"""Quotations that stand in their source as they are: seen at once, and with the same result as by reading all of it."""

from __future__ import annotations

import pytest

from provenance.comparison import compare_many
from provenance.comparison.comparing import Item
from provenance.comparison.quotation.outright import outright
from provenance.model import Context, Extract, Label, Span, Status

TEXT = (
    "Ferry to stop\n\nThe harbour board met on Monday. It will close the old ferry line in March 2026. Mr. Holm said no more. "
    "He was asked by Dr. Ada Moss of the U.S. Coast Guard. “We cannot pay for it any longer,” Holm told the council, who listened. "
    "Not all of them agreed!\nThe vote is set for 3 May (a Sunday), and the town will count the ballots itself.\n\n"
    "Вопрос решится в мае. Совет проголосует за новый причал."
)


@pytest.mark.parametrize(
    "words",
    [
        "It will close the old ferry line in March 2026.",
        "It will close the old ferry line in March 2026",
        "The harbour board met on Monday",
        "We cannot pay for it any longer",
        "We cannot pay for it any longer,",
        "The vote is set for 3 May (a Sunday), and the town will count the ballots itself.",
        "Совет проголосует за новый причал.",
        "Not all of them agreed! The vote is set for 3 May (a Sunday), and the town will count the ballots itself",
    ],
)
def test_the_very_words(words: str) -> None:
    place = outright(words, TEXT.replace("agreed!\n", "agreed! "))
    assert place is not None
    assert place.of(TEXT.replace("agreed!\n", "agreed! ")) == words.rstrip(".,")


@pytest.mark.parametrize(
    "words",
    [
        "will close the old ferry line in March 2026.",  # a cut: what was left out has to be looked at
        "It will close the old ferry line",
        "It will close the old ferry lines in March 2026.",
        "it will close the old ferry line in March 2026.",
        "It will close … in March 2026.",
        "It will close [the] old ferry line in March 2026.",
        "He was asked by Dr.",  # no sentence ends at an abbreviation
        "Ada Moss of the U.S. Coast Guard.",
        "Coast Guard. “We cannot pay for it any longer",
        "Holm said no more.",
        "He was asked",
        "",
        " ” ",
    ],
)
def test_what_is_not_plain_is_left_to_others(words: str) -> None:
    assert outright(words, TEXT) is None


def test_a_later_place_counts_where_the_first_is_a_part_of_a_sentence() -> None:
    text = "“No, We will build the bridge here and there. They say: not so soon. We will build the bridge here."
    assert outright("We will build the bridge here.", text) == Span(text.rindex("We"), len(text) - 1)


@pytest.mark.parametrize("mark", ["“%s”", '"%s"', "«%s»", "„%s“"])
@pytest.mark.parametrize(
    "words", ["It will close the old ferry line in March 2026.", "Вопрос решится в мае.", "The vote is set for 3 May (a Sunday)"]
)
def test_the_result_is_that_of_reading_the_source(mark: str, words: str) -> None:
    item = Item(mark % words, Extract(TEXT))
    found = item.outright()
    assert (found is None) == (words.endswith("Sunday)"))
    assert found is None or (found.label is Label.SUPPORTED and found == item.quotation())
    assert compare_many([(item.claim, item.extract, Context())]) == [item.early or item.quotation()]


def test_a_speaker_the_draft_names_and_words_without_content_are_looked_at_in_full() -> None:
    said = "“It will close the old ferry line in March 2026.”"
    assert Item(said, Extract(TEXT), Context(speaker="Ada Moss")).outright() is None
    assert Item(said, Extract(TEXT), Context(language="ru")).outright() is None
    assert Item(f"{said}, she said", Extract(TEXT)).outright() is None
    assert Item("“It is what it is.”", Extract(f"{TEXT} It is what it is.")).outright() is None


def test_a_page_that_was_not_read_in_full_supports_nothing() -> None:
    said = "“It will close the old ferry line in March 2026.”"
    found = Item(said, Extract(TEXT, restricted=Status.PAYWALLED)).outright()
    assert found is not None
    assert found.label is Label.NOT_CHECKABLE
