"""Where is it traded? Exchanges by MIC and by the suffix of Yahoo-style symbols."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Venue:
    """One exchange.

    mic: ISO 10383. suffix: of Yahoo-style symbols, without the dot, "" in the US. currency: what
    is usually quoted, ISO 4217 in main units (London quotes pence, its currency is GBP).
    country: ISO 3166 alpha-2. aliases: further names that people and lists use, lower case.
    """

    mic: str
    name: str
    suffix: str
    currency: str
    timezone: str
    country: str
    aliases: tuple[str, ...] = ()


_TABLE = """
XETR|Xetra|DE|EUR|Europe/Berlin|DE|etr,ger
XFRA|Frankfurt|F|EUR|Europe/Berlin|DE|fra,fka,börse frankfurt,boerse frankfurt,ffm
XGAT|Tradegate||EUR|Europe/Berlin|DE|tgt,tradegate exchange
XSTU|Stuttgart|SG|EUR|Europe/Berlin|DE|stu,euwax
XMUN|Munich|MU|EUR|Europe/Berlin|DE|mun,münchen,muenchen,gettex
XBER|Berlin|BE|EUR|Europe/Berlin|DE|ber
XDUS|Düsseldorf|DU|EUR|Europe/Berlin|DE|dus,duesseldorf,dusseldorf,quotrix
XHAM|Hamburg|HM|EUR|Europe/Berlin|DE|ham,ls exchange
XHAN|Hanover|HA|EUR|Europe/Berlin|DE|han,hannover
LSSI|Lang & Schwarz||EUR|Europe/Berlin|DE|l&s,ls,lang und schwarz
XNAS|Nasdaq||USD|America/New_York|US|nms,ngm,ncm,nasdaqgs,nasdaq gs
XNYS|New York||USD|America/New_York|US|nyq,nyse,new york stock exchange
XASE|NYSE American||USD|America/New_York|US|ase,amex
ARCX|NYSE Arca||USD|America/New_York|US|pcx,arca
BATS|Cboe BZX||USD|America/New_York|US|bts,cboe
IEXG|IEX||USD|America/New_York|US|iex
OTCM|US OTC||USD|America/New_York|US|pnk,otc,oqb,oqx,oid,obb,oem,nae,otc markets,pink sheets
XTSE|Toronto|TO|CAD|America/Toronto|CA|tor,tsx
XTSX|TSX Venture|V|CAD|America/Toronto|CA|van
XCNQ|Canadian Securities Exchange|CN|CAD|America/Toronto|CA|cnq
NEOE|Cboe Canada|NE|CAD|America/Toronto|CA|neo
XMEX|Mexico City|MX|MXN|America/Mexico_City|MX|mex
BVMF|São Paulo|SA|BRL|America/Sao_Paulo|BR|sao,b3,sao paulo
XBUE|Buenos Aires|BA|ARS|America/Argentina/Buenos_Aires|AR|bue
XSGO|Santiago|SN|CLP|America/Santiago|CL|sgo
BVCA|Caracas|CR|VES|America/Caracas|VE|ccs
XLON|London|L|GBP|Europe/London|GB|lse,iob
XPAR|Paris|PA|EUR|Europe/Paris|FR|par,euronext paris
XAMS|Amsterdam|AS|EUR|Europe/Amsterdam|NL|ams,euronext amsterdam
XBRU|Brussels|BR|EUR|Europe/Brussels|BE|bru,brüssel,bruessel
XLIS|Lisbon|LS|EUR|Europe/Lisbon|PT|lis,lissabon
XDUB|Dublin|IR|EUR|Europe/Dublin|IE|ise
XMIL|Milan|MI|EUR|Europe/Rome|IT|mil,mailand,borsa italiana
XMAD|Madrid|MC|EUR|Europe/Madrid|ES|mce
XWBO|Vienna|VI|EUR|Europe/Vienna|AT|vie,wien
XSWX|Zurich|SW|CHF|Europe/Zurich|CH|ebs,six,zürich,zuerich,swx,vx
XSTO|Stockholm|ST|SEK|Europe/Stockholm|SE|sto
XOSL|Oslo|OL|NOK|Europe/Oslo|NO|osl
XCSE|Copenhagen|CO|DKK|Europe/Copenhagen|DK|cph,kopenhagen
XHEL|Helsinki|HE|EUR|Europe/Helsinki|FI|hel
XICE|Reykjavik|IC|ISK|Atlantic/Reykjavik|IS|ice
XTAL|Tallinn|TL|EUR|Europe/Tallinn|EE|tal
XRIS|Riga|RG|EUR|Europe/Riga|LV|ris
XLIT|Vilnius|VS|EUR|Europe/Vilnius|LT|lit
XWAR|Warsaw|WA|PLN|Europe/Warsaw|PL|wse,warschau,gpw
XPRA|Prague|PR|CZK|Europe/Prague|CZ|pra,prag
XBUD|Budapest|BD|HUF|Europe/Budapest|HU|bud
ASEX|Athens|AT|EUR|Europe/Athens|GR|ath,athen
XIST|Istanbul|IS|TRY|Europe/Istanbul|TR|ist
MISX|Moscow|ME|RUB|Europe/Moscow|RU|mcx,moskau
AQXE|Aquis|AQ|GBP|Europe/London|GB|aqs
ETLX|EuroTLX|TI|EUR|Europe/Rome|IT|tlo
XBSE|Bucharest|RO|RON|Europe/Bucharest|RO|bukarest
XHKG|Hong Kong|HK|HKD|Asia/Hong_Kong|HK|hkg,hongkong,hkex,sehk
XSHG|Shanghai|SS|CNY|Asia/Shanghai|CN|shh,sse
XSHE|Shenzhen|SZ|CNY|Asia/Shanghai|CN|shz,szse
XTKS|Tokyo|T|JPY|Asia/Tokyo|JP|jpx,tyo,xjpx,tokio,tse
XFKA|Fukuoka||JPY|Asia/Tokyo|JP|
XSAP|Sapporo|S|JPY|Asia/Tokyo|JP|sap
XKRX|Korea|KS|KRW|Asia/Seoul|KR|ksc,krx,seoul
XKOS|Kosdaq|KQ|KRW|Asia/Seoul|KR|koe
XTAI|Taipei|TW|TWD|Asia/Taipei|TW|tai,twse,taiwan
ROCO|Taipei Exchange|TWO|TWD|Asia/Taipei|TW|two
XSES|Singapore|SI|SGD|Asia/Singapore|SG|ses,sgx,singapur
XKLS|Kuala Lumpur|KL|MYR|Asia/Kuala_Lumpur|MY|kls
XBKK|Bangkok|BK|THB|Asia/Bangkok|TH|set
XIDX|Jakarta|JK|IDR|Asia/Jakarta|ID|jkt
XBOM|Mumbai (BSE)|BO|INR|Asia/Kolkata|IN|bse,bombay
XNSE|Mumbai (NSE)|NS|INR|Asia/Kolkata|IN|nse,nsi
XCOL|Colombo|CM|LKR|Asia/Colombo|LK|
XTAE|Tel Aviv|TA|ILS|Asia/Jerusalem|IL|tlv
XSAU|Riyadh|SR|SAR|Asia/Riyadh|SA|sau,tadawul
DSMD|Doha|QA|QAR|Asia/Qatar|QA|doh
XCAI|Cairo|CA|EGP|Africa/Cairo|EG|cai
XJSE|Johannesburg|JO|ZAR|Africa/Johannesburg|ZA|jnb
XASX|Sydney|AX|AUD|Australia/Sydney|AU|asx
XNZE|Wellington|NZ|NZD|Pacific/Auckland|NZ|nze
"""


def _venue(line: str) -> Venue:
    mic, name, suffix, currency, timezone, country, aliases = line.split("|")
    return Venue(
        mic, name, suffix, currency, timezone, country, tuple(a for a in aliases.split(",") if a)
    )


VENUES: tuple[Venue, ...] = tuple(_venue(line) for line in _TABLE.strip().splitlines())

_BY_MIC = {venue.mic: venue for venue in VENUES}
_BY_SUFFIX = {venue.suffix: venue for venue in VENUES if venue.suffix} | {
    "VX": _BY_MIC["XSWX"],
    "IL": _BY_MIC["XLON"],
    "XA": _BY_MIC["XASX"],
}
_BY_WORD = {
    word: venue
    for venue in reversed(VENUES)
    for word in (venue.mic.casefold(), venue.name.casefold(), *venue.aliases)
}

# Bloomberg's codes of exchanges, which OpenFIGI uses too; not its composites ("US").
_BLOOMBERG = {
    "GY": "XETR", "GF": "XFRA", "GS": "XSTU", "GM": "XMUN", "GB": "XBER", "GD": "XDUS",
    "GH": "XHAM", "GI": "XHAN", "UN": "XNYS", "UW": "XNAS", "UQ": "XNAS", "UR": "XNAS",
    "UA": "XASE", "UP": "ARCX", "UV": "OTCM", "PQ": "OTCM", "HK": "XHKG", "LN": "XLON",
    "FP": "XPAR", "NA": "XAMS", "IM": "XMIL", "SE": "XSWX", "AV": "XWBO", "JT": "XTKS",
    "CG": "XSHG", "CS": "XSHE", "CT": "XTSE", "CV": "XTSX", "AT": "XASX", "SS": "XSTO",
    "NO": "XOSL", "DC": "XCSE", "FH": "XHEL", "SM": "XMAD", "BB": "XBRU", "PL": "XLIS",
    "ID": "XDUB", "KP": "XKRX", "KQ": "XKOS", "TT": "XTAI", "SP": "XSES", "SJ": "XJSE",
    "IN": "XNSE", "IB": "XBOM", "MM": "XMEX", "BS": "BVMF", "PW": "XWAR", "NZ": "XNZE",
}  # fmt: skip

US_MICS = frozenset(venue.mic for venue in VENUES if venue.country == "US")
GERMAN_MICS = frozenset(venue.mic for venue in VENUES if venue.country == "DE")
# Venues whose symbols are the mnemonic that the German exchanges share for one instrument.
GERMAN_SUFFIXES = frozenset(v.suffix for v in VENUES if v.country == "DE" and v.suffix)


def by_mic(mic: str) -> Venue | None:
    """The venue of a MIC, whatever its case."""
    return _BY_MIC.get(mic.upper())


def by_suffix(suffix: str) -> Venue | None:
    """The venue of a Yahoo suffix ("HK", ".HK"); None for "" (the US has several) and unknown."""
    return _BY_SUFFIX.get(suffix.lstrip(".").upper())


def by_bloomberg(code: str) -> Venue | None:
    """The venue of Bloomberg's code: "GY" is Xetra."""
    return _BY_MIC.get(_BLOOMBERG.get(code, ""))


def by_word(word: str) -> Venue | None:
    """The venue that a person or a list means: "Frankfurt", "xetra", "NMS", "XHKG"."""
    return _BY_WORD.get(word.strip().casefold())


def suffix_of(symbol: str) -> str:
    """The suffix of a Yahoo-style symbol if it is one of a venue: "HK"; "" for "BRK.B", "AAPL"."""
    _, dot, suffix = symbol.rpartition(".")
    return suffix.upper() if dot and suffix.upper() in _BY_SUFFIX else ""


def base_of(symbol: str) -> str:
    """The symbol without its venue: "1810" of "1810.HK"."""
    suffix = suffix_of(symbol)
    return symbol[: -len(suffix) - 1] if suffix else symbol


def venue_of(symbol: str, mic: str = "") -> Venue | None:
    """The venue of a listing: by its MIC where known, else by the symbol's suffix."""
    return (by_mic(mic) or by_word(mic) if mic else None) or by_suffix(suffix_of(symbol))
