"""A name in a text that is no news of the company: adverts, accidents, people, places, teams."""

import pytest

from bot.instruments.models import Instrument, Listing
from bot.news.models import Article
from bot.news.relevance.judging import judge
from bot.news.relevance.naming import naming


def company(name: str, symbol: str = "XYZ", *names: str) -> Instrument:
    return Instrument(name, None, None, (Listing(symbol, "Home", "XXXX", "EUR", home=True),), names)


def article(title: str, teaser: str = "") -> Article:
    return Article(title, "https://a.invalid/1", "P", "p", teaser=teaser)


@pytest.mark.parametrize(
    ("title", "name", "reason"),
    [
        ("Lagerist (m/w/d) bei Zalando in Erfurt", "Zalando SE", "advert"),
        ("Night shift cashier, Tesco Leeds, £12 an hour", "Tesco PLC", "advert"),
        ("Sony-Kopfhörer kostet heute nur noch 59 Euro", "Sony Group Corporation", "bargain"),
        ("Lenovo laptop drops to $299 at a big shop", "Lenovo Group", "bargain"),
        ("Motorradfahrer stirbt bei Sturz mit Honda im Harz", "Honda Motor Co., Ltd.", "incident"),
        ("Gunman robs Barclays branch in Hull", "Barclays PLC", "incident"),
        ("港股收评:恒指跌1%,美团、联想下挫", "美团", "only_listed"),
        ("Ministerpräsidentin Henkel besucht den Hafen", "Henkel AG & Co. KGaA", "a_person"),
        ("Neuer Streit um da Vinci in Mailand", "Vinci SA", "a_person"),
        ("Kazumasa Honda gives piano recital in Oslo", "Honda Motor Co., Ltd.", "another_world"),
        ("Honda kritisiert Bundestagsbeschluss", "Honda Motor Co., Ltd.", "another_world"),
        ("Landslide hits Santander province", "Banco Santander, S.A.", "a_place"),
        ("Burst pipe floods Pearson Street", "Pearson plc", "a_place"),
        ("Restored 1961 Ferrari sold in Pebble Beach", "Ferrari N.V.", "one_piece"),
        ("Nach dem Rennen: Ferrari ohne Punkte", "Ferrari N.V.", "another_world"),
        ("亚马逊雨林砍伐减少", "亚马逊", "not_named"),
        ("Seven Tesco biscuits that dietitians swear by", "Tesco PLC", "advice"),
        ("The 9 best Tesco gifts under £20", "Tesco PLC", "advice"),
        ("Every Danone yoghurt, ranked by our taste test", "Danone SA", "advice"),
        ("Einbrecher stehlen Tresor aus Tesco-Markt", "Tesco PLC", "incident"),
        ("Renault Clio überschlägt sich bei Fulda", "Renault SA", "incident"),
        ("Rallye Portugal: Toyota-Pilot Muster führt", "Toyota Motor Corporation", "another_world"),
        ("Winger hits brace as Barclays WSL returns", "Barclays PLC", "another_world"),
        ("Honda gewinnt in Le Mans", "Honda Motor Co., Ltd.", "another_world"),
        ("Ex-Contoso-Sparte Fabrikam wächst", "Contoso AG", "former_part"),
        ("Contosos frühere Kabelsparte geht an die Börse", "Contoso AG", "former_part"),
        ("Rallye: SAP, Infineon, ASML, AMD und neun weitere Titel", "SAP SE", "only_listed"),
        ("Erste Group hebt Contoso auf 'Accumulate'", "Erste Group Bank AG", "judges_another"),
        ("Contoso Carrera im Test: flott und teuer", "Contoso AG", "advice"),
        ("How to clean a Contoso kettle", "Contoso AG", "advice"),
        ("Sony-Kamera am Black Friday für 299 Euro", "Sony Group Corporation", "bargain"),
        ("Sony-Radio so billig wie nie", "Sony Group Corporation", "bargain"),
        ("Renault in Flammen: Tunnel gesperrt", "Renault SA", "incident"),
        ("男子酒驾丰田被查", "丰田", "incident"),
        ("Fabrikam, früher Contoso, baut Bohrer", "Contoso AG", "former_part"),
        ("Tjark Ferrari, Winzer in Tirol, schreibt Gedichte", "Ferrari N.V.", "another_world"),
        ("Honda Safari Open: Muster siegt", "Honda Motor Co., Ltd.", "a_place"),
        ("丰田纺织利润下滑", "丰田", "a_place"),
        ("UBS startet Contoso mit Verkaufsempfehlung", "UBS Group AG", "judges_another"),
        ("瑞银分析师：油价或反弹", "瑞银", "judges_another"),
        ("Contoso taps Barclays and UBS for listing", "UBS Group AG", "arranges_for_another"),
        ("I ate every Tesco pie so you don't have to", "Tesco PLC", "advice"),
        ("上海一特斯拉轿车冲入花店", "特斯拉", "incident"),
    ],
)
def test_no_news_of_the_company(title: str, name: str, reason: str) -> None:
    verdict = judge(article(title), company(name))
    assert (verdict.relevant, verdict.reason) == (False, reason)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Zalando sucht nach Übernahme einen neuen Finanzchef", "Zalando SE"),
        ("Sony senkt Preise, Anleger enttäuscht über Umsatz", "Sony Group Corporation"),
        ("Explosion im Werk von Wacker Chemie: drei Menschen schwer verletzt", "Wacker Chemie AG"),
        ("Honda-Aktie fällt nach Kritik aus dem Bundestag", "Honda Motor Co., Ltd."),
        ("Bayer legt Saatgut-Streit vor Gericht bei", "Bayer AG"),
        ("Bayer's kidney drug meets its goal in late-stage trial", "Bayer AG"),
        ("Bayer erleidet Niederlage gegen Kläger in Ohio", "Bayer AG"),
        ("Honda siegt im Derby um Patente für Airbags", "Honda Motor Co., Ltd."),
        ("Renault verkauft Formel-1-Anteile", "Renault SA"),
        ("Zalando streicht Sparpreise", "Zalando SE"),
        ("Tesla-Unfall: Fahrer schwer verletzt, Jury gibt Klägern recht", "Tesla, Inc."),
        ("Honda returns to Formula One as engine partner", "Honda Motor Co., Ltd."),
        ("丰田发布新车", "丰田"),
        ("Großbrand bei BASF, Feuerwehr aus drei Städten", "BASF SE"),
        ("Visa lottery for engineers hits Contoso", "Contoso AG"),
        ("How AI works in practice at Contoso", "Contoso AG"),
        ("Ex-thief? Google engineer convicted over secrets", "Alphabet Inc."),
        ("Contoso in der Pole-Position bei Kabeln", "Contoso AG"),
        ("Disney parks and cruises earn more", "The Walt Disney Company"),
        ("Contoso wirft alte Pläne über Bord", "Contoso AG"),
        ("Peer Renault sells more vans", "Renault SA"),
        ("Puma wird Ausrüster der Nationalspieler von Ghana", "PUMA SE"),
        ("Mietdienst Contoso kommt kaum voran", "Contoso AG"),
        ("Kupferhütte Contoso zahlt höhere Dividende", "Contoso AG"),
    ],
)
def test_its_own_affairs_in_other_worlds(title: str, name: str) -> None:
    assert judge(article(title), company(name)).relevant


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("US-Kfz-Versicherer Progressive: Prämien legen zu", "The Progressive Corporation", True),
        ("Orion Oyj: Ausschüttung steigt", "Orion Oyj", True),
        ("Aufsichtsrat tauscht Verbund-Spitze aus", "Verbund AG", True),
        ("Schwache Nachfrage drückt Wacker in die Verlustzone", "Wacker Chemie AG", True),
        ("Broker keeps Overweight, cuts Pearson target price", "Pearson plc", True),
        ("Lampe belässt Fuchs Vorzüge auf 'Halten'", "Fuchs SE", True),
        ("Next shop workers win tribunal case over pay", "Next plc", True),
        ("Meta斥资收购初创公司", "Meta Platforms, Inc.", True),
        ("Erste verdient mehr als gedacht", "Erste Group Bank AG", True),
        ("Erste-Aktie klettert", "Erste Group Bank AG", True),
        ("Gewinn der Erste steigt kräftig", "Erste Group Bank AG", True),
        ("Vienna lender Erste lifts its profit goal", "Erste Group Bank AG", True),
        ("Erste Aktien des Jahres kommen aus Polen", "Erste Group Bank AG", False),
        ("Erste große Banken senken die Gebühren", "Erste Group Bank AG", False),
        ("Erste-Hilfe-Kurs kostet mehr", "Erste Group Bank AG", False),
        ("Eon Productions sucht den neuen Bond", "E.ON SE", False),
        ("Verletzter Fuchs aus Schacht gerettet", "Fuchs SE", False),
        ("Fuchs mit Räude im Park gesehen", "Fuchs SE", False),
        ("Progress in talks over ceasefire", "Progress Software Corporation", False),
        ("Flag-Carrier bekommt neue Eigentümer", "Carrier Global Corporation", False),
        ("Index reißt zum Handelsstart Gap auf", "Gap Inc.", False),
        ("Der neue Verbund soll im Mai starten", "Verbund AG", False),
        ("Orion capsule circles the Moon for NASA", "Orion Oyj", False),
    ],
)
def test_an_everyday_name_and_its_proof(title: str, name: str, expected: bool) -> None:
    assert judge(article(title), company(name)).relevant is expected


@pytest.mark.parametrize(
    ("title", "teaser", "name", "expected"),
    [
        ("Kameraspezialist kehrt in die Gewinnzone zurück",
         "Basler verbuchte mehr Aufträge aus China.", "Basler AG", True),
        ("SDAX: Stahlhändler springt nach Bericht über Bieter",
         "Contoso Steel bestätigte Gespräche mit einem Investor.", "Contoso Steel AG", True),
        ("Software giant names two chiefs",
         "Oracle named two insiders, its founder stays on.", "Oracle Corporation", True),
        ("Big-box chain settles pricing case",
         "Prosecutors accused Target of charging too much.", "Target Corporation", True),
        ("Krankenhäuser schließen sich zusammen",
         "Der neue Verbund soll vier Häuser betreiben.", "Verbund AG", False),
        ("Siemens verkauft Turbinen nach Chile",
         "Siemens Energy liefert im Herbst.", "Siemens AG", False),
        ("Osamu Suzuki dies at 94",
         "The former chairman built up the minicar maker.", "Suzuki Motor Corporation", True),
        ("Wechsel im Landtag",
         "Der 54-jährige Fielmann geht in Rente.", "Fielmann Group AG", False),
    ],
)  # fmt: skip
def test_told_by_its_trade_and_named_in_the_teaser(
    title: str, teaser: str, name: str, expected: bool
) -> None:
    assert judge(article(title, teaser), company(name)).relevant is expected


@pytest.mark.parametrize(
    ("name", "symbol", "called"),
    [
        ("ON Semiconductor Corporation", "ON", "onsemi"),
        ("AB Volvo", "VOLV-B.ST", "Volvo"),
        ("Sainsbury (J) plc", "SBRY.L", "Sainsbury"),
        ("Tyson Foods, Inc.", "TSN", "Tyson"),
        ("Live Nation Entertainment, Inc.", "LYV", "Live Nation"),
        ("Georg Fischer AG", "GF.SW", "GF"),
        ("Hugo Boss AG", "BOSS.DE", "Boss"),
    ],
)
def test_short_names(name: str, symbol: str, called: str) -> None:
    assert called in naming(company(name, symbol)).names


@pytest.mark.parametrize(
    ("name", "symbol", "not_called"),
    [
        ("Siemens Energy AG", "ENR.DE", "Siemens"),
        ("Heidelberg Materials AG", "HEI.DE", "Heidelberg"),
        ("Great Wall Motor Company Limited", "2333.HK", "Great"),
    ],
)
def test_names_of_others_are_no_short_names(name: str, symbol: str, not_called: str) -> None:
    assert not_called not in naming(company(name, symbol)).names


@pytest.mark.parametrize(
    ("title", "name", "symbol", "expected"),
    [
        ("Tyson shuts beef plant", "Tyson Foods, Inc.", "TSN", True),
        ("Tyson returns to the ring", "Tyson Foods, Inc.", "TSN", False),
        ("GF: Warnung schickt Aktie auf Talfahrt", "Georg Fischer AG", "GF.SW", True),
        ("Meine GF sagt, ich schnarche", "Georg Fischer AG", "GF.SW", False),
        ("Marks & Spencer lifts dividend", "Marks and Spencer Group plc", "MKS.L", True),
    ],
)
def test_a_short_name_has_to_be_proven(title: str, name: str, symbol: str, expected: bool) -> None:
    assert judge(article(title), company(name, symbol)).relevant is expected


def test_a_headline_that_repeats_a_name_without_end_is_read_to_a_point() -> None:
    """Only the beginning of a headline counts, so a hostile one cannot hold up the others."""
    assert not judge(
        article("Wetter " * 200 + "Contoso hebt Prognose an"), company("Contoso")
    ).relevant
