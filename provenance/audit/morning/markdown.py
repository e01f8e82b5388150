"""The morning's report as Markdown, for a mail, a chat or an issue; no word of a page becomes markup."""

from __future__ import annotations

from provenance.audit.morning.nouns import ArticleNews, ClaimNews, Morning, SourceNews
from provenance.audit.morning.words import KINDS, footing, grounds, headline, turn
from provenance.reports.clean import masked, one_line, safe_href, shorten
from provenance.reports.markdown import escaped
from provenance.reports.words import MARKS


def render(morning: Morning) -> str:
    """The whole report, the gravest first."""
    parts = [f"# {_plain(headline(morning))}\n"]
    parts += [_article(article) for article in morning.articles]
    if morning.sources:
        parts.append("## Sources\n\n" + "\n".join(_source(source) for source in morning.sources) + "\n")
    parts.append("\n".join(f"*{_plain(line)}*  " for line in footing(morning)) + "\n")
    return "\n".join(parts)


def _article(article: ArticleNews) -> str:
    lines = [f"## {_plain(article.title or article.place)}\n"]
    if article.title:
        lines.append(f"{_linked(article.place, article.place)}\n")
    if article.message:
        lines.append(f"**{_plain(article.message)}**\n")
    lines += [_claim(claim) for claim in article.claims]
    return "\n".join(lines)


def _claim(claim: ClaimNews) -> str:
    where = f", line {claim.line}" if claim.line is not None else ""
    lines = [
        f"- {MARKS[claim.after]} **{KINDS[claim.kind]}: {turn(claim)}** ({claim.confidence:.0%}{where})  ",
        f"  {_plain(shorten(claim.text, 400))}  ",
    ]
    lines.append(f"  {_plain(claim.because)}  ")
    if why := grounds(claim):
        lines.append(f"  {_plain(shorten(why, 400))}  ")
    if claim.pieces:
        lines.append("  > " + " ".join(_piece(kind, text) for kind, text in claim.pieces))
    else:
        for text, link in claim.evidence[:1]:
            lines.append(f"  > {_plain(shorten(text, 400))} {_linked('source', link)}")
    return "\n".join(lines) + "\n"


def _piece(kind: str, text: str) -> str:
    shown = _plain(text.strip())
    return {"same": "{}", "gone": "~~{}~~", "new": "**{}**"}[kind].format(shown)


def _source(source: SourceNews) -> str:
    articles = len(source.cited_by)
    cited = f"{articles} article{'s' if articles != 1 else ''}, {source.claims} claim{'s' if source.claims != 1 else ''}"
    return f"- **{KINDS[source.kind]}** {_linked(source.url, source.url)} ({cited})  \n  {_plain(source.message)}"


def _plain(text: str) -> str:
    return escaped(one_line(masked(text)))


def _linked(text: str, url: str | None) -> str:
    href = safe_href(masked(url)) if url else None
    if href is None:
        return _plain(text) if text != "source" else ""
    return f"[{_plain(text)}](<{href.replace('<', '%3C').replace('>', '%3E')}>)"
