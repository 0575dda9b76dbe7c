"""May this be shown? A written summary says what its sources say, or it is refused.

Pure; to be run in a worker process, because the language detector is large. Every reason is a
word for the log, which never tells the text itself.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.language.identify import detect
from bot.language.tokens import content_words
from bot.news.writing.contradiction import contradiction
from bot.news.writing.figures import figures
from bot.news.writing.names import unknown_names
from bot.news.writing.prompt import MOST_CHARACTERS

_LEAST_CHARACTERS, _LEAST_OF_CHINESE = 30, 12
_MOST_SENTENCES = 3
_BACKED = 0.5  # share of the words that carry meaning which the sources have too
_UNREADABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "So", "Zl", "Zp"})

_MARKDOWN = re.compile(r"[*_~|`<>\[\]{}\\#]|^\s*(?:[-+•>]|\d+[.)])\s")
_MENTION = re.compile(r"[@＠]|\b(?:everyone|here)\b(?=\s*$)", re.IGNORECASE)
_ADDRESS = re.compile(r"://|\bwww\.|\bmailto:|\b[\w-]+\.[a-z]{2,}\b|\b\w+\.\w+/\w", re.IGNORECASE)
_ADDRESS_ENDS = re.compile(r"\.[a-zäöü]{2,}\b")
_ADVICE = re.compile(
    r"\b(?:BUY|SELL|HOLD|KAUFEN|VERKAUFEN|HALTEN)\b"
    r"|(?i:\b(?:strong buy|buy now|sell now|should (?:buy|sell)|jetzt (?:ver)?kaufen"
    r"|kaufen sie|verkaufen sie|sollten? \w+ (?:ver)?kaufen)\b|建议(?:买入|卖出))"
)
# An opinion, unless a source says it in these words.
_OPINION = re.compile(
    r"\b(?:einsteigen|zugreifen|zuschlagen|jetzt handeln"
    r"|(?:klarer?|ein|jetzt|absoluter) kauf(?!preis)\b|schnäppchen|kaufgelegenheit|einstiegschance"
    r"|(?:great|good|buying|once-in-a-lifetime) opportunity|must[- ]have|no-brainer|bargain"
    r"|don't miss|to the moon|act now|buy the dip)\b|抄底|不要错过|值得买入|买入机会",
    re.IGNORECASE,
)
# What a model says before it says what it was asked for.
_PREAMBLE = re.compile(
    r"\W*(?:hier (?:ist|sind|folgt|kommt)|here(?:'s|’s| is| are)|sure\b[!,.:]|certainly\b[!,.:]"
    r"|of course\b[!,.:]|gerne?\b[!,.:]|natürlich\b[!,.:]|(?:in )?(?:summary|zusammenfassung"
    r"|antwort|answer|übersetzung|translation|thinking|reasoning|output|headline|überschrift)\s*[:：]"
    r"|i(?:'m|’m| am) sorry|es tut mir leid|leider kann ich|als ki\b|以下是|好的|当然"
    r"|总结[:：]|摘要[:：]|抱歉)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?i:previous instructions|vorherige[nr]? anweisung|system prompt|language model"
    r"|sprachmodell|as an ai\b|i cannot|ich kann (?:diese|das|dir|ihnen)|忽略)"
)
_QUOTED = re.compile(
    r"„([^„“”\"]*)[“”\"]|“([^“”]*)”|\"([^\"]*)\"|»([^«»]*)«|«([^«»]*)»|「([^」]*)」|『([^』]*)』"
    r"|《([^》]*)》|‚([^‚‘]*)‘|(?<!\w)'([^']+)'(?!\w)|(?<!\w)‘([^‘’]+)’(?!\w)"
)
_QUOTE_MARKS = re.compile(r"[„“”\"»«「」『』《》‚]")
_ENDS = re.compile(r"[.!?。！？…][\"“”»«」』’‘')]*$")
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s+[A-ZÄÖÜ„“\"])|[。！？]")


class Refusal(StrEnum):
    """Why a written summary is not shown."""

    LENGTH = "length"
    FORM = "form"
    LINK = "link"
    MENTION = "mention"
    ADVICE = "advice"
    ORDER = "order"
    QUOTATION = "quotation"
    NUMBER = "number"
    DIRECTION = "direction"
    NEGATION = "negation"
    SUM = "sum"
    NAME = "name"
    LANGUAGE = "language"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the model was given. language: of these texts, None where unknown.

    names: the company's own, which may replace each other where the texts have one of them.
    """

    texts: tuple[str, ...]
    language: str | None
    names: tuple[str, ...] = ()


def refusal(text: str, evidence: Evidence, language: str) -> Refusal | None:
    """Why `text` may not be shown as the summary in `language`; None where it may."""
    if len(text) > MOST_CHARACTERS:  # before anything reads it
        return Refusal.LENGTH
    found = _form(text) or _quotations(text, evidence.texts)
    if found is not None:
        return found
    told = [figure for one in evidence.texts for figure in figures(one, evidence.language)]
    for figure in figures(text, language):
        if not any(figure.backed_by(one) for one in told):
            return Refusal.NUMBER
    if _has_opinion(text, evidence.texts):
        return Refusal.ADVICE
    if next(unknown_names(text, _with_names(evidence), language), None) is not None:
        return Refusal.NAME
    if detect(text).code != language:
        return Refusal.LANGUAGE
    if not _same_subject(text, evidence, language):
        return Refusal.SUBJECT
    turned = contradiction(text, evidence.texts, language, evidence.language)
    return None if turned is None else Refusal(turned.value)


def _form(text: str) -> Refusal | None:
    chinese = sum("\u3400" <= char <= "\u9fff" for char in text) * 3 > len(text)
    least = _LEAST_OF_CHINESE if chinese else _LEAST_CHARACTERS
    folded = unicodedata.normalize("NFKC", text)
    checks: tuple[tuple[Refusal, bool], ...] = (
        (Refusal.MENTION, bool(_MENTION.search(folded))),
        (Refusal.LINK, any(_has_address(one) for one in (text, folded))),
        (Refusal.FORM, any(unicodedata.category(char) in _UNREADABLE for char in text)),
        (Refusal.FORM, bool(_MARKDOWN.search(text))),
        (Refusal.ADVICE, bool(_ADVICE.search(text))),
        (Refusal.ORDER, bool(_ORDER.search(text) or _PREAMBLE.match(text))),
        (Refusal.LENGTH, len(text) < least),
        (Refusal.LENGTH, len(_SENTENCE_ENDS.findall(text)) > _MOST_SENTENCES),
        (Refusal.FORM, not _ENDS.search(text)),
    )
    return next((reason for reason, wrong in checks if wrong), None)


def _has_opinion(text: str, sources: Sequence[str]) -> bool:
    told = "\n".join(sources).casefold()
    return any(match[0].casefold() not in told for match in _OPINION.finditer(text))


def _has_address(text: str) -> bool:
    """Whether anything in it reads like an address; "discord.gg" is one, "z.B." is none."""
    return any(
        "://" in match[0]
        or "/" in match[0]
        or _ADDRESS_ENDS.search(match[0]) is not None
        or match[0].lower() in {"www.", "mailto:"}
        for match in _ADDRESS.finditer(text)
    )


def _quotations(text: str, sources: Sequence[str]) -> Refusal | None:
    """Quoted is only what a source says to the letter; a mark without its partner is no quote."""
    told = " ".join(" ".join(source.split()) for source in sources)
    for match in _QUOTED.finditer(text):
        words = " ".join(next(one for one in match.groups() if one is not None).split())
        if not words or words.rstrip(".,!?。，") not in told:
            return Refusal.QUOTATION
    return Refusal.QUOTATION if _QUOTE_MARKS.search(_QUOTED.sub("", text)) else None


def _with_names(evidence: Evidence) -> tuple[str, ...]:
    """The texts, and the company's other names where one of them is told."""
    everything = "\n".join(evidence.texts).casefold()
    told = any(name.casefold() in everything for name in evidence.names if len(name) > 1)
    return (*evidence.texts, *evidence.names) if told else evidence.texts


def _same_subject(text: str, evidence: Evidence, language: str) -> bool:
    """In one language half of the words are the sources' own; across languages something is."""
    own = content_words(text)
    told = {word for one in _with_names(evidence) for word in content_words(one)}
    shared = sum(word in told for word in own)
    if evidence.language == language:
        return shared >= _BACKED * len(own)
    return shared > 0
