"""What proves that an everyday name is a company's? The words next to it, and a court."""

import re

from bot.news.stories.mentions import Mention

COMPANY_AFTER = re.compile(
    r"""^(?:['’]s?)?[\s\u00a0]*[-–]?[\s\u00a0]*(?:(?:now|also|still|again|nun|jetzt|auch|erneut|wieder)\s)?(?:
    heirs?\b|erben?\b|famil\w+|founders?\b|gründer\w*|aktien?\w*|papiere?n?|anteils?schein\w*|titel\b|chef\w*|ceo
    |cfo|vorstand\w*|konzern\w*|tochter|gewinn\w*|umsatz\w*|quartals\w*
    |bilanz\w*|prognose\w*
    |anleger\w*|aktionär\w*|hauptversammlung|dividende\w*|kurs\w*
    |analyst\w*|anteil\w*|werk\w*|manager\w*|investor\w*|anleihe\w*|zahlen
    |deal|handy\w*|smartphone\w*|filiale\w*
    |meldet|hebt|senkt|steigert|übertrifft|verfehlt|kauft|verkauft
    |plant|will|baut|streicht|erhöht|bestätigt|erwartet|schreibt
    |wächst|verdient|macht|startet|ruft|stellt|zahlt|holt|setzt
    |legt|bekommt|rechnet|trennt|schließt|investiert|leidet|profitiert
    |gewinnt|verliert|steigt|fällt|sinkt|zieht|überrascht|enttäuscht
    |einigt|verlängert|sichert|eröffnet|gründet|beliefert|kassiert|stärkt|stoppt|muss|darf|soll|hat|ist|bleibt|wird|kürzt|prüft|gibt
    |bestellt|ordert|vergibt|beendet|schafft|warnt|testet|zeigt|bringt|nutzt|öffnet|klagt|erhält|verlagert|ordnet|kehrt|meldete|hob|senkte|verschiebt|vergrößert|verkleinert
    |(?:,\s(?-i:[A-Z])[\w&-]+){1,3},?\s(?:und|and|&)\s(?-i:[A-Z])[\w&-]+\s(?-i:[a-zäöü])\w+|\d{1,2}月
    |mit\s(?:\w+\s)?(?:gewinn|umsatz|verlust|rekord|zahlen|quartal|plus|ergebnis|milliarden|wachstum|rückschlag
    |prognose|auftrag|kurs)\w*|,\s(?-i:[A-Z])[\w&]+\s(?:in\stalks|to\s|agree|sign|join|form|team|face|reach|settle)
    |verklagt|reagiert|wehrt|scheitert|droht|sucht|geht|kommt|gerät|lässt|entwickelt|produziert|drosselt|hält|führt
    |peilt|rutscht|springt|klettert|büßt|überholt|beruft|ernennt|spaltet|bietet|weitet|fordert|könnte|dürfte|sollte
    |kooperiert|übernimmt|liefert|verhandelt|klagt|kündigt|entlässt
    |shares?|stocks?|eps|earnings|profits?|revenues?|sales|results?
    |quarterly|quarter|q[1-4]\b|fy\d*|forecasts?|guidance|dividend
    |buyback|bonds?|investors?|shareholders?|stores?|chief|boss
    |executives?|board|outlook|earns|unit|subsidiary|plant|factory
    |workers|employees|customers|lawsuit|settlement|deal|margins?
    |market\s+(?:cap|value|share)|marktwert|börsenwert|marktanteil\w*|valuation|price\s+target|options
    |reports?|posts|beats?|miss(?:es)?|raises?|cuts?|lifts?|hikes?
    |lowers?|warns?|says|said|sees|plans?|to\s+(?:\w+\s+)?(?:quit|leave|delist|merge|end|keep|slash|buy
    |sell|cut|close|open|acquire|pay|launch|invest|report|lay
    |spin|build|raise|hire|sue|expand|split|shut|offer|stop|start
    |add|recall|return|remove|appoint|name|exit|invest|spend|join
    |list|move|eliminate)|names|appoints|hires|launches|unveils
    |buys|acquires|sells|sues|agrees|announces|expects|falls|rises
    |gains|jumps|drops|slumps|surges|slides|climbs|tumbles|soars
    |sinks|plunges|rallies|rally|wins|loses|faces|faced|recalls|opens
    |closes|invests|delays|halts|ends|starts|expands|pays|settles
    |files|joins|teams|partners|signs|taps|considers|explores
    |hits\s(?:an?\s)?(?:\w+\s)?(?:record|high|low|all-time|\$)|leads?\b|mulls|trims|slashes|boosts|misses|dives|leaps|introduces|reveals|rolls|debuts|cancels|suspends|resumes
    |pulls|offers|defends|denies|appeals|fights|declares|promotes|ousts|lands|inks|grows|shrinks|stumbles
    |disappoints|struggles|suffers|overtakes|posted|reported|sold|bought|a\s(?:buy|sell|strong)
    |weighs|nears|seeks|bets|eyes|targets|adds|swings|slips|trades
    |fined|sued|accused|charged|cleared|ordered|probed|tops|returns|extends|brings|forecasts|reaffirms|withdraws|completes|doubles|secures|orders
    |approves|rejects|scraps|replaces|reshapes|overhauls|stake|pact|and\s(?-i:[A-Z])\w+\s[a-z]|(?:is|was|has
    |had|will|would|could|may)\s+\w+
    |inc\b|corp\b|plc\b|ag\b|se\b|ltd\b|kgaa\b|co\.|\((?:nyse
    |nasdaq|xetra|lse|lon|fra|isin|wkn|hkg|tse|[A-Z]{2,6}[:.)])
    |公司|集团|集團|股价|股票|股份|手机|汽车|第[一二三四]季|前三季|上半年|半年|季报|年报|业绩|财报|发布|宣布|推出|上涨|下跌|涨|跌|营收|净利|ceo
    |创始人|供应|回购|召回|收购|投入|拟|增持|减持|上调|下调|销量|董事长|外卖|科技|称|回应|交付|工厂
    |[（(]\d|[a-z]{1,4}\d|auf\s['"‘‚„»]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPANY_BEFORE = re.compile(
    r"""(?:aktien?\s+(?:von|der|des)|shares\s+(?:of|in)|stock\s+(?:of
    |in)|stake\s+in|konzern|unternehmen|hersteller|händler|retailer
    |giant|maker|firm|riese|riesen|gigant|company|chain
    |kette|anbieter|group|zahlen\s+von|chef\s+von|ceo\s+(?:of
    |von)|bei|von|into|bank|analysten?|(?:kurs)?ziel\s+für|for|at|by|upgrades?
    |downgrades?|buys?|kauft|übernimmt|sues?|verklagt|tochter
    |parent|owner|rival|konkurrent|operator|betreiber|mutter|insurer
    |carrier|brand|marke|major|group's|股|旗下)[\s\u00a0]*[:„"“]?[\s\u00a0]*$""",
    re.IGNORECASE | re.VERBOSE,
)
FINANCE = re.compile(
    r"""\b(?:aktien?|börse\w*|kursziel|umsatz\w*|quartal\w*|gewinn\w*
    |verlust\w*|dividende\w*|dax|mdax|anleger\w*|analyst\w*|konzern\w*
    |milliarden|millionen|vorstand\w*|prognose\w*
    |shares?|stocks?|earnings|revenues?|profits?|quarter\w*|investors?
    |shareholders?|nasdaq|nyse|wall\s+street|dividends?|guidance
    |forecasts?|ceo|billion|million|sales|retailers?|margins?
    |analysts?|ebitda?|growth|demand|merger|stake|layoffs|takeover|acquisition|cfo|unit|talks|chemicals?|banks?|\w*-?chips?|antitrust|stablecoins?
    |operator|telecoms?|mobilfunk\w*|kunden|customers|users|nutzer\w*|übernahme\w*|kartell\w*|wachstum|nachfrage|stellen)\b
    |股价|股票|港股|美股|营收|净利润|财报|业绩|亿元|上市|市值|投资者|证券""",
    re.IGNORECASE | re.VERBOSE,
)
# Nothing but quotes in front: "Target: Umsatz geht zurück".
_OPENS = re.compile(r"[\s\"'„“»«]*")
# "Visa to let banks …" announces what somebody will do; "Visa to work in …" does not.
_SHALL = re.compile(
    r"\sto\s(?!(?:be|work|enter|visit|travel|live|study|stay|come|go|the|an?|get|\w+ing|all)\b)[a-z]{3,}\s[\w$€£]"
)
_AGAINST = re.compile(r"(?<!\w)(?:against|gegen)\s$", re.IGNORECASE)
_AT_LAW = re.compile(
    r"\b(?:strafe|\w*klage|\w*klagen|prozess|\w*verfahren|ermittl\w*|urteil|vorwürfe|streik|boykott|gericht\w*"
    r"|courts?|lawsuits?|appeals?|fines?|probe|suits?|ruling|claims?|complaints?|case|charges|antitrust"
    r"|strike|boycott|verdict|sues?)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:senkt|hebt|belässt|bestätigt|startet|raises?|cuts?|lifts?|keeps?|maintains?)\s"
    r"|\b(?:kursziel|ziel\sauf|price\starget|buy|hold|sell|overweight|outperform)\b",
    re.IGNORECASE,
)
# The name is the subject of a verb: "stattet … aus", "puts …"; weak by itself.
ACTS = re.compile(r"^\s(?:[a-zäöüß]{3,}t|[a-z]{3,}s)\s")


def proven(text: str, one: Mention) -> bool:
    """Do the words next to an everyday name make a company of it?"""
    if one.sure:
        return True
    written = text[one.start : one.end]
    after, before = text[one.end : one.end + 40], text[max(0, one.start - 30) : one.start]
    if written.endswith(("'s", "’s")):
        after = " " + after.lstrip()
    # A genitive: "Pumas neuer Chef", "Gap's new owner".
    of_it = re.sub(r"^\s[^\W\d_]\w+", "", after) if one.end - one.start > len(one.name) else ""
    if COMPANY_AFTER.match(of_it):
        return True
    if _OPENS.fullmatch(text[: one.start]):
        if re.match(r"\s?[:：]\s?", after):
            return (FINANCE.search(text, one.end) or _JUDGED.search(text, one.end)) is not None
        if _SHALL.match(after):
            return True
    if _AGAINST.search(before) and _AT_LAW.search(text):
        return True
    return bool(COMPANY_AFTER.match(after) or _COMPANY_BEFORE.search(before))
