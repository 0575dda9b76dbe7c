"""ISIN, WKN, symbols and cashtags: what a query claims to be, and whether it can be that."""

import re
import unicodedata
from dataclasses import dataclass

from stdnum import isin as stdnum_isin
from stdnum.exceptions import ValidationError

from bot.errors import EmptyQuery, QueryTooLong
from bot.instruments.names import despread
from bot.instruments.venues import by_bloomberg, by_word, suffix_of
from bot.instruments.wordsets import word_set

QUERY_LIMIT = 200  # characters of a query after cleaning; bank spellings reach about 80
REASONS = {
    "check_digit": "its check digit is wrong",
    "length": "it has the wrong number of characters",
    "letters": "a WKN never contains the letters I and O",
    "characters": "it has characters that do not belong there",
    "country": "it does not begin with a country's code",
}
DIGITS_OF_A_SPACED_ISIN = 5  # fewer, among blanks, are a bank's "SHELL PLC EO-07"
_COUNTRIES = word_set(
    "AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO "
    "BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DE DJ "
    "DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP "
    "GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH "
    "KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN "
    "MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH "
    "PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR "
    "SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC "
    "VE VG VI VN VU WF WS XA XB XC XD XF XK XS YE YT ZA ZM ZW"
)

_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]*:)[^>]*>")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LABEL = re.compile(r"^(isin|wkn|symbol|ticker)\b\s*[:#=.]?\s*(?=\S)", re.IGNORECASE)
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_NEARLY_ISIN = re.compile(r"[A-Z]{2}(?=(?:[A-Z]*\d){7})[A-Z0-9]{8,12}")
_WKN = re.compile(r"[A-HJ-NP-Z0-9]{6}")
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[]\s*(\$?[A-Z0-9][A-Z0-9.:-]{0,14})\s*[)\]]")
_BESIDE = re.compile(
    r"(?<![\w.])(?:isin|wkn)?[\s:.=]*"
    r"(?P<id>[A-Z]{2}[A-Z0-9]{9}[0-9]|(?=[A-Z]*\d)[A-HJ-NP-Z0-9]{6}(?=$)|(?<=^)(?=[A-Z]*\d)[A-HJ-NP-Z0-9]{6})"
    r"(?!\w)",
    re.IGNORECASE,
)
_AT_VENUE = re.compile(r"([A-Za-z][A-Za-z ]{1,11}):\s*\$?([A-Za-z0-9.&-]{1,12})")
_BLOOMBERG = re.compile(r"([A-Z0-9]{1,6}) ([A-Z]{2})(?: EQUITY| Equity)?")
_COMPOSITES = {"US": "UN", "GR": "GY", "JP": "JT"}  # Bloomberg's, with a code of their main one
_SYMBOL = re.compile(r"[A-Z0-9&^][A-Z0-9&+_=^-]{0,19}(?:\.[A-Z]{1,3})?")


@dataclass(frozen=True, slots=True)
class Wrong:
    """kind: "ISIN" or "WKN"; reason: a code of REASONS."""

    kind: str
    reason: str


def clean_query(text: str) -> str:
    """What a person typed, without what can harm or hide; raises EmptyQuery or QueryTooLong.

    Control, format (zero width, direction) and private characters go; mentions, masked links and
    Markdown marks too; blanks become single ones. The limit counts what was typed.
    """
    if len(text) > QUERY_LIMIT:
        raise QueryTooLong(length=len(text), limit=QUERY_LIMIT)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    )
    text = _LINK.sub(r"\1", _MENTION.sub(" ", text))
    text = re.sub(r"@(?=everyone|here)|[*`~|\\<>\"“”„«»#]|__", " ", text)
    text = " ".join(despread(text).split()).strip(" ,;:!?")
    if not any(char.isalnum() for char in text):
        raise EmptyQuery()
    return text


def split_label(text: str) -> tuple[str | None, str]:
    """("wkn", "A2JNY1") of "WKN: A2JNY1"; (None, text) where nothing is claimed."""
    match = _LABEL.match(text)
    if not match:
        return None, text
    return match.group(1).lower(), text[match.end() :]


def name_and_identifier(text: str) -> tuple[str, str] | None:
    """("Apple Inc.", "AAPL") of "Apple Inc. (AAPL)"; ("SAP SE", "716460") of "SAP SE, WKN 716460".

    What is beside an identifier may be anything; None where nothing is.
    """
    match = _IN_BRACKETS.fullmatch(text)
    if match:
        return match[1], match[2]
    match = _BESIDE.search(text)
    if not match:
        return None
    rest = (text[: match.start()] + " " + text[match.end() :]).strip(" ,;:/|()[]-–")
    return (rest, match["id"].upper()) if any(char.isalpha() for char in rest) else None


def venue_symbol(text: str) -> str | None:
    """The symbol in Yahoo's way where the venue is written as elsewhere: "HKG:1810", "1810 HK"."""
    match = _AT_VENUE.fullmatch(text)
    if match:
        symbol, venue = match[2], by_word(match[1])
    else:
        match = _BLOOMBERG.fullmatch(text)
        if not match:
            return None
        symbol, venue = match[1], by_bloomberg(_COMPOSITES.get(match[2], match[2]))
    if venue is None:
        return None
    plain = symbol if not venue.suffix or suffix_of(symbol) else f"{symbol}.{venue.suffix}"
    return judge_symbol(plain)


def compact(text: str) -> str:
    """An identifier without the blanks and hyphens that people write into it, upper case."""
    return re.sub(r"[\s.\-/]", "", text).upper()


def is_isin(text: str) -> bool:
    """Whether it is a valid ISIN in its plain form ("KYG9830T1067")."""
    if not _ISIN.fullmatch(text) or text[:2] not in _COUNTRIES:
        return False
    try:
        return stdnum_isin.calc_check_digit(text[:-1]) == text[-1]
    except (ValidationError, ValueError):
        return False


def judge_isin(text: str, *, claimed: bool = False) -> Wrong | str | None:
    """The ISIN in plain form, or what is wrong with it, or None where it does not look like one.

    claimed: the person wrote "ISIN" before it, so that anything else is a wrong ISIN.
    """
    plain = compact(text)
    if is_isin(plain):
        return plain
    if _ISIN.fullmatch(plain) and (claimed or any(char.isdigit() for char in plain[2:11])):
        if plain[:2] not in _COUNTRIES:
            return Wrong("ISIN", "country") if claimed or _NEARLY_ISIN.fullmatch(plain) else None
        words = " " in text.strip() and sum(map(str.isdigit, plain)) < DIGITS_OF_A_SPACED_ISIN
        return None if words and not claimed else Wrong("ISIN", "check_digit")
    if _NEARLY_ISIN.fullmatch(plain) and plain[:2] in _COUNTRIES and " " not in text.strip():
        return Wrong("ISIN", "length" if len(plain) != 12 else "check_digit")
    if claimed:
        return Wrong("ISIN", "length" if len(plain) != 12 else "characters")
    return None


def is_wkn(text: str) -> bool:
    """Whether it can be a WKN: six digits or letters, never I or O. It has no check digit."""
    return _WKN.fullmatch(text) is not None


def judge_wkn(text: str, *, claimed: bool = False) -> Wrong | str | None:
    """The WKN in plain form, or what is wrong with it, or None where it does not look like one.

    A WKN alone has no check digit. Written with one, as in its German ISIN ("716460-0" for
    DE0007164600), the digit is checked as the ISIN's. Letters alone ("NVIDIA") are a WKN only
    where they are claimed to be one.
    """
    plain = compact(text)
    if re.fullmatch(r"[A-Z0-9]{6}", plain) and (claimed or re.search(r"\d", plain)):
        return plain if is_wkn(plain) else Wrong("WKN", "letters")
    checked = re.fullmatch(r"([A-HJ-NP-Z0-9]{6})-?([0-9])", re.sub(r"\s", "", text).upper())
    if checked and (claimed or "-" in text):
        if is_isin("DE000" + checked.group(1) + checked.group(2)):
            return checked.group(1)
        return Wrong("WKN", "check_digit")
    if claimed:
        return Wrong("WKN", "length" if plain.isalnum() and plain.isascii() else "characters")
    return None


def wkn_of_isin(isin: str) -> str | None:
    """The WKN inside a German ISIN; None for all others."""
    return isin[5:11] if isin.startswith("DE000") and is_isin(isin) else None


def judge_cashtag(text: str) -> str | None:
    """The symbol of "$XIACY" or "$1810.HK"; None where it is no cashtag."""
    return judge_symbol(text[1:]) if text.startswith("$") else None


def judge_symbol(text: str) -> str | None:
    """A symbol in plain form, if it looks like one; "01810.hk" becomes "1810.HK".

    Hong Kong's code has four digits at least at Yahoo ("0700.HK"), five at the exchange.
    """
    plain = text.strip().upper().replace("/", "-")
    if len(plain) > 24 or not _SYMBOL.fullmatch(plain):
        return None
    base, dot, suffix = plain.partition(".")
    if suffix == "HK" and base.isdecimal():
        base = base.lstrip("0").zfill(4)
    return base + dot + suffix
