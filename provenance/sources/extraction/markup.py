"""What HTML elements and attributes say about the text inside them: whether it is shown, where it breaks, what it is there for."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
SAYING = frozenset(["class", "id", "style", "role", "hidden", "aria-hidden", "itemprop", "rel", "open", "color", "bgcolor", "background"])
"""Attributes that say whether an element is shown and what it is there for."""
CELLS = frozenset({"td", "th"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "dialog", "menu", "button"})

FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "dialog", "alertdialog", "menu", "menubar", "toolbar", "search", "tablist"}
)
FURNITURE_WORDS = frozenset(
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
CONTENT_WORDS = frozenset(
    ["article", "story", "entry", "post", "content", "body", "text", "main", "copy", "paragraph", "prose", "articlebody", "rich"]
)

_STYLE_HIDES = re.compile(
    r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}(?:hidden|collapse)|content-visibility\s{0,5}:\s{0,5}hidden"
    r"|opacity\s{0,5}:\s{0,5}(?:0|0?\.0{1,5})%?\s{0,5}(?:$|[;!])|font-size\s{0,5}:\s{0,5}(?:0|0?\.0{1,5})(?:px|pt|em|rem|%)?\s{0,5}(?:$|[;!])"
    r"|text-decoration(?:-line)?\s{0,5}:\s{0,5}line-through"
    r"|text-indent\s{0,5}:\s{0,5}-\d{3,6}(?:px|em|rem|%)|(?:left|top)\s{0,5}:\s{0,5}-\d{4,6}px)"
)
_STYLE_SHOWS = re.compile(r"(?:^|[;\s])(?:display\s{0,5}:\s{0,5}(?!none)\w|visibility\s{0,5}:\s{0,5}visible)")
_SIMPLE = re.compile(r"[a-z][a-z0-9]{0,10}?[.#][\w-]{1,80}|[.#][\w-]{1,80}", re.I)
_FAR_OFF = re.compile(r"-\d{3}")
_NAME_MARK = re.compile(r"[.#]")
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


class SheetRules:
    """What the style sheets of a page, read one after the other, hide."""

    def __init__(self) -> None:
        self._classes: set[str] = set()
        """Names of the classes that a rule of their own (``.name`` or ``p.name``, outside ``@media``) hides."""
        self._identifiers: set[str] = set()
        self._shown: set[str] = set()
        self._unread: list[str] = []
        """Sheets in which nobody has looked yet for what they show: most pages never need to know."""

    def read(self, sheet: str) -> None:
        """Read the content of a ``<style>`` element."""
        self._unread.append(sheet)
        for name in _hiding(sheet):
            (self._classes if name[0] == "." else self._identifiers).add(name[1:])

    def hides(self, names: str, identifier: str) -> bool:
        """Whether an element with these classes and this id is hidden outright: by a rule of its own, and shown by no rule at all.

        What a script or another state of the page may show is not called hidden.
        """
        if identifier not in self._identifiers and (not names or self._classes.isdisjoint(names[:1000].split())):
            return False
        while self._unread:
            self._shown |= _showing(self._unread.pop())
        if identifier in self._identifiers and f"#{identifier}" not in self._shown:
            return True
        return any(name in self._classes and f".{name}" not in self._shown for name in names[:1000].split())

    @property
    def hidden(self) -> frozenset[str]:
        """All that they hide: ``.name`` for a class, ``#name`` for an id."""
        marked = {f".{name}" for name in self._classes if self.hides(name, "")}
        return frozenset(marked | {f"#{name}" for name in self._identifiers if self.hides("", name)})


@lru_cache(maxsize=256)
def _hiding(sheet: str) -> frozenset[str]:
    """Names that a sheet hides; the pages of one site bring the same sheets along."""
    found: set[str] = set()
    sheet = _without_comments(sheet)
    folded = sheet.lower()
    if len(folded) != len(sheet):  # a letter that is two small ones
        folded = sheet
    depth = start = 0
    for rule in folded.split("}"):
        end = start + len(rule)
        opens = rule.count("{")
        depth += opens
        if opens and depth <= 1 and _may_hide(rule):
            head, _, declarations = sheet[start:end].rpartition("{")
            declarations = declarations[-1000:].lower()
            if _may_hide(declarations) and _style_hides(declarations):
                found.update(one[_NAME_MARK.search(one).start() :] for one in _selectors(head) if _SIMPLE.fullmatch(one))  # type: ignore[union-attr]
        start = end + 1
        if depth:
            depth -= 1
    return frozenset(found)


@lru_cache(maxsize=256)
def _showing(sheet: str) -> frozenset[str]:
    """Names in the rules of a sheet that show something, whatever else must be the case."""
    found: set[str] = set()
    depth = 0
    for rule in _without_comments(sheet).split("}"):
        if "{" in rule:
            depth += rule.count("{")
            head, _, declarations = rule.rpartition("{")
            declarations = declarations[-1000:].lower()
            if ("display" in declarations or "visibility" in declarations) and _STYLE_SHOWS.search(declarations):
                hides = depth <= 1 and _may_hide(declarations) and _style_hides(declarations)
                for one in _selectors(head):
                    if not (hides and _SIMPLE.fullmatch(one)):
                        found.update(_LAST_NAME.findall(one))
        if depth:
            depth -= 1
    return frozenset(found)


def _without_comments(sheet: str) -> str:
    return _STYLE_COMMENT.sub("", sheet) if "/*" in sheet else sheet


def _selectors(head: str) -> list[str]:
    selector = head.rpartition("{")[2].rpartition(";")[2].strip()[:1000]
    return [] if selector.startswith("@") else [one.strip() for one in selector.split(",")]


def hidden_names(sheet: str) -> frozenset[str]:
    """What one style sheet hides; see :class:`SheetRules`."""
    rules = SheetRules()
    rules.read(sheet)
    return rules.hidden


def _may_hide(style: str) -> bool:
    """Whether it is worth a closer look; most style sheets say such things of one element in ten."""
    return (
        ("none" in style and "display" in style)
        or ("visibility" in style and ("hidden" in style or "collapse" in style))
        or ("opacity" in style and ("opacity:0" in style or "opacity:." in style or "opacity " in style or "opacity: " in style))
        or ("font-size" in style and ("size:0" in style or "size:." in style or "size: " in style or "size " in style))
        or "line-through" in style
        or "transparent" in style
        or ("-" in style and ("indent" in style or "left" in style or "top" in style) and _FAR_OFF.search(style) is not None)
        or ("background" in style and style.count("color") > style.count("-color"))
    )
