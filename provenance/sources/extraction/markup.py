"""What HTML elements and attributes say about the text inside them: whether it is shown, where it breaks, what it is there for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from provenance.formats import htmltags

UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "iframe",
        "frame",
        "frameset",
        "noframes",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
        "textarea",
        "map",
        "param",
        "source",
        "track",
        "meter",
        "progress",
        "colgroup",
        "rp",
        "rt",
        "rtc",
        "del",
        "s",
        "strike",
    ]
)
"""Elements whose content is no text of the page. ``<noscript>`` is shown to nobody who runs scripts; what is struck out the
page has taken back; ruby would read a word twice."""

BLOCKS = htmltags.BLOCKS | {"button", "search"}
SILENT = frozenset(
    ["href", "src", "alt", "title", "target", "rel", "width", "height", "loading", "decoding", "srcset", "sizes", "datetime", "lang", "dir"]
)
"""Attributes that say neither whether an element is shown nor what it is there for."""
CELLS = frozenset({"td", "th"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "dialog", "menu", "button"})

_FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "dialog", "alertdialog", "menu", "menubar", "toolbar", "search", "tablist"}
)
_FURNITURE_WORDS = frozenset(
    [
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "cmp",
        "related",
        "recommend",
        "recommended",
        "recommendations",
        "recirc",
        "menu",
        "nav",
        "navbar",
        "navigation",
        "breadcrumb",
        "breadcrumbs",
        "share",
        "sharing",
        "social",
        "newsletter",
        "subscribe",
        "subscription",
        "promo",
        "promoted",
        "sponsored",
        "advert",
        "advertisement",
        "ads",
        "sidebar",
        "footer",
        "masthead",
        "comments",
        "comment",
        "disqus",
        "outbrain",
        "taboola",
        "popular",
        "trending",
        "readmore",
        "seealso",
        "toolbar",
        "pagination",
        "pager",
        "skip",
        "tags",
        "taglist",
    ]
)
_CONTENT_WORDS = frozenset(
    ["article", "story", "entry", "post", "content", "body", "text", "main", "copy", "paragraph", "prose", "articlebody", "rich"]
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_STYLE_HIDES = re.compile(
    r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}(?:hidden|collapse)|content-visibility\s{0,5}:\s{0,5}hidden"
    r"|opacity\s{0,5}:\s{0,5}(?:0|0?\.0{1,5})%?\s{0,5}(?:$|[;!])|font-size\s{0,5}:\s{0,5}(?:0|0?\.0{1,5})(?:px|pt|em|rem|%)?\s{0,5}(?:$|[;!])"
    r"|text-decoration(?:-line)?\s{0,5}:\s{0,5}line-through"
    r"|text-indent\s{0,5}:\s{0,5}-\d{3,6}(?:px|em|rem|%)|(?:left|top)\s{0,5}:\s{0,5}-\d{4,6}px)"
)
_STYLE_SHOWS = re.compile(r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}(?!none)\w|visibility\s{0,5}:\s{0,5}visible)")
_SIMPLE = re.compile(r"[a-z][a-z0-9]{0,10}?[.#][\w-]{1,80}|[.#][\w-]{1,80}", re.I)
_LAST_NAME = re.compile(r"[.#][\w-]{1,80}")
_STYLE_COMMENT = re.compile(r"/\*[^*]{0,5000}(?:\*(?!/)[^*]{0,5000}){0,50}\*/")
_COLOUR = re.compile(r"(?:^|[;\s])color\s{0,5}:\s{0,5}([^;!]{1,40})")
_GROUND = re.compile(r"(?:^|[;\s])background(?:-color)?\s{0,5}:\s{0,5}([^;!]{1,60})")
_NAMED = {
    "white": "#ffffff",
    "#fff": "#ffffff",
    "rgb(255,255,255)": "#ffffff",
    "black": "#000000",
    "#000": "#000000",
    "rgb(0,0,0)": "#000000",
}


def hides(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element with these attributes is not shown, as its own mark-up says (style sheets are not read)."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if "aria-hidden" in attributes and attributes["aria-hidden"].strip().lower() == "true":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    style = attributes.get("style")
    return style is not None and _style_hides(style[:2000].lower())


@lru_cache(maxsize=2048)
def _style_hides(style: str) -> bool:
    if _STYLE_HIDES.search(style):
        return True
    colour = _COLOUR.search(style)
    if not colour:
        return False
    ink = _colour(colour[1])
    if ink == "transparent":
        return "background-clip" not in style  # gradient lettering shows its ground through transparent ink
    ground = _GROUND.search(style)
    # a page is white unless it says otherwise, but often says so in a style sheet: only a stated ground counts
    return ground is not None and ink == _colour(ground[1])


def _colour(value: str) -> str:
    folded = value.replace(" ", "").strip()
    return _NAMED.get(folded, folded)


def paints(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element may give the page, or a part of it, a ground that is not white."""
    if tag in ("link", "style"):
        return True
    return bool(attributes) and (
        "bgcolor" in attributes or "background" in attributes or "background" in attributes.get("style", "").lower()
    )


def white_ink(attributes: Mapping[str, str]) -> bool:
    """Whether an element's text is white by its own mark-up."""
    colour = _COLOUR.search(attributes.get("style", "")[:2000].lower())
    return _colour(colour[1] if colour else attributes.get("color", "")[:40].lower()) == "#ffffff"


@dataclass(slots=True)
class SheetRules:
    """What the style sheets of a page, read one after the other, hide and show."""

    hidden: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    @property
    def hidden_names(self) -> frozenset[str]:
        """Classes (``.name``) and ids (``#name``) that the sheets hide outright.

        A name counts only if a rule of its own (``.name`` or ``p.name``, outside ``@media``) hides it and no rule at all shows it:
        what a script or another state of the page may show is not called hidden.
        """
        return frozenset(self.hidden - self.shown)

    def read(self, sheet: str) -> None:
        """Read the content of a ``<style>`` element."""
        hidden, shown = _rules(sheet)
        self.hidden |= hidden
        self.shown |= shown


@lru_cache(maxsize=256)
def _rules(sheet: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names that a sheet hides, and that it shows; the pages of one site bring the same sheets along."""
    hidden: set[str] = set()
    shown: set[str] = set()
    depth = 0
    for rule in (_STYLE_COMMENT.sub("", sheet) if "/*" in sheet else sheet).split("}"):
        if opens := rule.count("{"):
            depth += opens
            head, _, declarations = rule.rpartition("{")
            _note_rule(head, declarations[-1000:].lower(), depth, hidden, shown)
        depth = max(0, depth - 1)
    return frozenset(hidden), frozenset(shown)


def _note_rule(head: str, declarations: str, depth: int, hidden: set[str], shown: set[str]) -> None:
    hides = depth <= 1 and _may_hide(declarations) and _style_hides(declarations)
    shows = ("display" in declarations or "visibility" in declarations) and _STYLE_SHOWS.search(declarations) is not None
    if not hides and not shows:
        return
    selector = head.rpartition("{")[2].rpartition(";")[2].strip()[:1000]
    if selector.startswith("@"):
        return
    for one in map(str.strip, selector.split(",")):
        if hides and _SIMPLE.fullmatch(one):
            hidden.add(one[re.search(r"[.#]", one).start() :])  # type: ignore[union-attr]
        elif shows:
            shown.update(_LAST_NAME.findall(one))


def hidden_names(sheet: str) -> frozenset[str]:
    """What one style sheet hides; see :class:`SheetRules`."""
    rules = SheetRules()
    rules.read(sheet)
    return rules.hidden_names


def _may_hide(style: str) -> bool:
    """Whether it is worth a closer look."""
    return (
        "none" in style
        or "hidden" in style
        or "collapse" in style
        or "opacity" in style
        or "font-size" in style
        or "line-through" in style
        or "transparent" in style
        or ("-" in style and ("indent" in style or "left" in style or "top" in style))
        or ("background" in style and "color" in style)
    )


def is_furniture(attributes: Mapping[str, str]) -> bool:
    """Whether role, class or id say that an element is a menu, a banner, a side column, a list of related links or the like."""
    if "role" in attributes and attributes["role"].lower() in _FURNITURE_ROLES:
        return True
    if "class" not in attributes and "id" not in attributes:
        return False
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return len(names) >= 3 and _names_furniture(names[:400])


@lru_cache(maxsize=8192)
def _names_furniture(names: str) -> bool:
    return not _FURNITURE_WORDS.isdisjoint([token.lower() for token in _TOKEN.findall(names)])


def is_content(attributes: Mapping[str, str]) -> bool:
    """Whether class or id say that an element holds the page's text."""
    if "class" not in attributes and "id" not in attributes:
        return "itemprop" in attributes and attributes["itemprop"] == "articleBody"
    return _names_content(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:400]) or attributes.get("itemprop") == "articleBody"


@lru_cache(maxsize=8192)
def _names_content(names: str) -> bool:
    return not _CONTENT_WORDS.isdisjoint([token.lower() for token in _TOKEN.findall(names)])
