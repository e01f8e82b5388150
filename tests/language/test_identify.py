"""Which language a text is in; short texts inherit."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.identify import identify, reads_as

SENTENCES = {
    "en": ["The two agencies agreed to work together near the border.", "Nobody knew how long the talks would last, the mayor admitted."],
    "ru": ["Два ведомства договорились о совместной работе на границе.", "Никто не знал, сколько продлятся переговоры."],
    "uk": ["Два відомства домовилися про спільну роботу на кордоні.", "Ніхто не знав, скільки триватимуть перемовини."],
    "be": ["Два ведамствы дамовіліся пра сумесную працу на мяжы.", "Ніхто не ведаў, колькі часу зойме сустрэча ў Мінску."],
    "bg": ["Двете ведомства се договориха да работят заедно на границата.", "Никой не знаеше колко дълго ще продължат преговорите."],
    "de": ["Die beiden Behörden wollen an der Grenze zusammenarbeiten.", "Niemand wusste, wie lange die Gespräche dauern würden."],
    "fr": [
        "Les deux services ont convenu de travailler ensemble à la frontière.",
        "Personne ne savait combien de temps dureraient les pourparlers.",
    ],
    "es": ["Los dos organismos acordaron trabajar juntos en la frontera.", "Nadie sabía cuánto iban a durar las conversaciones."],
    "pl": ["Obie służby zgodziły się współpracować na granicy.", "Nikt nie wiedział, jak długo potrwają rozmowy."],
    "it": ["Le due agenzie hanno deciso di lavorare insieme alla frontiera."],
    "ja": ["両機関は国境で協力することに合意した。"],
    "zh": ["两个机构同意在边境开展合作。"],
    "ko": ["두 기관은 국경에서 협력하기로 합의했다."],
    "ar": ["اتفقت الوكالتان على العمل معا على الحدود."],
    "he": ["שתי הסוכנויות הסכימו לעבוד יחד בגבול."],
    "el": ["Οι δύο υπηρεσίες συμφώνησαν να συνεργαστούν στα σύνορα."],
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in SENTENCES.items() for text in texts])
def test_languages_are_told(language: str, text: str) -> None:
    found = identify(text)
    assert found.language == language
    assert found.confidence > 0.5


@pytest.mark.parametrize("text", ["Vladimir Putin", "Nov. 19, 2020", "Minsk", "EPA / TASS", "12", "", "…"])
def test_names_and_dates_inherit(text: str) -> None:
    assert identify(text, default="de").language == "de"


@pytest.mark.parametrize("text", ["Владимир Путин", "Это другой текст"])
def test_another_script_is_not_inherited(text: str) -> None:
    assert identify(text, default="en").language == "ru"


def test_a_long_quotation_in_another_language_is_told() -> None:
    assert identify("Personne ne savait combien de temps dureraient les pourparlers.", default="en").language == "fr"


def test_nothing_to_go_by() -> None:
    assert identify("12 345").language is None
    assert identify("12 345").confidence == 0.0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    found = identify(text)
    assert 0.0 <= found.confidence <= 1.0
    assert found.language is None or 2 <= len(found.language) <= 3


def test_identifying_prints_nothing_and_needs_no_network() -> None:
    script = "import json, socket\nsocket.socket.connect = None\nfrom provenance.language.identify import identify\nprint(json.dumps(identify('Nobody knew how long it would last.').language))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == "en"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The lower lock at the mouth of the river was closed on Tuesday, and it will not be opened again before the end of the month, the authority said in a notice to all who have a barge there."),
        ("de", "Die untere Schleuse an der Mündung des Flusses ist seit Dienstag geschlossen, und sie wird nicht vor dem Ende des Monats wieder geöffnet, wie die Behörde in einer Mitteilung an alle schrieb, die dort ein Boot haben."),
        ("ru", "Нижний шлюз у устья реки закрыт со вторника, и он не будет открыт до конца месяца, говорится в сообщении, которое ведомство разослало всем, у кого там стоят баржи, и тем, кто их ждёт в порту."),
    ],
)  # fmt: skip
def test_function_words_tell_a_language_at_once(language: str, text: str) -> None:
    assert reads_as(text, language)
    assert identify(text).language == language
    assert not any(reads_as(text, other) for other in ("en", "ru", "uk", "de", "fr", "es", "pl", "pt", "xx") if other != language)


def test_few_words_and_names_tell_no_language_at_once() -> None:
    assert not reads_as("the lock and the river", "en")
    assert not reads_as("Smith, Jones, Murphy, Taylor, Brown, Wilson, Evans, Thomas, Roberts, Walker " * 4, "en")
    assert not reads_as("", "en")
