"""The morning's report as one HTML page that loads nothing: what is new, then trends."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.audit.morning.charts import HEIGHT, WIDTH, bars, trend
from provenance.audit.morning.nouns import Morning
from provenance.audit.morning.words import KINDS, footing, grounds, headline, turn
from provenance.reports.clean import encodable, masked, safe_href, visible
from provenance.reports.words import MARKS

if TYPE_CHECKING:
    from jinja2 import Environment


def render(morning: Morning) -> str:
    """The page; every word of a page or draft in it is text, and no script is in it at all."""
    style = _file("morning.css")
    page = (
        _environment()
        .get_template("morning.html")
        .render(
            morning=morning,
            headline=headline(morning),
            footing=footing(morning),
            trend=trend(morning.trend),
            bars=bars(morning.rot),
            oldest=max((number for _, number in morning.ages), default=1),
            chart=(WIDTH, HEIGHT),
            style=style,
            policy=f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'",
        )
    )
    return encodable(page)


def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=DictLoader({"morning.html": _file("morning.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "shown": lambda text: visible(masked(str(text))),
        "href": lambda url: safe_href(masked(url)) if url else None,
        "turn": turn,
        "grounds": grounds,
        "kind": lambda kind: KINDS[kind],
        "mark": lambda label: MARKS[label],
        "percent": lambda part: f"{part:.0%}",
        "day": lambda text: text[:10],
    }
    made.globals["stylesheet"] = lambda text: Markup(text)  # noqa: S704 - our own file
    return made


@lru_cache(maxsize=4)
def _file(name: str) -> str:
    return files("provenance.audit.morning").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
