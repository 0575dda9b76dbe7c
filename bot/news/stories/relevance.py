"""Is this article about THIS company? Precision first: a wrong story costs more than a missed one.

What counts: an issuer's own filing, its ISIN or WKN, its symbol written as one ("$XIACY",
"(NYSE: TGT)", "1810.HK"), its name in the headline, its name early and often in the text. A name
that is also a word ("Target") needs company words next to it; a symbol as a bare word counts
nothing ("COST", "NET"). Where the company only describes another one ("Apple-Zulieferer Foxconn")
the article is about that one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.instruments.models import Instrument
from bot.language.identify import detect
from bot.news.models import Article
from bot.news.stories.mentions import Mention, mentions
from bot.news.stories.namesakes import foreign, profile
from bot.news.stories.naming import Naming, fold, naming
from bot.news.stories.proof import ACTS, COMPANY_AFTER, FINANCE, proven
from bot.news.stories.roles import bystander, enumerated

READ_AT_MOST = 6_000  # characters of a text; what comes later is not what it is about


@dataclass(frozen=True, slots=True)
class Verdict:
    """reason: a stable code, "named_in_title", "filing", "other_meaning", "only_passing" …"""

    relevant: bool
    reason: str


def _about(reason: str) -> Verdict:
    return Verdict(relevant=True, reason=reason)


def _other(reason: str) -> Verdict:
    return Verdict(relevant=False, reason=reason)


_MODIFIES = re.compile(
    r"""^(?:-|['’]s?[\s\u00a0]+|[\s\u00a0]+)(?:zulieferer\w*|lieferant\w*
    |konkurrent\w*|rivale\w*|partner\w*|ausrüster\w*|auftragsfertiger\w*
    |großaktionär\w*|的供应商|的竞争对手|suppliers?|rivals?|competitors?|contractor
    |assembler|backed|owned|alternative|clone|killer
    |spezialist|供应商|概念股|产业链|竞争对手|代工厂)\b[\s\u00a0:,–-]*(?=(?-i:[A-ZÄÖÜ\u3400-\u9fff\d]))""",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"\n|(?<=[^\W\d_]{2}[.!?])\s(?=[A-ZÄÖÜ„\"»])|(?<=[。！？])")
_OF_A_MARKET = re.compile(
    r"""\b(?:[a-z]{0,3}dax\w*|etfs?\b|\w*-etf\w*|fonds|funds?|msci\w*|nikkei|hang\sseng|wall\sstreet|indizes
    |\w*aktien(?:,|\sfür)|stocks\sto|depot|börsen?|stoxx\w*|smi|atx|s&p\s500)\b|指数|恒指""",
    re.IGNORECASE | re.VERBOSE,
)


def relevance(
    article: Article,
    instrument: Instrument,
    *,
    by_identifier: bool = False,
    neighbours: tuple[str, ...] = (),
) -> bool:
    """True where the article is about the company; `judge` also says why."""
    verdict = judge(article, instrument, by_identifier=by_identifier, neighbours=neighbours)
    return verdict.relevant


def judge(
    article: Article,
    instrument: Instrument,
    *,
    by_identifier: bool = False,
    neighbours: tuple[str, ...] = (),
) -> Verdict:
    """The verdict with its reason. Pure.

    by_identifier: the source was asked by this company's ISIN or symbol and answers for it, so a
    name that is also a word needs no further proof. neighbours: folded names of other companies
    that are longer than ours, from the catalogue.
    """
    if article.disclosure:
        return _about("filing")
    known = naming(instrument, neighbours)
    title, body = article.title, _body(article)
    tagged = any(symbol.upper() in known.symbols for symbol in article.symbols)
    others_tagged = bool(article.symbols) and not tagged
    if _names_code(f"{title}\n{body}", known):
        return _about("identifier")
    if _names_symbol(title, known):
        return _about("symbol_in_title")
    in_title, in_body = mentions(title, known), mentions(body, known)
    supported = by_identifier or tagged
    if (in_title or in_body) and _is_other_of_the_name(article, known, supported=supported):
        return _other("namesake")
    if in_title:
        return _by_title(
            article, in_title, in_body, known, supported=supported, others=others_tagged
        )
    if not in_body:
        if tagged and len(article.symbols) <= 2 and not _of_someone_else(title, known):
            return _about("tagged")
        return _other("not_named")
    return _by_body(title, body, in_body, supported=supported, others=others_tagged)


def _body(article: Article) -> str:
    text = article.text or ""
    teaser = "" if article.teaser and text.startswith(article.teaser[:60]) else article.teaser
    return f"{teaser}\n{text}"[:READ_AT_MOST].strip()


def _names_code(text: str, known: Naming) -> bool:
    upper = text.upper()
    return any(
        re.search(rf"(?<![A-Z0-9]){re.escape(code)}(?![A-Z0-9])", upper) is not None
        for code in known.codes
        if len(code) == 12 or "WKN" in upper
    )


def _names_symbol(text: str, known: Naming) -> bool:
    """A symbol written as one; never a bare word."""
    for ticker in known.tickers:
        escaped = re.escape(ticker)
        if re.search(rf"\${escaped}(?![\w.])", text):
            return True
        if (
            re.search(rf"\((?:[A-Za-z ]{{2,12}}[:：]\s?)?{escaped}\)", text)
            and not ticker.isdigit()
        ):
            return True
        if re.search(
            rf"\b(?:NYSE|NASDAQ|Nasdaq|HKEX|HKG|SEHK|LSE|LON|XETRA|ETR|FRA|EPA)[:：]\s?{escaped}\b",
            text,
        ):
            return True
        if "." in ticker and re.search(rf"(?<![\w.]){escaped}(?!\w)", text):
            return True
    return False


def _part(text: str, one: Mention) -> str | None:
    """What the company is there, where it is not what the text is about."""
    acts = COMPANY_AFTER.match(text[one.end : one.end + 40]) is not None
    begin = max((end.end() for end in _SENTENCE_ENDS.finditer(text, 0, one.start)), default=0)
    end = _SENTENCE_ENDS.search(text, one.end)
    sentence = text[begin : end.start() if end else len(text)]
    return bystander(sentence, one.start - begin, one.end - begin, fold(one.name), acts=acts)


def _speaks_of(text: str, words: tuple[str, ...]) -> bool:
    """Does one of the folded words begin somewhere in the text?"""
    return bool(words) and _any_of(words).search(fold(text)) is not None


@lru_cache(maxsize=512)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    other = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile("|".join(filter(None, (latin and rf"(?<![^\W_])(?:{latin})", other))))


def _is_other_of_the_name(article: Article, known: Naming, *, supported: bool) -> bool:
    """Two companies bear the name: do the words, or else the language, tell the other one?"""
    if known.sharing is None:
        return False
    ours, other = known.sharing
    told = f"{article.title}\n{article.teaser}"
    if _speaks_of(told, ours.marks):
        return False
    if _speaks_of(told, other.marks):
        return True
    language = article.language or detect(told).code
    return not supported and language == other.spoken


def _fits_profile(text: str, about: list[Mention]) -> bool:
    """Does the text speak of what this company does?"""
    return any(_speaks_of(text, profile(fold(one.name))) for one in about)


def _by_title(
    article: Article,
    in_title: list[Mention],
    in_body: list[Mention],
    known: Naming,
    *,
    supported: bool,
    others: bool,
) -> Verdict:
    title, body = article.title, _body(article)
    about = [one for one in in_title if not _MODIFIES.match(title[one.end :])]
    if not about:
        return _other("describes_another")
    about = [one for one in about if not _speaks_of(title, foreign(fold(one.name)))]
    if not about and not _fits_profile(title, in_title):
        return _other("other_meaning")
    about = about or in_title
    parts = [_part(title, one) for one in about]
    about = [one for one, part in zip(about, parts, strict=True) if part is None]
    if _OF_A_MARKET.search(title.partition(":")[0]) and ":" in title:
        about = [one for one in about if not enumerated(title, one.start, one.end)]
        parts.append("only_listed")
    if not about:
        return _other(next(part for part in parts if part is not None))
    if any(one.sure for one in about):
        if others and any(fold(one.name) in known.everyday for one in about) and not in_body:
            return _other("other_symbol")
        return _about("named_in_title")
    if supported:
        return _about("named_in_title")
    if others:
        return _other("other_symbol")
    proof = sum(proven(title, one) for one in about) * 2
    proof += sum(proven(body, one) for one in in_body)
    proof += bool(_names_symbol(body, known)) * 3
    proof += any(ACTS.match(title[one.end :]) for one in about)
    proof += 2 * _fits_profile(f"{title}\n{body[:1500]}", about)
    setting = bool(FINANCE.search(title)) + bool(FINANCE.search(body[:1500]))
    if proof and proof + setting >= 2:
        return _about("named_in_title")
    return _other("other_meaning")


def _by_body(
    title: str, body: str, in_body: list[Mention], *, supported: bool, others: bool
) -> Verdict:
    """Not in the headline: then early and more than once, or early in a source asked for it."""
    named = [one for one in in_body if proven(body, one) and not _part(body, one)]
    early = [one for one in named if one.start < 300 and not _MODIFIES.match(body[one.end :])]
    if not named:
        return _other("other_meaning")
    if others and not supported:
        return _other("other_symbol")
    if supported and early:
        return _about("named_early")
    if not early:
        return _other("only_passing")
    first_sentence = body[: early[0].start]
    listed = all(enumerated(body, one.start, one.end) for one in early)
    if (listed or _OF_A_MARKET.search(title)) and len(named) < 3:
        return _other("only_listed")
    opens = "." not in first_sentence[-200:] or len(first_sentence) < 120
    if len(named) >= 3 or (opens and len(body) < 500) or (opens and len(named) >= 2):
        return _about("named_early")
    return _other("only_passing")


def _of_someone_else(title: str, known: Naming) -> bool:
    """Does the headline name a relative of the company?"""
    folded = fold(title)
    return any(other in folded for other in (*known.others, *known.neighbours))
