"""What the page is made of: templates, one style, one script, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from provenance.reports.clean import safe_href, shorten, visible
from provenance.reports.html.wording import day, instant, language_name
from provenance.reports.words import MARKS, NAMES, certainty

if TYPE_CHECKING:
    from jinja2 import Environment, Template

STYLES = ("tokens", "page", "summary", "draft", "index", "card", "evidence", "review", "sources", "narrow", "print")
"""The files in ``templates/style``, in the order in which they apply."""

SCRIPTS = ("page", "choose", "filter", "notes", "noteform", "notefile", "theme", "keys", "start")
"""The files in ``templates/script``; they share one scope, and the last one starts the page."""


@cache
def style() -> str:
    """The page's style."""
    return "\n".join(_resource(f"style/{name}.css").strip() for name in STYLES)


@cache
def script() -> str:
    """The page's script: the files in one function, so that nothing of them is global."""
    body = "\n".join(_resource(f"script/{name}.js").strip() for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();'


@cache
def policy() -> str:
    """The Content-Security-Policy: nothing is loaded, and only this style and this script apply."""
    return (
        f"default-src 'none'; style-src {_digest(style())}; script-src {_digest(script())}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def template(name: str) -> Template:
    """A template of the page by its name in ``templates``."""
    return _environment().get_template(name)


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    return resources.files("provenance.reports").joinpath("templates", *name.split("/")).read_text(encoding="utf-8")


def _shown(value: object) -> object:
    # whatever a template writes out, controls in it are shown and do nothing; markup of our own is left alone
    return visible(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        safe_href=safe_href,
        short=shorten,
        day=day,
        instant=instant,
        language=language_name,
        certainty=certainty,
        mark=lambda label: MARKS[label],
        named=lambda label: NAMES[label],
    )
    return environment
