"""What the rules find in Russian, Ukrainian, German, French, Spanish and Polish sentences."""

from __future__ import annotations

import pytest

from provenance.claims import find_claims
from provenance.draft import read_text

# text, and for each attribution: source, cue, content (its pieces divided by " | "), kind of speech, kind of source
Expected = list[tuple[str, str, str, str, str]]

CASES: dict[str, list[tuple[str, Expected]]] = {
    "ru": [
        (
            "Министр Иван Петров заявил, что завод откроют в мае.",
            [("Иван Петров", "заявил", "что завод откроют в мае", "indirect", "person")],
        ),
        ("«Мы готовы к переговорам», — сказал Петров.", [("Петров", "сказал", "«Мы готовы к переговорам»", "direct", "person")]),
        ("«Мы готовы, — добавил он, — но не сегодня».", [("он", "добавил", "«Мы готовы | но не сегодня»", "direct", "person")]),
        (
            "По словам губернатора Анны Орловой, дорогу закончат осенью.",
            [("Анны Орловой", "По словам", "дорогу закончат осенью", "indirect", "person")],
        ),
        (
            "Как сообщил Интерфакс со ссылкой на текст договора, стороны будут обмениваться данными.",
            [("Интерфакс", "сообщил", "стороны будут обмениваться данными", "indirect", "outlet")],
        ),
        (
            "В соглашении говорится, что оно вступает в силу с момента подписания.",
            [("соглашении", "говорится", "что оно вступает в силу с момента подписания", "indirect", "document")],
        ),
        ("Город получит новые автобусы, сообщили в мэрии.", [("мэрии", "сообщили", "Город получит новые автобусы", "indirect", "group")]),
        (
            "В министерстве уточнили, что проверка продлится месяц.",
            [("министерстве", "уточнили", "что проверка продлится месяц", "indirect", "group")],
        ),
        ("Орлова обвинила подрядчика в срыве сроков.", [("Орлова", "обвинила", "подрядчика в срыве сроков", "indirect", "person")]),
        ("— Я туда не поеду, — ответил водитель.", [("водитель", "ответил", "Я туда не поеду", "direct", "person")]),
        (
            "Два источника, знакомых с ситуацией, рассказали агентству, что сделка сорвалась.",
            [("два источника", "рассказали", "что сделка сорвалась", "indirect", "unnamed")],
        ),
        ("Она якобы согласилась уйти в отставку.", [("", "якобы", "Она | согласилась уйти в отставку", "indirect", "unnamed")]),
        ("Петров не сказал, когда начнутся работы.", []),
        ("Петров: Мы закончим в срок", [("Петров", ":", "Мы закончим в срок", "indirect", "person")]),
        ("Согласно докладу, цены выросли на 5%.", [("докладу", "Согласно", "цены выросли на 5%", "indirect", "document")]),
        (
            "Школы закроют на неделю. Об этом сообщает «Коммерсантъ».",
            [("Коммерсантъ", "сообщает", "Школы закроют на неделю.", "indirect", "outlet")],
        ),
    ],
    "uk": [
        (
            "Міністр Олег Бойко заявив, що міст відкриють у травні.",
            [("Олег Бойко", "заявив", "що міст відкриють у травні", "indirect", "person")],
        ),
        ("«Ми готові до розмови», — сказав Бойко.", [("Бойко", "сказав", "«Ми готові до розмови»", "direct", "person")]),
        ("«Ми готові, — додала речниця, — але не сьогодні».", [("речниця", "додала", "«Ми готові | але не сьогодні»", "direct", "person")]),
        (
            "За словами мерки Ганни Коваль, дорогу закінчать восени.",
            [("Ганни Коваль", "За словами", "дорогу закінчать восени", "indirect", "person")],
        ),
        (
            "Як повідомив Укрінформ з посиланням на текст угоди, сторони обмінюватимуться даними.",
            [("Укрінформ", "повідомив", "сторони обмінюватимуться даними", "indirect", "outlet")],
        ),
        (
            "Школи зачинять на тиждень. Про це повідомляє «Суспільне».",
            [("Суспільне", "повідомляє", "Школи зачинять на тиждень.", "indirect", "outlet")],
        ),
        (
            "В угоді йдеться, що вона набуває чинності з дня підписання.",
            [("угоді", "йдеться", "що вона набуває чинності з дня підписання", "indirect", "document")],
        ),
        (
            "Місто отримає нові автобуси, повідомили у міністерстві.",
            [("міністерстві", "повідомили", "Місто отримає нові автобуси", "indirect", "group")],
        ),
        ("Коваль звинуватила підрядника у зриві строків.", [("Коваль", "звинуватила", "підрядника у зриві строків", "indirect", "person")]),
        ("— Я туди не поїду, — відповів водій.", [("водій", "відповів", "Я туди не поїду", "direct", "person")]),
        ("Вона нібито погодилася піти.", [("", "нібито", "Вона | погодилася піти", "indirect", "unnamed")]),
    ],
    "de": [
        (
            "Der Minister Karl Braun sagte, dass die Brücke im Mai fertig werde.",
            [("Karl Braun", "sagte", "dass die Brücke im Mai fertig werde", "indirect", "person")],
        ),
        (
            "Braun sagte am Freitag, die Brücke werde im Mai eröffnet.",
            [("Braun", "sagte", "die Brücke werde im Mai eröffnet", "indirect", "person")],
        ),
        ("„Wir sind bereit“, sagte Braun.", [("Braun", "sagte", "„Wir sind bereit“", "direct", "person")]),
        (
            "Die Fähre stellt am 12. März den Betrieb ein, sagte Karl Braun.",  # an ordinal's full stop ends no sentence
            [("Karl Braun", "sagte", "Die Fähre stellt am 12. März den Betrieb ein", "indirect", "person")],
        ),
        (
            "Die Brücke schließt zum 1. Juni, teilte Braun am Montag mit.",
            [("Braun", "teilte", "Die Brücke schließt zum 1. Juni", "indirect", "person")],
        ),
        (
            "Im vergangenen Jahr kamen viele Gäste, weniger als im Jahr davor, teilte Braun mit.",
            [("Braun", "teilte", "Im vergangenen Jahr kamen viele Gäste, weniger als im Jahr davor", "indirect", "person")],
        ),
        ("Nach dem Treffen im Rathaus, sagte Braun, schließe die Brücke.", []),
        (
            "„Wir sind bereit“, erklärte er, „aber nicht heute.“",
            [("er", "erklärte", "„Wir sind bereit“ | „aber nicht heute.“", "direct", "person")],
        ),
        ("Laut der Zeitung Neue Post steigen die Preise.", [("der Zeitung Neue Post", "Laut", "steigen die Preise", "indirect", "outlet")]),
        ("Nach Angaben der Polizei kamen 200 Menschen.", [("der Polizei", "Nach Angaben", "kamen 200 Menschen", "indirect", "group")]),
        (
            "Medienberichten zufolge ist der Vertrag geplatzt.",
            [("Medienberichten", "zufolge", "ist der Vertrag geplatzt", "indirect", "outlet")],
        ),
        (
            "Wie die Agentur dpa unter Berufung auf den Vertrag meldete, tauschen beide Seiten Daten aus.",
            [("die Agentur dpa", "meldete", "tauschen beide Seiten Daten aus", "indirect", "outlet")],
        ),
        (
            "In dem Abkommen heißt es, dass es sofort in Kraft tritt.",
            [("Abkommen", "heißt", "dass es sofort in Kraft tritt", "indirect", "document")],
        ),
        (
            "Die Stadt bekommt neue Busse, teilte das Ministerium mit.",
            [("das Ministerium", "teilte", "Die Stadt bekommt neue Busse", "indirect", "group")],
        ),
        ("Braun warf der Firma Betrug vor.", [("Braun", "warf", "der Firma Betrug vor", "indirect", "person")]),
        (
            "Am Montag erklärte die Sprecherin, man prüfe den Fall.",
            [("die Sprecherin", "erklärte", "man prüfe den Fall", "indirect", "person")],
        ),
        (
            "Der Minister hat am Freitag gesagt, dass er zurücktritt.",
            [("der Minister", "gesagt", "dass er zurücktritt", "indirect", "person")],
        ),
        ("Er habe angeblich unterschrieben.", [("", "angeblich", "Er habe | unterschrieben", "indirect", "unnamed")]),
    ],
    "fr": [
        (
            "Le ministre Paul Garnier a déclaré que le pont ouvrirait en mai.",
            [("Paul Garnier", "a déclaré", "que le pont ouvrirait en mai", "indirect", "person")],
        ),
        ("« Nous sommes prêts », a déclaré Garnier.", [("Garnier", "a déclaré", "« Nous sommes prêts »", "direct", "person")]),
        (
            "« Nous sommes prêts, a-t-il ajouté, mais pas aujourd'hui. »",
            [("il", "ajouté", "« Nous sommes prêts | mais pas aujourd'hui. »", "direct", "person")],
        ),
        (
            "Selon la maire Anne Leroy, la route sera finie à l'automne.",
            [("Anne Leroy", "Selon", "la route sera finie à l'automne", "indirect", "person")],
        ),
        (
            "Comme l'a annoncé l'agence Reuters, citant le texte de l'accord, les deux parties échangeront des données.",
            [("l'agence Reuters", "l'a annoncé", "les deux parties échangeront des données", "indirect", "outlet")],
        ),
        (
            "La ville recevra de nouveaux bus, a indiqué le ministère.",
            [("le ministère", "a indiqué", "La ville recevra de nouveaux bus", "indirect", "group")],
        ),
        (
            "D'après le rapport, les prix ont augmenté de 5 %.",
            [("le rapport", "D'après", "les prix ont augmenté de 5 %", "indirect", "document")],
        ),
        ("Elle a affirmé qu'elle ne partirait pas.", [("Elle", "a affirmé", "qu'elle ne partirait pas", "indirect", "person")]),
        ("Leroy a accusé l'entreprise d'avoir menti.", [("Leroy", "a accusé", "l'entreprise d'avoir menti", "indirect", "person")]),
        (
            "L'accord précise qu'il entre en vigueur immédiatement.",
            [("l'accord", "précise", "qu'il entre en vigueur immédiatement", "indirect", "document")],
        ),
        ("— Je n'irai pas, répondit le chauffeur.", [("le chauffeur", "répondit", "Je n'irai pas", "direct", "person")]),
        (
            "Des sources proches du dossier ont confirmé que la vente était annulée.",
            [("des sources proches du dossier", "ont confirmé", "que la vente était annulée", "indirect", "unnamed")],
        ),
    ],
    "es": [
        (
            "El ministro Pablo Ruiz afirmó que el puente abrirá en mayo.",
            [("Pablo Ruiz", "afirmó", "que el puente abrirá en mayo", "indirect", "person")],
        ),
        ("«Estamos listos», dijo Ruiz.", [("Ruiz", "dijo", "«Estamos listos»", "direct", "person")]),
        ('"Estamos listos", añadió, "pero no hoy".', [("", "añadió", '"Estamos listos" | "pero no hoy"', "direct", "unnamed")]),
        (
            "Según la alcaldesa Ana Mora, la carretera se terminará en otoño.",
            [("Ana Mora", "Según", "la carretera se terminará en otoño", "indirect", "person")],
        ),
        (
            "Según informó la agencia EFE, citando el texto del acuerdo, las partes intercambiarán datos.",
            [("la agencia EFE", "informó", "las partes intercambiarán datos", "indirect", "outlet")],
        ),
        (
            "La ciudad tendrá autobuses nuevos, indicó el ministerio.",
            [("el ministerio", "indicó", "La ciudad tendrá autobuses nuevos", "indirect", "group")],
        ),
        (
            "De acuerdo con el informe, los precios subieron un 5%.",
            [("el informe", "De acuerdo con", "los precios subieron un 5%", "indirect", "document")],
        ),
        ("Ella aseguró que no se iría.", [("Ella", "aseguró", "que no se iría", "indirect", "person")]),
        ("Mora acusó a la empresa de mentir.", [("Mora", "acusó", "a la empresa de mentir", "indirect", "person")]),
        (
            "El acuerdo establece que entra en vigor de inmediato.",
            [("el acuerdo", "establece", "que entra en vigor de inmediato", "indirect", "document")],
        ),
        ("—No iré —respondió el conductor—. Es tarde.", [("el conductor", "respondió", "No iré | Es tarde.", "direct", "person")]),
        (
            "Dos fuentes cercanas al caso dijeron a la agencia que la venta se canceló.",
            [("dos fuentes cercanas al caso", "dijeron", "que la venta se canceló", "indirect", "unnamed")],
        ),
        ("Ha dicho que no habrá elecciones.", [("", "Ha dicho", "que no habrá elecciones", "indirect", "unnamed")]),
    ],
    "pl": [
        (
            "Minister Jan Nowak powiedział, że most zostanie otwarty w maju.",
            [("Jan Nowak", "powiedział", "że most zostanie otwarty w maju", "indirect", "person")],
        ),
        ("„Jesteśmy gotowi” – powiedział Nowak.", [("Nowak", "powiedział", "„Jesteśmy gotowi”", "direct", "person")]),
        (
            "– Jesteśmy gotowi – dodała rzeczniczka – ale nie dziś.",
            [("rzeczniczka", "dodała", "Jesteśmy gotowi | ale nie dziś.", "direct", "person")],
        ),
        (
            "Według burmistrz Anny Lis droga będzie gotowa jesienią.",
            [("Anny Lis", "Według", "droga będzie gotowa jesienią", "indirect", "person")],
        ),
        ("Zdaniem ekspertów, ceny wzrosną.", [("ekspertów", "Zdaniem", "ceny wzrosną", "indirect", "unnamed")]),
        (
            "Jak poinformowała PAP, powołując się na tekst umowy, strony wymienią się danymi.",
            [("PAP", "poinformowała", "strony wymienią się danymi", "indirect", "outlet")],
        ),
        (
            "Miasto dostanie nowe autobusy, poinformowano w ratuszu.",
            [("ratuszu", "poinformowano", "Miasto dostanie nowe autobusy", "indirect", "group")],
        ),
        (
            "W porozumieniu stwierdzono, że wchodzi ono w życie natychmiast.",
            [("porozumieniu", "stwierdzono", "że wchodzi ono w życie natychmiast", "indirect", "document")],
        ),
        ("Lis oskarżyła firmę o kłamstwo.", [("Lis", "oskarżyła", "firmę o kłamstwo", "indirect", "person")]),
        ("– Nie pojadę tam – odpowiedział kierowca.", [("kierowca", "odpowiedział", "Nie pojadę tam", "direct", "person")]),
        (
            "Dwa źródła potwierdziły agencji, że sprzedaż została odwołana.",
            [("dwa źródła", "potwierdziły", "że sprzedaż została odwołana", "indirect", "unnamed")],
        ),
        ("Ona podobno zgodziła się odejść.", [("", "podobno", "Ona | zgodziła się odejść", "indirect", "unnamed")]),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(language, *case) for language, cases in CASES.items() for case in cases],
    ids=[f"{language}-{case[0][:40]}" for language, cases in CASES.items() for case in cases],
)
def test_attributions(language: str, text: str, expected: Expected) -> None:
    draft = read_text(text, language=language)
    found = [
        (a.source, a.cue, " | ".join(s.of(draft.text) for s in a.content_spans), a.kind.value, a.speaker_or_outlet.value)
        for a in (claim.attribution for claim in find_claims(draft))
        if a is not None
    ]
    assert found == expected
