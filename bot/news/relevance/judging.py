"""Is this article about THIS company? Precision first: a wrong story costs more than a missed one.

What counts: an issuer's own filing, its ISIN or WKN, its symbol written as one ("$XIACY",
"(NYSE: TGT)", "1810.HK"), its name in the headline, its name early and often in the text. A name
that is also a word ("Target") needs company words next to it; a symbol as a bare word counts
nothing ("COST", "NET"). Where the company only describes another one ("Apple-Zulieferer Foxconn")
the article is about that one.
"""

from dataclasses import replace

from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.relevance.genres import foreign_genre
from bot.news.relevance.headlines import by_title
from bot.news.relevance.identifiers import names_code, names_symbol
from bot.news.relevance.mentions import Mention, mentions
from bot.news.relevance.naming import Naming, fold, naming
from bot.news.relevance.passages import by_body
from bot.news.relevance.proof import deals_as_companies
from bot.news.relevance.senses import is_other_of_the_name
from bot.news.relevance.verdicts import Verdict, about, other, told_of

READ_AT_MOST = 6_000  # characters of a text; what comes later is not what it is about
HEADLINE_AT_MOST = 600  # characters


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
        return about("filing")
    if len(article.title) > HEADLINE_AT_MOST:
        article = replace(article, title=article.title[:HEADLINE_AT_MOST])
    known = naming(instrument, neighbours)
    title, body = article.title, _body(article)
    tagged = any(symbol.upper() in known.symbols for symbol in article.symbols)
    others_tagged = bool(article.symbols) and not tagged
    if names_code(f"{title}\n{body}", known):
        return about("identifier")
    if names_symbol(title, known):
        return about("symbol_in_title")
    in_title, in_body = mentions(title, known), mentions(body, known)
    supported = by_identifier or tagged
    if (in_title or in_body) and is_other_of_the_name(article, known, supported=supported):
        return other("namesake")
    if (in_title or in_body) and (genre := _genre(article, in_title)):
        return other(genre)
    if in_title:
        return by_title(
            article, body, in_title, in_body, known, supported=supported, others=others_tagged
        )
    if not in_body:
        if tagged and len(article.symbols) <= 2 and not _of_someone_else(title, known):
            return about("tagged")
        return other("not_named")
    return by_body(title, body, in_body, supported=supported, others=others_tagged)


def _genre(article: Article, in_title: list[Mention]) -> str | None:
    """That of another world, unless the company does there what only companies do."""
    genre = foreign_genre(told_of(article))
    if genre == "advert":
        return genre
    return None if any(deals_as_companies(article.title, one) for one in in_title) else genre


def _body(article: Article) -> str:
    text = article.text or ""
    teaser = "" if article.teaser and text.startswith(article.teaser[:60]) else article.teaser
    return f"{teaser}\n{text}"[:READ_AT_MOST].strip()


def _of_someone_else(title: str, known: Naming) -> bool:
    """Does the headline name a relative of the company?"""
    folded = fold(title)
    return any(other in folded for other in (*known.others, *known.neighbours))
