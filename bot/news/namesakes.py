"""Names that are also words, and companies that share a name: what relevance has to know.

Facts about names only, in our own words. A name that is missing here is treated by the general
rules of `bot.news.relevance`; an entry makes the judgement stricter, never looser.
"""

from typing import NamedTuple


class Namesake(NamedTuple):
    """What surrounds a name when somebody or something else is meant.

    after, before: folded beginnings of the text right behind and right before the name.
    """

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


# Folded core names that are also everyday words, surnames, animals or places: a bare mention
# of one proves nothing.
EVERYDAY = frozenset(
    """target gap visa shell apple orange block post all on net cost alphabet linde puma continental
    bayer meta zoom snap square match carnival unity opera box fox amazon oracle caterpillar delta
    united southwest spirit frontier boston marathon eagle jaguar boss rational adler basler aurora
    coach guess express ross buckle next pearson sage compass sharp canon three ford general discover
    progressive crown southern mosaic lamb polaris vale total beam bloom plug sun grab sea line metro
    scout hello norma elastic toast root clover bright equity principal lincoln liberty charter news
    discovery host ball public arm slack monday point rapid affirm lemonade oscar sprouts wolf
    tree foot live check first best five dollar home life energy steel gold silver otto douglas
    sixt stern wacker manz nel data system systems digital global international national capital
    dover mars fortune hermes nike ares atlas apollo carlyle blackstone kit key gold match
    小米 苹果 蔚来 理想 美团 联想 百度 平安 招商 茅台 特斯拉 阿里 京东""".split()
) - {"特斯拉", "茅台", "美团", "百度"}

NAMESAKES: dict[str, Namesake] = {
    "target": Namesake(
        ("hospitality", "healthcare", "price", "prices", "range", "date", "rate", "group", "audience",
         "market", "markets", "area", "of", "for", "on", "to", "at", "by", "-date", "practice", "value",
         "2025", "2030", "company", "companies", "zone", "2%", "inflation", "-fonds", "fund", "resources"),
        ("price", "a", "the", "its", "their", "inflation", "profit", "earnings", "growth", "sales", "new",
         "takeover", "climate", "kurs", "our", "his", "production", "raises", "cuts", "lifts", "easy",
         "emissions", "delivery", "deficit", "on", "soft", "prime", "moving", "stock", "savings", "rate"),
    ),
    "gap": Namesake(
        ("between", "in", "year", "years", "narrows", "widens", "with", "of", "to", "up", "analysis",
         "insurance", "-versicherung", "is", "for", "among", "wear", "remains", "closes", "test"),
        ("the", "a", "pay", "gender", "wage", "wealth", "trade", "funding", "price", "output", "income",
         "mind", "this", "that", "skills", "technology", "pandemic", "gas", "supply", "bridge", "close",
         "closing", "fill", "bridging", "narrow", "gender-pay", "gender-pay-", "gender pay", "yield"),
    ),
    "visa": Namesake(
        ("requirements", "requirement", "application", "applications", "policy", "rules", "free", "-free",
         "fee", "fees", "ban", "bans", "holders", "waiver", "program", "programme", "für", "for", "on",
         "restrictions", "system", "process", "lottery", "status", "applicants", "-antrag", "-vergabe",
         "-pflicht", "vergabe", "beantragen", "curbs", "crackdown", "scheme", "regime", "denied", "-frei",
         "erteilt", "sanctions", "entry", "issues", "backlog", "delays", "interview", "-affäre", "bulletin"),
        ("a", "the", "work", "student", "tourist", "h-1b", "h1b", "golden", "travel", "entry", "schengen",
         "skilled", "worker", "ein", "das", "kein", "us", "u.s.", "uk", "eu", "digital nomad", "transit",
         "e-", "exit", "on arrival", "family", "no", "his", "her", "their", "neue", "new", "gold", "green"),
    ),
    "shell": Namesake(
        ("company", "companies", "script", "game", "shock", "shocked", "midstream", "out", "egg", "firm",
         "firms", "corporation", "structure", "command", "casing", "casings", "fire", "hits", "-script",
         "collection", "attack", "attacks", "explodes", "islands"),
        ("a", "empty", "egg", "tortoise", "turtle", "sea", "artillery", "nut", "cash", "bash", "power",
         "blank-cheque", "mortar", "hard", "outer", "bomb", "in a"),
    ),
    "apple": Namesake(
        ("pie", "juice", "cider", "tree", "trees", "orchard", "orchards", "harvest", "growers", "crop",
         "hospitality", "records", "corps", "picking", "sauce", "farmers", "valley", "rush", "bank",
         "bancorp", "ernte", "daily", "blossom", "farm", "martin", "green"),
        ("big", "adam's", "rotten", "fiona", "toffee", "bad", "an", "red", "green", "custard", "pink"),
    ),
    "orange": Namesake(
        ("juice", "county", "is the new", "order", "revolution", "crop", "growers", "grove", "groves",
         "free state", "peel", "alert", "alarm", "line", "theory", "wine", "is", "jumpsuit", "saft",
         "book", "bowl", "city", "groß", "als", "and", "beach", "warning", "blossom", "harvest", "futures"),
        ("agent", "william of", "clockwork", "an", "the", "bright", "blood", "house of", "in", "code", "tango"),
    ),
    "block": Namesake(
        ("trade", "trades", "chain", "-chain", "party", "of", "sale", "sales", "list", "the", "a", "grant",
         "und", "reward", "grants", "house", "listing", "on", "takeover", "deal", "merger", "bid", "from",
         "size", "by", "buster", "time", "transaction", "purchase", "order"),
        ("h&r", "h & r", "h+r", "the", "a", "city", "new", "tower", "mental", "stumbling", "to", "will",
         "could", "may", "bitcoin", "writer's", "chopping", "auction", "road", "cell", "trading", "adblock",
         "genesis", "power", "office", "first", "next", "apartment", "eu", "judge", "courts", "moves to"),
    ),
    "post": Namesake(
        ("holdings", "office", "offices", "-brexit", "-pandemic", "-covid", "-corona", "-earnings", "war",
         "malone", "mortem", "box", "on", "by", "from", "a", "record", "nl", "strong", "gains", "loss",
         "weekly", "italiane", "danmark", "nord", "properties", "profit"),
        ("washington", "huffington", "new york", "jerusalem", "morning", "saturday evening", "financial",
         "österreichische", "österreichischen", "schweizer", "schweizerische", "schweizerischen", "first", "bangkok", "denver", "swiss",
         "jakarta", "yorkshire", "rheinische", "rheinischen", "royal", "blog", "facebook", "instagram",
         "social media", "a", "the", "this", "last", "goal", "russische", "italienische", "polnische",
         "passauer", "neue", "facebook-", "instagram-", "twitter-", "per", "kathimerini", "pakistan"),
    ),
    "alphabet": Namesake(
        ("soup", "fuhrpark", "fuhrparkmanagement", "letters", "letter", "song", "book", "street"),
        ("the", "greek", "cyrillic", "latin", "phonetic", "das", "griechisches", "griechische",
         "kyrillische", "kyrillisches", "lateinische", "an", "buchstaben", "georgian", "hebrew", "korean", "im", "vom", "nato-"),
    ),
    "puma": Namesake(
        ("biotechnology", "energy", "entlaufen", "gesichtet", "gesehen", "sighting", "attack", "helicopter",
         "exploration", "schützenpanzer", "im zoo", "-panzer", "cub", "habitat", "vct"),
        ("schützenpanzer", "schützenpanzers", "schützenpanzern", "panzer", "ein", "einen", "the", "a",
         "wild", "florida", "panzer-", "entlaufener", "hubschrauber", "bundeswehr-", "super", "escaped"),
    ),
    "linde": Namesake(
        ("material handling", "wiemann", "group sri", "fällt", "am", "im", "an der", "steht", "blüht",
         "gefällt", "hydraulics", "werdelin", "umgestürzt", "-bäume", "und eiche", "india"),
        ("alte", "alten", "zur", "die", "der", "unter der", "frau", "herr", "café", "gasthaus", "andrea",
         "carl von", "gasthof", "eine", "einer", "jürgen", "von der", "jahre alte", "jährige", "große"),
    ),
    "continental": Namesake(
        ("airlines", "resources", "building", "breakfast", "drift", "shelf", "europe", "european", "army",
         "divide", "cup", "gold", "hotel", "philosophy", "materials", "climate", "grain", "plates", "plate",
         "us", "holdings", "tyres cup", "united states", "savings", "illinois", "drilling", "league", "scale"),
        ("inter", "trans", "hotel", "united", "the", "lincoln", "a", "sub", "mid", "outer", "african"),
    ),
    "bayer": Namesake(
        ("leverkusen", "04", "giants", "uerdingen", "leverkusens", "-elf", "-kapitän", "-trainer",
         "-profi", "-stürmer", "-star", "-keeper", "-coach", "pattern", "designation", "cropscience ltd",
         "leverkusener", "04-", "-stürmers", "werkself"),
        ("der", "ein", "als", "michael", "herbert", "osswald", "oswald", "uwe", "gebürtiger", "echter",
         "jeder", "dr.", "tsv", "frau", "herr", "sv", "junge", "sebastian", "thommie", "stefan", "vasiliy"),
    ),
    "siemens": Namesake(
        ("energy", "healthineers", "gamesa", "energys", "ltd", "limited", "india", "energy-", "-energy",
         "-healthineers", "-gamesa", "healthcare", "stadt", "stiftung", "home connect", "hausgeräte",
         "energy's", "healthineers'"),
        ("werner von", "bsh", "nokia", "fujitsu", "osram", "peter von"),
    ),
    "merck": Namesake((), ("friedrich", "angela", "adèle", "johann heinrich", "serono")),
    "meta": Namesake(
        ("analysis", "-analyse", "-analysis", "studie", "-studie", "-ebene", "level", "materials",
         "financial", "description", "data", "world peace", "tags", "-suche", "verse", "phor", "-learning"),
        ("a", "the", "very", "so", "current", "eine", "ron artest"),
    ),
    "zoom": Namesake(
        ("in", "out", "lens", "call", "calls", "meeting", "meetings", "telephonics", "-objektiv",
         "past", "by", "ahead", "-call", "-meeting", "to"),
        ("a", "the", "optical", "optischer", "per", "via", "shares", "sales", "fach", "optischen", "facher", "over", "on"),
    ),
    "delta": Namesake(
        ("variant", "variante", "-variante", "force", "electronics", "plus", "state", "region", "one",
         "galil", "uniform", "air lines", "hedging", "wave", "apparel", "hedge"),
        ("niger", "mekong", "pearl river", "nile", "mississippi", "yangtze", "the", "das"),
    ),
    "amazon": Namesake(
        ("rainforest", "river", "basin", "forest", "deforestation", "fires", "fire season", "jungle",
         "region", "tribe", "tribes", "delta", "drought", "warrior", "regenwald"),
        ("brazilian", "the", "brazil's", "peruvian", "im", "am", "colombian", "brazil", "ecuadorian", "bolivian"),
    ),
    "oracle": Namesake(
        ("of", "red bull", "bones"), ("the", "an", "chainlink", "price", "blockchain", "delphi")),
    "caterpillar": Namesake(
        ("drive", "fungus", "club", "plague", "outbreak", "infestation"),
        ("hungry", "the very hungry", "a", "moth", "butterfly", "processionary", "hairy"),
    ),
    "ford": Namesake(
        ("foundation", "theatre", "theater", "says ontario", "otosan", "government"),
        ("harrison", "tom", "doug", "gerald", "betty", "henry", "rob", "premier", "gerald r.", "john",
         "christine blasey", "tennessee ernie", "president", "glenn", "lita", "eileen", "ontario premier"),
    ),
    "intel": Namesake(
        ("says", "agencies", "officials", "chief", "committee", "sharing", "report", "officer", "community",
         "reports", "leak", "agency", "on russia", "briefing", "operation"),
        ("us", "u.s.", "british", "military", "uk", "israeli", "russian", "house", "senate", "ukrainian",
         "western", "nato", "counter", "foreign", "new", "american", "german", "classified"),
    ),
    "match": Namesake(
        ("point", "day", "report", "fixing", "of", "against", "ball", "winner", "preview", "result",
         "up", "with", "the", "for", "to", "box", "racing", "highlights", "between", "in", "ends"),
        ("the", "a", "first", "test", "world cup", "friendly", "final", "opening", "football", "tennis",
         "perfect", "no", "league", "cricket", "this", "next", "man of the"),
    ),
    "carnival": Namesake(
        ("of", "in", "parade", "season", "queen", "celebrations", "row", "goers", "festival", "floats"),
        ("rio", "notting hill", "the", "venice", "cologne", "a", "trinidad", "brazil's", "winter",
         "rio's", "street", "cadiz", "basel", "brazil", "caribbean", "kölner"),
    ),
    "unity": Namesake(
        ("government", "of", "is", "in", "among", "talks", "day", "and", "rally", "bank", "small finance",
         "party", "cabinet", "deal", "with", "biotechnology", "between", "call", "against", "wireless"),
        ("national", "german", "party", "the", "european", "show", "shows", "for", "of", "african", "eu",
         "call for", "calls for", "arab", "church", "western", "shi", "palestinian", "nato"),
    ),
    "next": Namesake(
        ("week", "year", "month", "day", "step", "steps", "generation", "to", "in", "quarter", "for", "big",
         "door", "level", "up", "ceo", "leader", "pm", "gen", "time", "move", "?", "decade", "chapter",
         "stop", "on", "phase", "round", "test", "fed", "president", "-gen", "wave", "week's", "kraftwerke", "pope",
         "summer", "winter", "spring", "election", "gpu", "iphone", "model", "media", "era"),
        ("what's", "the", "whats", "comes", "what", "who's", "is", "come", "its", "'s", "what comes", "their"),
    ),
    "sap": Namesake(
        ("rising", "flow", "of", "beetle", "from", "strength", "confidence", "morale", "energy"),
        ("maple", "tree", "birch", "could", "may", "will", "to", "special access program", "rubber", "the"),
    ),
    "square": Namesake(
        ("enix", "feet", "foot", "mile", "miles", "meters", "metres", "off", "root", "one", "garden",
         "kilometers", "kilometres", "kilometer", "pharmaceuticals", "deal", "shooting", "protests"),
        ("times", "trafalgar", "red", "tiananmen", "tahrir", "per", "madison", "leicester", "union", "main",
         "town", "back to", "sloane", "st. peter's", "harvard", "washington", "the", "public", "fair and"),
    ),
    "snap": Namesake(
        ("election", "elections", "poll", "-on", "on", "up", "lockdown", "decision", "vote", "benefits",
         "back", "judgment", "streak", "losing", "winning", "out of", "ballot", "inspection", "peas"),
        ("a", "cold", "to", "ginger", "pellet", "oh", "the"),
    ),
    "box": Namesake(
        ("office", "-office", "plot", "set", "score", "kampf", "kämpfe", "sets", "of", "spread"),
        ("the", "a", "black", "set-top", "mail", "in", "ballot", "pandora's", "x", "tool", "check", "top",
         "drop", "post", "letter", "music", "lunch", "juke", "fritz!", "set-top-", "p.o.", "cereal"),
    ),
    "fox": Namesake(
        ("hunting", "hunt", "terrier", "hole", "valley", "factory", "wizel", "cub", "cubs", "river"),
        ("michael j.", "a", "the", "arctic", "red", "megan", "samantha", "liam", "vicente", "flying",
         "edward", "urban", "jamie", "laurence", "fire", "emilia", "fantastic mr.", "matthew"),
    ),
    "spirit": Namesake(
        ("of", "level", "guide", "animal", "aerosystems", "halloween", "realty", "world", "rover"),
        ("the", "holy", "team", "fighting", "christmas", "community", "entrepreneurial", "public", "in",
         "free", "a", "festive", "olympic", "washington", "kindred", "pioneering"),
    ),
    "boss": Namesake(
        ("of", "fight", "says", "baby", "nova", "quits", "steps", "level", "resigns", "warns", "mode"),
        ("the", "a", "mob", "mafia", "party", "gang", "new", "crime", "union", "fifa", "ex-", "former",
         "girl", "fed", "bbc", "drug", "your", "cartel", "f1", "bank", "big", "like a", "final", "-"),
    ),
    "united": Namesake((), ("manchester", "newcastle", "leeds", "west ham", "sheffield", "rasta", "d.c.", "atlanta", "the", "dundee", "minnesota", "stand", "dominion")),
    "marathon": Namesake(
        ("runner", "runners", "race", "talks", "session", "bombing", "debate", "training", "record",
         "meeting", "digital", "winner", "bomber", "negotiations", "läufer", "patent", "weltrekord", "effort"),
        ("boston", "london", "berlin", "new york", "new york city", "chicago", "tokyo", "the", "a", "paris",
         "half", "halb", "berlin-", "nyc", "frankfurt-", "hamburg-", "hamburg", "ein", "einen", "den", "half-"),
    ),
    "jaguar": Namesake((), ("a", "the", "ein", "jacksonville", "atari", "wild")),
    "boston": Namesake(("marathon", "globe", "celtics", "red sox", "bruins", "fed", "dynamics", "tea",
                        "college", "university", "police", "omaha", "mayor", "beer", "children's"), ("in", "the", "greater", "south")),
    "progressive": Namesake(
        ("party", "democrats", "caucus", "policy", "policies", "lenses", "disease", "rock", "candidate",
         "tax", "taxation", "wing", "activists", "movement", "groups", "politics", "lawmakers", "web"),
        ("a", "the", "more", "most", "young", "leading"),
    ),
    "discover": Namesake(
        ("the", "how", "new", "a", "that", "what", "why", "your", "our", "card-free", "weekly", "hidden",
         "ancient", "weltweit", "airline", "airlines", "evidence", "life", "more", "planet"),
        ("to", "scientists", "researchers", "google", "astronomers", "archaeologists", "and", "you", "can", "we", "divers", "lufthansa"),
    ),
    "crown": Namesake((
        "prince", "princess", "court", "jewels", "jewel", "estate", "of", "dependency", "heights", "resorts",
        "prosecution", "prosecutors", "dependencies", "season", "corona", "glass", "castle's"), ("the", "triple", "british", "a", "dental", "toyota", "f1", "wbc")),
    "小米": Namesake(("粥", "辣", "椒", "饭", "面", "加步枪", "种植", "产业", "糕", "酒", "价格", "收购价", "杂粮", "丰收", "收获", "之乡", "谷子"),
                   ("熬", "吃", "喝", "黄", "玉", "有机", "五谷", "沁州", "煮", "农家")),
    "苹果": Namesake(("树", "园", "汁", "醋", "派", "种植", "产区", "期货", "果", "丰收", "产业", "合约", "主力", "价格上涨", "农", "收购", "日报", "减产", "脆片", "林"),
                   ("红富士", "吃", "青", "富士", "烟台", "洛川", "阿克苏", "栽种", "一个", "个", "斤", "金")),
}  # fmt: skip

# Other companies whose name begins or ends with one of ours. Left: the folded core name; right:
# the folded longer names that mean someone else, wherever they are not our own names.
RELATIVES: dict[str, tuple[str, ...]] = {
    "merck": (
        "merck & co", "merck and co", "merck sharp", "merck kgaa", "us-konzern merck", "us-pharmakonzern merck",
        "darmstädter merck", "merck & co.",
    ),
    "siemens": ("siemens energy", "siemens healthineers", "siemens gamesa"),
    "daimler": ("daimler truck", "daimler trucks"),
    "porsche": ("porsche se", "porsche automobil", "porsche design", "porsche consulting"),
    "volkswagen": ("volkswagen bank",),
    "fresenius": ("fresenius medical care", "fmc"),
    "deutsche": ("deutsche börse", "deutsche bank", "deutsche telekom", "deutsche post", "deutsche wohnen"),
    "block": ("h&r block",),
    "apple": ("apple hospitality", "apple rush"),
    "bayer": ("bayer leverkusen", "bayer 04", "bayer cropscience"),
    "shell": ("shell midstream", "royal enfield shell"),
    "samsung": ("samsung sdi", "samsung biologics", "samsung life", "samsung c&t", "samsung heavy", "samsung sds", "samsung engineering"),
    "hyundai": ("hyundai mobis", "hyundai heavy", "hyundai steel", "hyundai glovis", "hyundai rotem"),
    "hitachi": ("hitachi energy", "hitachi construction", "hitachi metals", "hitachi rail"),
    "toyota": ("toyota industries", "toyota tsusho", "toyota boshoku"),
    "general": ("general electric", "general motors", "general mills", "general dynamics"),
    "hp": ("hp enterprise", "hewlett packard enterprise"),
    "china": ("china mobile", "china telecom", "china unicom"),
    "thyssenkrupp": ("thyssenkrupp nucera", "nucera"),
    "continental": ("continental airlines", "continental resources", "intercontinental"),
    "target": ("target hospitality", "target healthcare"),
    "tata": ("tata motors", "tata steel", "tata consultancy", "tata power", "tata chemicals"),
    "reliance": ("reliance steel", "reliance power", "reliance infrastructure", "reliance capital"),
    "ge": ("ge vernova", "ge aerospace", "ge healthcare"),
    "zimmer": ("zimmer energy",),
    "prudential": ("prudential financial", "prudential plc"),
    "liberty": ("liberty global", "liberty media", "liberty mutual", "liberty steel"),
    "swiss": ("swiss re", "swiss life", "swisscom", "swiss air", "swiss prime"),
    "boston": ("boston scientific", "boston properties", "boston beer"),
    "puma": ("puma biotechnology", "puma energy", "puma exploration"),
    "meta": ("meta materials", "meta financial"),
    "snap": ("snap-on", "snap on"),
    "zoom": ("zoom telephonics", "zoominfo", "zoomlion"),
    "unity": ("unity bancorp", "unity biotechnology"),
    "marathon": ("marathon digital", "marathon petroleum", "marathon oil", "marathon patent", "marathon gold"),
    "crown": ("crown castle", "crown resorts", "crown holdings"),
    "united": ("united airlines", "united rentals", "united internet", "united parcel", "united natural",
               "united therapeutics", "united states steel"),
    "first": ("first solar", "first republic", "first horizon"),
    "on": ("on semiconductor",),
    "lucid": ("lucid diagnostics",),
    "alphabet": ("alphabet fuhrpark",),
    "orange": ("orange belgium", "orange polska", "orange county"),
    "linde": ("linde material handling",),
    "sixt": ("sixt leasing",),
    "mercedes": ("mercedes amg f1",),
}  # fmt: skip

# What a text about the company speaks of, folded, where its name is also a word.
PROFILES: dict[str, str] = {
    "target": "retail|store|discount|cornell|holiday|walmart|shopping|merchandise|big-box|inventory|minneapolis|pride|boycott",
    "gap": "old navy|banana republic|athleta|apparel|clothing|fashion|retailer|jeans|gps",
    "visa": "mastercard|payment|card|cards|credit|debit|zahlungs|kreditkarte|fintech|swipe|interchange|transaction",
    "shell": "oil|lng|gas|öl|energy|refinery|raffinerie|pipeline|crude|petrol|tankstelle|bp|exxon|net-zero|erdgas|wael sawan|van beurden|royal dutch|offshore|drilling|石油",
    "apple": "iphone|ipad|mac|macbook|ios|app store|tim cook|siri|airpods|watch|cupertino|smartphone|m1|m2|m3|foxconn|vision pro|apple pay|icloud|手机|库克",
    "orange": "telecom|telekom|mobilfunk|mobile|broadband|france|5g|paris|netz|telco|fibre|masmovil|roaming",
    "block": "cash app|square|dorsey|afterpay|bitcoin|payments|fintech|tidal",
    "post": "dhl|paket|brief|porto|logisti|zustell|appel|meyer|verdi|express|sendung",
    "alphabet": "google|youtube|waymo|pichai|search|cloud|ad revenue|android|deepmind|gemini|werbe|antitrust",
    "linde": "gas|gase|praxair|wasserstoff|hydrogen|industrial|dax|angel|lamba|anlagenbau|helium|industriegas",
    "puma": "adidas|nike|sport|schuh|sneaker|gulden|freundt|kering|herzogenaurach|pinault|trikot|apparel|shoe|sdax|mdax|hoeld",
    "continental": "reifen|zuliefer|tyre|tire|conti|autozulieferer|vitesco|contitech|setzer|hannover|auto parts|autoindustrie|schaeffler|aumovio",
    "bayer": "monsanto|glyphosat|roundup|pharma|leverkusener konzern|agrar|crop|xarelto|baumann|anderson|drug|herbicide|dax|saatgut|pflanzenschutz|vorstand|arznei|medikament",
    "meta": "facebook|instagram|whatsapp|zuckerberg|reality labs|threads|quest|metaverse|social|llama|quest",
    "zoom": "video|conferenc|yuan|five9|meeting software|videokonferenz|remote work",
    "delta": "airline|flight|flights|passenger|jet|bastian|atlanta|pilots|airport|airlines|flug",
    "amazon": "aws|prime|bezos|jassy|alexa|online|kindle|warehouse|e-commerce|whole foods|onlinehändler|cloud|versand",
    "oracle": "ellison|cloud|database|catz|cerner|software|datenbank|tiktok|openai",
    "caterpillar": "machinery|excavator|construction|mining|umpleby|bagger|baumaschine|engine|equipment|deere",
    "ford": "f-150|mustang|truck|pickup|farley|automaker|autobauer|ev|suv|dearborn|köln|fahrzeug|car|cars|vehicle|motor",
    "intel": "chip|chips|gelsinger|foundry|processor|amd|nvidia|prozessor|halbleiter|fab|magdeburg|semiconductor|tan|cpu|芯片",
    "match": "tinder|dating|hinge|okcupid",
    "carnival": "cruise|ship|princess|kreuzfahrt|passengers|royal caribbean|norwegian",
    "unity": "game engine|gaming|software|ironsource|runtime|developer|spiele",
    "next": "fashion|clothing|retailer|wolfson|high street|uk retail|online sales|full-price",
    "sap": "software|cloud|walldorf|klein|hana|erp|dax|s/4",
    "square": "cash app|dorsey|payments|afterpay",
    "snap": "snapchat|spiegel|social|augmented|ad revenue",
    "box": "cloud|levie|content management|storage",
    "fox": "murdoch|news|tubi|tv|network|dominion|super bowl|fox news",
    "spirit": "airline|jetblue|frontier|flights|bankruptcy|passengers",
    "boss": "hugo|metzingen|mode|grieder|fashion|mdax",
    "progressive": "insurer|insurance|auto insurance|premium|policies|griffith",
    "discover": "card|credit|capital one|loan|cards",
    "crown": "cans|packaging|beverage",
    "小米": "手机|汽车|雷军|集团|股价|港股|1810|智能|红米|su7|业绩|公司|电视|造车|业务|发布|上市",
    "苹果": "iphone|ipad|mac|库克|公司|股价|美股|手机|纳斯达克|ios|app|m1|芯片|富士康|市值|发布会|vision",
}  # fmt: skip
