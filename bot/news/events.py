"""What sort of event does a headline tell? The same idea in German, English and Chinese.

Ideas join reports across languages ("Serienfertigung", "mass production", "量产") and keep two
events of one company on one day apart ("Quartalszahlen" and "Rückruf").
"""

import re
from functools import lru_cache

# Idea → beginnings of words (folded; "=word" is the whole word, Chinese anywhere in the text).
IDEAS: dict[str, str] = {
    "results": "quartalszahl quartalsergebn quartalsbilanz geschäftszahl jahreszahl halbjahreszahl bilanz zwischenbericht zahlen "
               "earnings result quarterly 业绩 財報 财报 季报 年报 季度 业绩报告",
    "revenue": "umsatz umsätze erlös revenue sales turnover 营收 收入 销售额",
    "profit": "gewinn ergebnis überschuss ebit profit income 利润 净利 盈利",
    "loss": "verlust fehlbetrag loss losses 亏损",
    "outlook": "prognose ausblick jahresziel gewinnwarnung guidance forecast outlook profit-warning 指引 预期 展望 盈警",
    "dividend": "dividend ausschüttung payout 股息 分红 派息 派发",
    "buyback": "aktienrückkauf rückkaufprogramm buyback repurchase 回购",
    "merger": "übernahme übernimmt übernehmen fusion fusioniert zusammenschluss takeover acquisition acquire acquires buys =buy kauft zukauf merger merge 收购 并购 合并",
    "sale": "verkauft veräußert veräußerung abspaltung abspalten spin-off spinoff divest sells =sell stake 出售 剥离 分拆 减持",
    "partnership": "partner kooperation kooperiert zusammenarbeit allianz gemeinschaftsunternehmen joint-venture =joint collaborat alliance teams 合作 携手 联手 伙伴 合资",
    "advertising": "werbe werbung werbetechn ad-tech adtech advertis programmatic =ad =ads 广告",
    "car": "auto autos =auto =wagen e-auto elektroauto elektrofahrzeug fahrzeug pkw suv car cars =ev =evs vehicle electric-car 汽车 造车 电动车 轿车 新车",
    "production": "produktion produzier serienfertigung serienproduktion fertigung fertigt =serie =serien serienstart =band produce production mass-produc manufactur build 量产 生产 投产 下线",
    "factory": "werk werke fabrik produktionsstätte factory plant factories gigafactory 工厂 厂 基地",
    "phone": "smartphone handy handys iphone phone phones 手机",
    "launch": "stellt vorstellung vorgestellt präsentiert startet marktstart enthüllt launch unveil introduc debut reveals 发布 推出 亮相 上市",
    "recall": "rückruf ruft zurückruf recall 召回",
    "lawsuit": "klage klagt verklagt prozess gericht urteil lawsuit sues =sue court trial verdict ruling judge 起诉 诉讼 法院 判决",
    "fine": "strafe bußgeld geldstrafe kartellstrafe fine fined penalty antitrust kartell 罚款 处罚 反垄断",
    "probe": "ermittlung ermittelt untersuchung razzia probe investigat raid 调查 审查",
    "jobs": "stellenabbau stellen entlass jobabbau streicht personalabbau kündigungen layoff layoffs jobs job-cut workforce 裁员",
    "strike": "streik streikt warnstreik strike strikes walkout 罢工",
    "chief": "vorstandschef chef konzernchef ceo cfo finanzvorstand aufsichtsrat chairman nachfolge rücktritt tritt resign steps appoint names 董事长 首席 总裁 辞职 任命 卸任 接任",
    "rating": "kursziel hochstuf abstuf kaufempfehlung einstufung stuft empfehlung downgrade upgrade price-target overweight outperform underweight 评级 目标价 上调 下调",
    "rise": "steigt steigen stieg gewinnt springt kurssprung rallye klettert zulegt legt anstieg erholt rekordhoch rises rise jumps jump gains surges surge soars climbs rallies higher 上涨 大涨 走高 飙升 涨",
    "fall": "fällt fallen fiel sinkt bricht einbruch verliert rutscht kursrutsch abgabe tiefer falls fall drops drop slumps slides plunges tumbles lower 下跌 大跌 走低 暴跌 跌",
    "bond": "anleihe schuldverschreibung bond bonds notes 债券 发债",
    "capital": "kapitalerhöhung platzierung kapitalmaßnahme placing placement offering rights-issue raises-capital 配股 增发 募资 融资",
    "ipo": "börsengang ipo listing notierung debut erstnotiz 上市 招股 ipo",
    "invest": "investier investition milliardeninvest invest 投资",
    "contract": "auftrag großauftrag aufträge bestellung vertrag order orders contract deal wins-order 订单 合同 中标",
    "insider": "insider directors'-dealing eigengeschäft insiderkauf director-dealing 增持 内部人",
    "price": "preis preise preissenk preiserhöh prices price-cut price-hike 降价 提价 涨价",
    "chip": "chip chips halbleiter prozessor semiconductor 芯片 半导体",
    "hack": "hacker cyberangriff datenleck hack cyberattack data-breach breach 黑客 泄露 网络攻击",
    "drug": "zulassung medikament studie arznei wirkstoff fda ema drug approval trial phase 药 临床 获批",
    "tariff": "zoll zölle handelsstreit tariff tariffs duties 关税",
    "subsidiary": "tochter tochtergesellschaft subsidiary unit 子公司",
    "half1": "=h1 ersten halbjahr erste hälfte ersten hälfte first half 上半年",
    "half2": "=h2 zweiten halbjahr zweite hälfte zweiten hälfte second half 下半年",
    "billion": "milliarde mrd billion bn 亿",
    "minors": "minderjähr jugendlich kinder minors minor children teenagers 未成年",
    "game": "spiel spiele spielen spielzeit gaming game games gamer video-game 游戏",
    "rule": "regel regeln vorschrift regulier verordnung gesetz rule rules regulation regulator law curbs 规定 监管 新规 法规",
    "train": "zug züge zügen regionalzug regionalzüge bahn train trains rail railway 列车 火车 铁路",
    "plane": "flugzeug jet jets flieger aircraft plane planes airliner 飞机",
    "ship": "schiff reederei vessel ship ships shipping 船",
    "battery": "batterie akku zelle batter battery batteries cell cells 电池",
    "charging": "lade ladesäule ladestation ladenetz charging charger 充电",
    "hydrogen": "wasserstoff elektrolyse hydrogen electroly 氢",
    "gas": "erdgas =gas gaskraftwerk gasturbin =lng 天然气",
    "oil": "erdöl =öl ölpreis crude =oil 石油 原油",
    "wind": "windkraft windpark windrad offshore wind-farm turbine wind 风电",
    "power": "kraftwerk strom stromnetz power-plant electricity grid 电网 电力 发电",
    "server": "server rechenzentrum rechenzentren data-center data-centre datacenter cloud 服务器 数据中心 云",
    "software": "software programm app anwendung betriebssystem application 软件",
    "ai": "künstliche =ki artificial =ai 人工智能",
    "autonomous": "autonom autonome selbstfahr self-driving autonomous driverless 自动驾驶 无人驾驶",
    "share": "aktie anteilsschein shares share stock 股价 股票 股份",
    "store": "laden läden filiale geschäfte store stores shop shops outlet 门店 商店 专卖店",
    "user": "nutzer kunden anwender users user customers subscribers 用户",
    "supply": "lieferung liefert beliefert ausliefer supply supplies supplier deliver shipment 交付 供应 供货 出货",
    "shortage": "mangel engpass knapp shortage scarce bottleneck 短缺",
    "employee": "mitarbeiter beschäftigte belegschaft employees workers staff 员工",
    "founder": "gründer founder founded 创始人",
    "report": "bericht studie report study survey 报告",
    "delay": "verzöger verschieb verspät delay postpone delayed 推迟 延期 延迟",
    "stop": "stopp stoppt einstell beendet unterbrech halt halts suspend stops 停产 停止 暂停",
    "record": "rekord bestwert record 创纪录 新高 纪录",
    "third": "dritte dritten drittes third 第三",
    "second": "zweite zweiten zweites second 第二",
    "first": "erste ersten erstes erstmals first 第一 首",
    "fourth": "vierte vierten fourth 第四",
    "bank": "bank banken bank banks 银行",
    "insurance": "versicher insurer insurance 保险",
    "energy": "energie energy 能源",
    "climate": "klima co2 emission klimaneutral climate carbon emissions 碳 气候 排放",
    "vaccine": "impfstoff impfung vaccine vaccines shot jab 疫苗",
    "fire": "brand feuer explosion fire blaze 火灾 起火 爆炸",
    "accident": "unfall unglück crash accident 事故",
    "notebook": "notebook laptop macbook 笔记本",
    "watch": "uhr armband fitnessuhr smartwatch wearable watch 手表 手环",
    "tv": "fernseher fernsehgerät =tv television 电视",
    "spectrum": "frequenz mobilfunk netzausbau =5g spectrum network 5g 网络",
    "loan": "kredit darlehen loan credit 贷款 授信",
    "tax": "steuer steuern tax taxes 税",
    "government": "regierung ministerium behörde government ministry authority 政府 部门",
    "india": "indien india 印度", "europe": "europa europe 欧洲", "germany": "deutschland germany german 德国",
    "usa": "usa us-regierung amerika u.s united-states america 美国", "japan": "japan 日本", "uk": "großbritannien britain british 英国",
    "norway": "norwegen norway 挪威", "bavaria": "bayern bavaria 巴伐利亚", "scotland": "schottland scottish scotland 苏格兰",
    "hungary": "ungarn hungary 匈牙利", "france": "frankreich france 法国", "korea": "südkorea korea 韩国", "brazil": "brasilien brazil 巴西",
    "vietnam": "vietnam 越南", "thailand": "thailand 泰国", "beijing": "peking beijing 北京", "shanghai": "schanghai shanghai 上海",
    "hongkong": "hongkong hong-kong 香港",
}  # fmt: skip
# Ideas that name an event by themselves; two headlines of one company that share none of them, and
# have one each, tell two events.
EVENTS = frozenset(
    """results dividend buyback merger sale partnership recall lawsuit fine probe jobs strike chief
    rating bond capital ipo launch production insider hack drug contract""".split()
)
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")


def _build() -> tuple[dict[str, list[tuple[str, str]]], dict[str, str], list[tuple[str, str]]]:
    prefixes: dict[str, list[tuple[str, str]]] = {}
    wholes: dict[str, str] = {}
    chinese: list[tuple[str, str]] = []
    for idea, words in IDEAS.items():
        for word in words.split():
            if _HAN.match(word):
                chinese.append((word, idea))
            elif word.startswith("="):
                wholes[word[1:]] = idea
            elif len(word) <= 4:
                wholes[word] = idea
            else:
                prefixes.setdefault(word[:4], []).append((word, idea))
    return prefixes, wholes, chinese


_PREFIXES, _WHOLES, _CHINESE = _build()
# German compounds carry the idea at their end: "Batteriewerk", "Quartalsumsatz".
_TAILS = (
    ("umsatz", "revenue"), ("gewinn", "profit"), ("verlust", "loss"), ("zahlen", "results"),
    ("werk", "factory"), ("fabrik", "factory"), ("übernahme", "merger"), ("auftrag", "contract"),
    ("anleihe", "bond"), ("rückruf", "recall"), ("klage", "lawsuit"), ("strafe", "fine"),
    ("streik", "strike"), ("produktion", "production"), ("fertigung", "production"),
    ("auto", "car"), ("autos", "car"), ("fahrzeuge", "car"), ("dividende", "dividend"),
    ("partnerschaft", "partnership"), ("abbau", "jobs"), ("chef", "chief"), ("werbung", "advertising"),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _ideas_of(word: str) -> tuple[str, ...]:
    found = [idea for start, idea in _PREFIXES.get(word[:4], ()) if word.startswith(start)]
    if word in _WHOLES:
        found.append(_WHOLES[word])
    if len(word) > 7:
        found += [
            idea for tail, idea in _TAILS if word.endswith(tail) and len(word) > len(tail) + 2
        ]
    if "-" in word:
        for part in word.split("-"):
            found += _ideas_of(part)
    return tuple(dict.fromkeys(found))


def ideas(text: str) -> frozenset[str]:
    """The ideas that a headline or short text speaks of."""
    found: set[str] = set()
    folded = text.casefold()
    for word in _WORDS.findall(folded):
        found.update(_ideas_of(word))
    if "half" in folded or "hälfte" in folded or "halbjahr" in folded:
        if re.search(r"first[\s-]half|erste[nr]?\s(?:jahres)?h(?:älfte|albjahr)", folded):
            found.add("half1")
        if re.search(r"second[\s-]half|zweite[nr]?\s(?:jahres)?h(?:älfte|albjahr)", folded):
            found.add("half2")
    if _HAN.search(text):
        found.update(idea for word, idea in _CHINESE if word in text)
    return frozenset(found)


# Chinese and Latin spellings of what news name most often.
_ALIASES = {
    "小米": "xiaomi", "雷军": "lei jun", "苹果": "apple", "特斯拉": "tesla", "比亚迪": "byd", "华为": "huawei", "阿里巴巴": "alibaba",
    "阿里": "alibaba", "腾讯": "tencent", "百度": "baidu", "京东": "jd", "美团": "meituan", "蔚来": "nio", "理想汽车": "li auto", "小鹏": "xpeng",
    "吉利": "geely", "长城汽车": "great wall", "上汽": "saic", "宁德时代": "catl", "三星": "samsung", "英特尔": "intel", "英伟达": "nvidia",
    "微软": "microsoft", "谷歌": "google", "亚马逊": "amazon", "脸书": "facebook", "高通": "qualcomm", "台积电": "tsmc", "联想": "lenovo",
    "大众": "volkswagen", "宝马": "bmw", "奔驰": "mercedes", "西门子": "siemens", "巴斯夫": "basf", "拜耳": "bayer", "丰田": "toyota",
    "本田": "honda", "索尼": "sony", "软银": "softbank", "汇丰": "hsbc", "中芯国际": "smic", "中兴": "zte", "网易": "netease", "拼多多": "pinduoduo",
    "字节跳动": "bytedance", "滴滴": "didi", "欧盟": "eu", "美国": "us", "德国": "germany", "印度": "india", "北京": "beijing", "路透": "reuters",
    "彭博": "bloomberg", "美联储": "fed", "诺基亚": "nokia", "爱立信": "ericsson", "沃达丰": "vodafone", "福特": "ford", "通用汽车": "general motors",
}  # fmt: skip


def names_in_chinese(text: str) -> list[str]:
    """Latin spellings of the names that a Chinese text contains."""
    if not _HAN.search(text):
        return []
    return list(dict.fromkeys(latin for han, latin in _ALIASES.items() if han in text))
