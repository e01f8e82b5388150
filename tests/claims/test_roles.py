"""What links are there for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.claims.outlets import headline_overlap, owns
from provenance.claims.roles import classify_links, is_credit, is_related_line
from provenance.draft import read, read_text
from provenance.model import Claim, How, Reference, Span


def roles(text: str, format: str = "markdown") -> list[str]:
    return [link.role.value for link in classify_links(read_text(text, format=format), ())]


PROSE = "The spokesman said that the post near the bridge would stay open for the time of the exercise. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He [said so](https://a.example/1) on Friday.", ["citation"]),
        ("He said so.[^1]\n\n[^1]: [Letter](https://a.example/1)", ["citation", "citation"]),
        ("He said so (https://a.example/1).", ["citation"]),
        ("## Sources\n\n- [Letter](https://a.example/1)\n- https://b.example/2", ["citation", "citation"]),
        ("Related article: [A Bridge Too Small](https://a.example/1)", ["related"]),
        ("Read more: https://a.example/1", ["related"]),
        ("Читайте также: [Мост закрыт](https://a.example/1)", ["related"]),
        ("**Lesen Sie auch:** [Die Brücke](https://a.example/1)", ["related"]),
        ("À lire aussi : [Le pont](https://a.example/1)", ["related"]),
        ("Lee también: [El puente](https://a.example/1)", ["related"]),
        ("Czytaj też: [Most](https://a.example/1)", ["related"]),
        ("Читайте також: [Міст](https://a.example/1)", ["related"]),
        ("See also → [The bridge](https://a.example/1)", ["related"]),
        (f"{PROSE}(Read more: [The bridge](https://a.example/1))", ["related"]),
        (
            "## Related stories\n\n- [One](https://a.example/1)\n- [Two](https://a.example/2)\n\nHe [said so](https://a.example/3).",
            ["related", "related", "citation"],
        ),
        (f"{PROSE}\n\n[A bridge that is far too small for lorries](https://a.example/1)\n\n{PROSE}", ["related"]),
        ("Photo: [Ann Example](https://a.example/1)", ["credit"]),
        ("![A bridge](p.png)\n\n*Photo: [Agency](https://a.example/1) / AP*", ["credit"]),
        ("© [Agency](https://a.example/1)", ["credit"]),
        ("[Share](https://www.facebook.com/sharer/sharer.php?u=https://a.example/1)", ["navigation"]),
        (
            "[Tweet it](https://twitter.com/intent/tweet?url=x) [T](https://t.me/share/url?url=x) [W](https://wa.me/?text=x)",
            ["navigation"] * 3,
        ),
        ("He [said so](https://twitter.com/ministry/status/1) on Friday.", ["citation"]),
        (f"By [Ann Example](https://a.example/author/ann-example)\n\n{PROSE}", ["navigation"]),
        (f"{PROSE}\n\nTags: [Bridges](https://a.example/tag/bridges)", ["navigation"]),
        ("[Subscribe](https://a.example/subscribe) to [our newsletter](https://a.example/newsletter).", ["navigation", "navigation"]),
        (
            "---\nurl: https://a.example/own\n---\n\nThis [text](https://www.a.example/own/?utm_source=x#y) he [wrote](https://a.example/other).",
            ["navigation", "navigation", "citation"],
        ),
        ("He [said so](/relative/1).", ["navigation"]),
    ],
)
def test_roles_in_markdown(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


PAGE = """<html><head><link rel="canonical" href="https://site.example/n/1"></head><body>
<header><a href="/">Site</a></header><nav><a href="/world">World</a></nav>
<article><h1>Head</h1><div class="byline"><a href="/people/ann">Ann Example</a></div>
<p>{prose}<a href="https://agency.example/1">the agency reported</a>.</p>
<figure><img src="x.jpg"><figcaption>A bridge. <a href="https://agency.example/photo">Agency</a></figcaption></figure>
<div class="related-links"><a href="/n/2">Another story</a></div>
<p>{prose}</p><p>{prose}</p><p>{prose}</p>
<div class="article-tags"><a href="/bridges">Bridges</a></div><div class="social-share"><a href="https://t.example/x">T</a></div>
</article><aside><a href="/n/3">Beside it</a></aside><div id="comments"><p>Look at <a href="https://blog.example/1">this</a>!</p></div>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


def test_roles_on_a_page() -> None:
    draft = read_text(PAGE.format(prose=PROSE), format="html")
    found = {link.url.removeprefix("https://"): link.role.value for link in classify_links(draft, ())}
    assert found == {
        "site.example/n/1": "navigation",
        "site.example/": "navigation",
        "site.example/world": "navigation",
        "site.example/people/ann": "navigation",
        "agency.example/1": "citation",
        "agency.example/photo": "credit",
        "site.example/n/2": "related",
        "site.example/bridges": "navigation",
        "t.example/x": "navigation",
        "site.example/n/3": "related",
        "blog.example/1": "navigation",
        "site.example/imprint": "navigation",
    }


def test_addresses_in_page_furniture_need_a_claim() -> None:
    text = "The post near the bridge stays open for lorries, the agency wrote in the text that it sent\n\nhttps://agency.example/1\n\nto us all on Friday.\n"
    draft = read_text(text)
    assert [link.role.value for link in classify_links(draft, ())] == ["navigation"]
    link = draft.links[0]
    leaning = replace(_claim(), references=(Reference(link.url, link.span, How.NAMED),))
    assert [link.role.value for link in classify_links(draft, [leaning])] == ["citation"]


def test_every_link_comes_once_and_says_why() -> None:
    draft = read_text("He said so.[^1] She too.[^1]\n\n[^1]: https://a.example/1, https://b.example/2\n", format="markdown")
    found = classify_links(draft, ())
    assert len(found) == len({(link.url, link.span) for link in found}) == len(draft.links) == 6
    assert all(link.reason for link in found)


def _claim() -> Claim:
    return Claim("x", "x", "x", None, Span(0, 1), None)


@pytest.mark.parametrize(
    "line",
    [
        "EPA / TASS",
        "AP",
        "Photo: Ann Example",
        "Photo by Ann Example / Reuters",
        "© Agency 2020",
        "Getty Images",
        "(AP Photo/Ann Example)",
        "Фото: ТАСС",
        "Foto: dpa",
        "Crédit photo : AFP",
        "Zdjęcie: PAP",
        "Fot: PAP",
        "[Reuters]",
    ],
)
def test_credits(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "Reuters said so.",
        "The photo shows a bridge.",
        "Video: the minister said that it was over. He left.",
        "AP reported on Friday that the post was open",
        "",
        "He said so. EPA / TASS",
        "TASS, citing the ministry, said the post was open",
    ],
)
def test_no_credits(line: str) -> None:
    assert not is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "Related article: A Bridge",
        "RELATED: A Bridge",
        "Read more: x",
        "See also",
        "Читайте также",
        "Читайте также: Мост",
        "Mehr zum Thema: Brücke",
        "Lire aussi > Le pont",
        "Te puede interesar: El puente",
        "Zobacz też: Most",
        "Дивіться також: Міст",
        "• Read more | A Bridge",
    ],
)
def test_related_lines(line: str) -> None:
    assert is_related_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "The related article: it said so",
        "He read more: two books a day",
        "Related deaths rose by half",
        "See also what he said on Friday.",
        "",
        "Putin: the deal stands",
    ],
)
def test_no_related_lines(line: str) -> None:
    assert not is_related_line(line)


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("Interfax", "https://www.interfax.ru/russia/741864", True),
        ("Интерфакс", "https://www.interfax.ru/russia/741864", True),
        ("Interfax", "https://tass.ru/1", False),
        ("TASS", "https://tass.ru/1", True),
        ("The Guardian", "https://www.theguardian.com/world/1", True),
        ("the Guardian", "https://amp.theguardian.com/world/1", True),
        ("BBC", "https://www.bbc.co.uk/news/1", True),
        ("BBC News", "https://www.bbc.com/news/1", True),
        ("The Moscow Times", "https://www.themoscowtimes.com/1", True),
        ("Lenta.ru", "https://lenta.ru/1", True),
        ("RFE/RL", "https://www.rferl.org/a/1", True),
        ("Committee to Protect Journalists", "https://cpj.org/1", True),
        ("Border Courier", "https://www.bordercourier.example/1", True),
        ("Border Courier", "https://border.example/1", False),
        ("the agreement", "https://agreement.example", True),
        ("Interfax", "https://interfax.ru.evil.example/1", False),
        ("Interfax", "https://evil.example/interfax.ru", False),
        ("Interfax", "not an address", False),
        ("", "https://tass.ru/1", False),
    ],
)
def test_whose_address_it_is(name: str, url: str, expected: bool) -> None:
    assert owns(name, url) is expected


def test_headlines_in_addresses() -> None:
    url = "https://paper.example/2020/11/guards-wait-at-the-bridge-as-lorries-queue"
    assert headline_overlap(url, "Guards Wait at the Bridge as Lorries Queue") == 1.0
    assert headline_overlap(url, "Ministers meet in Minsk on Friday") < 0.3
    assert headline_overlap("https://paper.example/741864", "Guards Wait at the Bridge") == 0.0


def test_seed_out_of_a_pdf(shared: Path) -> None:
    draft = read(next((shared / "seeds").glob("003_*.txt")))
    found = {link.url.split("/")[2]: link for link in classify_links(draft, ())}
    assert found["www.themoscowtimes.com"].role.value == "related"
    assert found["www.interfax.ru"].role.value == "navigation"  # no claim was given; with one it is the citation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Follow us on [Instagram](https://www.instagram.com/paper).", "navigation"),
        ("Подписывайтесь на [наш канал](https://t.me/paper)", "navigation"),
        ("Folgen Sie uns auf [Facebook](https://facebook.com/paper)", "navigation"),
        ("Suivez-nous sur [Twitter](https://twitter.com/paper)", "navigation"),
        ("Síguenos en [X](https://x.com/paper)", "navigation"),
        ("Obserwuj nas na [Facebooku](https://www.facebook.com/paper)", "navigation"),
        ("Підписуйтесь на [наш телеграм](https://t.me/paper)", "navigation"),
        ("[@paper](https://x.com/paper)", "navigation"),
        ("[Telegram](https://t.me/paper) | [Facebook](https://facebook.com/paper)", "navigation"),
        ("The guard wrote on [Telegram](https://t.me/guard/17) that it was open.", "citation"),
        ("The guard said [on its channel](https://t.me/guard) that it was open.", "citation"),
        ("He bought it [here](https://www.amazon.de/dp/B1?tag=x-21).", "navigation"),
        ("The product page says it is [waterproof](https://www.amazon.de/dp/B1).", "citation"),
        ("[Comments (12)](https://p.example/a#comments)", "navigation"),
        ("**More from Ann:** [Bridge](https://a.example/1)", "related"),
        ("READ: [Bridge](https://a.example/1)", "related"),
        ("More was said [in May](https://a.example/1) than in June.", "citation"),
        ("The mayor agreed (see also the office's [summary](https://a.example/1)).", "related"),
        ("Photograph by [Ann Lee](https://annlee.example)", "credit"),
        ("Photo courtesy of [the museum](https://museum.example)", "credit"),
        ("*This article first appeared in [the Courier](https://courier.example/a).*", "credit"),
        ("The letter first appeared in [the Courier](https://courier.example/a).", "citation"),
        ("Written by [Ann Lee](https://p.example/x) and edited by [Bob Ray](https://p.example/y)", "navigation"),
        ("He cited a report written by [the ministry](https://m.example/r).", "citation"),
        ("Author: [Ann Lee](https://p.example/u/ann)", "navigation"),
    ],
)
def test_what_words_around_a_link_say(text: str, expected: str) -> None:
    assert set(roles(f"{PROSE}\n\n{text}\n\n{PROSE}")) == {expected}


def test_a_captions_sentence_may_cite() -> None:
    page = "<article><h1>Head</h1><p>{0}</p><figure><figcaption>{1}</figcaption></figure><p>{0}</p></article>"
    cited = 'Lorries wait at the bridge, as <a href="https://a.example/1">the agency showed</a> in April. Photo: <a href="https://b.example/2">Ann Lee</a>'
    assert roles(page.format(PROSE, cited), "html") == ["citation", "credit"]
    assert roles(page.format(PROSE, 'A bridge. (<a href="https://a.example/1">Agency</a>)'), "html") == ["credit"]
