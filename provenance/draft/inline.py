"""Markdown's inline parser, made to remember where each of its tokens stands in the text that it parses.

markdown-it gives the lines of a block only. Here its state records the offset at which every token is pushed and every run of
literal text is taken, so that a character of the result leads back to its own character in the file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Runs = list[tuple[int, int]]
"""``(offset in a token's content, offset in the parsed text)`` from where both go in step."""

AT = "provenance_at"
"""Key of the parser's environment: token id → (token, offset, runs)."""


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough and footnotes; links as they are written; no guessing of links in plain text."""
    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import ParserInline
    from markdown_it.rules_inline.state_inline import StateInline
    from mdit_py_plugins.footnote import footnote_plugin

    class TracedState(StateInline):
        """Remembers offsets. ``pending`` is the literal text not yet in a token, ``_trace`` where it came from."""

        def __init__(self, src: str, md: MarkdownIt, env: Any, out: list[Token]) -> None:
            self._trace: Runs = []
            self._text: list[str] = []
            self._length = 0
            self._same: tuple[int, int] = (-1, 0)
            super().__init__(src, md, env, out)

        @property
        def pending(self) -> str:
            if len(self._text) > 1:
                self._text = ["".join(self._text)]
            return self._text[0] if self._text else ""

        @pending.setter
        def pending(self, value: str) -> None:
            known = self.pending
            if value.startswith(known):
                self.append_pending(value[len(known) :])
                return
            self._text = [value] if value else []
            self._length = len(value)
            self._trace = [run for run in self._trace if run[0] < len(value)]

        def append_pending(self, text: str) -> None:
            if text:
                self._trace.append((self._length, self.pos))
                self._text.append(text)
                self._length += len(text)

        def _clear(self) -> None:
            self._text, self._trace, self._length = [], [], 0

        def pushPending(self) -> Token:
            runs = self._trace
            content = self.pending
            self._clear()
            self.pending = content
            token = super().pushPending()
            self._clear()
            self.env.setdefault(AT, {})[id(token)] = (token, runs[0][1] if runs else self.pos, runs)
            return token

        def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
            token = super().push(ttype, tag, nesting)
            # Emphasis pushes one token for each of its signs without moving on.
            at, count = self._same
            self._same = (self.pos, count + 1 if at == self.pos and ttype == "text" else 0)
            offset = self.pos + (self._same[1] if ttype == "text" else 0)
            self.env.setdefault(AT, {})[id(token)] = (token, offset, [(0, offset)])
            return token

    class TracedParser(ParserInline):
        """The inline parser with the state above."""

        def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
            state = TracedState(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens

    md = MarkdownIt("commonmark", {"maxNesting": 50, "store_labels": True})
    md.inline = TracedParser()
    md.enable(["table"])
    for name in ("linkify", "strikethrough"):
        md.inline.ruler.disable(name, ignoreInvalid=True)
    md.inline.ruler.enable("strikethrough", ignoreInvalid=True)
    # Joined tokens would lose their offsets.
    md.inline.ruler2.disable(["fragments_join"], ignoreInvalid=True)
    md.core.ruler.disable(["text_join", "linkify", "replacements", "smartquotes"], ignoreInvalid=True)
    md.use(footnote_plugin, move_to_end=False)
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]  # an address stays as the draft wrote it
    return md
