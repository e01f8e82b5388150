"""Spans are exact in every format: each names its own words, and leads to their line and column in the file."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.draft import place, read_text
from provenance.draft.places import LINE_END
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, How, Span

TOKEN = re.compile(r"w\d+[a-zäж😀]w")


def file_lines(raw: str) -> list[str]:
    ends = list(LINE_END.finditer(raw))
    starts = [0, *(end.end() for end in ends)]
    return [raw[start:stop] for start, stop in zip(starts, [*(end.start() for end in ends), len(raw)], strict=True)]


def check(draft: Draft, raw: str) -> int:
    """Look every token of the draft up in the file at the place that the draft gives for it; return how many there were."""
    lines = file_lines(raw)
    count = 0
    for match in TOKEN.finditer(draft.text):
        spot = place(draft, Span(match.start(), match.end()))
        assert spot.line is not None
        assert spot.column is not None
        assert lines[spot.line - 1][spot.column - 1 :].startswith(match[0]), (match[0], spot, raw)
        count += 1
    for block in draft.blocks:
        assert block.pieces
        for before, after in pairwise(block.pieces):
            assert before.end <= after.start
        for piece in block.pieces:
            words = piece.of(draft.text)
            assert words == words.strip() != ""
            assert (piece.line, piece.column) == (place(draft, piece).line, place(draft, piece).column)
    for link in draft.links:
        assert link.span.line is not None
        if link.how is How.LINK and "canonical" not in link.context:
            assert link.span.of(draft.text) == link.text
        if link.how is How.BARE and not link.text:
            assert link.span.of(draft.text).split("//")[-1][:4] in link.url
    return count


class Words:
    """Hands out words that occur once in a file."""

    def __init__(self) -> None:
        self.number = 0

    def next(self, sign: str = "a") -> str:
        self.number += 1
        return f"w{self.number}{sign}w"


END = st.sampled_from(["\n", "\r\n", "\r"])
SIGN = st.sampled_from(["a", "ä", "ж", "😀"])


@st.composite
def plain_files(draw: st.DrawFn) -> str:
    words = Words()
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 25))):
        parts.append(words.next(draw(SIGN)))
        parts.append(
            draw(
                st.sampled_from(
                    [
                        " ",
                        ".\n",
                        "\n\n",
                        "\r\n",
                        "\r",
                        ".\u2028",
                        "\x85",
                        "\t",
                        " “",
                        "”. ",
                        ".\n\n",
                        "\f",
                        "\n12\n",
                        "\n\nhttps://a.example/x\n",
                        " https://b.example/y. ",
                        "\n- ",
                        "\n[1] ",
                    ]
                )
            )
        )
    return "".join(parts)


@given(plain_files())
@settings(deadline=None, max_examples=150)
def test_plain(raw: str) -> None:
    draft = read_text(raw)
    assert draft.text == raw
    assert check(draft, raw) == len(TOKEN.findall(raw))


@st.composite
def inline_runs(draw: st.DrawFn, words: Words) -> str:
    form = draw(
        st.sampled_from(
            [
                "{}",
                "*{}*",
                "**{} {}**",
                "[{}](https://a.example/x 'title')",
                "[{} *{}*][r]",
                "\\*{}\\*",
                "&amp;{}&nbsp;{}",
                "`{}`",
                "``{} ` {}``",
                "~~{}~~",
                "![{}](i.png)",
                "[![{}](i.png)](https://b.example)",
                "<b>{}</b>",
                '<a href="https://h.example/1">{}</a>',
                "{}<br>{}",
                "https://c.example/y_z_1",
                "<https://d.example/q>",
                "{}[^n]",
                "{}^[{} https://e.example/n]",
                "*{} **{}* {}**",
                "[{}",
                "{}](x)",
                "_{}_{}",
                "{}\\",
                "{}  ",
            ]
        )
    )
    return form.format(*[words.next(draw(SIGN)) for _ in range(form.count("{}"))])


@st.composite
def markdown_files(draw: st.DrawFn) -> str:
    words = Words()
    end = draw(END)
    blocks: list[str] = []
    if draw(st.booleans()):
        blocks.append(end.join(["---", "title: A b", "---"]))
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(
            st.sampled_from(
                [
                    "# {}",
                    "## {} ##",
                    "{}",
                    "{}",
                    "> {}",
                    "- {}",
                    "1. {}",
                    "   {}",
                    "table",
                    "- {}\n\n  {}",
                    "> - {}\n>   {}",
                    "{}\n===",
                    "<div>{}</div>",
                    "```\n{}\n```",
                    "\t{}",
                    "[^n]: {}",
                ]
            )
        )

        def text(kind: str = kind) -> str:
            lines = [" ".join(draw(inline_runs(words)) for _ in range(draw(st.integers(1, 3)))) for _ in range(draw(st.integers(1, 2)))]
            return lines[0] if "table" in kind or kind.startswith(("#", "<", "```", "1.", "- {}\n", "> - ")) else "\n".join(lines)

        if kind == "table":
            rows = [
                " | ".join(words.next() + draw(st.sampled_from(["", " \\| x", " [l](https://t.example)"])) for _ in range(2))
                for _ in range(2)
            ]
            blocks.append(f"| {rows[0]} |\n|---|---|\n| {rows[1]} |".replace("\n", end))
        else:
            blocks.append(kind.format(*[text() for _ in range(kind.count("{}"))]).replace("\n", end))
    blocks.append("[r]: https://r.example/1")
    return (end * 2).join(blocks) + end


@given(markdown_files())
@settings(deadline=None, max_examples=250)
def test_markdown(raw: str) -> None:
    try:
        draft = read_text(raw, format="markdown")
    except DraftError:
        assert not TOKEN.search(raw)
        return
    check(draft, raw)


@st.composite
def html_files(draw: st.DrawFn) -> str:
    words = Words()
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 30))):
        parts.append(
            draw(
                st.sampled_from(
                    [
                        "<p>",
                        "</p>",
                        "<b>",
                        "</b>",
                        "<div class=x>",
                        "</div>",
                        "<li>",
                        "<ul>",
                        "</ul>",
                        "<td>",
                        "<table><tr>",
                        "</table>",
                        " ",
                        "\n  ",
                        "\r\n",
                        "&amp;",
                        "&nbsp;",
                        "&#1046;",
                        "<br>",
                        "<!-- w -->",
                        "<a href='https://a.example/x'>",
                        "</a>",
                        "<h2>",
                        "</h2>",
                        "<pre>",
                        "</pre>",
                        "< ",
                        "<blockquote>",
                        "</blockquote>",
                        "<script>var a='<p>';</script>",
                        "<nav>",
                        "</nav>",
                        "https://c.example/y ",
                        '<a href="#n">1</a>',
                        '<p id="n">',
                        "&notanentity;",
                        "<sup>",
                        "</sup>",
                        "<figcaption>",
                    ]
                )
            )
        )
        parts.append(words.next(draw(SIGN)))
    return "".join(parts)


@given(html_files())
@settings(deadline=None, max_examples=250)
def test_html(raw: str) -> None:
    check(read_text(raw, format="html"), raw)


@given(st.text(max_size=400), st.sampled_from(["text", "markdown", "html"]))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_or_refused(raw: str, format: str) -> None:
    try:
        draft = read_text(raw, format=format)
    except DraftError:
        return
    check(draft, raw)


@given(
    st.lists(
        st.sampled_from(
            [
                "[",
                "]",
                "(",
                ")",
                "*",
                "_",
                "`",
                "<",
                ">",
                "!",
                "^",
                "\\",
                "&",
                ";",
                "#",
                "-",
                "+",
                "1.",
                "|",
                "~",
                ":",
                "/",
                "http",
                "://",
                "a.b",
                " ",
                "\n",
                "\t",
                "a",
                "ж",
            ]
        ),
        max_size=60,
    ).map("".join)
)
@settings(deadline=None, max_examples=300)
def test_any_marks_in_markdown(raw: str) -> None:
    try:
        draft = read_text(raw, format="markdown")
    except DraftError:
        return
    check(draft, raw)


def test_line_ends_change_nothing_but_themselves() -> None:
    body = "The first line of it\n\nHe said that it was so. It went on\nfor a second line.\n\nShe did not say https://a.example/x so.\n"
    drafts = [read_text(body.replace("\n", end)) for end in ("\n", "\r\n", "\r", "\u2028")]
    for draft in drafts:
        kinds = [(block.kind, [(piece.line, piece.column) for piece in block.pieces]) for block in draft.blocks]
        assert kinds == [
            (BlockKind.HEADING, [(1, 1)]),
            (BlockKind.PARAGRAPH, [(3, 1)]),
            (BlockKind.PARAGRAPH, [(6, 1), (6, 37)]),
        ]


def test_pages_of_a_text_out_of_a_pdf() -> None:
    draft = read_text("On page one, he said so.\n\fOn page two, she did not.\n\n\fAnd three.")
    found = [place(draft, block.span) for block in draft.blocks]
    assert [(span.page, span.line) for span in found] == [(1, 1), (2, 2), (3, 4)]
