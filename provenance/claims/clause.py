"""A sentence as the attribution rules see it: tokens, what stands in quotation marks, and a few grammatical guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from provenance.claims.lexicon import Lexicon, VerbForm
from provenance.claims.quotations import Quoted
from provenance.claims.tokens import Token, tokens
from provenance.language.sentences import sentences

DASHES = frozenset(["—", "–", "--", "-", "―"])
_STOPS = frozenset([".", "!", "?", "…", "..."])
_MARKS = frozenset([*"\"“”„‟«»‹›‘’‚'", "''", "``"])


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences that belong together: no quotation begins in one unit and ends in another.

    Token indices count in ``toks``; offsets count in the paragraph's running text.
    """

    text: str
    start: int
    end: int
    toks: Sequence[Token]
    low: Sequence[str]
    quote: Sequence[int]
    """For each token the index in ``quotes`` of the outermost quotation that it stands in (marks included), or -1."""
    quotes: Sequence[Quoted]
    lex: Lexicon

    def __len__(self) -> int:
        return len(self.toks)

    def has(self, name: str, index: int) -> bool:
        """Whether the token at ``index`` exists and belongs to the closed class ``name``."""
        return 0 <= index < len(self.low) and self.low[index] in self.lex.words.get(name, ())

    def verb(self, index: int) -> VerbForm | None:
        """The cue-verb form at ``index``, if the token can be one; with its particle if it has one ("pointed out")."""
        if not 0 <= index < len(self.low):
            return None
        if self.pair(index):
            return self.lex.verbs[f"{self.low[index]}_{self.low[index + 1]}"]
        return self.lex.verbs.get(self.low[index])

    def pair(self, index: int) -> bool:
        """Whether the tokens at ``index`` and behind it are a cue verb and its particle."""
        return index + 1 < len(self.low) and f"{self.low[index]}_{self.low[index + 1]}" in self.lex.verbs

    def stop(self, index: int) -> bool:
        """Whether the sentence is over at ``index``: a full stop, a question mark, or nothing more."""
        return index >= len(self.low) or self.low[index] in _STOPS

    def mark(self, index: int) -> bool:
        """Whether the token is a quotation mark."""
        return 0 <= index < len(self.low) and self.low[index] in _MARKS

    def closes(self, index: int) -> bool:
        """Whether a quotation ends with token ``index``."""
        return index >= 0 and self.quote[index] >= 0 and (index + 1 == len(self.quote) or self.quote[index + 1] != self.quote[index])

    def opens(self, index: int) -> Quoted | None:
        """The quotation that begins exactly at token ``index``."""
        if 0 <= index < len(self.toks) and self.quote[index] >= 0:
            quotation = self.quotes[self.quote[index]]
            if quotation.start == self.toks[index].start:
                return quotation
        return None

    def after_quote(self, index: int) -> int:
        """Index of the first token behind the quotation that token ``index`` stands in."""
        number = self.quote[index]
        while index < len(self.toks) and self.quote[index] == number:
            index += 1
        return index

    def before_quote(self, index: int) -> int:
        """Index of the last token before the quotation that token ``index`` stands in; -1 if there is none."""
        number = self.quote[index]
        while index >= 0 and self.quote[index] == number:
            index -= 1
        return index

    def ends_stop(self, index: int) -> bool:
        """Whether a sentence ends with token ``index``: a stop, or a quotation whose last words are one."""
        if index < 0:
            return True
        if self.low[index] in _STOPS:
            return True
        return self.mark(index) and index > 0 and self.low[index - 1] in (".", "!", "?")

    def adverb(self, index: int) -> bool:
        """Whether the token is an adverb: one of the list, or a word with an adverb's ending."""
        if not 0 <= index < len(self.low):
            return False
        word = self.low[index]
        if word in self.lex.words.get("adverbs", ()):
            return True
        return len(word) > 4 and not self.toks[index].capital and any(word.endswith(e) for e in self.lex.words.get("adverb_endings", ()))

    def finite(self, first: int, last: int) -> bool:
        """Whether a finite verb seems to stand between two token indices (``last`` excluded)."""
        return any(self.likely_finite(index) for index in range(first, last))

    def likely_finite(self, index: int) -> bool:
        """Whether the token is an auxiliary, a form of a cue verb, or looks like a past tense."""
        word = self.low[index]
        words = self.lex.words
        if index and self.toks[index].capital and self.quote[index] < 0:
            return False  # "May"
        if (
            word in words.get("aux_be", ())
            or word in words.get("aux_have", ())
            or word in words.get("aux_do", ())
            or word in words.get("modals", ())
        ):
            return True
        if word in words.get("finite", ()) or ("'" in word and self.contracted(index)):
            return True
        if not self.toks[index].word or self.toks[index].capital:
            return False
        form = self.lex.verbs.get(word)
        if form is not None and not self.nominal(index):
            if form.features & {"past", "finite"}:
                return True
            before = self.low[index - 1] if index else ""
            if "base" in form.features:  # "they claim", but "public order"
                return before in words.get("pronouns", ()) or (before.endswith("s") and not before.endswith(("ss", "'s", "ous")))
            return "third" in form.features and bool(before) and before not in words.get("conjunctions", ())
        return any(word.endswith(ending) for ending in self.lex.words.get("past_endings", ())) and len(word) > 4

    def contracted(self, index: int) -> bool:
        """Whether the token is a word with a verb hanging on it: "he's", "they'd", "doesn't"."""
        word = self.low[index]
        if "'" not in word:
            return False
        head, _, tail = word.rpartition("'")
        if tail == "t":
            return True
        return tail in ("ve", "d", "ll", "re", "m") or (
            tail == "s" and (head in self.lex.words.get("pronouns", ()) or head in self.lex.words.get("subject_pronouns", ()))
        )

    def nominal(self, index: int) -> bool:
        """Whether an ambiguous form ("claims", "reports") is rather a noun here, judged by the word before it."""
        if self.lex.words.get("free_order"):
            return False  # verbs that inflect richly are no nouns
        back = index - 1
        while (
            back >= 0
            and self.low[back] in self.lex.words.get("adverbs", ())
            and self.low[back] not in self.lex.words.get("determiners", ())
        ):
            back -= 1
        if back < 0:
            return False
        before = self.low[back]
        words = self.lex.words
        if before in words.get("pronouns", ()) and before not in words.get("strict_determiners", ()):
            return False
        if before in words.get("determiners", ()) or (before in words.get("prepositions", ()) and before not in words.get("to", ())):
            return True
        return before.endswith(("'s", "s'")) and not self.contracted(back)


def _ordinals(toks: list[Token], text: str, offset: int, language: str) -> list[Token]:
    """The tokens, with the full stop of an ordinal tied to its number: German "am 12. März" is no end of a sentence."""
    if not any(b.text == "." and a.end == b.start and a.text.isdigit() for a, b in pairwise(toks[:-1])):
        return toks
    ends = {span.end + offset for span in sentences(text, language)}
    out: list[Token] = []
    for token in toks:
        last = out[-1] if out else None
        if token.text == "." and last and last.end == token.start and last.text.isdigit() and token.end not in ends:
            out[-1] = Token(last.start, token.end, f"{last.text}.", f"{last.low}.", False)
        else:
            out.append(token)
    return out


def unit(text: str, start: int, end: int, quotes: Sequence[Quoted], lex: Lexicon) -> Unit:
    """Make the view of ``text[start:end]``; ``quotes`` are the outermost quotations that touch it."""
    toks = [
        Token(t.start + start, t.end + start, t.text, t.low, t.word)
        for t in tokens(text[start:end], *(lex.words.get(name, ()) for name in ("abbreviations", "elisions", "enclitics")))
    ]
    toks = _ordinals(toks, text[start:end], start, lex.language)
    inside = [-1] * len(toks)
    number = 0
    for index, token in enumerate(toks):
        while number < len(quotes) and quotes[number].end <= token.start:
            number += 1
        if number < len(quotes) and quotes[number].start <= token.start:
            inside[index] = number
    return Unit(text, start, end, toks, [t.low for t in toks], inside, quotes, lex)
