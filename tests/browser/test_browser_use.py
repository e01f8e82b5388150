"""The HTML report in use: choosing, walking, filtering and searching, by mouse and by keys, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from html_reports import full_report
from playwright.sync_api import Page

Open = Callable[..., Page]


def chosen(page: Page) -> list[str]:
    return page.locator(".card:visible h3 .number").all_inner_texts()


def numbers(page: Page) -> list[str]:
    return [text.split()[-1] for text in chosen(page)]


def test_a_click_in_the_draft_shows_that_claim_alone(open_report: Open) -> None:
    page = open_report(full_report(8))
    assert numbers(page) == []
    assert page.locator(".index:visible").count() == 1
    page.locator("mark.said.misquoted").first.click()
    assert numbers(page) == ["4"]
    assert page.evaluate("document.activeElement.textContent").strip().startswith("❝")
    assert page.locator(".index:visible").count() == 0
    assert page.locator("mark.said.chosen").count() >= 1
    assert page.url.endswith("#d0-000000000003")
    page.get_by_role("button", name="All claims").click()
    assert numbers(page) == []
    assert page.locator(".index:visible").count() == 1


def test_the_keyboard_walks_through_all_claims(open_report: Open) -> None:
    page = open_report(full_report(4, drafts=2))
    seen = []
    for _ in range(8):
        page.keyboard.press("j")
        seen += numbers(page)
        box = page.locator("mark.said.chosen").first.bounding_box()
        card = page.locator(".card:visible h3").bounding_box()
        tools = page.locator(".tools").bounding_box()
        assert box is not None
        assert card is not None
        assert tools is not None
        assert tools["y"] + tools["height"] <= box["y"] <= 900
        assert tools["y"] + tools["height"] <= card["y"] <= 900
    assert seen == ["1", "2", "3", "4", "1", "2", "3", "4"]  # on into the second draft
    page.keyboard.press("n")
    assert page.url.endswith("#d0-000000000000")
    page.keyboard.press("p")
    assert page.url.endswith("#d1-000100000003")
    page.keyboard.press("k")
    assert numbers(page) == ["3"]
    page.keyboard.press("Escape")
    assert numbers(page) == []


def test_next_problem_passes_over_what_is_supported(open_report: Open) -> None:
    page = open_report(full_report(8))
    seen = []
    for _ in range(6):
        page.keyboard.press("x")
        seen += numbers(page)
    assert seen == ["2", "4", "5", "6", "7", "2"]
    page.keyboard.press("X")
    assert numbers(page) == ["7"]
    page.get_by_role("button", name="Next problem").click()
    assert numbers(page) == ["2"]


def test_everything_is_reached_with_the_tab_key(open_report: Open) -> None:
    page = open_report(full_report(2))
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(({ id, tagName }, kind) => id || kind || tagName)(document.activeElement, document.activeElement.getAttribute('class'))"
            )
        )
        if len(reached) > 3 and reached[-1] == reached[0]:
            break
    assert {"search", "source", "problem", "save", "load", "theme", "ask"} <= set(reached)
    assert any("chip" in name for name in reached)
    assert any(name.endswith("-mark") for name in reached)
    page.locator(".tag").first.focus()
    page.keyboard.press("Enter")
    assert numbers(page) == ["1"]


def test_filters_by_verdict_and_source_and_search_work_together(open_report: Open) -> None:
    page = open_report(full_report(16))

    def listed() -> int:
        return page.locator(".index li:not([hidden])").count()

    assert listed() == 16
    page.get_by_role("button", name="contradicted").click()
    assert listed() == 2
    assert page.get_by_role("button", name="contradicted").get_attribute("aria-pressed") == "true"
    assert page.locator("#shown").inner_text() == "2 of 16 claims"
    page.keyboard.press("2")  # misquoted, by its place in the summary
    assert listed() == 4
    page.locator("#search").fill("BERTH 12")
    assert listed() == 1
    page.locator("#search").fill("трубопровод")
    assert listed() == 0
    assert page.get_by_text("No claim fits the filters.").is_visible()
    page.locator("#search").press("Escape")
    page.keyboard.press("0")
    assert listed() == 16
    page.locator("#source").select_option("s-2")
    assert listed() == 2
    page.keyboard.press("Escape")
    page.locator("body").click(position={"x": 5, "y": 5})
    for _ in range(3):
        page.keyboard.press("j")
        assert numbers(page)[0] in ("2", "10")
    assert page.locator(".tag.dim").count() == 14
    page.locator("#source").select_option("")
    page.locator("#search").fill("60 миллионов")  # words of the evidence are found as well
    assert listed() == 2


def test_claims_are_told_apart_by_whether_they_have_a_note(open_report: Open) -> None:
    page = open_report(full_report(3))
    page.keyboard.press("j")
    page.get_by_label("Note", exact=True).fill("asked")
    page.locator("#noted").select_option("with")
    assert page.locator(".index li:not([hidden])").count() == 1
    page.locator("#noted").select_option("without")
    assert page.locator("#shown").inner_text() == "2 of 3 claims"
    assert numbers(page) == []  # the claim that was open does not fit any more


def test_three_hundred_claims_open_and_can_be_walked_through(open_report: Open) -> None:
    page = open_report(full_report(300))
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert numbers(page) == ["300"]
    page.locator("#search").fill("berth 124")
    assert page.locator("#shown").inner_text() == "1 of 300 claims"
    assert page.evaluate("document.documentElement.outerHTML.length") < 2_000_000


def test_keys_are_listed_and_can_be_switched_off(open_report: Open) -> None:
    page = open_report(full_report(3))
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("j")
    assert numbers(page) == []
    page.get_by_label("Keys of one letter are on").uncheck()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.keyboard.press("j")
    assert numbers(page) == []


def test_keys_do_nothing_while_one_writes(open_report: Open) -> None:
    page = open_report(full_report(3))
    page.keyboard.press("/")
    page.keyboard.type("jjx?")
    assert page.locator("#search").input_value() == "jjx?"
    assert numbers(page) == []


def test_an_address_with_a_claim_opens_it(open_report: Open) -> None:
    page = open_report(full_report(8), anchor="#d0-000000000005")
    assert numbers(page) == ["6"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_it_is_chosen(open_report: Open, scheme: str) -> None:
    page = open_report(full_report(1), color_scheme=scheme)

    def dark() -> bool:
        return bool(page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 27)")

    assert dark() is (scheme == "dark")
    page.keyboard.press("t")
    assert not dark()
    page.keyboard.press("t")
    assert dark()
    page.reload()
    assert dark()
    page.keyboard.press("t")
    assert dark() is (scheme == "dark")


def test_without_scripts_everything_can_be_read(open_report: Open) -> None:
    page = open_report(full_report(8), java_script_enabled=False)
    assert page.locator(".card:visible").count() == 8
    assert page.locator(".index li:visible").count() == 8
    assert page.locator(".tools:visible, .walk:visible, .noteform:visible").count() == 0
    page.locator(".tag").nth(3).click()
    assert page.url.endswith("#d0-000000000003")
    box = page.locator("#d0-000000000003").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 300


def test_on_a_small_screen_the_claim_comes_up_and_its_words_stay_in_sight(open_report: Open) -> None:
    page = open_report(full_report(8, spice=" Donaudampfschifffahrtsgesellschaft" * 3 + "x" * 90), width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for _ in range(8):
        page.keyboard.press("j")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        sheet = page.locator(".cards:visible").bounding_box()
        words = page.locator("mark.said.chosen").first.bounding_box()
        assert sheet is not None
        assert words is not None
        assert words["y"] >= 0
        assert words["y"] + min(words["height"], 60) <= sheet["y"]
    page.get_by_role("button", name="Close").click()
    assert page.locator(".cards:visible").count() == 0


def test_paper_holds_every_claim(open_report: Open) -> None:
    from io import BytesIO

    import pypdfium2

    page = open_report(full_report(30), color_scheme="dark")
    page.keyboard.press("2")
    page.keyboard.press("j")
    pdf = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in pdf)
    for n in range(1, 31):
        assert text.count(f" {n}") >= 1
    for words in (
        "Ремонт причала 2 обойдётся",
        "Ремонт причала 26 обойдётся",
        "We did not agree to shut berth 28",
        "redirects (301)",
        "Next Restore",
    ):
        assert words in text, words
    assert text.count("Next Correct the draft") == 4
    assert text.count("Said by") == 30
    for unwanted in ("Export notes", "All claims", "Your verdict"):
        assert unwanted not in text
