"""From bytes to characters: byte order mark, the file's own declaration, UTF-8, and only then a guess."""

from __future__ import annotations

import codecs
import re
import unicodedata

from provenance.errors import DraftError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"(?i)<meta[^>]{0,500}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([A-Za-z0-9_:.\-]{2,40})")
_XML = re.compile(rb"(?i)^\s{0,100}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([A-Za-z0-9_.\-]{2,40})[\"']")
_EDITOR = re.compile(rb"-\*-[^\r\n]{0,200}?coding:\s{0,5}([A-Za-z0-9_.\-]{2,40})")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_GUESS_BYTES = 1 << 17
_ASTRAL = 0x10000  # two units in UTF-16: pairs of units hardly come right by chance
_PRIOR = 0.02  # by which each encoding of the lists is likelier than the next
_LEAST = 0.5  # plausibility below which no encoding is believed
_MULTIBYTE_MIN = 64
"""Fewer bytes above ASCII than this never decide for a Chinese, Japanese or Korean encoding: eleven Cyrillic letters of
windows-1251 came out as Shift-JIS."""
_SINGLE = (
    "cp1251",
    "koi8_r",
    "koi8_u",
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso8859_2",
    "iso8859_5",
    "iso8859_15",
    "cp866",
    "mac_cyrillic",
    "mac_roman",
    "cp1255",
    "cp1256",
)
_MULTI = ("gb18030", "big5", "cp932", "euc_jp", "cp949")


def decode(path: str, body: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what had to be decided to read it.

    Parameters:
        path: the file's name, for messages.
        body: its bytes.
        charset: the encoding that it was sent with, if it was; as a browser does, it is believed before the file's own declaration.

    Returns:
        The characters without a byte order mark, and notes.

    Raises:
        DraftError: it is no text, holds no words, or its encoding cannot be told.
    """
    text, notes = _characters(path, body, charset)
    if not text.strip("\ufeff\0 \t\r\n\f\v\x85\u00a0\u200b\u2028\u2029"):
        raise DraftError(f"{path}: there are no words in it; give a file with text in it")
    controls = len(_CONTROLS.findall(text[:_GUESS_BYTES]))
    if "\0" in text or controls * 50 > min(len(text), _GUESS_BYTES):
        raise DraftError(f"{path}: a binary file, not a text; give a text, Markdown or HTML file")
    return text, notes


def _characters(path: str, body: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _with_marks(body[len(mark) :], name)
    sent = _known(charset) if charset else None
    if sent and sent.startswith(("utf-16", "utf-32")):
        return _with_marks(body, {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(sent, sent))
    wide = _wide(body)
    if wide:
        text, _ = _with_marks(body, wide)
        return text, (f"read as {wide.upper()}, which its zero bytes show",)
    if b"\0" in body[: 1 << 16]:
        if not body.strip(b"\0"):
            raise DraftError(f"{path}: there are no words in it; give a file with text in it")
        raise DraftError(f"{path}: a binary file, not a text; give a text, Markdown or HTML file")
    declared = sent or _declared(body)
    if declared and declared != "utf-8":
        try:
            return body.decode(declared), (f"read as {declared}, as it declares",)
        except (UnicodeDecodeError, LookupError):
            pass  # the declaration is wrong: go on as if there were none
    try:
        return body.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if sum(not char.isascii() for char in text[:_GUESS_BYTES]) - bad > 2 * bad:
        return text, (f"{bad} of its bytes are not valid UTF-8 and stand as �",)
    guess = _guess(body)
    if guess is None:
        raise DraftError(f"{path}: its encoding cannot be told; save it as UTF-8 and try again")
    return body.decode(guess), (f"read as {guess}, a guess from its bytes; save it as UTF-8 if letters look wrong",)


def _with_marks(body: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = body.decode(name, "replace")
    bad = text.count("\ufffd") - body.count("\ufffd".encode(name))
    return text, (f"{bad} characters are not valid {name.upper()} and stand as �",) if bad > 0 else ()


def _wide(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: the zero bytes of its spaces and ASCII stand on one side, but for a few signs (😀, ā).

    Where such signs are many, the side is the one on which the ASCII comes out, of which there must be enough.
    """
    head = body[: 1 << 14]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or even + odd < max(1, len(head) // 40):
        return None
    clear = min(even, odd) * 8 <= max(even, odd)
    for name in ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le"):
        text = head[: len(head) // 2 * 2].decode(name, "replace")
        readable = sum(char.isalnum() or char.isspace() or ord(char) >= _ASTRAL for char in text)
        if readable * 2 > len(text) and not any(ord(char) < 9 for char in text):
            plain = sum(char.isascii() for char in text)
            if clear or (plain * 8 > len(text) and "\ufffd" not in text[:-1]):
                return name
        if clear:
            return None
    return None


def _declared(body: bytes) -> str | None:
    head = body[:4096]
    for pattern in (_XML, _META, _EDITOR):
        if found := pattern.search(head):
            name = _known(found[1].decode("ascii"))
            # A file that could be searched for this in ASCII is not UTF-16, whatever it says (HTML standard, 13.2.3.3).
            if name:
                return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
    return None


def _known(charset: str) -> str | None:
    """Python's name of an encoding of text, as browsers understand the label; ``None`` for an unknown one."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'").lower()).name
    except (LookupError, ValueError, UnicodeError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # as browsers do
    if name.startswith("utf-8"):
        return "utf-8"
    return name if _is_text_encoding(name) else None


def _is_text_encoding(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name), str)
    except (LookupError, UnicodeError):
        return False  # rot13, hex, base64 and the like


def _guess(body: bytes) -> str | None:
    """The likeliest of the encodings that texts really come in: by the look of its words, by charset-normalizer, and by language."""
    from charset_normalizer import from_bytes

    from provenance.language.identify import identify

    high = [index for index, byte in enumerate(body[: 1 << 22]) if byte > 127][:1]
    start = max(0, (high[0] if high else 0) - 2000)
    sample = body[start : start + _GUESS_BYTES]
    above = sum(byte > 127 for byte in sample)
    names = list(_SINGLE) + (list(_MULTI) if above >= _MULTIBYTE_MIN else [])
    scored = [(_plausible(body, sample, name), -rank, name) for rank, name in enumerate(names)]
    for match in from_bytes(sample, cp_isolation=names, threshold=0.4):
        name = match.encoding
        for index, (score, rank, known) in enumerate(scored):
            if codecs.lookup(known).name == codecs.lookup(name).name:
                scored[index] = (score + 0.3 * (1 - match.chaos) + 0.2 * match.coherence if score > 0 else score, rank, known)
    top = max(scored)[0]
    if top <= _LEAST:
        return None
    # Encodings of one script differ in a few letters only: the language model hears which of them are right.
    near = [
        (score + 0.4 * identify(_window(sample.decode(name, "replace"))).confidence + _PRIOR * rank, name)
        for score, rank, name in scored
        if score > top - 0.2
    ]
    return max(near)[1]


def _window(text: str) -> str:
    """The part of a text that its letters beyond ASCII stand in."""
    first = next((index for index, char in enumerate(text) if not char.isascii()), 0)
    return text[max(0, first - 100) : first + 2000]


def _plausible(body: bytes, sample: bytes, name: str) -> float:
    """How much a decoding looks like words: letters whose neighbours are of the same script, small within words, and no odd signs."""
    try:
        body.decode(name)
        text = sample.decode(name, "ignore")
    except (UnicodeDecodeError, LookupError):
        return 0.0
    good = total = kana = 0.0
    previous = " "
    for char in text:
        if not char.isascii() or (not previous.isascii() and char.isalpha()):
            total += 1
            if char.isalpha():
                script = _script(char)
                kana += script == "KANA"
                same = previous.isalpha() and script == _script(previous)
                east = script in _EAST and _script(previous) in _EAST
                good += 1.0 if (same and not (char.isupper() and previous.islower())) or east or not previous.isalpha() else 0.2
            elif char in "«»“”„‘’–—…№§°·€£\u00a0":
                good += 0.9
        previous = char
    # Every byte pair is some ideograph in a Chinese encoding; the syllabic signs between them only come out right in a Japanese one.
    return good / total + (0.3 if kana > 0.2 * total else 0.0) if total else 0.0


_EAST = ("CJK", "KANA")


def _script(char: str) -> str:
    """The script of a letter, as the first word of its Unicode name has it."""
    name = unicodedata.name(char, "?").split()[0]
    return "KANA" if name in ("HIRAGANA", "KATAKANA") else name
