"""Where does a sentence end? Rules of our own for German, English and Chinese finance text.

A text is cut into blocks (paragraphs, headings), a block at the marks that end a sentence. Most of
the work is to tell the full stop of a sentence from that of a number ("1.019,80"), an ordinal
("12. Juni", "4. Quartal"), an abbreviation ("z. B.", "Mio. Euro") and an initial, and to see it
where the blank is missing ("am Vortag.Der"). Spans point into the original text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.language.blocks import CLOSERS, blocks
from bot.language.tokens import HAN
from bot.language.wordlists import table, words_in

LOOK_BACK = 80  # characters before a mark that can matter
LOOK_BACK_FOR_QUOTES = 2_000


@dataclass(frozen=True, slots=True)
class Span:
    """`text` is original[start:end], to the letter, without surrounding blanks."""

    text: str
    start: int
    end: int


_OPENERS = "\"„“”»«›‹‚‘’'([{「『【《（–—-•*"
_MARK = re.compile(r"[.!?…。！？]+")
_WORD_BEFORE = re.compile(r"[^\W_][\w&'’/-]*(?:\.[\w'’-]+)*$")
_PREVIOUS_WORD = re.compile(r"([^\W\d_]+)[^\w]*$")
_NEXT_WORD = re.compile(r"[^\W_][\w'’-]*")
_ROMAN = re.compile(r"[IVX]{1,5}$")
_CLOCK = frozenset(("a.m", "p.m"))
_WIDE = frozenset("。！？")
_OPEN = {"”": "“", "」": "「", "』": "『", '"': '"'}
# Who said it, right after a quote that ends in a mark of its own: “…？”他问, “…?” Ms. Reyes asked.
_SAID = re.compile(
    r"[^\s。！？，；：“「『\n]{1,20}?(?:说(?!明)|說(?!明)|表示|[指声宣坦]?[称稱]|[问問](?![题題])|[写寫喊叫]?道[，。]"
    r"|指出|[认認][为為]|坦言|[强強][调調]|透露|[补補]充|回[应應答]|喊)[^：:。！？\n]{0,20}[，。]"
)
_SAID_IN_ENGLISH = re.compile(
    r"\s(?:[A-Z][\w.'’-]*\s){1,4}(?:said|says|ask(?:ed|s)|told|add(?:ed|s)|wrote|replied)"
    r"(?:[.,;]|\s(?:in|on|at|of|to|as|after|before|during|when|this|last)\b)"
)
_SIGNATURE = re.compile(r"/[a-z]{2,4}(?:/[a-z]{2,4})*(?=\W|$)")  # "… gab nach./ck/mis"


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(words_in(table("sentences")[name]))


def sentences(text: str, language: str | None = None) -> list[Span]:
    """All sentences in order; headings and list items count as sentences of their own.

    `language` (ISO 639-1) only decides whether "12." may be an ordinal; None takes it as German.
    """
    found: list[Span] = []
    for start, end in blocks(text):
        for left, right in _cut(text, start, end, ordinals=language in {None, "de", "und"}):
            piece = text[left:right]
            if stripped := piece.strip():
                at = left + len(piece) - len(piece.lstrip())
                found.append(Span(stripped, at, at + len(stripped)))
    return found


def _cut(text: str, start: int, end: int, *, ordinals: bool) -> Iterator[tuple[int, int]]:
    left = start
    for match in _MARK.finditer(text, start, end):
        if match.start() < left:
            continue
        stop = _boundary(text, start, left, match, end, ordinals=ordinals)
        if stop is not None:
            yield left, stop
            left = stop
    if left < end:
        yield left, end


def _boundary(
    text: str, block: int, left: int, match: re.Match[str], end: int, *, ordinals: bool
) -> int | None:
    """Where the sentence that this mark ends stops, or None where the mark ends none."""
    mark = match.group()
    stop = _after_closers(text, block, match.end(), end)
    if stop >= end:
        return None  # the block's own end closes it
    following = text[stop : stop + 60].lstrip()
    glued = not text[stop].isspace()
    if _SIGNATURE.match(text, stop):
        return stop
    if mark[-1] in _WIDE:
        return None if _goes_on(text, block, match.end(), stop) else stop
    bare = following.lstrip(_OPENERS + " \u00a0")
    if not bare:
        return None
    first = bare[0]
    if mark == "……" and HAN.match(first):
        inside = text.count("“", block, stop) > text.count("”", block, stop)
        return None if inside or _goes_on(text, block, match.end(), stop) else stop
    if glued and not _is_glued(text, left, match, stop):
        return None
    if mark in "!?" and text[stop - 1] in '"”' and _SAID_IN_ENGLISH.match(text, stop):
        return None
    if first.islower() and not (len(bare) > 1 and bare[1].isupper()):
        return None
    if following[0] in ",;:" or (
        (mark[-1] in "…" or mark.startswith("..")) and not first.isupper()
    ):
        return None
    if mark == "." and _is_in_brackets(text, left, match.start(), end):
        return None
    if mark == "." and _is_part_of_word(text, left, match.start(), bare, ordinals=ordinals):
        return None
    if mark == "!" and text[max(left, match.start() - 5) : match.start()] == "Yahoo" and not glued:
        return None
    return stop


def _after_closers(text: str, block: int, position: int, end: int) -> int:
    """Takes quotes and brackets that close after the mark with the sentence.

    A quote closes only what was opened since `block`, where the paragraph begins.
    """
    block = max(block, position - LOOK_BACK_FOR_QUOTES)
    while position < end and text[position] in CLOSERS:
        character = text[position]
        if character == '"' and text.count('"', block, position) % 2 == 0:
            break
        if character in "“«»" and _opens(text, block, position, character):
            break
        if character in "'‘’" and position + 1 < end and text[position + 1].isalnum():
            break
        position += 1
    return position


def _goes_on(text: str, block: int, marked: int, stop: int) -> bool:
    """After a Chinese mark: are we inside brackets, or is what follows who said it?"""
    before = text[max(block, marked - LOOK_BACK_FOR_QUOTES) : stop]
    if before.count("（") > before.count("）"):
        return "）" in text[stop : stop + 120]
    quote = text[stop - 1] if stop > marked else ""
    opened = before.rfind(_OPEN.get(quote, "\n"), 0, -1)
    led = opened > 0 and before[opened - 1] in "：:，,"  # 他说：“…。”: said already
    return opened >= 0 and not led and _SAID.match(text, stop) is not None


def _opens(text: str, block: int, position: int, character: str) -> bool:
    """“ closes in German („…“) and opens in English (“…”); » and « likewise by country."""
    before = text[block:position]
    if character == "“":
        return before.count("„") <= before.count("“") and before.count("“") <= before.count("”")
    other = "»" if character == "«" else "«"
    return before.count(other) <= before.count(character)


def _is_glued(text: str, left: int, match: re.Match[str], stop: int) -> bool:
    """ "am Vortag.Der" ends a sentence, "S.p.A.", "Amazon.De" and "12.Juni" do not."""
    follower = text[stop : stop + 40]
    opener = follower[:1] in "\"„“»('"
    follower = follower.lstrip("\"„“»('")
    if match.group() == "." and HAN.match(follower) and HAN.match(text, match.start() - 1):
        return True  # Chinese with a Latin full stop
    if not follower[:1].isupper():
        return False
    before = text[max(left, match.start() - LOOK_BACK) : match.start()]
    word = before[-1:]
    if match.group() != ".":
        return word.isalnum() or word in CLOSERS + "%€$"
    if stop > match.end() or opener:
        return word.isalnum() or word in CLOSERS + "%€$"
    if len(follower) < 2 or not (follower[1].islower() or follower[1] == " "):
        last = _WORD_BEFORE.search(before)
        long_enough = last is not None and len(last.group()) >= 5 and last.group()[-1].islower()
        return long_enough and follower[:3].isupper()
    token = before.rsplit(None, 1)[-1] if before.strip() else ""
    if "://" in token or "www." in token or "@" in token:
        return False
    if word in CLOSERS + "%€$":
        return True
    last = _WORD_BEFORE.search(before)
    if last is None:
        return False
    value = last.group()
    if value[-1].isdigit():
        return len(value) >= 4 or "," in token
    if len(value) == 2:
        return value.islower() and not _is_listed(value)
    return len(value) >= 3


def _is_listed(word: str) -> bool:
    return word in _words("never_last") or word in _words("sometimes_last")


def _is_in_brackets(text: str, left: int, dot: int, end: int) -> bool:
    """An aside like "(Vj. 1,00 Euro)" ends no sentence."""
    opened = text.rfind("(", max(left, dot - 200), dot)
    if opened < 0 or not text[left:opened].strip() or text.find(")", opened, dot) >= 0:
        return False
    closed = text.find(")", dot, min(end, dot + 120))
    return closed >= 0 and text.find("(", dot, closed) < 0


def _is_part_of_word(text: str, left: int, dot: int, bare: str, *, ordinals: bool) -> bool:
    """Is this full stop the end of an abbreviation, an initial or an ordinal?"""
    before = text[max(left, dot - LOOK_BACK) : dot]
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group()
    following = _NEXT_WORD.match(bare)
    next_word = following.group() if following else ""
    starts = next_word in _words("starters")
    if word[-1].isdigit():
        if len(word) <= 2 and not text[left : dot - len(word)].strip(_OPENERS + " "):
            return True  # the number of a list's item
        return ordinals and _is_ordinal(before, word, bare, next_word, starts=starts)
    folded = word.casefold()
    if folded in _CLOCK:
        return next_word in _words("after_clock")
    short = folded.rpartition("-")[2]  # "Dipl.-Ing."
    if short in _words("never_last"):
        return not (starts and len(word) > 2 and word.isupper())  # "ING", "VER"
    if folded in _words("before_number"):
        return bare[0].isdigit() or bare[0] == "§"
    if folded in _words("sometimes_last") or word in _words("capitalised"):
        return not starts
    if len(word) == 1 and word.isalpha():
        spaced = re.search(r"\b\w\.\s?\w$", before) is not None  # "z. B.", "U.S."
        return not (starts and (spaced or word.isupper()))
    if "." in word and len(word) <= 6 and all(len(part) <= 2 for part in word.split(".")):
        return not starts  # "U.S.", "z.B.", "S.p.A.", "a.m."
    if ordinals and _ROMAN.match(word) and len(word) > 1:
        return not starts
    return False


def _is_ordinal(before: str, word: str, bare: str, next_word: str, *, starts: bool) -> bool:
    number = re.search(r"[\d.,]+$", before)
    token = number.group() if number else word
    if not token.isdigit() or len(token) > 3:
        return bool(re.fullmatch(r"\d{1,2}\.\d{1,2}", token)) and not starts  # "12.6. Uhr"
    if next_word.rstrip("s") in _words("counted") or next_word in _words("counted"):
        return True
    previous = _PREVIOUS_WORD.search(before[: len(before) - len(token)])
    led = previous is not None and previous.group(1).casefold() in _words("before_ordinal")
    if bare[:1].isdigit():
        return led or (len(bare) > 1 and bool(re.match(r"\d{1,2}\.", bare)))
    if starts:
        return False
    return led
