"""Every kind of fault in a quotation, and its harmless twin, in several languages; all sentences are made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison.quotation.changes import ChangeKind
from provenance.comparison.quotation.quotes import QuoteKind, QuoteMatch, check_quotation, in_source_quotes, prepare

ENGLISH = """Harbour board answers its critics

The harbour board met on Tuesday to discuss the new breakwater. "We will finish the wall before the winter storms, and we will pay for it
ourselves," said Marta Kowalczyk, who chairs the board. "Nobody in this town should lose a boat again."

The board has not asked the ministry for money. It does not intend to sell the old pier to investors from Rotterdam. The pilots will be used
only if the wind rises above 60 knots. Until the gate is tested, the basin will remain closed to yachts. If the dredging fails, the board will
cancel the contract with the builders.

Last year 1,250 ships called at the port, about fifteen percent more than in 2018. The colour of the new lighthouse, which not everybody likes,
was chosen by the pilots' union. The union organised a vote in March; fishermen supported the plan and hotel owners opposed it. Kowalczyk (a former
pilot) said the vote was fair and open. The spokesman denied that the cranes are unsafe. I do not think that the insurers were treated badly by
anyone on this board.

The mayor, Owen Price, thanked the volunteers for filling forty thousand sandbags in three days. He told reporters the town had "learned a hard
lesson" from the flood. The council won't raise the mooring fee. The ferry to Esbjerg leaves at noon. The ferry will stop running in October unless the
county buys new engines. The old ferry is slow but it is safe."""

RUSSIAN = """Порт ответил критикам

Совет порта собрался во вторник. «Мы достроим стену до зимних штормов и сами за неё заплатим», — сказала председатель совета Марта Ковальчук.
«Никто в нашем городе больше не должен терять лодки».

Совет не просил денег у министерства. Он не намерен продавать старый причал инвесторам из Роттердама. Лоцманы будут работать только если ветер
усилится. Если углубление дна сорвётся, совет расторгнет договор со строителями. В прошлом году в порт зашло 1 250 судов, на пятнадцать процентов больше,
чем в 2018 году. Рыбаки поддержали план, а владельцы гостиниц выступили против. Паром на Эсбьерг уходит в полдень. Мэр Оуэн Прайс поблагодарил добровольцев
за соглашение о дежурствах."""

GERMAN = """Hafenrat antwortet Kritikern

Der Hafenrat hat am Dienstag getagt. „Wir werden die Mauer vor den Winterstürmen fertigstellen und selbst bezahlen“, sagte die Vorsitzende Marta Kowalczyk.
„Niemand in dieser Stadt soll wieder ein Boot verlieren.“

Der Rat hat das Ministerium nicht um Geld gebeten. Er will den alten Pier nicht an Investoren aus Rotterdam verkaufen. Die Lotsen werden eingesetzt,
wenn der Wind stärker wird. Im vergangenen Jahr liefen 1.250 Schiffe den Hafen an, fünfzehn Prozent mehr als 2018. Die Fischer haben den Plan unterstützt,
und die Hotelbesitzer haben ihn abgelehnt. Die große Fähre nach Esbjerg fährt mittags ab. Der Rat glaubt nicht, dass die Kräne unsicher sind."""

FRENCH = """Le conseil du port s'est réuni mardi. « Nous finirons le mur avant les tempêtes d'hiver et nous le paierons nous-mêmes », a dit la présidente.
Le conseil n'a pas demandé d'argent au ministère. Les pilotes seront appelés, sauf si le vent tombe. L'an dernier, 1 250 navires ont fait escale au port."""

K = QuoteKind
C = ChangeKind

FAITHFUL = [
    # words that are there
    ("whole sentence", ENGLISH, "The council won't raise the mooring fee.", K.VERBATIM),
    ("without its full stop", ENGLISH, "The ferry to Esbjerg leaves at noon", K.VERBATIM),
    ("comma inside the mark", ENGLISH, "The ferry to Esbjerg leaves at noon,", K.VERBATIM),
    ("small letter at the start", ENGLISH, "the ferry to Esbjerg leaves at noon", K.TYPOGRAPHIC),
    ("across a line break", ENGLISH, "We will finish the wall before the winter storms, and we will pay for it ourselves", K.VERBATIM),
    ("other dashes and marks", ENGLISH, "the vote was fair – and open", K.CUT),
    ("contraction opened", ENGLISH, "The council will not raise the mooring fee.", K.TYPOGRAPHIC),
    ("British for American", ENGLISH, "The union organized a vote in March", K.CUT),
    ("American for British", ENGLISH, "The color of the new lighthouse", K.CUT),
    ("number in digits", ENGLISH, "about 15 percent more than in 2018", K.CUT),
    ("per cent as a sign", ENGLISH, "about fifteen % more than in 2018", K.CUT),
    ("per cent in two words", ENGLISH, "about fifteen per cent more than in 2018", K.CUT),
    ("thousands without a comma", ENGLISH, "Last year 1250 ships called at the port", K.CUT),
    ("40,000 for forty thousand", ENGLISH, "thanked the volunteers for filling 40,000 sandbags in three days", K.CUT),
    ("soft hyphens and ligatures", ENGLISH, "Until the gate is tested, the ba\u00adsin will re\u00admain closed to yachts", K.TYPOGRAPHIC),
    ("an article slipped", ENGLISH, "met on Tuesday to discuss a new breakwater", K.CUT),
    ("a misspelling", ENGLISH, "was chosen by the pilots' union. The union organised a vote in March; fishermen suported the plan", K.CUT),
    ("another misspelling", ENGLISH, "The mayor, Owen Price, thanked the voluntears", K.CUT),
    ("around the cue in the source", ENGLISH, "we will pay for it ourselves. Nobody in this town should lose a boat again.", K.CUT),
    ("bracket of the source dropped", ENGLISH, "Kowalczyk said the vote was fair and open.", K.TYPOGRAPHIC),
    # cut, and nothing hidden
    ("start cut", ENGLISH, "thanked the volunteers for filling forty thousand sandbags", K.CUT),
    ("end cut", ENGLISH, "The board has not asked the ministry", K.CUT),
    ("a name for a thing, out of a denial", ENGLISH, "the old pier to investors from Rotterdam", K.CUT),
    ("a name for a thing, before a condition", ENGLISH, "in October", K.TOO_SHORT),
    ("the negation is quoted", ENGLISH, "does not intend to sell the old pier", K.CUT),
    ("the condition is quoted", ENGLISH, "The pilots will be used only if the wind rises", K.CUT),
    ("a denial in another clause", ENGLISH, "was chosen by the pilots' union", K.CUT),
    # honest ellipses
    ("ellipsis in a sentence", ENGLISH, "The mayor … thanked the volunteers", K.ELLIPSIS),
    ("three dots", ENGLISH, "The mayor ... thanked the volunteers", K.ELLIPSIS),
    ("dots in brackets", ENGLISH, "The mayor [...] thanked the volunteers", K.ELLIPSIS),
    (
        "ellipsis over a sentence",
        ENGLISH,
        "The council won't raise the mooring fee. … The ferry will stop running in October unless the county buys new engines.",
        K.ELLIPSIS,
    ),
    ("an aside with a not of its own", ENGLISH, "The colour of the new lighthouse … was chosen by the pilots' union", K.ELLIPSIS),
    ("ellipsis at both ends", ENGLISH, "… the vote was fair and open …", K.CUT),
    ("short pieces", ENGLISH, "The ferry … leaves … at noon", K.ELLIPSIS),
    # honest brackets
    ("capital in brackets", ENGLISH, "[T]he vote was fair and open", K.BRACKETED),
    ("pronoun explained", ENGLISH, "[Price] told reporters the town had", K.BRACKETED),
    ("word put in", ENGLISH, "The old ferry is slow but it is [very] safe.", K.BRACKETED),
    ("ending in brackets", ENGLISH, "thank[ing] the volunteers for filling forty thousand sandbags", K.BRACKETED),
    ("sic", ENGLISH, "The ferry [sic] to Esbjerg leaves at noon.", K.BRACKETED),
    # other languages
    ("ru verbatim", RUSSIAN, "Мы достроим стену до зимних штормов и сами за неё заплатим", K.VERBATIM),
    ("ru yo", RUSSIAN, "мы достроим стену до зимних штормов и сами за нее заплатим", K.TYPOGRAPHIC),
    ("ru number", RUSSIAN, "В прошлом году в порт зашло 1250 судов", K.CUT),
    ("ru number in digits", RUSSIAN, "на 15 процентов больше, чем в 2018 году", K.CUT),
    ("ru ellipsis", RUSSIAN, "Мэр Оуэн Прайс … за соглашение о дежурствах", K.ELLIPSIS),
    ("ru case fitted in", RUSSIAN, "соглашением о дежурствах", K.CUT),
    ("ru bracket", RUSSIAN, "[Порт] не просил денег у министерства", K.BRACKETED),
    ("ru condition quoted", RUSSIAN, "Лоцманы будут работать, только если ветер усилится", K.TYPOGRAPHIC),
    ("de verbatim", GERMAN, "Niemand in dieser Stadt soll wieder ein Boot verlieren", K.VERBATIM),
    ("de ß", GERMAN, "Die grosse Fähre nach Esbjerg fährt mittags ab.", K.TYPOGRAPHIC),
    ("de umlaut", GERMAN, "Die große Faehre nach Esbjerg faehrt mittags ab.", K.TYPOGRAPHIC),
    ("de number", GERMAN, "15 Prozent mehr als 2018", K.CUT),
    ("de thousands", GERMAN, "Im vergangenen Jahr liefen 1250 Schiffe den Hafen an", K.CUT),
    ("de ellipsis", GERMAN, "Wir werden die Mauer … fertigstellen", K.ELLIPSIS),
    ("fr verbatim", FRENCH, "nous le paierons nous-mêmes", K.CUT),
    ("fr accents lost", FRENCH, "avant les tempetes d'hiver", K.CUT),
]

FAULTY = [
    # negations
    ("negation dropped", ENGLISH, "The board has asked the ministry for money.", K.ALTERED, C.DROPPED_NEGATION),
    ("negation dropped from a contraction", ENGLISH, "The council will raise the mooring fee.", K.ALTERED, C.DROPPED_NEGATION),
    ("negation added", ENGLISH, "The ferry to Esbjerg never leaves at noon.", K.ALTERED, C.ADDED_NEGATION),
    ("nobody made somebody", ENGLISH, "Somebody in this town should lose a boat again.", K.ALTERED, C.DROPPED_NEGATION),
    ("negation put in by brackets", ENGLISH, "The old ferry is slow but it is [not] safe.", K.ALTERED, C.ADDED_NEGATION),
    ("negation taken out by brackets", ENGLISH, "The council [will] raise the mooring fee.", K.ALTERED, C.DROPPED_NEGATION),
    # numbers
    ("number changed", ENGLISH, "Last year 1,350 ships called at the port", K.ALTERED, C.CHANGED_NUMBER),
    ("number in words changed", ENGLISH, "filling fifty thousand sandbags in three days", K.ALTERED, C.CHANGED_NUMBER),
    ("year changed", ENGLISH, "about fifteen percent more than in 2019", K.ALTERED, C.CHANGED_NUMBER),
    ("number changed in brackets", ENGLISH, "Last year [1,350] ships called at the port", K.ALTERED, C.CHANGED_NUMBER),
    # names, words
    ("name swapped", ENGLISH, "sell the old pier to investors from Antwerp", K.ALTERED, C.SWAPPED_NAME),
    (
        "name swapped in brackets",
        ENGLISH,
        "It does not intend to sell the old pier to investors from [Antwerp].",
        K.ALTERED,
        C.SWAPPED_NAME,
    ),
    ("opposite word", ENGLISH, "fishermen opposed the plan", K.ALTERED, C.OPPOSITE),
    ("word changed", ENGLISH, "The union rigged a vote in March", K.ALTERED, C.CHANGED_WORD),
    ("modal changed", ENGLISH, "we may finish the wall before the winter storms", K.ALTERED, C.OPPOSITE),
    ("word added", ENGLISH, "the vote was completely fair and open", K.ALTERED, C.ADDED_WORD),
    ("word dropped", ENGLISH, "The old ferry is but it is safe.", K.ALTERED, C.DROPPED_WORD),
    ("singular for plural", ENGLISH, "thanked the volunteer for filling forty thousand sandbags", K.ALTERED, C.CHANGED_WORD),
    # order, joins
    ("words moved", ENGLISH, "fishermen opposed the plan and hotel owners supported it", K.REORDERED, C.REORDERED),
    ("pieces turned round", ENGLISH, "leaves at noon … The ferry to Esbjerg", K.REORDERED, C.REORDERED),
    (
        "two places joined",
        ENGLISH,
        "We will finish the wall before the winter storms thanked the volunteers for filling forty thousand sandbags",
        K.SPLICED,
        C.SPLICED,
    ),
    (
        "sentence left out without a sign",
        ENGLISH,
        "The council won't raise the mooring fee. The ferry will stop running in October unless the county buys new engines.",
        K.SPLICED,
        C.SPLICED,
    ),
    # what is hidden
    ("cut right behind not", ENGLISH, "intend to sell the old pier to investors", K.CUT_NEGATION, C.CUT_NEGATION),
    ("cut behind do not think that", ENGLISH, "the insurers were treated badly by anyone", K.CUT_NEGATION, C.CUT_NEGATION),
    ("cut behind denied that", ENGLISH, "the cranes are unsafe", K.CUT_NEGATION, C.CUT_NEGATION),
    ("ellipsis over not", ENGLISH, "The board has … asked the ministry for money", K.CUT_NEGATION, C.CUT_NEGATION),
    ("end cut before only if", ENGLISH, "The pilots will be used", K.CUT_CONDITION, C.CUT_CONDITION),
    ("end cut before unless", ENGLISH, "The ferry will stop running in October", K.CUT_CONDITION, C.CUT_CONDITION),
    ("start cut behind if", ENGLISH, "the board will cancel the contract with the builders", K.CUT_CONDITION, C.CUT_CONDITION),
    ("start cut behind until", ENGLISH, "the basin will remain closed to yachts", K.CUT_CONDITION, C.CUT_CONDITION),
    ("ellipsis over unless", ENGLISH, "The ferry will stop running … The old ferry is slow", K.CUT_CONDITION, C.CUT_CONDITION),
    # other languages
    ("ru negation dropped", RUSSIAN, "Совет просил денег у министерства", K.ALTERED, C.DROPPED_NEGATION),
    ("ru cut behind not", RUSSIAN, "намерен продавать старый причал инвесторам", K.CUT_NEGATION, C.CUT_NEGATION),
    ("ru condition cut", RUSSIAN, "Лоцманы будут работать", K.CUT_CONDITION, C.CUT_CONDITION),
    ("ru condition cut at the start", RUSSIAN, "совет расторгнет договор со строителями и точка будет", K.ALTERED, C.ADDED_WORD),
    ("ru number", RUSSIAN, "В прошлом году в порт зашло 1 350 судов", K.ALTERED, C.CHANGED_NUMBER),
    ("ru number in words", RUSSIAN, "на двадцать процентов больше, чем в 2018 году", K.ALTERED, C.CHANGED_NUMBER),
    ("ru name", RUSSIAN, "продавать старый причал инвесторам из Антверпена", K.ALTERED, C.SWAPPED_NAME),
    ("ru word", RUSSIAN, "Рыбаки отвергли план", K.ALTERED, C.CHANGED_WORD),
    ("ru tense", RUSSIAN, "Паром на Эсбьерг ушёл в полдень", K.ALTERED, C.CHANGED_WORD),
    ("de negation dropped", GERMAN, "Der Rat hat das Ministerium um Geld gebeten", K.ALTERED, C.DROPPED_NEGATION),
    ("de condition cut", GERMAN, "Die Lotsen werden eingesetzt", K.CUT_CONDITION, C.CUT_CONDITION),
    ("de cut behind glaubt nicht, dass", GERMAN, "dass die Kräne unsicher sind", K.CUT_NEGATION, C.CUT_NEGATION),
    ("de number", GERMAN, "Im vergangenen Jahr liefen 1.350 Schiffe den Hafen an", K.ALTERED, C.CHANGED_NUMBER),
    (
        "de words moved",
        GERMAN,
        "Die Hotelbesitzer haben den Plan unterstützt und die Fischer haben ihn abgelehnt",
        K.REORDERED,
        C.REORDERED,
    ),
    ("de opposite", GERMAN, "fünfzehn Prozent weniger als 2018", K.ALTERED, C.OPPOSITE),
    ("fr negation dropped", FRENCH, "Le conseil a demandé d'argent au ministère", K.ALTERED, C.DROPPED_NEGATION),
    ("fr condition cut", FRENCH, "Les pilotes seront appelés", K.CUT_CONDITION, C.CUT_CONDITION),
]


def told(match: QuoteMatch) -> str:
    return f"{match.kind} {match.score:.2f} {[(str(c.kind), c.claim, c.source, c.minor) for c in match.changes]}"


@pytest.mark.parametrize(("source", "quotation", "kind"), [case[1:] for case in FAITHFUL], ids=[case[0] for case in FAITHFUL])
def test_harmless(source: str, quotation: str, kind: QuoteKind) -> None:
    match = check_quotation(quotation, source)
    assert match.faithful, told(match)
    assert match.kind is kind, told(match)
    assert match.spans


@pytest.mark.parametrize(("source", "quotation", "kind", "change"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
def test_fault(source: str, quotation: str, kind: QuoteKind, change: ChangeKind) -> None:
    match = check_quotation(quotation, source)
    assert not match.faithful, told(match)
    assert match.kind is kind, told(match)
    assert change in {found.kind for found in match.changes if not found.minor}, told(match)


@pytest.mark.parametrize(
    ("source", "quotation"), [case[1:3] for case in (*FAITHFUL, *FAULTY)], ids=[case[0] for case in (*FAITHFUL, *FAULTY)]
)
def test_changes_name_their_words(source: str, quotation: str) -> None:
    for change in check_quotation(quotation, source).changes:
        assert change.claim_span.of(quotation) == change.claim
        assert change.source_span.of(source) == change.source


# ---- what is not there, or cannot be told ------------------------------------------------------------------------------


def test_not_in_source() -> None:
    match = check_quotation("Seventeen violinists rehearsed quietly beneath an enormous chandelier", ENGLISH)
    assert (match.kind, match.faithful, match.spans) == (K.NOT_IN_SOURCE, False, ())


def test_another_rendering_is_no_misquotation() -> None:
    match = check_quotation(
        "We are going to complete the breakwater ahead of winter storms, and we will cover the cost on our own", ENGLISH
    )
    assert match.kind in (K.REWORDED, K.NOT_IN_SOURCE), told(match)


@pytest.mark.parametrize(
    ("quotation", "there"), [("fair", True), ("sandbags", True), ("hard lesson", True), ("corrupt", False), ("rigged vote", False)]
)
def test_a_word_or_two_only_occur_or_not(quotation: str, there: bool) -> None:
    match = check_quotation(quotation, ENGLISH)
    assert match.kind is K.TOO_SHORT
    assert match.faithful is there
    assert bool(match.spans) is there


@pytest.mark.parametrize("quotation", ["", "…", "[...]", "?!", "   "])
def test_nothing_quoted(quotation: str) -> None:
    assert not check_quotation(quotation, ENGLISH).faithful


def test_empty_source() -> None:
    assert check_quotation("The ferry to Esbjerg leaves at noon", "").kind is K.NOT_IN_SOURCE


def test_other_language() -> None:
    match = check_quotation("We will finish the wall before the winter storms", RUSSIAN, same_language=False)
    assert (match.kind, match.faithful) == (K.OTHER_LANGUAGE, False)


def test_a_foreign_quotation_in_its_own_words() -> None:
    source = "Мэр сказал по-английски: «We will finish the wall this year», и ушёл."
    assert check_quotation("We will finish the wall this year", source, same_language=False).faithful


# ---- what the draft says around the quotation --------------------------------------------------------------------------


def test_the_draft_may_say_the_not_itself() -> None:
    assert not check_quotation("intend to sell the old pier", ENGLISH).faithful
    assert check_quotation("intend to sell the old pier", ENGLISH, before="The board said that it did not").faithful


def test_the_draft_may_say_the_condition_itself() -> None:
    assert not check_quotation("The pilots will be used", ENGLISH).faithful
    assert check_quotation("The pilots will be used", ENGLISH, after="only in a storm, if the wind rises, the board said.").faithful


def test_what_the_source_puts_in_quotation_marks_was_cut_by_the_source() -> None:
    source = 'Each town may help if "such help is of use to the other town." The ferry will "stop for good" unless it is repaired.'
    assert check_quotation("such help is of use to the other town.", source).kind is K.VERBATIM
    assert check_quotation("stop for good", source).faithful
    assert not check_quotation("such help is of use to the other town.", source.replace('"', "")).faithful


def test_of_several_places_the_faithful_one_counts() -> None:
    source = "We will not close the northern gate. Later he added: we will close the northern gate in May."
    match = check_quotation("close the northern gate", source)
    assert match.faithful, told(match)
    assert source[: match.spans[0].start].endswith("we will ")


def test_far_apart_pieces_were_never_one_utterance() -> None:
    filler = " ".join(f"Paragraph {number} speaks about rope, tar and timber." for number in range(60))
    source = f"The harbour master welcomed every visitor. {filler} The lighthouse keeper went home early."
    match = check_quotation("The harbour master welcomed … the lighthouse keeper went home early", source)
    assert (match.kind, match.faithful) == (K.SPLICED, False)


def test_inside_the_sources_own_quotation_marks() -> None:
    source = prepare(ENGLISH)
    spoken = check_quotation("finish the wall before the winter storms", source).spans[0]
    written = check_quotation("met on Tuesday to discuss the new breakwater", source).spans[0]
    assert in_source_quotes(source, spoken)
    assert not in_source_quotes(source, written)


# ---- properties --------------------------------------------------------------------------------------------------------

PLAIN = [
    "Gardeners",
    "planted",
    "seven",
    "cherry",
    "trees",
    "along",
    "the",
    "southern",
    "avenue",
    "last",
    "spring",
    "and",
    "watered",
    "them",
    "each",
    "morning",
    "with",
    "rain",
    "collected",
    "from",
    "the",
    "roof",
    "of",
    "the",
    "old",
    "market",
    "hall",
    "while",
    "children",
    "from",
    "two",
    "schools",
    "painted",
    "small",
    "signs",
    "for",
    "every",
    "tree",
    "in",
    "bright",
    "letters",
]


@given(st.integers(0, len(PLAIN) - 4), st.integers(3, 25))
def test_words_as_they_stand_are_faithful_and_exactly_placed(start: int, length: int) -> None:
    text = f"Town news. {' '.join(PLAIN)}."
    quotation = " ".join(PLAIN[start : start + length])
    match = check_quotation(quotation, text)
    assert match.faithful
    assert match.score == 1.0
    assert match.spans[0].of(text) == quotation
    assert not match.changes


@given(st.integers(0, len(PLAIN) - 12), st.integers(8, 20), st.sampled_from(["’", "\u00ad", "\u00a0", " – ", "\n"]))
def test_typography_never_makes_a_fault(start: int, length: int, mark: str) -> None:
    text = f"Town news. {' '.join(PLAIN)}."
    words = PLAIN[start : start + length]
    joined = {"’": " ".join(words) + "’", "\u00ad": " ".join(word[:2] + mark + word[2:] for word in words)}.get(mark, mark.join(words))
    assert check_quotation(joined, text).faithful


@settings(max_examples=60)
@given(st.integers(0, len(PLAIN) - 12), st.integers(8, 16), st.integers(2, 5), st.sampled_from(["granite", "Lisbon", "940", "never"]))
def test_a_foreign_word_is_always_a_fault(start: int, length: int, at: int, word: str) -> None:
    words = PLAIN[start : start + length]
    words[at] = word
    match = check_quotation(" ".join(words), f"Town news. {' '.join(PLAIN)}.")
    assert not match.faithful
    assert word in {change.claim for change in match.changes} or any(word in change.claim for change in match.changes)


@settings(max_examples=150)
@given(st.text(alphabet="ab c.,“”[]()…'\n-не12%", max_size=80), st.text(alphabet="ab c.,“”[]()…'\n-не12%", max_size=200))
def test_whatever_comes_in_spans_stay_inside(quotation: str, source: str) -> None:
    match = check_quotation(quotation, source)
    assert 0.0 <= match.score <= 1.0
    for span in match.spans:
        assert span.of(source).strip()
    for change in match.changes:
        assert change.claim_span.of(quotation) == change.claim
        assert change.source_span.of(source) == change.source


@pytest.mark.parametrize(
    "quotation",
    [
        "[" * 50_000,
        '"' * 40_000,
        "1" * 28 + "x" * 20_000,
        " " * 50_000 + "x",
        ". " * 30_000,
        "[a] " * 20_000 + "[",
        "(a " * 20_000,
        "a … " * 5_000,
        "a " * 20_000,
    ],
)
def test_hostile_quotations_end(quotation: str) -> None:
    assert not check_quotation(quotation, ENGLISH).faithful


def test_same_answer_twice() -> None:
    source = prepare(ENGLISH)
    for _, _, quotation, *_ in FAULTY[:20]:
        assert check_quotation(quotation, source) == check_quotation(quotation, ENGLISH)
