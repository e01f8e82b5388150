"""The way through the house: draft → claims → sources → comparison → verdict. The only place that knows the order of the stages."""

from __future__ import annotations

from provenance.pipeline.about import TOOL, entailment, model_name, settings_told, tool_version
from provenance.pipeline.checking import check, check_all, judge, judge_claims, report_of, run
from provenance.pipeline.given import Given, split_given
from provenance.pipeline.judging import judged
from provenance.pipeline.reading import media_type, read_draft, read_drafts
from provenance.pipeline.single import compare_all, compare_one
from provenance.pipeline.work import Work, prepare

__all__ = [
    "TOOL",
    "Given",
    "Work",
    "check",
    "check_all",
    "compare_all",
    "compare_one",
    "entailment",
    "judge",
    "judge_claims",
    "judged",
    "media_type",
    "model_name",
    "prepare",
    "read_draft",
    "read_drafts",
    "report_of",
    "run",
    "settings_told",
    "split_given",
    "tool_version",
]
