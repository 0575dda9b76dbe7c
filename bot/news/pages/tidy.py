"""Of the lines of a page: without the headline, bylines, pointers, and labels around the text."""

import re
from collections.abc import Sequence

from bot.language.boilerplate import is_boilerplate
from bot.news.pages.lines import size, words

LONGEST_LABEL = 90  # characters of a line that is no sentence
MOSTLY = 0.6  # of the text must stay when its ends are cut
LONGEST_POINTER = 250  # characters of a line that leads to another article
LONGEST_KICKER = 60  # characters that may stand with a headline
LONGEST_NOTE = 110  # characters of a line that may be boilerplate

_ENDS = re.compile(r"[.!?…。！？:;][\"”“»«’'‘)\]」』]*$")
_POINTER = re.compile(
    r"^\W*(?:lesen sie (?:auch|dazu|mehr)|lest auch|mehr zum thema|siehe auch|auch interessant"
    r"|das könnte sie auch|read (?:more|also|next)|also read|see (?:also|more)|related|don'?t miss)"
    r"\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:Sie|Ihnen|Ihren?|[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|[Yy]ou|[Yy]our)\b[^.!]{0,150}\?$"
)
_PROMOTES = re.compile(
    r"\b(?:schreiben|senden|schicken|mailen) (?-i:Sie) (?:uns|der redaktion)\b"
    r"|(?-i:\bIhre Meinung) (?:ist uns|zu|interessiert)"
    r"|^(?:please )?(?:write to|e-?mail|contact) us\b"
    r"|newsletter|abonnier|\bsubscribe\b|\bsign up\b|whats-?app-?\s?(?:kanal|channel)"
    r"|spendenfinanziert|mit (?:ihrer|deiner|einer) spende|(?:jetzt|hier) .{0,40}\bunterstützen!?$"
    r"|(?-i:Unterstützen|Helfen) Sie (?:uns|mit|unser)|\bdonate (?:now|today)\b"
    r"|\bsupport (?:our|independent) (?:work|journalism)|\bbecome a (?:member|subscriber)\b"
    r"|app herunterladen|\b(?:folge\w*|follow)\b.{1,60}\b"
    r"(?:facebook|instagram|twitter|telegram|google news|whatsapp)",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"^\W*(?:(?:additional |further )?(?:reporting|writing|editing|compiled|edited) by"
    r"|with (?:reporting|files|material|contributions) (?:by|from)"
    r"|mit (?:informationen|material|agenturmaterial|inhalten|beiträgen) (?:der|des|von)"
    r"|(?:mitarbeit|verwendete quellen) ?:"
    r"|.{0,220}\bcontributed (?:reporting|to (?:the|this) (?:report|reporting|story|article)\W*$))",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^\W*[a-zäöü]{2,4}(?:/[\w.-]{2,12})*\W*$")
_POINTS = re.compile(
    r"^\W*(?:darum geht['’]?s|auf einen blick|das wichtigste (?:in kürze|auf einen blick)|in kürze"
    r"|inhalt(?:sverzeichnis|sübersicht)?|key (?:points|takeaways|facts)|at a glance|in brief"
    r"|table of contents|(?:in diesem|in this) (?:artikel|article|story))\W*$",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"^\W*(?:embed(?:ded content)?|link zum \w{2,20}[- ](?:inhalt|video|beitrag)"
    r"|(?:empfohlener )?(?:externer|redaktioneller) inhalt"
    r"|(?:external|embedded) content|inhalt (?:von \w+ )?(?:anzeigen|laden))\W*$",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(
    r"\b(?:maschinelle\w* übersetz\w+|(?:automatisch|automatisiert|maschinell) übersetzt"
    r"|originalartikel|machine[- ]translat\w+|automatically translated|original article)\b"
    r"|^\W*(?:copyright\b|©|\(c\) \d{4}|\[(?:anzeige|werbung|advertisement)\])",
    re.IGNORECASE,
)


_SIGNED_POST = re.compile(r"^[—–-]\s?[^(]{1,60}\(@\w{1,20}\)")
_CHINESE_NOTE = re.compile(
    r"^\W*(?:(?:责任编辑|责编|编辑|编审|校对|审校|审核|监制|值班编辑|主编|统筹|策划|来源|通讯员|实习生)"
    r"\s*[：:/／丨|\s].{1,30}"
    r"|.{0,12}(?:作者|记者)\s+[\u4e00-\u9fff]{2,4}"
    r"|(?:\d{1,2}[、.．]\s*)?(?:回复[【“\"]|点击(?:菜单|上方|下方|右上|蓝字)|长按|戳这里|扫描?下方).{0,40}"
    r"|(?:资料图|图为|图说|图注)[：:，,\s].{0,60}|.{0,60}(?:[\s）)]|记者\S{2,12})摄影?[）)]?)$"
)
_OLD_TITLE = re.compile(r"^(?:本文)?原标题[：:]\s*(?:《[^》]{1,80}》\s*|(?=$))")


def tidy(lines: Sequence[str], title: str) -> list[str]:
    """Without the headline, bylines, pointers and what stands before and behind the text."""
    kept: list[str] = []
    pointed = listed = False
    for written in _without_lone_items(lines):
        line = _OLD_TITLE.sub("", written)
        if not line or not re.search(r"\w", line) or _same(line, title):
            continue
        listed = bool(_POINTS.match(line)) or (listed and line.startswith("- "))
        if listed:
            continue  # a box that says beforehand what the text says
        label = len(line) < LONGEST_LABEL and not _ENDS.search(line)
        if (pointed and label) or (not kept and _headline(line, title)):
            continue  # the headline, of the other article or in other words
        pointed = bool(_POINTER.match(line)) and len(line) < LONGEST_POINTER
        if pointed or _is_note(line):
            continue
        kept.append(line)
    return _core(kept)


def _without_lone_items(lines: Sequence[str]) -> list[str]:
    """Of a list with one item that is no sentence, nothing announces it: it is a link."""
    text = [line for line in lines if line]
    kept: list[str] = []
    for before, line, after in zip(["", *text], text, [*text[1:], ""], strict=False):
        alone = not before.startswith("- ") and not after.startswith("- ")
        lone = alone and line.startswith("- ") and not before.endswith(":")
        if not lone or _ENDS.search(line):
            kept.append(line)
    return kept


def _is_note(line: str) -> bool:
    """What the page says about itself, and what stands where something else was embedded."""
    if len(line) < LONGEST_NOTE and (
        is_boilerplate(line)
        or _STAND_IN.match(line)
        or _SIGNED_POST.match(line)
        or _CHINESE_NOTE.match(line)
    ):
        return True
    return len(line) < LONGEST_POINTER and bool(_ABOUT_ITSELF.search(line) or _CREDITS.match(line))


def _headline(line: str, title: str) -> bool:
    """Whether a line before the text is the headline, in nearly the words of the title."""
    ours, theirs = set(words(line)), set(words(title))
    alike = len(theirs) > 3 and len(ours & theirs) >= 0.6 * min(len(ours), len(theirs))
    return alike and len(line) < len(title) + LONGEST_KICKER and not _ENDS.search(line)


def _core(lines: list[str]) -> list[str]:
    """From the first sentence to the last: labels and lists around them are not the text."""
    lines = _without_requests(lines)
    text = [at for at, line in enumerate(lines) if _is_text(line)]
    if not text:  # a list, or the names and links of a gallery or a front page
        return lines if any(map(_ENDS.search, lines)) else []
    core = _without_requests(lines[text[0] : text[-1] + 1])
    return core if size(core) > MOSTLY * size(lines) else lines


def _without_requests(lines: list[str]) -> list[str]:
    """Without what the page wants from its readers in the end, or announces and does not say."""
    end = len(lines)
    while end and (
        _ASKS.search(lines[end - 1][-LONGEST_POINTER:])
        or _PROMOTES.search(lines[end - 1])
        or (lines[end - 1].endswith(":") and len(lines[end - 1]) < LONGEST_NOTE)
    ):
        end -= 1
    return lines[:end]


def _is_text(line: str) -> bool:
    if len(line) >= LONGEST_LABEL:
        return True
    return not line.startswith("- ") and bool(_ENDS.search(line)) and not _INITIALS.match(line)


def _same(line: str, title: str) -> bool:
    """Whether the line is the headline, perhaps with a kicker before it."""
    ours, theirs = words(line), words(title)
    if not theirs or len(ours) > len(theirs) + 8:
        return False
    return (
        theirs == ours
        or (len(theirs) > 3 and ours[-len(theirs) :] == theirs)
        or (len(ours) > 3 and theirs[-len(ours) :] == ours)
    )
