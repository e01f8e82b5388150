"""Who says it: the noun phrase that is the subject of a cue."""

from __future__ import annotations

from provenance.claims.clause import DASHES, Unit

_REACH = 45  # tokens that a parenthesis between subject and verb may hold


def subject_before(u: Unit, verb: int) -> tuple[int, int] | None:
    """The subject that ends before token ``verb`` (first of the verb group).

    Returns:
        Token indices, the last excluded; ``None`` if no noun phrase stands there.
    """
    last = _before_time(u, verb - 1)
    named: int | None = None
    while last >= 0 and u.low[last] in (")", "]"):
        last = _opening(u, last) - 1
    if last >= 0 and (u.low[last] == "," or u.low[last] in DASHES) and u.quote[last] < 0:
        before = _parenthesis(u, last)
        if before is None:
            return None
        if (
            u.low[last] == ","
            and before + 2 < last
            and last - before <= 5
            and all(u.toks[i].capital and u.toks[i].word for i in range(before + 2, last))
        ):
            named = last  # "the governor, Hal Stone,"
        last = before
        while last >= 0 and u.low[last] in (")", "]"):
            last = _opening(u, last) - 1
    last = _before_time(u, last)
    if last < 0 or (u.quote[last] >= 0 and not _short_quote(u, last)):
        return None
    if named is not None and not u.toks[last].capital and (role := _phrase_ending(u, last)) is not None:
        return (role[0], named)
    if u.has("relatives", last):
        return (last, last + 1)
    if u.has("pronouns", last) or (u.contracted(last) and u.low[last].partition("'")[0] in u.lex.words.get("pronouns", ())):
        return (last, last + 1)
    phrase = _phrase_ending(u, last)
    if (qualified := _antecedent_of_clause(u, phrase[0] if phrase else last + 1)) is not None:
        return qualified
    while (
        phrase is not None
        and phrase[0] > 1
        and u.low[phrase[0] - 1] == ","
        and u.has("apposition", phrase[0])
        and u.quote[phrase[0] - 2] < 0
    ):
        earlier = _phrase_ending(u, phrase[0] - 2)
        if (
            earlier is None
            or not u.toks[earlier[1] - 1].capital
            or u.has("time_words", earlier[1] - 1)  # "… closes on 1 July, the company said"
            or not (
                earlier[0] == 0
                or u.ends_stop(earlier[0] - 1)
                or u.quote[earlier[0] - 1] >= 0
                or u.low[earlier[0] - 1] in (",", ";")
                or u.has("conjunctions", earlier[0] - 1)
                or u.has("relatives", earlier[0] - 1)
            )
        ):
            break
        phrase = earlier
    return phrase


def _antecedent_of_clause(u: Unit, first: int) -> tuple[int, int] | None:
    """The noun phrase before "who asked not to be named", if the words before ``first`` are such a clause."""
    verb = False
    for index in range(first - 1, max(0, first - 16), -1):
        if u.quote[index] >= 0 or (not u.toks[index].word and not u.low[index][:1].isdigit()):
            return None
        if u.has("subject_relatives", index):
            if not verb or u.low[index - 1] == ",":
                return None
            return _phrase_ending(u, index - 1)
        form = u.verb(index)
        if form is not None and index == first - 1 and {"bare", "that"} & form.frames and not u.nominal(index):
            return None  # "who thinks Smith said": Smith is the subject
        verb = verb or u.likely_finite(index) or form is not None
    return None


def _before_time(u: Unit, last: int) -> int:
    """Skip "this week", "on Friday" between subject and verb."""
    index = last
    if index > 1 and len(u.low[index]) == 4 and u.low[index].isdigit() and u.has("prepositions", index - 1):
        return index - 2  # "who in 2010 said"
    while index >= 0 and u.has("time_words", index) and u.quote[index] < 0:
        index -= 1
    if index == last or index < 0:
        return last if index == last else -1
    if u.low[index][:1].isdigit() and index > 0:
        index -= 1
    if u.has("prepositions", index) and u.low[index] not in u.lex.words.get("name_prepositions", ()):
        index -= 1
    return index


def _opening(u: Unit, closing: int) -> int:
    index = closing
    while index >= 0 and u.low[index] not in ("(", "["):
        index -= 1
        if closing - index > _REACH:
            return closing
    return max(index, 0)


def _parenthesis(u: Unit, closing: int) -> int | None:
    """Last token before the parenthesis that the comma or dash at ``closing`` ends."""
    comma = u.low[closing] == ","
    index = closing - 1
    while index > 0 and closing - index < _REACH:
        if u.quote[index] >= 0:
            index = u.before_quote(index)
            continue
        if u.low[index] in (")", "]"):
            index = _opening(u, index) - 1
            continue
        here = u.low[index]
        if here in (";", ":") or (here == "." and index < closing - 1):
            return None
        if (here == ",") if comma else (here in DASHES):
            inside = index + 1
            if _looks_like_aside(u, inside, closing):
                while index - 1 >= 0 and u.low[index - 1] == ",":
                    index -= 1
                # a further aside before this one: "X, a Democrat, who won, said"
                if comma and inside < closing and (u.has("relatives", inside)):
                    outer = _previous_comma(u, index)
                    if (
                        outer is not None
                        and _looks_like_aside(u, outer + 1, index)
                        and outer > 0
                        and u.toks[outer - 1].word
                        and u.toks[outer + 1].low in ("a", "an", "the")
                    ):
                        return outer - 1
                return index - 1
        index -= 1
    return None


def _previous_comma(u: Unit, before: int) -> int | None:
    for index in range(before - 1, max(0, before - 16), -1):
        if u.quote[index] >= 0:
            return None
        if u.low[index] == ",":
            return index
    return None


def _looks_like_aside(u: Unit, first: int, closing: int) -> bool:
    if first >= closing:
        return False
    if u.has("conjunctions", first):
        return False
    return not (u.has("pronouns", first) and not u.has("relatives", first) and u.low[first] != "one")


def _short_quote(u: Unit, index: int) -> bool:
    quotation = u.quotes[u.quote[index]]
    return quotation.end - quotation.start <= 40 and u.low[index - 1] not in (",", ".", "?", "!")


def _phrase_ending(u: Unit, last: int) -> tuple[int, int] | None:
    """The noun phrase whose last token is ``last``."""
    words = u.lex.words
    prepositions, determiners = words.get("prepositions", frozenset()), words.get("determiners", frozenset())
    conjunctions, subordinators = words.get("conjunctions", frozenset()), words.get("subordinators", frozenset())
    index = last
    while index >= 0:
        word = u.low[index]
        token = u.toks[index]
        if u.quote[index] >= 0:
            if not _short_quote(u, index) and index != last:
                break
            index = u.before_quote(index)
            continue
        if word in (")", "]"):
            index = _opening(u, index) - 1
            continue
        if not token.word:
            if word in ("&", "/", "'", "’", "-", "#") or word[:1].isdigit() or word[:1] in "$€£#":
                index -= 1
                continue
            break
        if word in subordinators:
            break
        if word in words.get("relatives", ()):
            break
        if word in conjunctions:
            if word in ("and", "&") and _joins_names(u, index, last):
                index -= 1
                continue
            break
        if word in words.get("pronouns", ()) and word not in determiners:
            break
        if _verbal(u, index, last):
            break
        if (
            word in determiners
            and word not in prepositions
            and not (index > 0 and (u.low[index - 1] in prepositions or u.low[index - 1] in determiners))
        ):
            index -= 1
            break
        index -= 1
    first = index + 1
    return _trimmed(u, first, last + 1)


def _joins_names(u: Unit, index: int, last: int) -> bool:
    if index == 0 or index == last:
        return False
    left, right = u.toks[index - 1], u.toks[index + 1]
    return left.word and right.word and left.capital and right.capital and not u.has("determiners", index + 1)


def _verbal(u: Unit, index: int, last: int) -> bool:
    """Whether a token that the walk meets is the verb of an earlier clause and so no part of the phrase."""
    word = u.low[index]
    words = u.lex.words
    if any(word in words.get(name, ()) for name in ("aux_be", "aux_have", "aux_do", "modals")):
        return True
    if u.contracted(index):
        return True
    if u.toks[index].capital and index > 0:
        return False
    form = u.lex.verbs.get(word)
    if form is not None and index < last:
        if form.features & {"past", "finite"} and "participle" not in form.features:
            return True
        if form.features & {"past", "third", "base"} and not u.nominal(index):
            before = u.low[index - 1] if index else ""
            if "third" in form.features or "base" in form.features:
                return before in words.get("pronouns", ()) or (index > 0 and u.toks[index - 1].capital and "third" in form.features)
            return index > 0 and u.toks[index - 1].word and not u.has("prepositions", index - 1) and not u.has("conjunctions", index - 1)
    if word in words.get("finite", ()):
        return True
    if index < last and any(word.endswith(ending) for ending in words.get("past_endings", ())) and len(word) > 4:
        at = index - 1
        return (
            at >= 0 and u.toks[at].word and not any(u.has(name, at) for name in ("determiners", "prepositions", "conjunctions", "adverbs"))
        )
    return False


def _trimmed(u: Unit, first: int, last: int) -> tuple[int, int] | None:
    """Drop what stands before the noun phrase proper: adverbs, conjunctions, a leading adjunct ("In May ...")."""
    while first < last and (
        u.has("conjunctions", first)
        or (u.has("adverbs", first) and not u.has("determiners", first))
        or (not u.toks[first].word and u.low[first][:1] not in '$€£#0123456789"“«„‘')
    ):
        first += 1
    if first < last and u.has("prepositions", first) and not u.has("determiners", first):
        first = _behind_adjunct(u, first, last) if u.has("adjuncts", first) and not u.has("companions", first) else first + 1
    while first < last and u.has("time_words", first) and not (u.toks[first].capital and first + 1 == last) and last - first > 1:
        first += 1
    return (first, last) if first < last and any(u.toks[i].word for i in range(first, last)) else None


def _behind_adjunct(u: Unit, first: int, last: int) -> int:
    """Where the subject begins behind a prepositional phrase that no comma divides from it."""
    words = u.lex.words
    for index in range(first + 2, last):
        if u.low[index] in words.get("determiners", ()) and u.low[index - 1] not in words.get("prepositions", ()):
            return index
        if u.has("time_words", index - 1) and not u.has("time_words", index):
            return index
    for index in range(last - 1, first, -1):
        if not u.toks[index].capital:
            return index + 1 if index + 1 < last else first + 1
    return first + 1


def subject_after(u: Unit, first: int) -> tuple[int, int] | None:
    """The subject of an inverted cue ("..., said X"), which begins at token ``first``."""
    index = first
    words = u.lex.words
    if u.has("source_prepositions", first) and first + 1 < len(u):
        inner = subject_after(u, first + 1)
        if inner is not None:
            return inner
    if u.has("expletives", first):  # German "heißt es in einer Erklärung"
        return subject_after(u, first + 2) if u.has("expletive_prepositions", first + 1) else None
    if u.has("prepositions", first) or u.has("time_words", first):
        return None
    quotation = u.opens(first)
    if quotation is not None and quotation.end - quotation.start <= 40 and u.lex.words.get("free_order"):
        return (first, u.after_quote(first))
    while index < len(u) and index - first < 24:
        word = u.low[index]
        if u.quote[index] >= 0 or (not u.toks[index].word and word not in ("&", "/", "-", "'", "’") and not word[:1].isdigit()):
            break
        if word in words.get("relatives", ()) or word in words.get("subordinators", ()):
            break
        if index > first and (u.has("pronouns", index) and not u.has("determiners", index)):
            break
        if u.has("pronouns", index) and not u.has("determiners", index) and not u.has("strict_determiners", index):
            index += 1
            break
        if word in words.get("prepositions", ()) and word not in words.get("name_prepositions", ()):
            break
        if index > first and (u.has("time_words", index) or (u.has("adverbs", index) and not u.has("determiners", index))):
            break
        if (
            u.toks[index].word
            and not u.toks[index].capital
            and (u.has("aux_be", index) or u.has("aux_have", index) or u.has("modals", index))
        ):
            break
        index += 1
    while index > first and (u.has("prepositions", index - 1) or u.has("conjunctions", index - 1)):
        index -= 1
    return (first, index) if index > first else None
