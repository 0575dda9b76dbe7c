"""Names of companies as words that can be compared: "XIAOMI CORP. CL.B" is "xiaomi", class b.

Lists and banks write one company in many ways: with legal forms, share kinds, nominal values
("DL-,1" is one US dollar tenth), abbreviations, umlauts as ue, letters set apart. All of it is
taken off in the same way from the catalogue's names and from the query, so that the rest is
the name that people say.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.instruments.shareforms import strip_head, strip_tail
from bot.instruments.shorthand import SHORT, SHORT_FUND
from bot.instruments.wordsets import word_set

_WEAK = word_set(
    "etf usd eur gbp chf acc dist "
    "group gruppe holding holdings international global the und and of & enterprises "
    "compagnie koninklijke de"
)
_DROPPED = word_set("group gruppe holding holdings the und and of &")  # of a name's key
# Traditional characters of companies' names as simplified ones.
_SIMPLE = str.maketrans(
    "團國訊騰東網業電車銀華際龍馬達億聯滙匯豐證券險壽鐵鋼氣礦運輸貿製藥醫療飛機動產設備實務創術軟體邊遊戲樂視頻點評農"
    "萬優選維廣煙臺灣積積發長鷹鵬歐陽聖寶貝爾樹蘭蘋奧維應時風順資額線軍學習師麥當勞專賣後臨傳媒課購鏈鈉鋰鎳"
    "黃島區園開陸關閣與義亞廠廈門書報賽對構寧價顯環際無線覽達趣勝諾輝龐",
    "团国讯腾东网业电车银华际龙马达亿联汇汇丰证券险寿铁钢气矿运输贸制药医疗飞机动产设备实务创术软体边游戏乐视频点评农"
    "万优选维广烟台湾积积发长鹰鹏欧阳圣宝贝尔树兰苹奥维应时风顺资额线军学习师麦当劳专卖后临传媒课购链钠锂镍"
    "黄岛区园开陆关阁与义亚厂厦门书报赛对构宁价显环际无线览达趣胜诺辉庞",
)
_CHINESE_FORM = re.compile(
    r"(?:股份有限公司|控股有限公司|有限责任公司|有限公司|公司|集团|控股|股份)+$"
)
_CURRENCY = r"(?:dl|d|eo|sf|ls|sk|nk|dk|yn|yc|sw|hd|hk|cd|ad|rl|zy|ta|ba|iy|nd|rk|sd)"
_NOMINAL = re.compile(
    rf"(?:(?<=[\s.])|\b)(?P<cls>[abcz])?{_CURRENCY}\s*(?:-\s*[.,]?\s*\d|[.,]\s*\d|\d)[\d.,/]*(?!\w)"
)
_NOMINAL_GLUED = re.compile(rf"{_CURRENCY}\s*-\s*[.,]?\s*\d[\d.,/]*$")
_PER = re.compile(r"(?:\)|\b)\s*/\s*\d+(?:,\d+)?(?=\s)|\b\d+\s*/\s*(?:ta|dl|eo)\s*\d+\b")
_ON = re.compile(r"(?<!\w)o\.\s?(?:st\.\s?o\.\s?)?n\.?(?!\w)|(?<=\s)on$|\boN$|\bohne nennwert\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")
_SPREAD = re.compile(r"(?:(?<!\S)\S ){3,}")
_FUND = re.compile(r"\b(?:u\.?\s?c?\.?\s?)?etf|\bucits\b|\bu\.?c?\.?etf\w*|\betc\b")
_FUND_BRAND = re.compile(
    r"\b(?:ishares|ishs?\w*|xtrackers|xtr|lyxor|lyx|amundi|spdr|vanguard|vang|wisdomtree|comstage|"
    r"comst\w*|vaneck|msci|ftse|stoxx|index)\b|\bx\(ie\)"
)
_SP = re.compile(r"\bs\s?[&+]\s?p\s?(\d*)\b")
_PLACE_TAG = re.compile(r"\((?!vz|st|na|gs|ps)(?:[a-z]{2}|the)\)")
_HONG_KONG = re.compile(r"(?<=\w)\s?-\s?s?[wsr]$")  # "MUSTER-W": weighted votes, second listing
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. words: what is compared, never empty unless nothing was there.

    share: the share class that the name tells ("a", "vz", "adr"), "" where none.
    form: the legal form that was taken off, one word for those of one country ("inc", "ag").
    """

    words: tuple[str, ...]
    share: str = ""
    fund: bool = False
    form: str = ""

    @property
    def key(self) -> str:
        """All words glued, without "group" and "holding": equal for two spellings of one name."""
        if self.fund:
            return "".join(self.words)
        strong = [word for word in self.words if word not in _DROPPED]
        return "".join(strong or self.words)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def is_weak(word: str) -> bool:
    """Whether a word says little about which company it is ("group", "holding")."""
    return word in _WEAK


def is_chinese(text: str) -> bool:
    return _CJK.search(text) is not None


def fold(text: str) -> str:
    """Lower case without accents; ü, ue and u become one, so do traditional and simplified."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLE)
    if not text.isascii():
        text = text.replace("ø", "o").replace("æ", "a").replace("ł", "l").replace("đ", "d")
        text = "".join(
            char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
        )
        text = unicodedata.normalize("NFC", text)
    return text


def _unumlaut(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def despread(text: str) -> str:
    """ "M a r i n e  H a r v est ASA" is "Marine Harvest ASA": letters set apart for looks."""
    if not _SPREAD.search(text):
        return text
    return " ".join(_close_up(piece.split(" ")) for piece in re.split(r"\s{2,}", text.strip()))


def _close_up(parts: list[str]) -> str:
    """Letters that stand alone at the beginning belong to the word that follows."""
    alone = 0
    while alone < len(parts) and len(parts[alone]) == 1:
        alone += 1
    if alone < 2:
        return " ".join(parts)
    if alone < len(parts) and not parts[alone][:1].isupper():
        alone += 1
    return " ".join(["".join(parts[:alone]), *parts[alone:]])


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name:
    """Take a name apart; see the module."""
    text = fold(despread(text))
    text = _HONG_KONG.sub("", text)
    if is_chinese(text):
        return _parse_chinese(text)
    fund = _FUND.search(text) is not None or (
        _FUND_BRAND.search(text) is not None and len(text.split()) >= 3
    )
    words: list[str] = _WORD.findall(_without_signs(text, fund=fund))
    if fund:  # before the "d" of "USD (D)" is taken for a share class
        words = [
            _PAYS.get(word, word) if before in _PAID_IN else word
            for before, word in zip(["", *words], words, strict=False)
        ]
    words, share, form = strip_tail(words, fund=fund)
    words = strip_head(words)
    if fund:
        words = [part for word in words for part in _fund_word(word)] or words
        words = [SHORT_FUND.get(word, word) for word in words]
    words = [_unumlaut(SHORT.get(word, word)) for word in _join_single(words)]
    return Name(tuple(words), share, fund, form)


def _without_signs(text: str, *, fund: bool) -> str:
    """Nominal values, venue tags and the signs of abbreviations taken off.

    Each step is tried only where its sign is there: a hundred thousand names are parsed at once.
    """
    if not text.isascii() or not text.isalpha():
        if any(digit in text for digit in "0123456789"):
            if not fund and "/" in text:
                text = _PER.sub(" ", text)
            text = _NOMINAL_GLUED.sub(" ", _NOMINAL.sub(_nominal, text))
        if "&" in text or "+" in text:
            text = _SP.sub(r" sp \1 ", text)
        if not fund and "(" in text:
            text = _PLACE_TAG.sub(" ", text)
        if "/" in text:
            text = _A_S.sub("as", text)
        text = text.translate(_QUOTES)
    if " on" in text or "e.on" in text:
        text = _E_ON.sub("eon", text)
    if "o" in text:
        text = _ON.sub(" ", text)
    if "k" in text and "g" in text:
        text = _KGAA.sub("kgaa", text)
    if "." in text:
        text = _DOTTED.sub(_undotted, text)
        text = _U_ETF.sub("etf", text)
    return text.replace("uetf", " etf") if fund else text


_A_S = re.compile(r"\ba/s\b")
_E_ON = re.compile(r"\be(?:\.\s?|\s)on\b")
_KGAA = re.compile(r"\bk\.?g\.?\s?a\.?\s?a\b\.?")
_U_ETF = re.compile(r"\bu\.\s?etf")
_QUOTES = str.maketrans("", "", "'’`")


def _nominal(match: re.Match[str]) -> str:
    return " class " + match["cls"] + " " if match["cls"] else " "


def _undotted(match: re.Match[str]) -> str:
    return match.group(0).replace(".", "").replace(" ", "") + " "


_FUND_NOISE = word_set(
    "registered reg shs shares share inhaber inh anteile ant act actions port nom namens aktien "
    "ucits u uc funds fund etfs on o n dr ie lux"
)
_FUND_CLASS = re.compile(r"^([a-z]|[1-4][cd])?(dl|eo|ls|sf)?h?(a|d|acc|dis|dist|inc)?$")
_ISHARES = re.compile(r"^(?:ish|ishs|ishares|isv|ishv)(?:[ivx]{1,4}|\d)?$")
_PAYS = {"a": "acc", "d": "dist"}
_PAID_IN = frozenset({"dl", "eo", "ls", "sf", "usd", "eur", "gbp", "chf"})
_MONEY = {"dl": "usd", "eo": "eur", "ls": "gbp", "sf": "chf"}


def _fund_word(word: str) -> list[str]:
    """A word of a fund's name as funds are written in full: "DLD" is "usd dist"."""
    if word in _FUND_NOISE:
        return []
    if _ISHARES.match(word):
        return ["ishares"]
    if word.endswith("etf") and len(word) <= 5:
        return ["etf"]
    if word in {"distributing", "dis", "dist", "inc", "ausschuttend"}:
        return ["dist"]
    if word in {"acc", "accumulating", "thesaurierend"}:
        return ["acc"]
    match = _FUND_CLASS.match(word)
    if match and match[2]:
        kind = {"a": ["acc"], "d": ["dist"]}.get((match[3] or "")[:1], [])
        word = match[1] if match[1] and match[1] not in "abcd" else ""
        return [one for one in (word, _MONEY[match[2]], *kind) if one]
    return [word]


def _parse_chinese(text: str) -> Name:
    words = _WORD.findall(text)
    share = ""
    if len(words) > 1 and words[-1] in {"w", "s", "sw", "r", "a", "b", "h"}:
        share = words.pop()
    words = [_CHINESE_FORM.sub("", word) or word for word in words]
    return Name(tuple(words), share)


def _join_single(words: list[str]) -> list[str]:
    """ "a o smith" is "ao smith", "h r" is "hr"."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    if run:
        joined.append(run)
    return joined
