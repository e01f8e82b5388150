"""Characters that a document writes by font and code, as Word did before Unicode: ``≥`` as 0xB3 of the font Symbol."""

from __future__ import annotations

import re

_CODE = re.compile(r"[0-9A-Fa-f]{1,6}")
_PRIVATE = range(0xF000, 0xF100)  # where Word puts the codes of fonts that are not Unicode's
_GREEK = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOLS = {
    0xA2: "′",
    0xA3: "≤",
    0xA5: "∞",
    0xAC: "←",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xBC: "…",
}
_PICTURES = ("wingdings", "webdings", "zapfdingbats")


def symbol(font: str, code: str) -> str:
    """The character that a font shows for a code (four hexadecimal digits); empty where it is a picture or unknown."""
    if not _CODE.fullmatch(code) or font.lower().startswith(_PICTURES):
        return ""
    number = int(code, 16)
    if number in _PRIVATE:
        number -= 0xF000
    if font.lower() == "symbol":
        return _SYMBOLS.get(number) or _GREEK.get(chr(number), chr(number) if 0x20 <= number < 0x7F else "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
