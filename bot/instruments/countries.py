"""Countries as lists write them, and which of them say where a company is at home."""

from bot.instruments.wordsets import word_set

_NAMES = """
AE United Arab Emirates|AR Argentina|AT Austria|AU Australia|AZ Azerbaijan|BD Bangladesh
BE Belgium|BG Bulgaria|BM Bermuda|BR Brazil|BS Bahamas|CA Canada|CH Switzerland|CI Ivory Coast
CL Chile|CN China|CO Colombia|CR Costa Rica|CY Cyprus|CZ Czech Republic|DE Germany|DK Denmark
EE Estonia|EG Egypt|ES Spain|FI Finland|FO Faroe Islands|FR France|GB United Kingdom|GE Georgia
GG Guernsey|GI Gibraltar|GR Greece|HK Hong Kong|HU Hungary|ID Indonesia|IE Ireland|IL Israel
IM Isle of Man|IN India|IS Iceland|IT Italy|JE Jersey|JP Japan|KE Kenya|KH Cambodia
KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LI Liechtenstein|LK Sri Lanka
LT Lithuania|LU Luxembourg|LV Latvia|MA Morocco|MC Monaco|MM Myanmar|MN Mongolia|MO Macau
MT Malta|MU Mauritius|MX Mexico|MY Malaysia|NA Namibia|NG Nigeria|NL Netherlands|NO Norway
NZ New Zealand|PA Panama|PE Peru|PG Papua New Guinea|PH Philippines|PL Poland|PT Portugal
PY Paraguay|QA Qatar|RO Romania|RU Russia|SA Saudi Arabia|SE Sweden|SG Singapore|SI Slovenia
SK Slovakia|TH Thailand|TR Turkey|TW Taiwan|TZ Tanzania|UA Ukraine|US United States
US United States of America|UY Uruguay|VE Venezuela|VG British Virgin Islands|VN Vietnam
ZA South Africa|ZM Zambia|ZW Zimbabwe
"""
_BY_NAME = {
    entry[3:].casefold(): entry[:2]
    for line in _NAMES.strip().splitlines()
    for entry in line.split("|")
}
# Where companies are registered without being at home there, and codes that are no country.
_REGISTERED_ONLY = word_set("AI AN BM BS CW CY EU GG GI IM JE KY LI LU MH MU PA VG VI XS")


def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 of a country's English name or code, None where it is not known."""
    text = text.strip()
    if len(text) == 2 and text.isalpha():
        return text.upper()
    return _BY_NAME.get(text.casefold())


def home_country(isin: str | None) -> str | None:
    """The country that an ISIN tells of the company; None where it only tells of a register."""
    if not isin or isin[:2] in _REGISTERED_ONLY:
        return None
    return isin[:2]
