"""The words by which pages without their text give themselves away: English, Russian, Ukrainian, German, French, Spanish, Polish.

Each list is what such pages were seen to say. The words alone prove nothing, since articles say them, too:
:mod:`provenance.sources.outcomes.walls` looks at where they stand and at what else is there.
"""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


def _first(*patterns: str) -> re.Pattern[str]:
    """At the beginning of a heading or line, whatever marks stand before."""
    return re.compile(rf"^\W{{0,3}}(?:{'|'.join(patterns)})", re.I)


PAYWALL = _any(
    # en
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:continue|keep) reading (?:with|for|by)|subscribers?[- ]only",
    r"only (?:available )?(?:to|for) subscribers|for subscribers only|exclusive to subscribers|reserved for (?:our )?subscribers",
    r"already a (?:subscriber|member)\b|(?:this|the) (?:article|story|content) is (?:for|available to|reserved for|only)",
    r"(?:sign up|register|log ?in|sign in) to (?:continue|read|keep reading)|unlock (?:this|the) (?:article|story)",
    r"to (?:continue|keep) reading[,.]? (?:this|please|sub|log|sign|reg|you)|you(?:'|’)ve reached (?:your|the) limit",
    r"(?:free|complimentary) articles? (?:left|remaining)|this premium (?:article|content)",
    # ru
    r"оформите подписку|доступ(?:но|ен|на) (?:только )?(?:по подписке|подписчикам|для подписчиков)|только для подписчиков",
    r"для подписчиков|чтобы (?:читать|прочитать|продолжить)",
    # uk
    r"за передплатою|лише для передплатників|тільки для передплатників|оформіть передплату|щоб (?:читати|прочитати|продовжити)",
    # de
    r"diesen artikel weiterlesen|weiterlesen mit|nur für abonnenten|jetzt abonnieren|mit einem abo",
    # fr
    r"réservé (?:aux|à nos) abonnés|il vous reste \d{1,3} ?% de cet article|pour lire la suite|abonnez-vous pour|déjà abonné",
    # es
    r"(?:solo|exclusivo) para suscriptores|suscríbe(?:te|ase) para",
    # pl
    r"tylko dla (?:subskrybentów|prenumeratorów)|dostęp dla prenumeratorów|aby czytać dalej|wykup dostęp",
)
"""Offers to subscribe, as they stand where a text breaks off."""

CONSENT = _any(
    r"cookie|consent|gdpr|privacy|personal data|our partners|advertising",
    r"datenschutz|einwilligung|zustimm|personenbezogen",
    r"confidentialit|consentement|données personnelles|partenaires",
    r"privacidad|consentimiento|datos personales",
    r"prywatno|dan(?:e|ych) osobow|zgod[yaęą]",
    r"согласи|персональн\w{1,5} данн|конфиденциальност|куки",
    r"згод[аиу]|персональн\w{1,5} дан|приватн",
)
"""What a request for consent is about."""

CONSENT_ASKS = _any(
    r"\b(?:accept|agree|reject|consent|manage|allow)\b",
    r"akzeptier|zustimmen|ablehnen|accepte|refuse|j['’]accepte|aceptar|rechazar|akceptuj|zgadzam",
    r"принять|принимаю|соглас|прийняти|погоджу",
)
"""What its buttons say."""

SCRIPTS = _any(
    r"(?:enable|turn on|activate|requires?|need(?:s)?|without|disabled|support) java ?script",
    r"java ?script (?:is|must|has to|needs|seems)|java ?script.{0,60}(?:enable|required|disabled)",
    r"включит[еь] (?:поддержку )?java ?script|java ?script (?:отключ|выключ|не )",
    r"увімкніть (?:підтримку )?java ?script|java ?script (?:вимкн|необхід)",
    r"java ?script (?:aktivier|muss|ist)|aktivier(?:en|e|t)\b.{0,20}java ?script",
    r"activ(?:er|ez|ar|e|a) (?:le )?java ?script|habilit(?:ar|e|a) (?:el )?java ?script",
    r"włącz(?:yć)? (?:obsługę )?java ?script",
)

LOGIN = re.compile(
    r"^\W{0,3}(?:please )?(?:log ?in|sign ?in|login required|authori[sz]ation(?: required)?|members? (?:log ?in|only)"
    r"|вход|войти|авторизация|вход в систему|увійти|вхід|авторизація|anmelden|anmeldung|einloggen"
    r"|se connecter|connexion|identifiez-vous|iniciar sesión|acceder|zaloguj(?: się)?|logowanie)\b",
    re.I,
)
"""Headings of a page that asks who one is."""

MISSING_PAGE = _first(
    # en
    r"(?:http )?(?:error|fehler|erreur|ошибка|помилка|błąd)?[ :-]{0,3}404\b",
    r"(?:page|article|story|content|file|document|site)s? (?:(?:was|is|could|can) ?(?:not|n['’]t)(?: be)?|not|no longer|cannot be) (?:found|available|exist\w{0,2})",
    r"(?:sorry|oops|whoops)\b.{0,40}(?:not|n['’]t|no longer|missing|exist)",
    r"(?:we|the page).{0,30}(?:can['’]?t|cannot|couldn['’]t) (?:find|be found)",
    r"(?:this|that|the) page (?:does ?n['’o]t|no longer|has been removed|is(?:n['’]t| not| no longer))|not found$",
    # ru
    r"(?:запрашиваемая |такая |такой |эта )?(?:страниц[аы]|стать[яи]|документ|материал) (?:не (?:найден|существу)|удал[её]н|отсутству|больше не)",
    r"такой страницы (?:нет|не)",
    # uk
    r"(?:такої |цієї )?(?:сторінк[аиу]|статт[яюі]|матеріал) (?:не (?:знайден|існу)|видален)",
    # de
    r"seite (?:wurde )?nicht gefunden|die(?:se)? (?:angeforderte )?seite .{0,30}nicht|artikel nicht (?:gefunden|mehr verfügbar)",
    # fr
    r"page (?:non trouvée|introuvable)|(?:cette|la) page .{0,40}n['’]existe (?:pas|plus)|article introuvable",
    # es
    r"página no encontrada|(?:la|esta) página .{0,40}no (?:existe|está disponible|se encuentra)|no se (?:ha encontrado|encontró|encuentra) la página",
    # pl
    r"nie znaleziono|strona.{0,30} nie (?:została|istnieje)|artykuł nie istnieje",
    r"pagina non trovata|página não encontrada",
)

BOT_CHECK = _any(
    r"^just a moment|checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human",
    r"are you (?:a )?(?:robot|human)|confirm (?:that )?you are (?:a human|not a (?:ro)?bot)|attention required! \| cloudflare",
    r"access (?:to this page has been )?denied|pardon our interruption|review the security of your connection",
    r"complete the (?:captcha|security check)|unusual traffic|ddos[- ]?(?:protection|guard)|request unsuccessful\. incapsula",
    r"подтвердите, что (?:вы не робот|запросы)|вы не робот|проверка браузера|я не робот",
    r"(?:підтвердьте|підтвердіть), що ви не робот|ви не робот|перевірка браузера",
    r"dass sie kein (?:ro)?bot(?:er)? sind|ich bin kein roboter",
    r"que vous n['’]êtes pas un robot|je ne suis pas un robot",
    r"(?:confirm\w{1,3}|verifi\w{1,4}) que no (?:es|eres) un robot|no soy un robot",
    r"(?:że )?nie jesteś robotem|nie jestem robotem",
)

PARKED = _any(
    r"(?:this |the )?domain (?:name )?(?:\S{3,60} )?(?:is|may be|has been) (?:for sale|parked|available for purchase|expired|registered (?:at|with|by))",
    r"domain (?:name )?(?:\S{3,60} )?(?:has )?expired|(?:is|page) parked (?:free|by|at)|buy this domain|related searches.{0,80}privacy policy",
    r"sedo(?:parking)?\b|hugedomains",
    r"домен (?:\S{3,60} )?(?:продается|продаётся|припаркован|зарегистрирован|выставлен)|купить (?:этот )?домен|регистрации домена ист[её]к",
    r"домен (?:\S{3,60} )?(?:продається|припарковано|виставлено)|купити (?:цей )?домен",
    r"diese domain (?:steht|ist)|domain (?:zu verkaufen|steht zum verkauf)",
    r"(?:nom de )?domaine (?:\S{3,60} )?est (?:à vendre|en vente|expiré)",
    r"(?:este )?dominio (?:\S{3,60} )?(?:está|se encuentra) (?:en venta|a la venta|aparcado)",
    r"domena (?:\S{3,60} )?(?:jest )?(?:na sprzedaż|wystawiona|wygasła)",
)

LEGAL = _any(
    r"(?:not|un)available (?:in your (?:country|region|location)|for legal reasons|due to legal)|access cannot be granted at this time",
    r"blocked (?:in your country|by (?:a )?court order|under (?:the )?law)|has been (?:withheld|blocked) (?:in|due to|following) (?:a legal|your country)",
    r"доступ (?:к \S{3,40} (?:ресурсу|сайту|материалу|странице) )?(?:к ресурсу )?ограничен\w{0,2} (?:на основании|по решению|в соответствии|роскомнадзор)",
    r"доступ (?:до \S{3,40} )?(?:до ресурсу )?обмежено (?:на підставі|за рішенням|відповідно)",
    r"aus rechtlichen gründen .{0,40}nicht (?:verfügbar|angezeigt|abrufbar)|in ihrem land nicht verfügbar",
    r"n['’]est pas (?:disponible|accessible) dans votre (?:pays|région)|pour des raisons (?:légales|juridiques)",
    r"no está disponible en (?:su|tu) (?:país|región)|por (?:motivos|razones) legales",
    r"niedostępn\w{1,3} w (?:twoim|państwa) kraju|z (?:przyczyn|powodów) prawnych",
)
"""Texts that are withheld because of where the reader is, or by order."""
