"""What stands between a visitor and a page's text, as the page itself shows it: paywall, consent, login, scripts, bot check, no page at all.

A wall is only called where the text behind it is missing. A page that asks for consent above an article that is there in full
is just that article; a page *about* paywalls or 404 errors has a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from provenance.model import Status
from provenance.sources.metadata import Metadata
from provenance.sources.visible import Visible, VisibleBlock

_TEASER = 300
"""A main text of fewer words may be the teaser of a longer one."""
_WHOLE = 600
"""A main text of as many words, without a word on subscribing, is no teaser."""

_OFFER_WITHIN = 12
"""Blocks after the end of the main text in which an offer to subscribe belongs to it."""

_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:continue|keep) reading (?:with|for|by)|subscribers?[- ]only|only (?:available )?(?:to|for) subscribers"
    r"|for subscribers only|exclusive to subscribers|reserved for (?:our )?subscribers|already a (?:subscriber|member)\b|(?:this|the) (?:article|story|content) is (?:for|available to|reserved for|only)"
    r"|(?:sign up|register|log ?in|sign in) to (?:continue|read|keep reading)|to (?:continue|keep) reading[,.]? (?:this|please|sub|log|sign|reg|you)|unlock (?:this|the) (?:article|story)"
    r"|you(?:'|’)ve reached (?:your|the) limit|(?:free|complimentary) articles? (?:left|remaining)|this premium (?:article|content)"
    r"|оформите подписку|доступ(?:но|ен|на) (?:только )?(?:по подписке|подписчикам|для подписчиков)|только для подписчиков|для подписчиков|чтобы (?:читать|прочитать|продолжить)"
    r"|за передплатою|лише для передплатників|оформіть передплату"
    r"|diesen artikel weiterlesen|weiterlesen mit|nur für abonnenten|jetzt abonnieren|mit einem abo"
    r"|réservé (?:aux|à nos) abonnés|il vous reste \d{1,3} ?% de cet article|pour lire la suite|abonnez-vous pour|déjà abonné"
    r"|(?:solo|exclusivo) para suscriptores|suscríbe(?:te|ase) para|tylko dla subskrybentów|dostęp dla prenumeratorów|aby czytać dalej",
    re.I,
)
_CONSENT = re.compile(
    r"cookie|consent|gdpr|privacy|personal data|our partners|advertising|datenschutz|einwilligung|zustimm|personenbezogen|confidentialit|consentement"
    r"|partenaires|privacidad|consentimiento|prywatno|согласи|персональн\w{1,5} данн|конфиденциальност|куки|згод[аиу]",
    re.I,
)
_CONSENT_ASKS = re.compile(
    r"\b(?:accept|agree|reject|consent|manage|allow)\b|akzeptier|zustimmen|ablehnen|accepte|refuse|j['’]accepte|aceptar|rechazar|akceptuj|zgadzam|принять|принимаю|соглас|прийняти|погоджу",
    re.I,
)
_SCRIPTS = re.compile(
    r"(?:enable|turn on|activate|requires?|need(?:s)?|without|disabled|support) java ?script|java ?script (?:is|must|has to|needs|seems)|java ?script.{0,60}(?:enable|required|disabled)"
    r"|включит[еь] (?:поддержку )?java ?script|java ?script (?:отключ|выключ|не )|увімкніть java ?script|java ?script (?:aktivier|muss|ist)|activ(?:er|ez|ar|e) (?:le )?java ?script|włącz(?:yć)? (?:obsługę )?java ?script",
    re.I,
)
_LOGIN = re.compile(
    r"^\W{0,3}(?:please )?(?:log ?in|sign ?in|login required|authori[sz]ation(?: required)?|members? (?:log ?in|only)|вход|войти|авторизация|вход в систему|увійти|вхід|anmelden|anmeldung|einloggen|se connecter|connexion|identifiez-vous"
    r"|iniciar sesión|acceder|zaloguj(?: się)?|logowanie)\b",
    re.I,
)
_MISSING_PAGE = re.compile(
    r"^\W{0,3}(?:(?:http )?(?:error|fehler|erreur|ошибка|помилка|błąd)?[ :-]{0,3}404\b|(?:page|article|story|content|file|document|site)s? (?:(?:was|is|could|can) ?(?:not|n['’]t)(?: be)?|not|no longer|cannot be) (?:found|available|exist\w{0,2})"
    r"|(?:sorry|oops|whoops)\b.{0,40}(?:not|n['’]t|no longer|missing|exist)|(?:we|the page).{0,30}(?:can['’]?t|cannot|couldn['’]t) (?:find|be found)|(?:this|that|the) page (?:does ?n['’o]t|no longer|has been removed|is(?:n['’]t| not| no longer))|not found$"
    r"|(?:запрашиваемая |такая |такой )?(?:страниц[аы]|стать[яи]|документ|материал) (?:не (?:найден|существу)|удал[её]н|отсутству|больше не)|такой страницы (?:нет|не)|сторінк[аиу] не (?:знайден|існу)"
    r"|seite (?:wurde )?nicht gefunden|die(?:se)? (?:angeforderte )?seite .{0,30}nicht|page (?:non trouvée|introuvable)|página no encontrada|nie znaleziono|strona nie (?:została|istnieje)|pagina non trovata|página não encontrada)",
    re.I,
)
_BOT_CHECK = re.compile(
    r"^just a moment|checking (?:if the site connection is secure|your browser)|verify (?:that )?you are (?:a )?human|are you (?:a )?(?:robot|human)|attention required! \| cloudflare|access (?:to this page has been )?denied|pardon our interruption"
    r"|complete the (?:captcha|security check)|unusual traffic|ddos[- ]protection|request unsuccessful\. incapsula|подтвердите, что (?:вы не робот|запросы)|вы не робот|проверка браузера|я не робот",
    re.I,
)
_PARKED = re.compile(
    r"(?:this |the )?domain (?:name )?(?:\S{3,60} )?(?:is|may be|has been) (?:for sale|parked|available for purchase|expired|registered (?:at|with|by))|buy this domain|related searches.{0,80}privacy policy|sedo(?:parking)?\b|hugedomains"
    r"|домен (?:\S{3,60} )?(?:продается|продаётся|припаркован|зарегистрирован|выставлен)|купить (?:этот )?домен|diese domain (?:steht|ist)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall, or the suspicion of one."""

    status: Status | None
    """``None`` where the text may merely not be the whole text."""
    note: str


def wall(metadata: Metadata, page: Visible, chosen: Set[int], words: int) -> Wall | None:
    """What stands before a page's text, or ``None`` if nothing does.

    Parameters
    ----------
    metadata:
        What the page says about itself.
    page:
        All that a visitor sees of it.
    chosen:
        Positions of the blocks of its main text.
    words:
        Number of words of the text that is there.
    """
    main = [page.blocks[i] for i in sorted(chosen)]
    shown = sum(len(block.text) for block in page.blocks)
    # beyond this, the page has a text of its own, whatever else it says
    short = words < 150
    top = " ".join(filter(None, [metadata.title, *(b.text for b in page.blocks if b.tag in ("h1", "h2"))][:3]))[:400]
    all_text = " ".join(b.text for b in page.blocks)[:20_000] if short else ""
    if short:
        headings = [metadata.title or "", *(b.text for b in page.blocks if b.tag in ("h1", "h2"))][:4]
        if _BOT_CHECK.search(top) or (shown < 1500 and not _long_paragraph(main) and _BOT_CHECK.search(all_text)):
            return Wall(Status.BLOCKED, "the page asks whether a person is reading it")
        if any(_MISSING_PAGE.search(heading[:200]) for heading in headings) and not _long_paragraph(main):
            return Wall(Status.SOFT_404, "the page says that there is no such page")
        if shown < 2500 and _PARKED.search(all_text):
            return Wall(Status.SOFT_404, "the address shows a parked domain")
        if _is_consent(page, shown):
            return Wall(Status.CONSENT_WALL, "the page shows only a request for consent")
        if words < 80 and (metadata.password or any(_LOGIN.search(heading) for heading in headings)) and not _long_paragraph(main):
            return Wall(Status.LOGIN_REQUIRED, "the page asks for a login")
        if _is_script_only(page, shown, all_text):
            return Wall(Status.JS_ONLY, "the page builds its text with scripts")
    return _paywall(metadata, page, chosen, words)


def _paywall(metadata: Metadata, page: Visible, chosen: Set[int], words: int) -> Wall | None:
    # an offer that stands where the text breaks off, not the "log in" of every page's head
    first, last = min(chosen, default=0), max(chosen, default=len(page.blocks))
    near = page.blocks[first : last + _OFFER_WITHIN]
    if metadata.words and words >= 0.8 * metadata.words:
        return None  # as long as the page says the article is
    asks = words < _WHOLE and any(len(block.text) <= 400 and _PAYWALL.search(block.text) for block in near)
    if metadata.free is False:
        if words < _TEASER or asks or (metadata.words and words < 0.5 * metadata.words):
            return Wall(Status.PAYWALLED, "the page says that its article is not free to read, and shows only its beginning")
        if words < _WHOLE:
            return Wall(None, "the page says that its article is not free to read; its text may not be all of it")
        return None
    if asks and metadata.free is None and words < _TEASER:
        return Wall(Status.PAYWALLED, "the page asks readers to subscribe, and shows only a short text")
    return None


def _is_consent(page: Visible, shown: int) -> bool:
    if not 0 < shown < 6000:
        return False
    about = sum(len(block.text) for block in page.blocks if _CONSENT.search(block.text))
    return about >= 0.6 * shown and any(len(block.text) < 120 and _CONSENT_ASKS.search(block.text) for block in page.blocks)


def _is_script_only(page: Visible, shown: int, text: str) -> bool:
    if not page.scripts:
        return False
    if _SCRIPTS.search(page.noscript) or (shown < 1500 and _SCRIPTS.search(text)):
        prose = sum(
            len(b.text) for b in page.blocks if len(b.text) >= 80 and b.link_share < 0.3 and not b.furniture and not _SCRIPTS.search(b.text)
        )
        return prose < 300
    return shown < 80


def _long_paragraph(main: Sequence[VisibleBlock]) -> bool:
    return sum(len(block.text) for block in main if block.link_share < 0.3 and len(block.text) >= 120) >= 500
