"""Who said it first? The source that the text itself names, else the publisher.

In this order: a medium or agency that the text credits ("wie Reuters mitteilte", "according to
Bloomberg", "据路透社报道"), the company's own statement ("teilte das Unternehmen mit"), the agency of
the dateline ("FRANKFURT (dpa-AFX) -"), the publisher.
"""

import re

from bot.news.models import Article

READ_AT_MOST = 8_000  # characters; a credit stands early

# How texts write a source → how we write it.
_SOURCES: dict[str, str] = {
    "Nachrichtenagentur Reuters": "Reuters", "Thomson Reuters": "Reuters", "Reuters": "Reuters",
    "路透社": "Reuters", "路透": "Reuters",
    "Bloomberg News": "Bloomberg", "Bloomberg": "Bloomberg", "彭博社": "Bloomberg", "彭博": "Bloomberg",
    "dpa-AFX": "dpa-AFX", "dpa-afx": "dpa-AFX", "Deutsche Presse-Agentur": "dpa", "dpa": "dpa",
    "Dow Jones Newswires": "Dow Jones Newswires", "Dow Jones": "Dow Jones Newswires",
    "道琼斯": "Dow Jones Newswires", "AFP": "AFP", "法新社": "AFP", "Associated Press": "AP", "美联社": "AP",
    "APA": "APA", "AWP": "AWP", "awp": "AWP", "Xinhua": "Xinhua", "新华社": "Xinhua", "Kyodo": "Kyodo", "Yonhap": "Yonhap",
    "Wall Street Journal": "Wall Street Journal", "WSJ": "Wall Street Journal", "华尔街日报": "Wall Street Journal",
    "Financial Times": "Financial Times", "FT": "Financial Times", "金融时报": "Financial Times",
    "New York Times": "New York Times", "Washington Post": "Washington Post", "CNBC": "CNBC", "CNN": "CNN", "BBC": "BBC",
    "The Information": "The Information", "Business Insider": "Business Insider", "Axios": "Axios",
    "Barron's": "Barron's", "The Verge": "The Verge", "TechCrunch": "TechCrunch", "Politico": "Politico",
    "The Guardian": "The Guardian", "Guardian": "The Guardian", "Daily Telegraph": "The Telegraph", "Sky News": "Sky News", "Sunday Times": "The Sunday Times",
    "Handelsblatt": "Handelsblatt", "Manager Magazin": "manager magazin", "manager magazin": "manager magazin",
    "Manager-Magazin": "manager magazin", "Spiegel": "Der Spiegel", "Frankfurter Allgemeine": "FAZ", "FAZ": "FAZ", "F.A.Z.": "FAZ",
    "Süddeutsche Zeitung": "Süddeutsche Zeitung", "Süddeutschen Zeitung": "Süddeutsche Zeitung",
    "Börsen-Zeitung": "Börsen-Zeitung", "WirtschaftsWoche": "WirtschaftsWoche", "Wirtschaftswoche": "WirtschaftsWoche",
    "Bild am Sonntag": "Bild am Sonntag", "Bild-Zeitung": "Bild", "Bild": "Bild", "Welt am Sonntag": "Welt am Sonntag", "Welt": "Die Welt", "Platow": "Platow Brief",
    "Automobilwoche": "Automobilwoche", "Neue Zürcher Zeitung": "NZZ", "NZZ": "NZZ", "Standard": "Der Standard",
    "Les Echos": "Les Echos", "Le Monde": "Le Monde", "Corriere della Sera": "Corriere della Sera", "Il Sole 24 Ore": "Il Sole 24 Ore",
    "Nikkei": "Nikkei", "日经": "Nikkei", "South China Morning Post": "South China Morning Post", "南华早报": "South China Morning Post",
    "Caixin": "Caixin", "财新": "Caixin", "财联社": "Cailianshe", "第一财经": "Yicai", "Yicai": "Yicai", "36氪": "36Kr",
    "Global Times": "Global Times", "环球时报": "Global Times", "证券时报": "Securities Times", "Digitimes": "Digitimes", "Counterpoint": "Counterpoint", "IDC": "IDC", "Canalys": "Canalys", "Gartner": "Gartner",
}  # fmt: skip
_NAME = (
    "(?P<name>" + "|".join(re.escape(one) for one in sorted(_SOURCES, key=len, reverse=True)) + ")"
)
_NAME_ZH = "(?P<name>" + "|".join(
    re.escape(one) for one in sorted(_SOURCES, key=len, reverse=True) if not one.isascii() or one in {"Reuters", "Bloomberg"}
) + ")"  # fmt: skip
_TELL_DE = (
    "berichte?t?e?n?|mitteilte|meldete?n?|schrieb|schreibt|erfuhr|erfahren|zufolge|vorab|hervorgeht|"
    "recherchierte|sagte|mitgeteilt|gemeldet|berichtet"
)
_FILL = r"(?:[^.!?\n\u3002]{0,50}?)"
_MEDIA = (
    rf"\b(?i:wie)\s(?:\w+\s){{0,2}}?(?:(?:die|das|der|dem|den)\s)?(?:[\w-]+\s){{0,3}}?[\"„“'»‚]?{_NAME}\b[\"“”'«‘]?{_FILL}\b(?:{_TELL_DE})",
    rf"\b(?i:laut|gemäß|nach\sangaben\s(?:von|der|des)|nach\sinformationen\s(?:von|der|des)|unter\sberufung\sauf|mit\sverweis\sauf|berichten?\s(?:von|der|des))\s(?:(?:die|das|der|dem|den|einem|einen|eines|insider)\s)?(?:[\w-]+\s){{0,3}}?[\"„“'»‚]?{_NAME}\b",
    rf"[\"„“'»‚]?\b{_NAME}\b[\"“”'«‘]?\s(?:am\s\w+\s|zuvor\s|zuerst\s|bereits\s|vorab\s|exklusiv\s)?(?:{_TELL_DE})\b",
    rf"\b(?:{_TELL_DE})\s(?:\w+\s){{0,3}}?(?:(?:die|das|der)\s)?(?:[\w-]+\s){{0,2}}?[\"„“'»‚]?{_NAME}\b",
    rf"\b(?:sagte|erklärte|teilte)\b{_FILL}\b(?:gegenüber\s)?(?:der|dem|den)?\s?(?:[\w-]+\s){{0,2}}?[\"„“'»‚]?{_NAME}\b(?:\smit)?",
    rf"(?i:according\sto|citing|reported\s(?:earlier\s)?by|as\sreported\sby|in\san\sinterview\swith|told|first\sreported\sby)\s(?:(?:a|an|the)\s)?(?:report\s(?:by|from|in)\s)?(?:the\s)?(?:[\w-]+\s){{0,2}}?{_NAME}\b",
    rf"\b(?:The\s)?{_NAME}\b\s(?:news\sagency\s|newspaper\s)?(?:first\s|earlier\s|exclusively\s|on\s\w+day\s|has\s|had\s|also\s)?(?:reported|reports|said|says|wrote|writes)\b",
    rf"(?:据|援引|根据|引述){_FILL}{_NAME_ZH}{_FILL}(?:报道|報道|消息|称|稱|援引|报导|報導)?",
    rf"{_NAME_ZH}(?:[^，。]{{0,12}})(?:报道|報道|报导|報導|消息|称|援引)",
    rf"\({_NAME}\)\s*[.。]?\s*$",
)  # fmt: skip
_COMPANY = (
    r"(?i:teilte)\s(?:das|der|die)\s(?:\S+\s){0,4}?(?:unternehmen|konzern|gesellschaft|firma|hersteller|autobauer|bank|versicherer|händler|anbieter|gruppe|\w+konzern|\w+hersteller|\w+bauer|\w+anbieter|\w+riese)\b[^.!?\n]{0,80}\bmit\b",
    r"(?i:(?:das|der|die)\s(?:unternehmen|konzern|gesellschaft|firma|hersteller|autobauer|bank)\s(?:teilte|gab|hat|kündigte)\b[^.!?\n]{0,100}\b(?:mit|bekannt|mitgeteilt|mitteilte|an)\b)",
    r"(?i:wie\s(?:das|der|die)\s(?:unternehmen|konzern|gesellschaft|firma|hersteller|bank)\b[^.!?\n]{0,60}\b(?:mitteilte|mitteilt|bekanntgab|bekannt\sgab|erklärte|meldete))",
    r"(?i:in\s(?:der|einer)\s(?:presse|ad-hoc-|pflicht)?-?mitteilung|laut\s(?:einer\s)?(?:presse|ad-hoc-|pflicht|unternehmens)-?mitteilung|laut\s(?:dem\s)?unternehmen|nach\sangaben\sdes\s(?:unternehmens|konzerns)|laut\sunternehmensangaben)",
    r"(?i:the\s(?:company|firm|group|carmaker|automaker|bank|retailer|manufacturer|chipmaker|drugmaker|insurer)\s(?:also\s)?(?:said|announced|reported|disclosed|confirmed))",
    r"(?i:(?:said|announced|disclosed)\sin\sa\s(?:\w+\s)?(?:statement|press\srelease|filing|regulatory\sfiling|stock\sexchange\sfiling|release))",
    r"(?i:according\sto\s(?:a|the)\s(?:company|press|company['’]s)\s(?:\w+\s)?(?:statement|release|filing|announcement)?)",
    r"(?:公司|集团|集團)[^，。]{0,8}(?:公告称|公告|宣布|表示|在公告中|发布公告)|据公司公告",
)  # fmt: skip
_DATELINE = re.compile(
    rf"^(?:[^()\n]{{0,60}}\(|\W{{0,2}}\(?){_NAME}(?:\s?[^()]{{0,20}})?\)\s*[-–—:]?|^(?P<zh>新华社|路透社?|彭博社?|财联社)[^，。]{{0,20}}(?:电|讯|日)"
)
_FOLDED = frozenset(name.casefold() for pair in _SOURCES.items() for name in pair)
_MEDIA_RULES = tuple(re.compile(rule) for rule in _MEDIA)
_COMPANY_RULES = tuple(re.compile(rule) for rule in _COMPANY)
_SUFFIX = re.compile(rf"\s(?:[-–—|]|via)\s{_NAME}\s*$")
_NO_CREDIT = re.compile(
    r"(?:Bloomberg|Dow\sJones|FT|Standard|Gartner|IDC|Canalys)[\s-](?:Index|Industrial|Terminal|Billionaires|Intelligence|Daten|data|&|Average|Consensus)",
)


def credited(text: str) -> str | None:
    """The medium or agency that the text credits, as we write it; None where it credits none."""
    best: tuple[int, str] | None = None
    for rule in _MEDIA_RULES:
        for found in rule.finditer(text):
            if _NO_CREDIT.match(text, found.start("name")):
                continue
            place = found.start("name")
            if best is None or place < best[0]:
                best = (place, _SOURCES[found.group("name")])
            break
    return best[1] if best else None


def is_source(name: str) -> bool:
    """Is this one of the agencies and media that others copy?"""
    return name.casefold() in _FOLDED


def says_the_company(text: str) -> bool:
    """Does the text give the company's own statement as its source?"""
    return any(rule.search(text) for rule in _COMPANY_RULES)


def original_source(article: Article, issuer: str | None = None) -> str:
    """The name of the original source, to be read by a person.

    issuer: the company's name; without it, its own statement counts as the publisher's.
    """
    if article.disclosure:
        return issuer or article.publisher or article.provider
    text = f"{article.title}\n{article.teaser}\n{article.text or ''}"[:READ_AT_MOST]
    if found := credited(text):
        return found
    if issuer and says_the_company(text):
        return issuer
    for part in (article.text or "", article.teaser, article.title):
        dateline = _DATELINE.match(part.strip()) or _SUFFIX.search(part)
        if dateline:
            groups = dateline.groupdict()
            name = groups.get("name") or groups.get("zh") or ""
            if name in _SOURCES:
                return _SOURCES[name]
    return article.publisher or article.provider
