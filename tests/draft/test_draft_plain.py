"""Plain text: paragraphs, headings, captions, and what a PDF printer leaves between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.draft import read, read_text
from provenance.model import Block, BlockKind, Draft, How


def kinds(draft: Draft) -> list[str]:
    return [block.kind.value for block in draft.blocks]


def words(draft: Draft, block: Block) -> str:
    return " ".join(" ".join(piece.of(draft.text).split()) for piece in block.pieces)


CUT = """Border Guards And Customs Officers To Share Radio Channel

Guards on a bridge near the border post, where lorries have been waiting. EPA / TASS

The two services will share a channel for the time of the exercise, a spokesman told the
agency on Monday, adding that the details stand in the agreement on the ministry's

https://www.agency.example/news/1234
https://www.paper.example/2020/11/guards-wait-at-the-bridge


web portal.

Related article: Guards Wait At The Bridge As Lorries Queue

A second paragraph follows the first, and it goes on
over the end of a line.
"""


def test_addresses_dropped_into_a_sentence() -> None:
    draft = read_text(CUT)
    assert draft.text == CUT
    assert draft.title == "Border Guards And Customs Officers To Share Radio Channel"
    cut = draft.blocks[2]
    assert cut.kind is BlockKind.PARAGRAPH
    assert len(cut.pieces) == 2
    assert cut.pieces[0].of(CUT).endswith("the ministry's")
    assert cut.pieces[1].of(CUT) == "web portal."
    assert kinds(draft) == ["heading", "caption", "paragraph", "furniture", "furniture", "furniture", "paragraph"]
    assert [(link.how, link.context) for link in draft.links] == [(How.BARE, ("furniture",))] * 2


def test_address_under_finished_prose_is_no_furniture() -> None:
    draft = read_text("The agency reported the deal on Friday.\nhttps://www.agency.example/1\n\nMore of it.\n")
    assert draft.links[0].context == ()


def test_addresses_are_not_read_aloud() -> None:
    draft = read_text("The agency (https://a.example/1) reported the deal, see https://b.example/2 for more of it.")
    assert words(draft, draft.blocks[0]) == "The agency reported the deal, see for more of it."


@pytest.mark.parametrize("mark", ["\n\n3\n\n", "\n\nPage 3 of 9\n\n", "\n\n- 3 -\n\n", "\n\nстр. 3\n\n", "\f"])
def test_page_ends_inside_a_sentence(mark: str) -> None:
    first = "The ministry said that both sides would go on with the talks about the border and\nwould publish the text of the new agreement in the week after the next one, and the"
    draft = read_text(f"{first}{mark}spokesman added nothing to it.\n\nA last paragraph, said he.")
    paragraphs = [block for block in draft.blocks if block.kind is BlockKind.PARAGRAPH]
    assert len(paragraphs) == 2
    assert words(draft, paragraphs[0]).endswith("and the spokesman added nothing to it.")


def test_running_heads_by_repetition() -> None:
    page = "The Daily Example 20 November\n\nThe guard said on page {0} that the post was open, and that it would stay so.\n\n{0}\n\f"
    draft = read_text("".join(page.format(number) for number in range(1, 6)))
    furniture = [words(draft, block) for block in draft.blocks if block.kind is BlockKind.FURNITURE]
    assert furniture.count("The Daily Example 20 November") == 5
    assert kinds(draft).count("paragraph") == 5
    assert [block.span.page for block in draft.blocks if block.kind is BlockKind.PARAGRAPH] == [1, 2, 3, 4, 5]


def test_what_a_browser_prints_on_every_page() -> None:
    head = "The Daily Example    https://daily.example/story    11/20/20, 10:30 AM\n\n"
    foot = "\n\nhttps://daily.example/story {}/2\n"
    first = "The two services will share a channel, the agency reported on Friday, citing a letter\nof the ministry to the gov-"
    draft = read_text(head + first + foot.format(1) + head + "ernment of the region.\n\nNothing else was said." + foot.format(2))
    assert kinds(draft).count("furniture") == 4
    assert [len(block.pieces) for block in draft.blocks if block.kind is BlockKind.PARAGRAPH] == [2, 1]
    assert {link.context for link in draft.links} == {("furniture",)}


def test_headings_in_the_body() -> None:
    draft = read_text("A Headline With Several Words\n\nHe said so.\n\nWhat comes next\n\nShe said the same.\n")
    assert [(block.kind.value, block.level) for block in draft.blocks] == [
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_menu_words_and_bylines_before_the_title() -> None:
    draft = read_text(
        "Skip to content\n\nBreaking News\n\nA Headline With Several Words\n\nBy Ann Example\n\nNovember 20, 2020, 10:30\n\nHe said so.\n"
    )
    assert draft.title == "A Headline With Several Words"
    assert kinds(draft) == ["furniture", "furniture", "heading", "furniture", "furniture", "paragraph"]


def test_one_paragraph_a_line() -> None:
    long = "The spokesman said on Friday that the post near the bridge would stay open for all lorries that carry food or medicine over the border between the two countries, and for no others."
    draft = read_text(f"{long}\n{long}\n{long}\n")
    assert kinds(draft) == ["paragraph"] * 3


def test_lists_and_a_line_that_begins_with_a_dash() -> None:
    draft = read_text("He named three things:\n- the first thing\n- the second one, which\n  goes on\n\n– So it was, he said.\n")
    assert kinds(draft) == ["paragraph", "list_item", "list_item", "paragraph"]
    assert words(draft, draft.blocks[2]) == "- the second one, which goes on"


def test_numbered_sources() -> None:
    draft = read_text(
        "The post is open, the ministry said [1]. Others deny it [2, 3].\n\nSources\n\n[1] Ministry, https://m.example/1\n[2] Agency. https://a.example/2\n[3] Letter of 3 May.\n"
    )
    marks = [(link.url, link.label, link.span.of(draft.text)) for link in draft.links if link.how is How.BIBLIOGRAPHY]
    assert marks == [("https://m.example/1", "1", "[1]"), ("https://a.example/2", "2", "[2, 3]")]
    assert words(draft, draft.blocks[0]) == "The post is open, the ministry said . Others deny it ."
    assert [block.label for block in draft.blocks if block.kind is BlockKind.LIST_ITEM] == ["1", "2", "3"]
    assert [link.context for link in draft.links if link.how is How.BARE] == [("bibliography",)] * 2


@pytest.mark.parametrize(
    "lead",
    [
        "Related article:",
        "Read more:",
        "Читайте также:",
        "Lesen Sie auch:",
        "À lire aussi :",
        "Lee también:",
        "Czytaj też:",
        "Читайте також:",
    ],
)
def test_pointers_to_other_articles_are_blocks_of_their_own(lead: str) -> None:
    draft = read_text(f"The post is open, said he.\n{lead} A Bridge Too Small\nIt will close on Monday, she said.\n")
    assert kinds(draft) == ["paragraph", "furniture", "paragraph"]


@pytest.mark.parametrize("credit", ["EPA / TASS", "Photo: Ann Example / Agency", "© Agency", "(file photo)", "Фото: Агентство", "AP"])
def test_captions(credit: str) -> None:
    draft = read_text(
        f"A Headline With Several Words\n\nA bridge near the post. {credit}\n\nHe said so.\n"
        if credit[0] in "E(A"
        else f"A Headline With Several Words\n\n{credit}\n\nHe said so.\n"
    )
    assert kinds(draft) == ["heading", "caption", "paragraph"]


def test_seed_out_of_a_pdf(shared: Path) -> None:
    draft = read(next((shared / "seeds").glob("003_*.txt")))
    assert draft.language == "en"
    cut = [block for block in draft.blocks if len(block.pieces) == 2]
    assert len(cut) == 1
    assert cut[0].pieces[1].of(draft.text) == "legal portal."
    assert (cut[0].pieces[1].line, cut[0].pieces[1].column) == (22, 1)
    assert kinds(draft)[0] == "caption"
    assert [link.url.split("/")[2] for link in draft.links] == ["www.interfax.ru", "www.themoscowtimes.com"]
    assert all(link.context == ("furniture",) for link in draft.links)
    assert sum(words(draft, block).startswith("Related article") for block in draft.blocks if block.kind is BlockKind.FURNITURE) == 1


def test_two_copies_of_one_article(shared: Path) -> None:
    printed = read(next((shared / "seeds").glob("003_*.txt")))
    saved = read(next((shared / "seeds").glob("001_*.txt")))
    assert saved.title == "Russian National Guard to Partner With Belarus Police Amid Protests"

    def prose(draft: Draft) -> list[str]:
        return [words(draft, block) for block in draft.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.CAPTION)]

    assert prose(printed) == prose(saved)


def test_seed_saved_from_a_page(shared: Path) -> None:
    draft = read(next((shared / "seeds").glob("000_*.txt")))
    assert draft.title is not None
    assert draft.title.startswith("Russian, Belarusian Officials Agree")
    assert kinds(draft) == ["furniture"] * 2 + ["heading", "caption"] + ["paragraph"] * 17


def test_a_line_that_comes_again_at_once_is_no_running_head() -> None:
    text = "Poole spoke first.\nThe price had doubled, she said, and\nThe price had doubled, she said, and\nthe council knew.\n"
    assert {block.kind for block in read_text(text, language="en").blocks} == {BlockKind.PARAGRAPH}
