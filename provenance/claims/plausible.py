"""Whether a verb is used of someone who says or holds something, and which of the two."""

from __future__ import annotations

from provenance.claims.clause import Unit
from provenance.claims.found import Run
from provenance.claims.groups import Group, coordinated
from provenance.claims.lexicon import VerbForm


def cue_kind(form: VerbForm, frame: str, u: Unit, subject: Run | None) -> str:
    """What the cue says of its source; an object of praise or blame is no statement."""
    for kind in ("speech", "document", "thought", "stance"):
        if kind in form.kinds:
            if kind == "speech" and frame in ("object",) and "stance" in form.kinds:
                continue
            return kind
    return "speech"


def only_verb(form: VerbForm) -> bool:
    """Whether a written form can be nothing but a verb."""
    return form.lemma in ("say", "tell") or bool(form.features & {"past"} and not form.features & {"participle", "base"})


def may_lack_source(u: Unit, frame: str, gerund: bool) -> bool:
    """Whether a cue counts though no words name its source."""
    if frame == "paren" and u.lex.words.get("free_order"):
        return True
    return frame in ("quote", "that", "colon") and not gerund


def plausible(
    u: Unit,
    form: VerbForm,
    frame: str,
    subject: tuple[int, int] | None,
    features: frozenset[str],
    gerund: bool,
    group: Group,
    quoting: bool,
) -> bool:
    """A last look: whether the verb is used of a person who says or holds something, not of a thing or in passing."""
    first = u.low[subject[0]] if subject is not None else ""
    relative = subject is not None and u.has("relatives", subject[0])
    named = subject is not None and u.toks[subject[1] - 1].capital
    pronoun = subject is not None and subject[1] - subject[0] == 1 and u.has("pronouns", subject[0])
    if first in u.lex.words.get("first_persons", ()) and frame not in ("paren", "quote"):
        return False  # the draft's own voice
    alone = not (group.modal or group.infinitive or group.first < group.head)
    if features == {"base"} and subject is not None and alone and not _plural(u, subject):
        return False
    finite_past = bool(features & {"past", "finite"})
    kinds = form.kinds
    if frame == "object":
        if form.lemma in u.lex.words.get("no_object", ()) or group.infinitive:
            return False
        if "stance" in kinds:
            if not (finite_past or "third" in features or ("base" in features and subject is not None)):
                return False
            who = first in u.lex.words.get("persons", ()) or u.has("subject_relatives", subject[0] if subject else 0)
            return named or who or (subject is not None and u.low[subject[1] - 1] in u.lex.nouns.get("groups", ()))
        if "document" in kinds and "speech" not in kinds:
            shown = () if subject is None else range(*subject)
            return any(u.low[i] in u.lex.nouns.get(name, ()) for i in shown for name in ("documents", "groups"))
        if gerund:
            return True
        if finite_past:
            return (subject is not None or coordinated(u, group.first)) and not (relative and "speech" not in kinds)
        return named or quoting
    if frame == "preposition":
        return finite_past or named or gerund
    if frame in ("bare", "that", "wh") and not finite_past and not gerund and form.lemma != "say":
        if frame == "bare" and (pronoun or group.infinitive) and "third" not in features:
            return False
        if "speech" not in kinds and pronoun and "third" not in features:
            return False
    if frame == "to":
        return not relative and (named or finite_past or gerund or group.have)
    return True


def _plural(u: Unit, subject: tuple[int, int]) -> bool:
    """Whether a subject can go with a verb without -s."""
    last = u.low[subject[1] - 1]
    if last.endswith("s") or last in u.lex.words.get("plurals", ()) or any(u.has("conjunctions", i) for i in range(*subject)):
        return True
    if any(u.has(name, subject[1] - 1) for name in ("relatives", "objects")) or last in ("they", "we", "i", "you"):
        return True
    if u.has("strict_determiners", subject[0]):
        return True
    for index in range(*subject):  # the head comes before "seen by X", "of Y"
        if u.has("prepositions", index):
            return False
        if u.low[index].endswith("s") and not u.low[index].endswith("'s"):
            return True
    return False
