"""What part does the company play where it is named? Often that of a bystander.

"Goldman Sachs belässt SAP auf 'Buy'" is about SAP, "Bayern siegt in der Allianz Arena" about a
match, "AMD launches chip to challenge Nvidia" about AMD. What tells it stands right behind the
name, right before it, or in the rest of the sentence; words and forms are in `tables/roles.toml`.
"""

import re
from functools import cache, partial

from bot.language.tokens import HAN
from bot.language.wordlists import alternatives, table, words_in
from bot.news.relevance import forms

_WORD_BEFORE = re.compile(r"(?<!\w)([A-ZÄÖÜ][\w-]*)\s$")
_AGED = re.compile(r"\d-(?:jährigen?|year-old)\s$")
_A_SCORE = re.compile(r"\d:\d")
_ITEM = r"[A-ZÄÖÜ\d][\w&.'’-]*(?:\s[A-ZÄÖÜ][\w&.'’-]*){0,2}"
_ENUMERATION = re.compile(
    rf"{_ITEM}(?:,\s{_ITEM})+,?\s(?:und|and|oder|or|sowie|&)\s(?:{_ITEM}|\w+\s(?:weitere|other|more)\b)|[^，。、\s]+(?:、[^，。、\s]+){{2,}}"
)
BEFORE, BEHIND = 60, 60  # characters that are looked at


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(alternatives(table("roles", forms.TABLES)[name]))


_form = partial(forms.form, "roles")
_behind = partial(forms.behind, "roles")
_before = partial(forms.before, "roles")
_anywhere = partial(forms.anywhere, "roles")
_tells = partial(forms.tells, "roles")
_ends = partial(forms.ends, "roles")
_BLANKS = (" ", "\u00a0")


@cache
def given_names() -> frozenset[str]:
    """Folded first names of people: a surname behind one is a person's."""
    return frozenset(words_in(_form("persons", "given")))


def bystander(
    text: str, start: int, end: int, folded: str, *, acts: bool, deals: bool
) -> str | None:
    """A stable code where the company named at that place is not what the text is about.

    folded: its name there, folded. acts: what follows the name is what companies do or have.
    deals: that, or the text, tells of what only companies do.
    """
    before, behind = text[max(0, start - BEFORE) : start], text[end : end + BEHIND]
    before = before.rstrip("\"„“»«'‘‚")
    if _is_person(before):
        return "a_person"
    if _names_something_else(before, behind, folded):
        return "a_place"
    if _judges(text, start, end, folded):
        return "judges_another"
    if _arranges(text, before, folded):
        return "arranges_for_another"
    if _is_where(text, before, behind, folded):
        return "only_where"
    if _used_to_employ(text, before, behind):
        return "former_employer"
    if _is_a_former_part(before, behind):
        return "former_part"
    if not acts and (
        _before("beside", "compared").search(before)
        or _before("mandarin", "compared").search(before)
        or (before.endswith((" wie ", " like ")) and not behind.strip(" .!?"))
    ):
        return "compared"
    if _before("beside", "examples").search(before):
        return "only_listed"
    if _before("beside", "backing").search(before):
        return "backing"
    if deals:
        return None
    return _of_its_things(text, before, behind, folded, acts=acts)


def enumerated(text: str, start: int, end: int) -> bool:
    """Is that place one of at least three names in a row?"""
    return any(
        one.start() <= start and end <= one.end()
        for one in _ENUMERATION.finditer(text, max(0, start - 200), end + 200)
    )


def _is_person(before: str) -> bool:
    if _AGED.search(before) or re.search(_form("persons", "particle") + "$", before):
        return True
    if before.endswith(_BLANKS) and _ends("persons", "title", before):
        return True
    word = _WORD_BEFORE.search(before)
    return word is not None and word.group(1).casefold() in given_names()


def _names_something_else(before: str, behind: str, folded: str) -> bool:
    if HAN.match(folded):
        family = re.match(_form("mandarin", "family"), behind) is not None
        return family or (folded in _words("markets") and _moves(before, behind))
    if _before("persons", "called_after").search(before):
        return True
    if _behind("beside", "venue").match(behind) or _behind("beside", "index").match(behind):
        return True
    if _behind("beside", "side").match(behind):
        return True
    if _behind("beside", "conference_behind").match(behind):
        return _before("beside", "conference").search(before) is not None
    return folded in _words("markets") and _moves(before, behind)


def _moves(before: str, behind: str) -> bool:
    """ "Nasdaq slips", not "shares of Nasdaq slip"."""
    if re.search(r"(?:\s(?:der|of|von|in)|股)\s?$", before):
        return False
    return _behind("beside", "moves").match(behind) is not None


def _is_where(text: str, before: str, behind: str, folded: str) -> bool:
    """A network on which somebody says something, or the shop that has a thing cheaper."""
    cheap = _before("beside", "sold_at").search(before) and _anywhere("beside", "bargain").search(
        text
    )
    if cheap and not _anywhere("judging", "own").search(text):
        return True
    if folded not in _words("platforms"):
        return False
    on = _before("beside", "posted_on").search(before) is not None
    return on or _behind("beside", "posted").match(behind) is not None


def _judges(text: str, start: int, end: int, folded: str) -> bool:
    """Is it the house that judges another share, a bond or the economy?"""
    behind, before = text[end:], text[:start]
    is_house = folded in _words("houses")
    if is_house and _behind("judging", "people").match(behind):
        return True
    marked = _anywhere("judging", "mark").search(text) is not None
    if re.match(r"^[：:]?\s?(?:证券|研究)?(?:上调|下调|维持|首予|重申|给予|料|予|升|降)", behind):
        return marked
    verb = _form("judging", "verb")
    if marked and re.match(rf"^(?:\s\w+)?\s{verb}\s", behind, re.VERBOSE | re.IGNORECASE):
        return not re.match(r"^\s\w+\s(?:its|seine?n?|ihre?n?)\s(?:own|eigene)", behind)
    if not is_house or _anywhere("judging", "own").search(text):
        return False
    if marked:
        return not _is_judged(before, behind)
    if _before("judging", "opinion_of").search(before):
        return True
    opinion = _behind("judging", "opinion").match(behind)
    does = re.match(rf"^\s{verb}\s", behind, re.VERBOSE | re.IGNORECASE)
    if opinion and opinion.group().strip() not in {":", "："}:
        return True
    return bool((opinion or does) and _anywhere("judging", "economy").search(text))


def _arranges(text: str, before: str, folded: str) -> bool:
    """A bank that somebody hires for a listing or a sale of his own."""
    return (
        folded in _words("houses")
        and _before("beside", "mandated").search(before) is not None
        and _anywhere("beside", "mandate").search(text) is not None
    )


def _is_judged(before: str, behind: str) -> bool:
    """ "UBS hebt Kursziel für Deutsche Bank": the house that is itself judged."""
    verb = _form("judging", "verb")
    return bool(
        re.search(rf"\s(?:für|for|on|of|von|{verb})\s$", before, re.VERBOSE | re.IGNORECASE)
        or re.match(r"^(?:-Aktie\w*|\s(?:shares|stock)|\sauf\s['\"‘‚„»])", behind)
    )


def _used_to_employ(text: str, before: str, behind: str) -> bool:
    if _before("beside", "came_from").search(before) or _before("beside", "hired").search(before):
        return True
    if _before("mandarin", "former").search(before):
        return True
    if _before("beside", "hired_from").search(before):
        return _behind("beside", "hired_from_behind").match(behind) is not None
    if _before("beside", "hired_away").search(before) and _behind(
        "beside", "hired_away_behind"
    ).match(behind):
        return True
    return bool(
        _before("beside", "former").search(before) and _anywhere("beside", "elsewhere").search(text)
    )


def _is_a_former_part(before: str, behind: str) -> bool:
    if _behind("beside", "parted_from").match(behind) or _before("beside", "formerly").search(
        before
    ):
        return True
    was = _before("beside", "former").search(before) is not None
    return was and _behind("beside", "former_part").match(behind) is not None


def _of_its_things(text: str, before: str, behind: str, folded: str, *, acts: bool) -> str | None:
    if _before("beside", "one_piece").search(before) and _behind("beside", "piece_ends").match(
        behind
    ):
        return "one_piece"
    if _tells("beside", "incident", text) and not _tells("beside", "inquiry", text):
        return "incident"
    if folded.split(" ", maxsplit=1)[0] in _words("clubs"):
        return None
    played = forms.count("roles", "beside", "sport", text)
    played += 2 * bool(
        (_A_SCORE.search(text) and _anywhere("beside", "score").search(text))
        or _anywhere("beside", "sport_desk").search(text)
    )
    if played >= 2 or (played and not acts):
        return "a_match"
    return None
