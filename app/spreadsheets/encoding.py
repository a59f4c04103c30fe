"""Which of Vietnam's old encodings a list is in: Windows-1258, VNI-Windows or TCVN3."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_UTF16 = frozenset({b"\xff\xfe", b"\xfe\xff"})
_SAMPLE = 20_000  # characters looked at to tell the encodings apart

# VNI-Windows writes a vowel, then its marks as one more Latin letter: "aù" is á.
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_ROOF, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_MARKS = _VNI_TONES | {
    "â": _ROOF, "á": _ROOF + _ACUTE, "à": _ROOF + _GRAVE, "å": _ROOF + _HOOK,
    "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị",
                "î": "ỵ"}  # fmt: skip
_VNI = re.compile(
    f"([aeouy])([{''.join(_VNI_MARKS)}])|([ôö])([{''.join(_VNI_TONES)}])|[{''.join(_VNI_LETTERS)}]",
    re.IGNORECASE,
)

# TCVN 5712-3 (the fonts .VnTime): one byte a letter, from 0xB5 on; capitals carry no tone.
_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

_NUCLEI = (
    "ieu|yeu|oai|oao|oay|oeo|uai|uay|uoi|uou|uya|uye|uyu|uao|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi"
    "|oo|ua|ue|ui|uo|uu|uy|ye|a|e|i|o|u|y"
)
_SYLLABLE = re.compile(
    rf"(b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?({_NUCLEI})"
    r"(ch|c|m|ng|nh|n|p|t)?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = frozenset({_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT})
_MARKS = _TONES | {_ROOF, _BREVE, _HORN}


def decode(data: bytes) -> str | None:
    """Return the text of a list, None when no encoding fits.

    An old encoding cannot be told by its bytes alone, so the one in which most words
    are Vietnamese syllables is taken.
    """
    if data[:2] in _UTF16:
        return _strict(data, "utf-16")
    text = _strict(data, "utf-8-sig")
    if text is not None:
        return text
    western = data.decode("cp1252", "replace")
    read = [_strict(data, "cp1258"), read_vni(western), read_tcvn3(data.decode("latin-1"))]
    texts = [text for text in read if text is not None]
    best = max(texts, key=_vietnamese)
    if read[0] is None and _vietnamese(best) <= 0:
        return None
    return best


def as_unicode(texts: Iterable[str]) -> Mapping[str, str]:
    """Return what the cells of one font say, for those an old font's letters were typed in.

    An .xlsx keeps such letters as Western ones, so they are told by their words, as a text
    list is: all cells of a font are in one encoding, and that of today comes first.
    """
    western = [text for text in set(texts) if not text.isascii() and _is_western(text)]
    said = "\n".join(western)
    today = _vietnamese(said)
    read = max((read_vni, read_tcvn3), key=lambda one: _vietnamese(one(said)))
    if _vietnamese(read(said)) <= today:
        return {}
    return {text: read(text) for text in western}


def _is_western(text: str) -> bool:
    return all(letter < "\u0100" for letter in text if letter.isalpha())


def read_vni(text: str) -> str:
    """Return text of a VNI-Windows font, taken as Western letters, as Unicode."""
    return unicodedata.normalize("NFC", _VNI.sub(_from_vni, text))


def read_tcvn3(text: str) -> str:
    """Return text of a TCVN3 font, taken as Latin-1 letters, as Unicode."""
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def _from_vni(found: re.Match[str]) -> str:
    vowel, mark, horned, tone = found.groups()
    if vowel:
        return vowel + _VNI_MARKS[mark.lower()]
    letter = horned or found.group()
    said = _VNI_LETTERS[letter.lower()]
    return (said.upper() if letter.isupper() else said) + (_VNI_TONES[tone.lower()] if tone else "")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _vietnamese(text: str) -> int:
    """Return how many marked words are Vietnamese syllables, less those that are not."""
    score = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE])):
        if word.isascii():
            continue
        plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
        marks = [letter for letter in plain if unicodedata.combining(letter)]
        tones = sum(letter in _TONES for letter in marks)
        letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
        good = tones <= 1 and _MARKS.issuperset(marks) and _SYLLABLE.fullmatch(letters)
        score += 1 if good else -1
    return score - text.count("\ufffd")
