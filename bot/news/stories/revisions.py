"""Is this the corrected or updated form of something told before?"""

import re

_CORRECTION = re.compile(
    r"^\W*(?:(?:dpa-AFX|WDH|REFILE|AFX)[\s/:-]+)?(?:\(?korrektur\w*\)?(?=\W)|berichtigung|berichtigt"
    r"|richtigstellung|korrigiert\w*|corrected|correction|correcting\sand\sreplacing|refile"
    r"|clarification|klarstellung|更正|勘误|修正)(?:(?<=[\u3400-\u9fff])|\b)\W*"
    r"|[\[(\s-](?:korrektur|berichtigung|korrigiert|corrected|correction|更正)[\])\s:]*$"
    r"|[\[(](?:korrektur|corrected|correction|更正)\b[^\])]*[\])]\s*$"
    r"|:\s(?:korrektur|berichtigung)\s(?:der|zur|einer)\s[\w-]{0,20}(?:veröffentlichung|meldung|mitteilung).*$",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:update|upd|aktualisiert|neufassung|zusammenfassung|gesamtzusammenfassung"
    r"|roundup|wrapup|wdh|wiederholung|ergänzung|更新)\b\s*(?:\d+|neu)?\s*(?:\([^)]*\))?"
    r"\s*(?:[:：/\-–—]\s*|\s(?=\())+"
    r"|^\((?:neu|new)[:,][^)]{1,80}\)\s*|\s\((?:neu|new):\s[^)]{1,80}\)\s*$|^【更新】\s*"
    r"|[\[(](?:update|aktualisiert|updated|neu)(?:\s\d+)?[\])]\s*$"
    r"|\s[-–—]\s(?:update|aktualisiert|updated)(?:\s\d+)?\s*$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"""^(?:
    (?:EQS|DGAP|PTA|pta|OTS|ots|EANS|dpa-AFX|WDH)[-\s]?
        (?:News|Adhoc|Ad-hoc|AFR|DD|PVR|Stimmrechte|CMS|NVR|HV|Tip|CORPORATE[ ]NEWS|TTR|WpÜG)?\s*:
    |(?:EILMELDUNG|EIL|BREAKING|EXCLUSIVE|EXKLUSIV|AKTIEN?[ ]IM[ ]FOKUS(?:\s\d+)?
        |ANALYSE-FLASH|OTS|RPT|IRW-PRESS|IRW-News|News|快讯|独家)\s*[:：-]
    )\s*""",
    re.VERBOSE,
)
_VIA = re.compile(r"\s(?:[-–—|])\s[^-–—|\d]{2,40}$")  # a publisher, who has no figures


def is_correction(title: str) -> bool:
    """ "KORREKTUR: …", "Corrected: …", "… (Korrektur)": what was told before was wrong."""
    return _CORRECTION.search(bare_of_kind(title)) is not None


def is_update(title: str) -> bool:
    """ "UPDATE 2-…", "ROUNDUP/Aktualisiert: …": what was told before is now told better."""
    return _UPDATE.search(bare_of_kind(title)) is not None


def bare_of_kind(title: str) -> str:
    """Without the sort of message in front ("EQS-Adhoc:", "Eilmeldung:")."""
    return _KIND.sub("", title.strip())


def bare_title(title: str) -> str:
    """The headline itself: without kind, correction or update mark, and without the publisher."""
    text = title.strip()
    for _ in range(3):
        shorter = _UPDATE.sub("", _CORRECTION.sub("", bare_of_kind(text))).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    cut = _VIA.sub("", text)
    return cut if len(cut) >= 20 else text
