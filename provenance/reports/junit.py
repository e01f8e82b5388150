"""The report as JUnit XML: a test suite for each draft, a test case for each claim, for build servers that draw such tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import CheckedClaim, Draft, DraftReport, Label, Report
from provenance.reports.clean import one_line, shorten
from provenance.reports.problems import message, relative, rule_of
from provenance.reports.words import INTERRUPTED, NAMES

if TYPE_CHECKING:
    from junitparser import TestCase, TestSuite

_FAIL_ON = f"{Label.CONTRADICTED},{Label.MISQUOTED}"


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The XML. A claim fails if ``--fail-on`` names its verdict, is skipped if it could not be checked, and else passes.

    What is neither supported nor a failure says so in ``system-out``. The arguments for terminals change nothing.
    """
    from junitparser import JUnitXml

    xml = JUnitXml(one_line(report.tool))
    failing = dict(report.settings).get("fail_on", _FAIL_ON).split(",")
    for draft in report.drafts:
        xml.add_testsuite(_suite(draft, failing, report.generated))
    if report.failures or report.interrupted:
        xml.add_testsuite(_unread(report))
    xml.update_statistics()  # type: ignore[no-untyped-call]
    text: str = xml.tostring().decode("utf-8")  # type: ignore[no-untyped-call]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.rstrip()}\n'


def _suite(report: DraftReport, failing: list[str], generated: str) -> TestSuite:
    from junitparser import TestSuite

    suite = TestSuite(one_line(report.draft.path))
    suite.timestamp = generated
    suite.add_property("sha256", report.draft.sha256)
    for checked in report.claims:
        suite.add_testcase(_case(report, checked, failing))
    return suite


def _case(report: DraftReport, checked: CheckedClaim, failing: list[str]) -> TestCase:
    from junitparser import Failure, Skipped, TestCase

    label = checked.verdict.label
    case = TestCase(f"{_place(report.draft, checked)}: {shorten(checked.claim.text, 160)}", one_line(report.draft.path), 0.0)
    element = case._elem
    element.set("id", checked.claim.id)
    element.set("file", relative(report.draft.path))
    if checked.claim.span.line is not None:
        element.set("line", str(checked.claim.span.line))
    told = message(checked, {s.id: s for s in report.sources}, 4_000)
    if label.value in failing:
        failure = Failure(shorten(told, 400), rule_of(checked))
        failure.text = told
        case.result = [failure]
    elif label is Label.NOT_CHECKABLE:
        case.result = [Skipped(shorten(told, 400), rule_of(checked))]
    elif label is not Label.SUPPORTED:
        case.system_out = told
    return case


def _place(draft: Draft, checked: CheckedClaim) -> str:
    span = checked.claim.span
    page = f"page {span.page}, " if span.page is not None else ""
    return f"{page}line {span.line}" if span.line is not None else f"{page}{NAMES[checked.verdict.label]}"


def _unread(report: Report) -> TestSuite:
    from junitparser import Error, TestCase, TestSuite

    suite = TestSuite("drafts that were not checked")
    for failure in report.failures:
        case = TestCase("read the draft", one_line(failure.path), 0.0)
        case.result = [Error(one_line(failure.reason), "not_read")]
        suite.add_testcase(case)
    if report.interrupted:
        case = TestCase("finish the run", one_line(report.tool), 0.0)
        case.result = [Error(INTERRUPTED, "interrupted")]
        suite.add_testcase(case)
    return suite
