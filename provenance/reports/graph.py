"""The provenance graph: draft → who reported → who they cite, drawn from a check report or a trace.

:func:`graph` gives it as inline SVG for a page; :func:`render` and :func:`trace_svg` as a file of its own. What stands in the
graph is gathered in :mod:`provenance.reports.graph_parts`; where it stands on the page is the matter of :mod:`provenance.reports.graph_svg`.
"""

from __future__ import annotations

from provenance.model import DraftReport, Report, Trace
from provenance.reports.graph_parts import gather
from provenance.reports.graph_svg import draw


def graph(subject: Report | DraftReport | Trace, *, prefix: str = "graph") -> str:
    """The graph as one inline ``<svg>`` element, to be put into an HTML page as it is.

    Parameters
    ----------
    subject:
        A finished report, one draft of it, or a trace.
    prefix:
        Begins the ids of the elements; different ones for several graphs on one page.

    Returns
    -------
    str
        An element with title and description, without script, style or anything that is loaded, so that it stands under a strict
        Content-Security-Policy. Everything from drafts and pages is escaped. Text takes the page's own colour, each verdict has a
        shape, a word and a class of its name (``supported``, …), whose ``color`` the page may set. Every source is a link to its
        page if that is an http or https address.
    """
    return draw(gather(subject), prefix=prefix)


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The graph of a report as an SVG file; the arguments for terminals change nothing."""
    return draw(gather(report), alone=True)


def trace_svg(trace: Trace, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The graph of a trace as an SVG file; the arguments for terminals change nothing."""
    return draw(gather(trace), alone=True)
