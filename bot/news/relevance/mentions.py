"""Where does a text name a company, and where only a word, a place or somebody else?"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.language.tokens import HAN
from bot.news.relevance.namesakes import (
    adjectives,
    makers_of_others,
    particles,
    places,
    places_too,
    surroundings,
)
from bot.news.relevance.naming import Naming, fold
from bot.news.relevance.spelling import pattern

_CLOSE_LEGAL = re.compile(
    r"^\s*,?\s*(?:ag|aktiengesellschaft|se|kgaa|inc|corp|corporation|company|plc|ltd|limited"
    r"|co\b\.?|n\.?v|s\.?a|s\.?p\.?a|oyj|abp?|asa|a/s|k\.?k|bhd|pjsc|nyrt|group|holdings?)(?!\w)",
    re.IGNORECASE,
)

_IN_A_PLACE = re.compile(
    r"(?:(?<!\w)(?:in|im|nach|aus|bei|um|near|from|to|of|stadt|polizei|uni|universität|flughafen"
    r"|university|airport|raum|region|messe|fc|sv|vfl|eintracht|borussia)"
    r"|gericht|-werk|werk|klinik\w*|feuerwehr)[\s]$",
    re.IGNORECASE,
)
# The same for companies that hardly anybody takes for their town: nobody holds a stake "nach" one.
_IN_A_TOWN = re.compile(
    r"(?<!\w)(?:nach|aus|(?:unfall|brand|feuer) in|hafen|gemeinde|stadt|polizei|bürgermeister)\s$",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\s?(?:$|[,.;:)])|\s(?:in|im|und|and|stark|strong)\b")

# In front of what there are many of; a company has an article at most before its things.
_ARTICLE = re.compile(
    r"(?<!\w)(?:the|an?|this|that|every|ein|eine[nmrs]?|keine?)\s$", re.IGNORECASE
)
# "Der neue Verbund": an adjective makes a thing of it.
_ARTICLE_AND_MORE = re.compile(
    r"(?<!\w)(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Ee]in|[Ee]ine[nmr]?)\s(?!deutsche|börsen|kriselnde|angeschlagene)[a-zäöü]+e[nrs]?\s$"
)
# "Erste Zahlen", "erste große Kunden"; "Erste-Aktie" is a noun of its own.
_AND_A_NOUN = re.compile(r"\s(?:[a-zäöüß-]+(?<!en)e[nrs]?\s){0,2}[A-ZÄÖÜ]")
_OF_COMPANIES = re.compile(
    r"(?:['’]s)?[\s-](?:aktie|papier|konzern|chef|shares?\b|stock\b|store|brand|owner|boss|ceo\b|board\b"
    r"|deal\b|boycott|app\b|parent\b|unit\b|group\b|inc\b|plc\b)",
    re.IGNORECASE,
)
# "Stocks Slip On Signs of Weakness": a capital before it, of no word for companies.
_IN_A_TITLE = re.compile(
    r"(?:^|\s)(?!\S*(?i:hersteller|firma|konzern|marke|brand|maker|händler|retailer|chain|kette"
    r"|gruppe|unternehmen|rivale?|company|aktie|backed)\s)['’\"“„]?[A-ZÄÖÜ][\w'’-]*\s$"
)
# A bare s is a genitive in German; in English it makes many of one.
_GERMAN = re.compile(
    r"(?<!\w)(?:der|die|das|und|von|mit|für|auf|im|den|dem|des|aus|bei|nach|neue[rs]?|will|wird|vor|über"
    r"|\w+(?:ung|chef|keit|ät))(?!\w)|[äöüß]",
    re.IGNORECASE,
)


# "lift Target on Micron", "fiscal Target": what is set for a figure.
_OF_A_NUMBER = re.compile(
    r"(?:price|fiscal|lift|rais|cut|hik|trim|keep|hit|lower|boost|increas|reduc)"
)
_SPELLED_ONE_WAY = re.compile(r"[a-z\d]+")
_LOOKED_AT = 40  # places of one name; a text that has more does not get any clearer
# Words with a capital in a row after the first: an English title, which has them throughout.
_TITLE_CASE = re.compile(r"\s[A-Z][a-z]+\s[A-Z][a-z]+\s[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names the company. sure: it can hardly mean anything else."""

    start: int
    end: int
    name: str
    sure: bool


def mentions(text: str, known: Naming) -> list[Mention]:
    """All places that name the company and nobody else, in order, without overlaps."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = _of_others(text, known)
    shouting, whispering = text.isupper(), text.islower()
    for name in known.names:
        folded = fold(name)
        for match in islice(pattern(name).finditer(text), _LOOKED_AT):
            start, end = match.span()
            if any(left < end and start < right for left, right in taken):
                continue
            taken.append((start, end))
            everyday = folded in known.everyday
            if not HAN.search(name) and not _written_as_name(
                match.group(), name, everyday=everyday, shouting=shouting, whispering=whispering
            ):
                continue
            if everyday and _is_bare_initials(name, text[end : end + 3]):
                continue
            if everyday and (_is_a_verb(text, match) or _is_a_word(text, match)):
                continue
            if " " in name and not whispering and _is_phrase(match.group(), name):
                continue
            if _means_other(text, start, end, folded):
                continue
            sure = _formal(text, end) or not (everyday or _is_half_shouted(match.group(), name))
            found.append(Mention(start, end, name, sure))
    return sorted(found, key=lambda one: one.start)


def _written_as_name(
    written: str, name: str, *, everyday: bool, shouting: bool, whispering: bool
) -> bool:
    """ "target" is a word, and "birds nestle"; "XIAOMI" is the company, "Sap" hardly."""
    if written[:1].isupper():
        if everyday and len(name) <= 3 and name.isupper() and not shouting:
            return written.rstrip("'’s").isupper()  # "ON" is no "On", registers shout "PUMA"
        if everyday and written.isupper() and not name.isupper() and not shouting:
            return len(written) >= 4
        return True
    return not everyday and (name[:1].islower() or (whispering and len(name) >= 5))


def _is_bare_initials(name: str, behind: str) -> bool:
    """Two letters stand for many; "GF: …" and "GF-Aktie" are told as companies are."""
    return len(name) == 2 and name.isupper() and not re.match(r"\s?[:：]|-[A-Z]", behind)


def _is_half_shouted(written: str, name: str) -> bool:
    """ "Tui" for "TUI": the papers' way, and a bird."""
    return name.isupper() and len(name) <= 4 and not written.rstrip("'’s").isupper()


def _is_a_verb(text: str, match: re.Match[str]) -> bool:
    """ "Adidas Posts Record Sales": the everyday name with a bare s, behind its subject."""
    behind_subject = re.search(r"(?:\b[A-Z][\w&]*|\))\s$", text[: match.start()][-60:]) is not None
    return behind_subject and _has_bare_s(match)


def _is_a_word(text: str, match: re.Match[str]) -> bool:
    """ "Lite-On", "Ghost in the Shell", "Pumas beat Springboks": a part, or any of a kind."""
    before = text[max(0, match.start() - 12) : match.start()]
    if re.search(r"[^\W\d_]-$", before):
        return True
    if fold(match.group()) in adjectives() and _AND_A_NOUN.match(text[match.end() :]):
        return True
    if _ARTICLE_AND_MORE.search(text[: match.start()][-40:]):
        return True
    if _ARTICLE.search(before) and not _OF_COMPANIES.match(text[match.end() :]):
        return True
    in_a_title = fold(match.group()) in particles() and _IN_A_TITLE.search(
        text[: match.start()][-60:]
    )
    if in_a_title and not _formal(text, match.end()):
        return True
    return _has_bare_s(match) and not _GERMAN.search(text)


def _has_bare_s(match: re.Match[str]) -> bool:
    """ "Posts" for "Post", not "Post's"."""
    written = match.group()
    return (
        written[-1] == "s"
        and written[-2] not in "'’"
        and match.re.fullmatch(written[:-1]) is not None
    )


def _is_phrase(written: str, name: str) -> bool:
    """ "die deutsche Börse", "the best buy of the year": words, of which one has no capital."""
    pairs = zip(re.split(r"[\s-]+", written), re.split(r"[\s-]+", name), strict=False)
    return any(ours[:1].islower() and one[:1].isupper() for ours, one in pairs)


def _of_others(text: str, known: Naming) -> list[tuple[int, int]]:
    folded = fold(text)
    found = [
        match.span()
        for other in known.others
        if _telling_word(other) in folded
        for match in pattern(other).finditer(text)
    ]
    for other in known.neighbours:
        if other.partition(" ")[0] in folded:
            found += [
                match.span()
                for match in pattern(other).finditer(text)
                if not any(word[:1].islower() for word in re.split(r"[\s-]+", match.group()))
            ]
    return found


@cache
def _telling_word(name: str) -> str:
    """The last word of a folded name that is spelled one way: a quick look tells it absent."""
    plain = [word for word in name.split() if len(word) > 2 and _SPELLED_ONE_WAY.fullmatch(word)]
    return plain[-1] if plain else ""


def _formal(text: str, end: int) -> bool:
    if re.match(r"\.com\b", text[end : end + 5]):
        return True
    form = _CLOSE_LEGAL.match(text[end : end + 30])
    return form is not None and (form.group().strip(" ,")[:1].isupper() or text.islower())


def _stands_as_a_name(text: str, start: int) -> bool:
    """ "accused Target of charging": a capital that the grammar of English does not ask for."""
    behind_a_word = re.search(r"(?<!\w)[a-z]{4,}\s$", text[max(0, start - 20) : start])
    if behind_a_word is None or not text[start].isupper() or _GERMAN.search(text):
        return False
    return _OF_A_NUMBER.match(behind_a_word.group()) is None and not _TITLE_CASE.search(text)


def _means_other(text: str, start: int, end: int, folded: str) -> bool:
    after = text[end : end + 40]
    before = fold(text[max(0, start - 40) : start]).rstrip(" \u00a0\"„“”'‘’(")
    follower = re.match(r"[ \u00a0-]([^\W\d_]+)", after)
    if (
        follower
        and follower.group(1)[:1].isupper()
        and follower.group(1).casefold() in makers_of_others()
    ):
        return True
    if re.search(r"(?<![\d.,])\d{1,3}[ \u00a0]$", text[:start]) and _MEASURED.match(after):
        return True  # "mit 7 Tesla in Betrieb", not "50 Airbus planes"
    if re.search(r"\b(?:in|um)\s$", text[:start]) and re.match(
        r"\s(?:bei|near)\s[A-Z]|-(?:Nord|Süd|Ost|West|Mitte|Alt|Neu)|-[A-Z]\w{1,12}(?:dorf|heim|stadt|hausen|ingen|feld|berg|bach)\b",
        after,
    ):
        return True  # "Feuer in Beiersdorf bei Coburg"
    if folded in places() and _IN_A_PLACE.search(text[max(0, start - 40) : start]):
        return True
    if folded in places_too() and _IN_A_TOWN.search(text[max(0, start - 40) : start]):
        return True
    rules = surroundings(folded)
    if rules is None or _stands_as_a_name(text, start):
        return False
    behind = fold(after)
    behind_word = behind[1:] if behind[:1] in " \u00a0" else behind
    for one in rules.after:
        if behind_word.startswith(one) or behind.startswith(one):
            rest = behind_word[len(one) :] if behind_word.startswith(one) else behind[len(one) :]
            if HAN.match(one) or one.endswith("-") or not rest[:1].isalnum():
                return True
    for one in rules.before:
        if before.endswith(one):
            rest = before[: len(before) - len(one)]
            if HAN.match(one) or one.endswith("-") or not rest[-1:].isalnum():
                return True
    return False
