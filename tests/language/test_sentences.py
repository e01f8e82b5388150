"""Sentence boundaries: a table for each language (a bar stands where one sentence ends and the next begins), properties, and speed."""

from __future__ import annotations

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.sentences import LONGEST, sentences

TABLE = {
    "en": """
The vote took place on Aug. 9 in the capital.|It was disputed.
U.S. President Joe Biden called it a sham.|Others agreed.
He left the U.S. The trip took two days.
He lives in the U.S.|The trip took two days.
The talks ended at 5 a.m.|They began again at noon.
No. 5 on the list is Dr. A. B. Brown.|He declined to comment.
"We will not leave!" he said.|Nobody laughed.
"Go."|He went.
"Will you go?" Deputy Smith asked the clerk.|He did not.
They shouted "Go away!"|Smith said the rally was illegal.
"Are you sure?" asked the clerk.|"I am," she said.
She said: "It is over."|He nodded.
Prices rose 3.5 percent, i.e. more than before.|Wages fell.
The firm, Acme Inc., lost $1.2 billion.|Its shares fell.
Shares of Acme Inc. fell sharply.|Traders sold.
He waited… and waited.|Nothing came.
It stopped...|Then it began.
The rule (see Art. 12, para. 3) applies.|It is old.
He was seen with Gen. Ivanov and Col. Petrov.|Both were armed.
(The ministry did not reply.)|The court will sit on Monday.
Visit example.com for details.|It is free.
The bill passed.[3]|It is now law.
Mr. Smith vs. Jones was heard on Sept. 14, 2020.|The court ruled for Smith.
What a mess!|Who did it?|Nobody knows.
He scored in the 90th min. of play.|Fans cheered.
St. Petersburg and Mt. Everest are far apart.|So what?
The U.N. Security Council met.|It took no vote.
Apples, pears, etc. are fruit.|Nuts are not.
John F. Kennedy spoke.|The crowd listened.
The plan B. failed.
He got a Ph.D. in physics.|Then he left.
""",
    "ru": """
Соглашение подписано 19 нояб. 2020 г. в Минске.|Оно уже действует.
«Мы не уйдём!» — заявил он.|Никто не смеялся.
— Ты идёшь? — спросил он.|— Иду.
Его зовут А. С. Пушкин.|Он поэт.
Встреча прошла в г. Минске на ул. Ленина, д. 5.|Пришли все.
Ущерб составил 5 млн руб.|Виновных ищут.
Ущерб составил 5 тыс. руб. и растёт.|Виновных ищут.
Это было в 1994 г.|Тогда он и пришёл к власти.
В 2020 г. Россия подписала документ.|Его не публиковали.
Он купил хлеб, соль и т. д.|Потом ушёл.
Хлеб, соль и т. п. стоят дёшево.|Сахар дорог.
Он ждал… и ждал.|Ничего не было.
Он замолчал…|Потом заговорил.
Об этом сообщил т.н. эксперт.|Ему не верят.
См. рис. 5 на стр. 10.|Там всё ясно.
Статья гласит: ст. 12 п. 3 не применяется.|Суд согласен.
Он спросил: «Почему?»|Ответа не было.
Глава МИД РФ С.В. Лавров прибыл в Сочи.|Его встретили.
Рост составил 3,5 %.|Это много.
Профессор, д.э.н. Иванов выступил.|Зал молчал.
""",
    "uk": """
В. О. Зеленський прибув до м. Києва.|Його зустріли.
Угоду підписано 19 лист. 2020 р. у Мінську.|Вона діє.
«Ми не підемо!» — заявив він.|Ніхто не сміявся.
Збитки становлять 5 млн грн.|Винних шукають.
Хліб, сіль тощо.|Потім пішов.
Це було у 1994 р.|Тоді він прийшов до влади.
""",
    "de": """
Das Abkommen vom 9. Aug. gilt.|Es ist neu.
Am 9. August kam Dr. Müller nach Minsk.|Er blieb drei Tage.
Das war z. B. am 3. Oktober so.|Danach nicht mehr.
Er ist der 1. Vorsitzende.|Sie ist Mitglied.
Im 19. Jahrhundert war das anders.|Heute nicht.
„Wir gehen nicht!“, sagte er.|Niemand lachte.
„Wir gehen nicht.“|Er ging doch.
Es geschah 1994.|Dann kam er.
Der Schaden beträgt 5 Mio. Euro.|Die Täter sind frei.
Er kam um ca. 5 Uhr usw.|Das war alles.
Die Fa. Meyer GmbH u. Co. zahlte nicht.|Das Gericht entschied.
Prof. Dr. h.c. Klein sprach.|Alle hörten zu.
""",
    "fr": """
M. Dupont est arrivé.|Il a parlé à Mme Durand.
L’accord du 9 août a été signé.|Il est en vigueur.
« Nous ne partirons pas ! » a-t-il dit.|Personne n’a ri.
Voir art. 12, p. 5.|C’est clair.
Le Dr. Martin habite au n° 5.|Elle aussi.
Il attendait… et attendait.|Rien.
Est-ce vrai ?|Oui.
Né en 50 av. J.-C. à Rome.|Il est mort jeune.
""",
    "es": """
El Sr. García llegó.|Habló con la Sra. López.
EE. UU. firmó el acuerdo.|Nadie lo leyó.
«¡No nos iremos!», dijo.|Nadie se rió.
¿Es verdad?|Sí.
Véase el art. 12, pág. 5.|Está claro.
Pan, sal, etc. son baratos.|El azúcar no.
El gobierno de EE.UU. no respondió.|La embajada tampoco.
""",
    "pl": """
Umowę podpisano 19 listopada 2020 r. w Mińsku.|Już obowiązuje.
Prof. Jan Kowalski i dr Nowak przyszli.|Potem wyszli.
„Nie odejdziemy!” – powiedział.|Nikt się nie śmiał.
Szkody wynoszą 5 mln zł.|Winnych się szuka.
Np. art. 12 ust. 3 nie obowiązuje.|Sąd się zgadza.
Chleb, sól itd. są tanie.|Cukier nie.
Mieszka przy ul. Długiej 5.|To daleko.
To było w 1994 r.|Wtedy przyszedł.
""",
    "zh": """
协议已经签署。|它立即生效。
""",
}

AMBIGUOUS = {"He left the U.S. The trip took two days.", "The plan B. failed."}


def _cases() -> list[tuple[str, str]]:
    return [(code, line) for code, table in TABLE.items() for line in table.strip().splitlines() if line not in AMBIGUOUS]


def _split(line: str, language: str | None) -> str:
    text = line.replace("|", "" if "。" in line else " ")
    return "|".join(span.of(text) for span in sentences(text, language))


def test_the_table_of_boundaries() -> None:
    for known in (True, False):
        wrong = [(code, line, got) for code, line in _cases() if (got := _split(line, code if known else None)) != line]
        accuracy = 1 - len(wrong) / len(_cases())
        print(f"sentences, language {'given' if known else 'unknown'}: {len(_cases())} lines, {accuracy:.3f} right")
        for row in wrong:
            print("  wrong:", *row, sep="\n    ")
        assert accuracy >= (0.97 if known else 0.93)


@pytest.mark.parametrize("text", ["A line\nbroken in two. Next", "First.\n\nSecond", "No end here\n\nA new start"])
def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not(text: str) -> None:
    assert len(sentences(text, "en")) == 2


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(alphabet="aB.!? \n«»\"'5…—)", max_size=200)), st.sampled_from([None, "en", "ru", "de"]))
def test_nothing_is_lost_and_nothing_overlaps(text: str, language: str | None) -> None:
    end = 0
    for span in sentences(text, language):
        assert text[end : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert text[end:].strip() == ""


@pytest.mark.parametrize("unit", ["The U.S. spent 1,200 on it. ", ". . . ", "[1] (2) ", "а.", "«»!", "\n \n", "Mr. "])
def test_hostile_text_is_cut_to_its_end(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    with no_hang():
        found = sentences(text)
    assert "".join("".join(span.of(text) for span in found).split()) == "".join(text.split())


def test_a_text_without_full_stops_comes_in_bounded_pieces() -> None:
    text = "x" * 5000 + " " + "ab, " * 3000
    found = sentences(text)
    assert max(span.end - span.start for span in found) <= LONGEST
    assert "".join(span.of(text) for span in found).replace(" ", "") == text.replace(" ", "")
