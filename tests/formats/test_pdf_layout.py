"""PDF layout: reading order, paragraphs, divided words, running heads, notes, links. The files are made here."""

from __future__ import annotations

from typing import Any

import pytest
from pdfs import Book, column, drawn, justified

from provenance.formats.pdf_reading import read

SENTENCES = """the harbour office said that every boat in the old basin would have to be moved before winter came and that nobody
had asked for more time although the men who mend the nets there had been told about it late"""
WORDS = SENTENCES.split()


def blocks(body: bytes, kind: str | None = None) -> list[dict[str, Any]]:
    return [block for block in read(body)["blocks"] if kind in (None, block["kind"])]


def texts(body: bytes, kind: str | None = None) -> list[str]:
    return [block["text"] for block in blocks(body, kind)]


def prose(start: str, count: int = 60) -> list[str]:
    words = [start, *(WORDS[(at * 7 + at * at // 11 + 5 * len(start)) % len(WORDS)] for at in range(count))]
    return [*words[:-1], words[-1] + "."]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_columns_are_read_one_after_the_other_and_the_headline_first(count: int) -> None:
    width = 500 / count - 14
    paragraphs = [prose(f"Part{number}") for number in range(count)]

    def draw(canvas: Any) -> None:
        canvas.setFont("Times-Bold", 22)
        canvas.drawString(50, 780, "Boats have to leave the old basin before winter")
        for number in reversed(range(count)):  # the order of the file is not the order of reading
            justified(canvas, paragraphs[number], 50 + number * 500 / count, 740, width)

    found = texts(drawn(draw))
    assert found[0] == "Boats have to leave the old basin before winter"
    assert found[1:] == [" ".join(words) for words in paragraphs]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    words = prose("Whether", 300)

    def draw(canvas: Any) -> None:
        rows = [" ".join(words[at : at + 6]) for at in range(0, len(words), 6)]
        column(canvas, rows[:20], 50, 700)
        column(canvas, rows[20:40], 320, 700)
        canvas.showPage()
        column(canvas, rows[40:], 50, 700)

    (block,) = blocks(drawn(draw))
    assert block["text"] == " ".join(words)
    assert [line[1] for line in block["lines"]] == [1] * 40 + [2] * (len(block["lines"]) - 40)


def test_a_box_beside_the_text_does_not_cut_its_sentences() -> None:
    words = prose("Main", 220)

    def draw(canvas: Any) -> None:
        rows = [" ".join(words[at : at + 7]) for at in range(0, 112, 7)]
        y = column(canvas, rows, 50, 700)
        column(canvas, ["Facts at a glance", "Basin: 84 boats live", "there all the year", "and pay two crowns."], 380, 690, 9, 11)
        column(canvas, [" ".join(words[at : at + 13]) for at in range(112, len(words), 13)], 50, y)

    assert " ".join(words) in texts(drawn(draw))


def test_words_divided_at_line_ends_are_whole_again() -> None:
    lines = [
        "The depart-",
        "ment’s so-called under-",
        "standing of the depart-",
        "ment was a well-known mis-",
        "take, as a so-",
        "called friend of the Baltic-",
        "Sea trade said.",
    ]
    assert texts(drawn(lambda canvas: column(canvas, lines, 50, 700))) == [
        "The department’s so-called understanding of the department was a well-known mistake, as a so-called friend of the Baltic-Sea trade said."
    ]


def test_a_hyphen_at_a_line_end_stays_where_nothing_else_is_divided() -> None:
    rows = [" ".join(WORDS[at % 30 : at % 30 + 8]) for at in range(0, 320, 8)]
    rows[20] = "the two law-"
    rows[21] = "enforcement bodies agreed on that and on all the rest of it"
    assert "law-enforcement bodies" in " ".join(texts(drawn(lambda canvas: column(canvas, rows, 50, 750))))


def test_ligatures_are_letters() -> None:
    book = Book()
    book.page()
    book.put(40, 200, "The oﬃce ﬁnds the eﬀort diﬀicult and the ﬂow ﬆeady.")
    assert texts(book.bytes()) == ["The office finds the effort difficult and the flow steady."]


@pytest.mark.parametrize("pages", [2, 3, 6])
def test_running_heads_and_page_numbers_are_no_text(pages: int) -> None:
    words = prose("All", 60 * pages)

    def draw(canvas: Any) -> None:
        per = len(words) // pages + 1
        for number in range(pages):
            column(canvas, ["The Norhaven Gazette"], 50, 800, 10)
            column(canvas, [f"{number + 7}"], 290, 40, 10)
            part = words[number * per : (number + 1) * per]
            column(canvas, [" ".join(part[at : at + 9]) for at in range(0, len(part), 9)], 50, 770)
            canvas.showPage()

    body = drawn(draw)
    assert texts(body, "furniture") == [word for number in range(pages) for word in ("The Norhaven Gazette", str(number + 7))]
    assert texts(body, "paragraph") == [" ".join(words)]


def test_heads_that_alternate_between_left_and_right_pages() -> None:
    def draw(canvas: Any) -> None:
        for number in range(4):
            column(canvas, [f"{number + 2}   Harbour law" if number % 2 else f"Chapter two   {number + 2}"], 50, 800, 10)
            column(canvas, [" ".join(prose("Page" + number * "s", 8)), " ".join(prose("So" + number * "o", 8))], 50, 760)
            canvas.showPage()

    assert len(texts(drawn(draw), "furniture")) == 4


def test_a_number_in_the_text_is_no_page_number() -> None:
    def draw(canvas: Any) -> None:
        column(
            canvas, ["The basin holds boats from four towns, and the number of them is", "84", "in winter, as the office counts."], 50, 700
        )

    assert texts(drawn(draw)) == ["The basin holds boats from four towns, and the number of them is 84 in winter, as the office counts."]


def test_a_watermark_across_the_page_is_left_out() -> None:
    def draw(canvas: Any) -> None:
        column(canvas, ["The text stands upright here and is read."], 50, 700)
        canvas.saveState()
        canvas.rotate(45)
        canvas.setFont("Helvetica", 80)
        canvas.drawString(300, 200, "DRAFT")
        canvas.restoreState()

    found = read(drawn(draw))
    assert [block["text"] for block in found["blocks"]] == ["The text stands upright here and is read."]
    assert "do not stand upright" in found["notes"][0]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_held(turn: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(*{90: (500, 100), 180: (500, 700), 270: (100, 500)}[turn])
        canvas.rotate(turn)
        column(canvas, ["The first line of a page that is turned and", "the second line of it."], 0, 0)

    assert texts(drawn(draw)) == ["The first line of a page that is turned and the second line of it."]


def test_notes_at_the_foot_of_each_page_belong_to_the_marks_of_that_page() -> None:
    def draw(canvas: Any) -> None:
        for number in (1, 2):
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(50, 700, "The basin is three metres deep,")
            x = 50 + canvas.stringWidth("The basin is three metres deep,")
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(x, 704, "1")
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(x + 6, 700, "as the survey")
            canvas.drawString(50, 686, f"of 202{number} has shown to all who wanted to read it.")
            column(canvas, [" ".join(prose("Then", 12))], 50, 660, 11)
            canvas.setFont("Times-Roman", 5.5)
            canvas.drawString(50, 83, "1")
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(54, 80, f"Survey of the harbour, https://survey.example/{number}, page 4.")
            canvas.showPage()

    body = drawn(draw)
    assert [(block["key"], block["text"]) for block in blocks(body, "footnote")] == [
        ("1", "¹ Survey of the harbour, https://survey.example/1, page 4."),
        ("1 (page 2)", "¹ Survey of the harbour, https://survey.example/2, page 4."),
    ]
    marks = [(block["text"][start:end], keys) for block in blocks(body, "paragraph") for start, end, keys in block["marks"]]
    assert marks == [("¹", "1"), ("¹", "1 (page 2)")]


def test_powers_are_no_marks() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(50, 700, "They moved 10")
        x = 50 + canvas.stringWidth("They moved 10")
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(x, 704, "6")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(x + 4, 700, " grains of sand over 40 m")
        x += 4 + canvas.stringWidth(" grains of sand over 40 m")
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(x, 704, "2")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(x + 4, 700, " of ground.")

    (block,) = blocks(drawn(draw))
    assert block["text"] == "They moved 10⁶ grains of sand over 40 m² of ground."
    assert block["marks"] == []


def test_a_link_over_two_lines_comes_once_with_the_words_it_covers() -> None:
    url = "https://notices.example/44?a=1&b=2"

    def draw(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(50, 700, "The date is given in (a notice that the office")
        canvas.drawString(50, 688, "published on Monday) and in another one.")
        begin = 50 + canvas.stringWidth("The date is given in (")
        canvas.linkURL(url, (begin, 697, 50 + canvas.stringWidth("The date is given in (a notice that the office"), 708))
        canvas.linkURL(url, (50, 685, 50 + canvas.stringWidth("published on Monday"), 696))
        begin = 50 + canvas.stringWidth("published on Monday) and in ")
        canvas.linkURL("https://other.example/", (begin, 685, begin + canvas.stringWidth("another one"), 696))

    (block,) = blocks(drawn(draw))
    assert [(block["text"][start:end], to) for start, end, to in block["links"]] == [
        ("a notice that the office published on Monday", url),
        ("another one", "https://other.example/"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (
            "and so on, see https://council.example/minutes/",
            "2023-12-12.html for it.",
            "https://council.example/minutes/2023-12-12.html for it.",
        ),
        (
            "and so on, see https://council.example/the-old-",
            "basin/is-deep for it.",
            "https://council.example/the-old-basin/is-deep for it.",
        ),
        (
            "and so on, it is at https://council.example/minutes",
            "and the mayor signed it.",
            "https://council.example/minutes and the mayor signed it.",
        ),
    ],
)
def test_addresses_that_are_broken_over_lines(first: str, second: str, whole: str) -> None:
    assert texts(drawn(lambda canvas: column(canvas, [first, second], 50, 700)))[0].endswith(whole)


def test_rows_of_a_table_stay_together() -> None:
    rows = [("Monday", "closed", "0"), ("Tuesday", "10 to 18", "8"), ("Wednesday", "10 to 20", "10"), ("Thursday", "10 to 18", "8")]

    def draw(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 10)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                canvas.drawString(50 + 110 * place, 700 - 14 * number, cell)

    assert texts(drawn(draw), "table") == ["\t".join(row) for row in rows]


def test_list_items_and_headings_are_told_apart() -> None:
    def draw(canvas: Any) -> None:
        column(canvas, ["What is going to change"], 50, 740, 10, font="Times-Bold")
        column(
            canvas,
            ["• The main house closes on Mondays, and the men", "   of the basin know it.", "• The branch stays open.", "3. Fees rise."],
            50,
            720,
        )

    found = blocks(drawn(draw))
    assert [(block["kind"], block["text"]) for block in found] == [
        ("heading", "What is going to change"),
        ("list_item", "• The main house closes on Mondays, and the men of the basin know it."),
        ("list_item", "• The branch stays open."),
        ("list_item", "3. Fees rise."),
    ]


def test_a_dropped_capital_is_the_first_letter_of_its_word() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 33)
        canvas.drawString(50, 676, "T")
        column(
            canvas, ["he harbour office said that it had", "been told of it late, and that it", "would not answer before Monday,"], 73, 700
        )
        column(canvas, ["as its chair had to be asked first, and", "she was out at sea."], 50, 664)

    assert texts(drawn(draw)) == [
        "The harbour office said that it had been told of it late, and that it would not answer before Monday, "
        "as its chair had to be asked first, and she was out at sea."
    ]


def test_lines_of_ideographs_are_joined_without_blanks() -> None:
    book = Book()
    book.page()
    book.put(40, 200, "市長は月曜日に新しい埠頭が来年の春")
    book.put(40, 186, "まで開かないと述べた。")
    assert texts(book.bytes()) == ["市長は月曜日に新しい埠頭が来年の春まで開かないと述べた。"]


def test_a_page_that_is_a_picture_is_named() -> None:
    def draw(canvas: Any) -> None:
        column(canvas, ["Some words of the first page stand here."], 50, 700)
        canvas.showPage()
        canvas.rect(10, 10, 500, 800, fill=1)
        canvas.showPage()
        column(canvas, ["More words of the last page stand here."], 50, 700)

    found = read(drawn(draw))
    assert found["notes"] == ["page 2: no text layer, only a picture, so nothing of it was read; OCR (ocrmypdf) would add one"]
    assert len(found["blocks"]) == 2


@pytest.mark.parametrize(
    "rows",
    [
        ["משרד הנמל הודיע ביום שני כי הרציף החדש לא", "ייפתח לפני האביב ועוד שנה אחר כך."],
        ["قال مكتب الميناء يوم الاثنين إن الرصيف الجديد", "لن يفتح قبل الربيع المقبل."],
    ],
    ids=["Hebrew", "Arabic"],
)
def test_scripts_that_run_to_the_left(rows: list[str]) -> None:
    book = Book()
    book.page()
    for number, row in enumerate(rows):  # as programs put them down: in the order in which they are seen, flush on the right
        book.put(360 - 5 * len(row), 200 - 12 * number, row[::-1])
    assert texts(book.bytes()) == [" ".join(rows)]


def test_columns_of_a_script_that_runs_to_the_left_begin_on_the_right() -> None:
    letters = "אבגדהוזחטיכלמנסעפצקרשת"
    words = [letters[at % 22] + letters[at * 3 % 22] + letters[at * at % 22] for at in range(96)]
    book = Book()
    book.page()
    for at in range(0, 96, 6):
        left, number = (230, at // 6) if at < 48 else (40, at // 6 - 8)
        book.put(left, 250 - 12 * number, " ".join(words[at : at + 6])[::-1])
    assert texts(book.bytes()) == [" ".join(words)]


def test_a_paragraph_of_one_line_in_a_column_that_is_set_flush() -> None:
    first, heading, second = prose("Alpha", 70), ["Nobody", "has", "asked", "them", "about", "the", "nets"], prose("Beta", 70)

    def draw(canvas: Any) -> None:
        y = justified(canvas, first, 50, 700, 190, indent=12)
        y = justified(canvas, heading, 50, y, 190, indent=12)
        justified(canvas, second, 50, y, 190, indent=12)

    assert texts(drawn(draw)) == [" ".join(first), " ".join(heading), " ".join(second)]


def test_a_compound_of_three_is_parted_at_its_own_hyphen() -> None:
    lines = ["It was a depart-", "ment of the law-", "enforcement-type state-of-the-", "art kind in all its depart-", "ments."]
    assert texts(drawn(lambda canvas: column(canvas, lines, 50, 700))) == [
        "It was a department of the law-enforcement-type state-of-the-art kind in all its departments."
    ]
