"""What stands in an article and tells nothing: bylines, disclosures, "Lesen Sie auch"."""

import re
from collections.abc import Sequence

from bot.language.sentences import Span
from bot.language.tokens import HAN

LONGEST_LINE = 200  # characters of a byline, a time, an address
LONGEST = 600  # characters of a disclosure; an ideograph counts as three

_STARTS = re.compile(
    r"""^\W{0,4}(?:
    lesen\s+sie\s+(?:auch|dazu|hier|mehr|jetzt)|(?:lies|lest)\s+auch
    |auch\s+interessant|mehr\s+(?:zum\s+thema|dazu\b.{0,20}$|lesen
    |infos?)
    |weiterlesen|hier\s+(?:weiterlesen|geht\s+es|klicken|lesen)
    |zum\s+thema|siehe\s+auch|zur\s+(?:nachricht|startseite|pressemitteilung)
    |das\s+könnte\s+(?:sie|dich|ihnen)|jetzt\s+(?:gratis|kostenlos
    |hier|mehr|lesen|anmelden|abonnieren|registrieren|den\s|neu:?
    |(?:\S+\s+){0,4}(?:eröffnen|sichern|handeln|herunterladen|testen|downloaden|traden|vergleichen)\b
    |depot\b)|depot\s+eröffnen|open\s+(?:an?|your)\s+(?:\w+\s+){0,2}account
    |start\s+trading|trade\s+now|立即(?:开户|開戶|下载|下載|注册|註冊)
    |abonnieren\b|folgen\s+sie|newsletter\b(?!-)|(?:anzeige|werbung|advertisement)\s*(?:[:|–-]|$)|(?-i:Anzeige[A-ZÄÖÜ])
    |behalten\s+sie\s+hier\b|sponsored|gesponsert|submitted\s+by\s
    |(?:foto|bild|fotos|bilder|bildquelle|bildnachweis|fotocredit
    |quelle|quellen|titelfoto|image|photo|picture|source|credit)s?
    (?:[\s-]?(?:credits?|courtesy|source|quelle|nachweis|rechte))?\s*[:：]
    |(?:hinweis|offenlegung|disclaimer|disclosure|haftungsausschluss
    |risikohinweis|interessenkonflikt|transparenzhinweis)\b
    |von\s+(?:der\s+|unserer\s+)?(?:\S+-)?redaktion\b|redaktion\b.{0,40}$
    |autor(?:in)?\s*:|kontakt\s*:|ansprechpartner|pressekontakt
    |isin\s*:|wkn\s*:|rückfragen
    |read\s+(?:more|also|next|the\s+full)|also\s+read|see\s+also
    |related\s*:|recommended|more\s+(?:from|on\s+this|:)|click\s+here
    |sign\s+up|subscribe\b|follow\s+us|don['’]t\s+miss
    |(?:additional\s+|further\s+)?\(?(?:reporting|writing|editing
    |compiled)\s+by|our\s+standards|view\s+comments|share\s+this
    |join\s+(?:our|the)\b.{0,30}(?:channel|newsletter|group)
    |media\s+contact|press\s+contact|investor\s+relations\s*:
    |contact\s*:|forward[-\s]looking\s+statements|safe\s+harbor
    |(?-i:(?:About|Über)\s(?:[A-ZÄÖÜ][\w&-]*\s?){1,5}\.?(?:$|:))
    |(?:lesezeit|lesedauer)\b\s*:?\s*(?:\w+\.?\s*)?\d|\d+\s?-?min(?:ute)?s?\s+read\b|passende\s+(?:produkte|zertifikate|artikel|themen|hebel)
    |werbehinweis|verantwortlich\s+für\s+den\s+inhalt|(?:photo|image|picture)s?\s+courtesy\s+of\b
    |download\s+(?:the|our)\s.{0,30}\bapp\b|abo\s+(?:abschlie|bestell|sicher)
    |für\s+(?:den\s+inhalt|die\s+inhalte?)\b.{0,60}\bverantwortlich
    |\(?mehr\s+(?:dazu|hierzu|nachrichten|news|analysen|artikel|hintergründe)\s+
    (?:hier|im|in\s+(?:der|diesem|unsere[mrn])|unter|lesen|finden|gibt|auf|zu[mr]?|über|rund)\b
    |(?:bleiben|halten)\s+sie\s+(?:sich\s+)?(?:informiert|auf\s+dem\s+laufenden)
    |melden\s+sie\s+sich|stay\s+(?:informed|up\s+to\s+date)|diskutieren\s+sie|teilen\s+sie
    |zu[mr]\s+(?:vollständigen|ganzen|kompletten|ausführlichen)\s|\(?(?:symbol|themen|archiv)bild
    |(?:der\s+beitrag|the\s+post)\b.{1,150}\b(?:erschien|appeared|was\s+published)\b
    |diese[rs]?\s+(?:text|artikel|beitrag|interview|analyse)\s+
    (?:ist\s+zu(?:erst|nächst)|erschien|stammt|wurde|stellt|dient)\b
    |(?:an\s+dieser\s+stelle\s+find(?:est|en\s+sie|et\s+ihr)\b|empfohlene[rs]?\s+(?:externe|redaktionelle)[rs]?\s)
    |(?:weiter|zurück)\s+(?:weiter|zurück)\b
    |alle\s+angaben|\(?end(?:e)?\)\s*dow\s+jones|copyright\s+(?-i:[A-ZÄÖÜ]|\d{4}|by\b)
    |get\s+(?:the\s+latest|our\s+(?:free|daily|weekly)|breaking\s+news)\b
    |this\s+(?:story|article|post|report)\s+(?:has\s+been|was|will\s+be)\s+(?:updated|corrected)
    |(?:story|article)\s+continues|write\s+to\s.{1,60}@
    |（?(?:责任|責任)?[编編][辑輯]\s*[：:/／]|(?:文章)?[来來]源[：:]|免责声明|免責聲明|风险提示|延伸阅读
    |相关阅读|更多(?:阅读|内容|资讯|精彩|报道|新闻)|点击(?:阅读|查看|下载|进入|关注|此处|这里|链接)|扫码|扫描
    |关注(?:我们|公众号)|订阅(?:我们|本|每日|简报)|本文(?:来自|来源|源自|转自|首发|作者|不构成)|声明[：:]
    |原标题|图片?(?:来源)?[：:/／]|（?文[/／|｜]|记者\s+\S{2,4}(?:\s+\S{2,6})?$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTAINS = re.compile(
    r"""alle\s+rechte\s+vorbehalten|all\s+rights\s+reserved|©
    |\(c\)\s+\d{4}|copyright\s+\d{4}|getty\s*images|shutterstock
    |picture[\s-]alliance|dpa[\s-]bildfunk
    |keine\s+(?:anlageberatung|anlageempfehlung|kaufempfehlung
    |aufforderung\s+zum)|not\s+(?:constitute\s+)?(?:an?\s+)?investment\s+advice
    |no\s+investment\s+advice
    |interessenkonflikt|hält\s+(?:\w+\s+){0,3}(?:unmittelbare\s+)?positionen
    |(?:owns|holds|has|have)\s+(?:no\s+)?(?:a\s+)?positions?\s+in\s+(?:any
    |the|shares|none|\w+\s+of\s+the)|motley\s+fool\s+(?:has|recommends
    |owns)|position\s+in\s+any\s+of\s+the\s+stocks
    |diese\s+(?:meldung|nachricht|mitteilung)\s+wurde\s+(?:automatisch
    |mit)|this\s+(?:article|story|report)\s+(?:was|is)\s+(?:generated
    |provided|originally|produced)|automatisch\s+(?:generiert
    |erstellt)
    |cookie|javascript|adblock|datenschutzerklärung|privacy\s+policy
    |terms\s+of\s+(?:use|service)|whatsapp-kanal|push-nachricht
    |forward-looking\s+statements|zukunftsgerichtete\s+aussagen
    |erfahren\s+sie\s+(?:hier|mehr)|gratis[- ](?:report|analyse|studie|ratgeber|newsletter|download)
    |kostenlose[nrs]?\s+(?:\S+-)?(?:report
    |newsletter|studie)|spezialreport|不构成(?:任何)?投资建议|投资有风险
    |totalverlust\S*\s+(?:\w+\s){0,2}(?:möglich|führen|kommen)|ohne\s+gewähr
    |\bcfds?\b.{0,80}(?:komplex|risik|risk|verlieren|lose)|capital\s+(?:is\s+)?at\s+risk
    |past\s+performance\s+(?:is|does)|wertentwicklung(?:en)?\s+(?:in\s+der\s+vergangenheit|sind|ist\s+kein)
    |delivered\s+to\s+your\s+inbox|author\s+(?:\w+\s){0,2}(?:owns|holds)\s
    |affiliate[-\s]?links?\b|\b(?:erhalten|bekommen)\s+wir\s+(?:\w+\s+){0,3}provision\b
    |\bwe\s+(?:may\s+|can\s+)?(?:earn|receive)\s+an?\s+(?:\w+\s+){0,2}commission\b
    |(?:wir\s+(?:benötigen|brauchen)(?:\s+dafür)?|(?:benötigen|brauchen)\s+wir)\s+
    (?:ihre|deine|eure)\s+(?:einwilligung|zustimmung)
    |\bchart\s+zeitraum\b|\b\d+\s+(?:von|of)\s+\d+\s+(?:zurück\s+weiter|previous\s+next)\b
    |仅供参考|需谨慎|不得转载|禁止转载|版权所有|阅读原文|下载(?:客户端|app)|作者(?:不|未)?持有|未经授权|公众号
    |besprochene[nrs]?\s+(?:gesellschaft|unternehmen|finanzinstrument|aktie|wertpapier|derivat|titel).{0,60}
    (?:beteilig|profitier|halten|hält|position)|positions?.{0,40}besprochene
    |\b(?:können|lesen|finden|erfahren|sehen|behalten|verfolgen)\s+sie\s(?:\S+\s){0,9}?
    (?:nachlesen|im\s+auge|im\s+(?:\S+-?)?(?:blog|ticker|newsticker|liveticker|newsletter|video))\b
    |\bautor(?:in|en)?\b.{0,60}\b(?:hält|halten|besitzt|besitzen|investiert)\b.{0,60}
    (?:wertpapiere|aktien|anteile|positionen|papiere)\b(?!\sfür)|\bweiterlesen\W*$
    |wer(?:ben)?\s+mit\s+hebel|vontobel\s+markets|hebelprodukt|knock-?outs?\s+auf""",
    re.IGNORECASE | re.VERBOSE,
)
# Each alternative above needs one of these.
_TELLTALES = (
    "rechte", "rights", "©", "(c)", "copyright", "getty", "shutterstock", "picture", "bildfunk",
    "empfehlung", "aufforderung", "beratung", "advice", "interessenkonflikt", "position", "motley",
    "wurde", "article", "story", "report", "automatisch", "cookie", "javascript", "adblock",
    "datenschutz", "privacy", "terms", "whatsapp", "push", "forward", "zukunftsgerichtet",
    "erfahren", "gratis", "kostenlos", "投资", "hebel", "vontobel", "knock", "totalverlust",
    "gewähr", "cfd", "capital", "performance", "wertentwicklung", "inbox", "author", "参考", "谨慎",
    "转载", "版权", "原文", "下载", "作者", "授权", "公众号", "besprochene",
    "autor", "affiliate", "weiterlesen", "nachlesen", "im auge", "ticker", "blog", "newsletter",
    "video", "einwilligung", "zustimmung", "zeitraum", "zurück weiter", "previous next",
    "provision", "commission",
)  # fmt: skip
_WHOLE = re.compile(
    r"""^\W*(?:
    (?:von|by)\s+(?-i:[A-ZÄÖÜ][\w.'’-]+(?:(?:\s*,\s*|\s+(?:und|and|&)\s+|\s+)[A-ZÄÖÜ][\w.'’-]+){0,5})(?:,?\s*(?:dpa(?:-AFX)?
    |reuters|afp|bloomberg|dow\s+jones(?:\s+newswires)?|ap|awp
    |apa|cnbc))?(?:\s*\|.*)?
    |(?:/[a-z]{2,4})+
    |(?:dpa(?:-afx)?|reuters|afp|bloomberg|dow\s+jones|ap|awp
    |apa|mb|red|sid|ots|pte)(?:\s*/\s*\w{2,6})*
    |\(?(?:mit|unter\s+verwendung\s+von)\s+(?:material|agenturmaterial|informationen)\s+(?:von|der|des)\s.{2,40}
    |-{2,}.{0,80}-{2,}
    |[\d.:/\s,-]+(?:uhr|am|pm|mez|cet|et|gmt|utc)?
    |(?:stand|updated?|aktualisiert|published|veröffentlicht|last\s+updated)\s*:?\s.{0,50}
    |\S+@\S+|https?://\S+|www\.\S+|tel\.?\s*:?.{3,40}
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_DATELINE = re.compile(
    r"""^(?:
    [A-ZÄÖÜ][A-ZÄÖÜ\w.'’/ -]{1,40}(?:,\s[\w. ]{2,20})?\s?\((?:dpa(?:-AFX)?(?:\s\w+)?
    |Reuters|AFP|AP|APA|awp|AWP|Bloomberg|Dow\sJones|IT-Times
    |pte|ots|sid|Xinhua|PRNewswire|BUSINESS\sWIRE|GLOBE\sNEWSWIRE
    |www\.[\w.-]+|[\w-]+\.(?:de|com|net|ch|at))[^)]{0,30}\)\s*[-–—:]+\s*
    |[A-ZÄÖÜ][\w.'’/-]{1,30}\s\([a-zäöü]{2,4}\)\s*[-–—]+\s*
    |\((?:dpa(?:-AFX)?|Reuters|AFP|AP|Bloomberg|Dow\sJones)\)\s*[-–—:]*\s*
    |(?:[A-ZÄÖÜ]{3,}(?:[/ ][A-ZÄÖÜ]{2,}){0,3},\s\w+\.?\s\d{1,2}\s)?\((?:Reuters|AP|AFP)\)\s[-–—]+\s
    |(?:新华社|中新社|中新网|财联社|智通财经|格隆汇|路透社?)[^，。]{0,20}(?:[电讯訊電]|\d日(?:电|讯|[丨|]))[，,：:\s]*
    )""",
    re.VERBOSE,
)
_ENDS = re.compile(r"[.!?…。！？:][\"”“»«’'‘)\]」』]*$")


def dateline(text: str) -> int:
    """How many characters at the beginning are a dateline ("FRANKFURT (dpa-AFX) - ")."""
    if "(" not in text[:80] and not HAN.match(text):
        return 0
    found = _DATELINE.match(text)
    return found.end() if found else 0


def is_boilerplate(text: str) -> bool:
    """True for a byline, disclosure, advertisement, pointer to another article or the like."""
    return _is_boilerplate(text, _TELLTALES)


def _is_boilerplate(text: str, telltales: Sequence[str]) -> bool:
    if _STARTS.match(text) or not any(map(str.isalnum, text)) or _contains(text, telltales):
        return True
    return len(text) <= LONGEST_LINE and _WHOLE.match(text) is not None


def _contains(text: str, telltales: Sequence[str]) -> bool:
    if len(text) * (3 if HAN.search(text) else 1) > LONGEST:
        return False  # prose that mentions such a thing
    folded = text.casefold()  # most sentences hold none of the words, and the search is slow
    return any(word in folded for word in telltales) and _CONTAINS.search(text) is not None


def is_heading(text: str) -> bool:
    """A line that is no sentence: no mark at its end, and short."""
    return not _ENDS.search(text) and len(text) < 120


def without_boilerplate(spans: Sequence[Span], *, datelines: bool = True) -> list[Span]:
    """The spans that tell something, to the letter; without `datelines`, those are cut off."""
    everything = "\n".join(span.text for span in spans).casefold()
    telltales = [word for word in _TELLTALES if word in everything]
    kept: list[Span] = []
    for span in spans:
        cut = dateline(span.text)
        text = span.text[cut:]
        if text and not _is_boilerplate(text, telltales):
            kept.append(Span(text, span.start + cut, span.end) if cut and not datelines else span)
    return kept
