"""Pages that are no article: a question for consent, a check for robots, an error page."""

import re

from lxml import etree
from lxml.etree import ElementBase

LONGEST_WALL = 2500  # characters; an article about cookies is longer
SPARSE = 250  # characters to one such phrase; walls have several in a paragraph

_CONSENT = re.compile(
    r"cookies? (?:zustimmen|akzeptieren|ablehnen|policy)|(?:accept|reject|manage) (?:all )?cookies"
    r"|mit werbung (?:weiterlesen|lesen|nutzen)|um der nutzung .{0,60}zuzustimmen"
    r"|pur[- ]abo|contentpass"
    r"|(?:we|wir) (?:and|und) (?:our|unsere)(?: \d+)? partners?"
    r"|wir und unsere(?: \d+)? (?:partner|dritt)"
    r"|(?:store|access) (?:and/or access )?information on (?:a|your) device"
    r"|informationen auf (?:einem|ihrem) (?:ger[äa]t|endger[äa]t)"
    r"|personalisierte (?:werbung|anzeigen)"
    r"|personali[sz]ed (?:ads|advertising|content)|before you continue to"
    r"|bevor sie fortfahren|bevor sie zu"
    r"|einwilligung (?:jederzeit )?widerrufen|withdraw (?:your )?consent"
    r"|privacy (?:settings|preferences)"
    r"|datenschutz-?einstellungen|zustimmung (?:erteilen|jederzeit)"
    r"|tracking .{0,40}(?:cookies|zustimm)"
    r"|alle akzeptieren|accept all|reject all|alle ablehnen|your privacy choices|ihre privatsphäre"
    r"|我们使用cookie|接受所有cookie",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"verify (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|i am not a robot"
    r"|checking your browser|enable javascript and cookies to continue|unusual traffic"
    r"|just a moment\.\.\.|attention required!|access (?:to this page has been )?denied"
    r"|request blocked|pardon our interruption|ich bin kein roboter"
    r"|bestätigen sie, dass sie ein mensch"
    r"|zugriff verweigert|captcha|安全验证|请完成验证",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:please |bitte )?(?:enable|aktivieren sie|turn on) (?:your |ihr )?javascript"
    r"|javascript (?:is (?:required|disabled)|ist deaktiviert|aktivieren)",
    re.IGNORECASE,
)
_WALL_TITLES = re.compile(
    r"^(?:consent|cookie[- ]?(?:consent|policy)|privacy (?:settings|consent)|zustimmung"
    r"|einwilligung"
    r"|before you continue|bevor sie|yahoo ist teil der|datenschutz(?:einstellungen)?$"
    r"|.{0,40}\bconsent(?: management| page)\b)",
    re.IGNORECASE,
)
_GONE_TITLES = re.compile(
    r"^(?:error\s*)?(?:404|403|410|500|502|503)\b|^(?:page|seite) (?:not|nicht) (?:found|gefunden)",
    re.I,
)


def shown(tree: ElementBase) -> str:
    """What a reader of the page sees, at most so much that a wall would be found in it."""
    pieces: list[str] = []
    size = 0
    for element in tree.iter(etree.Element):
        if element.tag in ("script", "style", "head", "title"):
            pieces.append(element.tail or "")
        else:
            pieces += (element.text or "", element.tail or "")
        size += len(pieces[-1])
        if size > LONGEST_WALL:
            break
    return " ".join(" ".join(pieces).split())[:LONGEST_WALL]


def wall(title: str, text: str) -> str | None:
    """Why this is no article, as the reason of an error; None where it is one."""
    if len(text) > LONGEST_WALL:
        return None
    everything = f"{title}\n{text}"
    asked = len(_CONSENT.findall(everything))
    if _WALL_TITLES.search(title) or asked * SPARSE > len(everything):
        return "it asks for consent before it shows the article"
    if _ROBOT.search(title) or (_ROBOT.search(text) and len(text) < 1000):
        return "it asks whether we are a robot"
    if _SCRIPT.search(everything) and len(text) < 300:
        return "it shows nothing without JavaScript"
    if _GONE_TITLES.search(title):
        return "it is an error page"
    return None
