"""What a page shows in place of a text, in seven languages, and pages with a text of their own that only look like it."""

from __future__ import annotations

import json

import pytest
from conftest import Site, Web, reply

from provenance.model import Extract, Status
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

#: Sentences of a plain report in each language, so that a page has as much text as an article has.
TEXTS = {
    "en": "The harbour board voted on Monday to dredge the northern channel before the autumn storms begin, the treasurer told the press.",
    "ru": "Совет порта в понедельник решил углубить северный фарватер до начала осенних штормов, сообщил журналистам казначей совета.",
    "uk": "Рада порту в понеділок вирішила поглибити північний фарватер до початку осінніх штормів, повідомив журналістам скарбник ради.",
    "de": "Der Hafenrat beschloss am Montag, die nördliche Fahrrinne noch vor den Herbststürmen auszubaggern, sagte der Schatzmeister.",
    "fr": "Le conseil du port a décidé lundi de draguer le chenal nord avant les tempêtes d'automne, a indiqué le trésorier à la presse.",
    "es": "La junta del puerto decidió el lunes dragar el canal norte antes de las tormentas de otoño, dijo el tesorero a la prensa.",
    "pl": "Rada portu zdecydowała w poniedziałek o pogłębieniu północnego toru przed jesiennymi sztormami, powiedział skarbnik dziennikarzom.",
}


def page(language: str, title: str, body: str, head: str = "") -> bytes:
    """A page with the menu and foot that every page of a site has."""
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<header><nav><a href=/>River News</a> <a href=/sport>Sport</a> <a href=/login>Log in</a></nav></header><main>{body}</main>"
        f"<footer><a href=/imprint>Imprint</a> <a href=/privacy>Privacy</a> © River News</footer></body></html>"
    ).encode()


def article(language: str, title: str, count: int = 9, lead: str = "", after: str = "", head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{number}. {TEXTS[language]}</p>" for number in range(count))
    return page(language, title, f"<article><h1>{title}</h1>{f'<p>{lead}</p>' if lead else ''}{paragraphs}</article>{after}", head)


def said(language: str, title: str, *paragraphs: str, after: str = "", head: str = "") -> bytes:
    """A page that says just this."""
    return page(language, title, f"<h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}{after}", head)


def data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "x", **values})}</script>'


def judged(web: Web, site: Site, body: bytes, code: int = 200, *headers: str) -> Status:
    site.answers["*"] = reply(code, body, "Content-Type: text/html; charset=utf-8", *headers)
    settings = FetchSettings(timeout=10, max_retries=0, jobs=0, ask_neighbours=False)
    with Resolver(settings, transport=web.network(), archives={}) as resolver:
        document = resolver.resolve("http://a.test/news/channel.html")
    assert isinstance(document.content, Extract) == document.source.status.was_read
    return document.source.status


MISSING = [
    said("en", "Page not found", "Try the search box, or go back to the front page."),
    said("en", "River News", "Page not found"),
    said("en", "Oops! That page can’t be found.", "It looks like nothing was found at this location. Maybe try a search?"),
    said("en", "Sorry, this article is no longer available", "It may have been moved or deleted."),
    said("en", "Error 404", "The requested URL was not found on this server."),
    said("ru", "Страница не найдена", "Возможно, она была удалена или перемещена. Перейдите на главную страницу."),
    said("ru", "Ошибка 404", "К сожалению, запрашиваемая страница не существует."),
    said("ru", "River News", "Материал удалён или перенесён.", "Такой страницы нет на нашем сайте."),
    said("uk", "Сторінку не знайдено", "Можливо, її видалили або перенесли. Перейдіть на головну."),
    said("uk", "Помилка 404", "Такої сторінки не існує."),
    said("de", "Seite nicht gefunden", "Die angeforderte Seite konnte leider nicht gefunden werden."),
    said("de", "Fehler 404", "Diese Seite existiert nicht mehr. Zur Startseite."),
    said("fr", "Page introuvable", "La page que vous cherchez n'existe pas ou a été déplacée."),
    said("fr", "Cette page n’existe plus", "Retournez à l'accueil."),
    said("es", "Página no encontrada", "La página que busca no existe o ha sido movida."),
    said("es", "Error 404", "No se ha encontrado la página solicitada."),
    said("pl", "Nie znaleziono strony", "Strona, której szukasz, nie istnieje lub została przeniesiona."),
    said("pl", "Błąd 404", "Strona nie została znaleziona."),
]
CONSENT = [
    said(
        "en",
        "Before you continue",
        "We use cookies and data to deliver and maintain our services, measure audience engagement and show personalised advertising.",
        "If you choose to accept all, we will also use cookies and data to deliver and measure the effectiveness of ads.",
        after="<button>Accept all</button><button>Reject all</button>",
    ),
    said(
        "de",
        "Wir benötigen Ihre Zustimmung",
        "Wir und unsere Partner verarbeiten personenbezogene Daten und setzen Cookies ein, um Werbung auszuspielen. Mit Ihrer Einwilligung geht es weiter.",
        after="<button>Akzeptieren und weiter</button><button>Mit Werbung und Tracking ablehnen</button>",
    ),
    said(
        "fr",
        "Votre consentement",
        "Avec nos partenaires, nous utilisons des cookies pour stocker des données personnelles et afficher de la publicité. Votre consentement est requis.",
        after="<button>Accepter et fermer</button><button>Continuer sans accepter</button>",
    ),
    said(
        "es",
        "Su privacidad nos importa",
        "Nosotros y nuestros socios utilizamos cookies para tratar datos personales y mostrar publicidad, con su consentimiento.",
        after="<button>Aceptar y continuar</button><button>Rechazar</button>",
    ),
    said(
        "pl",
        "Szanujemy Twoją prywatność",
        "My i nasi partnerzy używamy plików cookie i przetwarzamy dane osobowe, aby wyświetlać reklamy. Potrzebujemy Twojej zgody.",
        after="<button>Akceptuję i przechodzę do serwisu</button><button>Ustawienia zaawansowane</button>",
    ),
    said(
        "ru",
        "Мы ценим вашу конфиденциальность",
        "Мы и наши партнёры используем файлы cookie и обрабатываем персональные данные, чтобы показывать рекламу. Нужно ваше согласие.",
        after="<button>Принять все</button><button>Настроить</button>",
    ),
    said(
        "uk",
        "Ми цінуємо вашу приватність",
        "Ми та наші партнери використовуємо файли cookie й обробляємо персональні дані, щоб показувати рекламу. Потрібна ваша згода.",
        after="<button>Прийняти всі</button><button>Налаштувати</button>",
    ),
]
PAYWALL = [
    article("en", "Channel to be dredged", 1, after="<div class=offer><p>Subscribe to continue reading this article.</p></div>"),
    article("en", "Channel to be dredged", 2, head=data(isAccessibleForFree=False)),
    article("en", "Channel to be dredged", 2, head=data(isAccessibleForFree="False")),
    article("ru", "Фарватер углубят", 1, after="<div><p>Чтобы продолжить чтение, оформите подписку.</p></div>"),
    article("uk", "Фарватер поглиблять", 1, after="<div><p>Цей матеріал доступний лише для передплатників.</p></div>"),
    article("de", "Fahrrinne wird ausgebaggert", 1, after="<div><p>Weiterlesen mit River Plus: Jetzt abonnieren</p></div>"),
    article(
        "fr",
        "Le chenal sera dragué",
        1,
        after="<div><p>Cet article est réservé aux abonnés. Il vous reste 78 % de cet article à lire.</p></div>",
    ),
    article(
        "es", "El canal será dragado", 1, after="<div><p>Contenido exclusivo para suscriptores. Suscríbete para seguir leyendo.</p></div>"
    ),
    article(
        "pl",
        "Tor będzie pogłębiony",
        1,
        after="<div><p>Dalszy ciąg tekstu dostępny tylko dla prenumeratorów. Aby czytać dalej, wykup dostęp.</p></div>",
    ),
]
LOGIN = [
    said("en", "Sign in", after="<form><input name=u><input type=password name=p><button>Go</button></form>"),
    said("ru", "Вход", after="<form><input name=u><input type=password name=p><button>Войти</button></form>"),
    said("de", "Anmelden", after="<form><input name=u><input type=password name=p><button>Los</button></form>"),
    said("fr", "Connexion", after="<form><input name=u><input type=password name=p><button>OK</button></form>"),
    said("es", "Iniciar sesión", after="<form><input name=u><input type=password name=p><button>OK</button></form>"),
    said("pl", "Zaloguj się", after="<form><input name=u><input type=password name=p><button>OK</button></form>"),
    said("uk", "Увійти", after="<form><input name=u><input type=password name=p><button>OK</button></form>"),
]
SCRIPTS = [
    b"<html><head><title>News</title></head><body><div id=root></div><script src=/a.js></script></body></html>",
    page("en", "News", "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div><script src=/a.js></script>"),
    said("de", "River News", "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.", after="<script src=/a.js></script>"),
    said("fr", "River News", "Veuillez activer JavaScript pour afficher cette page.", after="<script src=/a.js></script>"),
    said("es", "River News", "Por favor, active JavaScript en su navegador para ver esta página.", after="<script src=/a.js></script>"),
    said("pl", "River News", "Włącz obsługę JavaScript, aby zobaczyć tę stronę.", after="<script src=/a.js></script>"),
    said("uk", "River News", "Увімкніть JavaScript, щоб переглянути цю сторінку.", after="<script src=/a.js></script>"),
    said("ru", "River News", "Для работы сайта включите поддержку JavaScript.", after="<script src=/a.js></script>"),
]
ROBOT = [
    said(
        "en", "Just a moment...", "Enable JavaScript and cookies to continue", after="<script src=/cdn-cgi/challenge-platform/x></script>"
    ),
    said("en", "Attention Required! | Cloudflare", "Sorry, you have been blocked."),
    said(
        "en", "a.test", "Verifying you are human. This may take a few seconds.", "a.test needs to review the security of your connection."
    ),
    said("en", "Pardon Our Interruption", "As you were browsing something about your browser made us think you were a bot."),
    said("en", "Access to this page has been denied", "Press &amp; Hold to confirm you are a human (and not a bot)."),
    said("en", "Request unsuccessful. Incapsula incident ID: 12-34"),
    said("en", "DDoS-Guard", "Checking your browser before accessing a.test."),
    said("ru", "Вы не робот?", "Подтвердите, что запросы отправляли вы, а не робот."),
    said("ru", "Проверка браузера", "Пожалуйста, подождите несколько секунд."),
    said("uk", "Підтвердьте, що ви не робот", "Зачекайте кілька секунд."),
    said("de", "Sicherheitsprüfung", "Bitte bestätigen Sie, dass Sie kein Roboter sind."),
    said("fr", "Vérification", "Veuillez confirmer que vous n'êtes pas un robot."),
    said("es", "Verificación", "Confirme que no es un robot para continuar."),
    said("pl", "Weryfikacja", "Potwierdź, że nie jesteś robotem."),
]
PARKED = [
    said("en", "a.test", "This domain is for sale. Make an offer today."),
    said("en", "a.test", "Buy this domain", "Related searches: ferry tickets, harbour hotels", "Privacy Policy"),
    said("en", "a.test is parked free, courtesy of a registrar", "Get this domain."),
    said("en", "a.test", "This domain has expired. Is this your domain? Renew it now."),
    said("ru", "a.test", "Домен a.test продаётся. Купить домен."),
    said("ru", "a.test", "Срок регистрации домена истёк."),
    said("de", "a.test", "Diese Domain steht zum Verkauf."),
    said("fr", "a.test", "Ce nom de domaine est à vendre."),
    said("es", "a.test", "Este dominio está en venta."),
    said("pl", "a.test", "Ta domena jest na sprzedaż."),
    said("uk", "a.test", "Домен a.test продається."),
]
LEGAL = [
    said("en", "Unavailable for legal reasons", "This content is not available in your country due to legal restrictions."),
    said(
        "en",
        "451",
        "We recognise you are attempting to access this website from a country belonging to the European Economic Area, including the EU, which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time.",
    ),
    said(
        "ru", "Доступ ограничен", "Доступ к информационному ресурсу ограничен на основании Федерального закона от 27 июля 2006 г. № 149-ФЗ."
    ),
    said("uk", "Доступ обмежено", "Доступ до ресурсу обмежено на підставі рішення суду."),
    said("de", "Nicht verfügbar", "Dieser Inhalt ist aus rechtlichen Gründen in Ihrem Land nicht verfügbar."),
    said("fr", "Indisponible", "Ce contenu n'est pas disponible dans votre pays pour des raisons légales."),
    said("es", "No disponible", "Este contenido no está disponible en su país por motivos legales."),
    said("pl", "Niedostępne", "Ta treść jest niedostępna w Twoim kraju z przyczyn prawnych."),
]
EMPTY = [
    b"",
    b"   \n",
    b"<html><head><title>River News</title></head><body></body></html>",
    b"<html><head><title>River News</title></head><body><!-- nothing --><style>p{color:red}</style></body></html>",
]
WALLS = {
    Status.SOFT_404: MISSING + PARKED,
    Status.CONSENT_WALL: CONSENT,
    Status.PAYWALLED: PAYWALL,
    Status.LOGIN_REQUIRED: LOGIN,
    Status.JS_ONLY: SCRIPTS,
    Status.BLOCKED: ROBOT,
    Status.LEGAL_BLOCK: LEGAL,
    Status.EMPTY: EMPTY,
}

BANNER = "<div id=cookie><p>We use cookies. Manage your consent or accept.</p><button>Accept all</button></div>"
PAGES = {
    "about 404s": article("en", "404 pages worth seeing", lead="“Page not found” need not be dull: designers have made an art of it."),
    "about 404s, briefly": article(
        "en", "Error 404: how a museum lost its archive", 4, "Readers who follow the old links see “page not found”."
    ),
    "about 404s in Russian": article(
        "ru", "Ошибка 404: куда исчезают страницы", lead="«Страница не найдена» — так отвечает сайт на старую ссылку."
    ),
    "about 404s in German": article("de", "Seite nicht gefunden: Wie Links sterben", lead="Fehler 404 kennt jeder Leser."),
    "about a missing person": article("en", "Missing pilot not found after three days", 4),
    "about a man not found": article("ru", "Пропавший лоцман не найден", 4),
    "about paywalls": article(
        "en", "Why papers say: subscribe to continue reading", lead="“Already a subscriber? Log in” is what most readers see."
    ),
    "about paywalls in French": article("fr", "Réservé aux abonnés : la presse change de modèle"),
    "about cookies": article(
        "en", "Court rules on cookie consent", lead="A banner must let people reject all cookies, the privacy office said."
    ),
    "about cookies in German": article("de", "Gericht: Zustimmung zu Cookies muss freiwillig sein"),
    "about logins": article("en", "Sign in with your face: how banks change", lead="A password is no longer asked for."),
    "about logins in Polish": article("pl", "Logowanie bez hasła w urzędach"),
    "about JavaScript": article(
        "en", "JavaScript is required, say half of all sites", lead="Please enable JavaScript, they tell their readers."
    ),
    "about captchas": article(
        "en", "Are you a robot? How captchas came to be", lead="“Verify you are human” is asked a million times a day."
    ),
    "about captchas in Russian": article("ru", "«Вы не робот»: как устроена капча"),
    "about domains": article(
        "en", "This domain is for sale: the trade in names", lead="“Buy this domain”, says a page where a paper used to be."
    ),
    "about blocking": article("ru", "Доступ ограничен: сколько сайтов заблокировали за год"),
    "about legal blocks": article(
        "en", "Unavailable for legal reasons: what error 451 tells", lead="HTTP 451 is sent where a court has ruled."
    ),
    "a banner above": page("en", "Channel", BANNER + article("en", "Channel to be dredged").decode()),
    "an offer below the whole text": article(
        "en", "Channel to be dredged", 30, after="<p>Subscribe to our newsletter. Already a member? Log in.</p>"
    ),
    "a login box": article("en", "Channel to be dredged", after="<form><input type=password></form>"),
    "a hint for those without scripts": article(
        "en", "Channel", after="<noscript>Please enable JavaScript to comment.</noscript><script src=/a.js></script>"
    ),
    "free by its own word": article("en", "Channel to be dredged", 4, head=data(isAccessibleForFree=True)),
    "comments for members": article("en", "Channel to be dredged", 5, after="<p>Sign in to comment.</p>"),
    "a short notice": said(
        "en", "Ferry notice", "The ferry will not run on Sunday, 4 May, because of the regatta. It runs again from Monday."
    ),
    "a short notice in Russian": said(
        "ru", "Объявление", "В воскресенье, 4 мая, паром не ходит из-за регаты. Движение возобновится в понедельник."
    ),
    "a short notice in Polish": said(
        "pl", "Komunikat", "W niedzielę 4 maja prom nie kursuje z powodu regat. Kursy wracają w poniedziałek."
    ),
    "a notice about privacy": article("en", "Privacy policy", 9, "We store your name and address. You may withdraw your consent."),
    "a notice of a sale": said(
        "en",
        "House for sale",
        "The lighthouse keeper's house on the northern pier is for sale, the harbour board said. Offers are taken until May.",
    ),
    "no page of a book": said(
        "en",
        "Errata",
        "On page 404 the year of the flood is given as 1953; it was 1954. The editors thank an attentive reader for the correction.",
    ),
}


@pytest.mark.parametrize(("status", "number"), [(status, number) for status, pages in WALLS.items() for number in range(len(pages))])
def test_a_page_without_its_text(web: Web, site: Site, status: Status, number: int) -> None:
    assert judged(web, site, WALLS[status][number]) is status


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_its_text(web: Web, site: Site, name: str) -> None:
    assert judged(web, site, PAGES[name]) is Status.OK


def test_there_are_many_of_each_and_in_every_language() -> None:
    assert sum(map(len, WALLS.values())) >= 60
    assert len(PAGES) >= 30
    for language in TEXTS:
        assert sum(f"lang={language}>".encode() in body for pages in WALLS.values() for body in pages) >= 5, language
