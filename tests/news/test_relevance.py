"""Is the article about this company? Names that are words, namesakes, relatives, symbols."""

import json
from pathlib import Path

import pytest

from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place, Record
from bot.instruments.models import Instrument, Listing
from bot.news.models import Article
from bot.news.relevance.judging import judge, relevance
from bot.news.relevance.naming import core_name, naming

TRAPS = Path(__file__).with_name("traps.jsonl")


def company(name: str, symbol: str, *names: str, isin: str | None = None) -> Instrument:
    return Instrument(name, isin, None, (Listing(symbol, "Home", "XXXX", "EUR", home=True),), names)


NEIGHBOURS = Catalogue(
    build_catalogue(
        {
            "plain": [
                Record("Contoso AG", places=(Place("CTO.DE"),)),
                Record("Contoso AG ADR", places=(Place("CTOSY"),)),
                Record("Contoso Music Entertainment Group", places=(Place("CTOM"),)),
                Record("Contoso Energy SE", places=(Place("CTE.DE"),)),
                Record("Contoso Data Inc.", places=(Place("CTOD"),)),
                Record("Contosova Mining", places=(Place("CTV"),)),
            ]
        }
    )
)


def article(title: str, **more: object) -> Article:
    return Article(title=title, url="https://a.invalid/1", publisher="P", provider="p", **more)


def test_traps() -> None:
    """Precision at least .97 and recall at least .92 over all companies of the set."""
    right = shown = about = 0
    mistakes: list[str] = []
    rows = [json.loads(line) for line in TRAPS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 40
    for row in rows:
        instrument = company(row["name"], row["symbol"], *row.get("names", ()))
        for kind in ("about", "other"):
            for title in row[kind]:
                verdict = judge(article(title), instrument)
                about += kind == "about"
                shown += verdict.relevant
                right += verdict.relevant and kind == "about"
                if verdict.relevant != (kind == "about"):
                    mistakes.append(f"{row['name']}: {title} ({verdict.reason})")
    report = "\n".join(mistakes)
    assert right / shown >= 0.97, report
    assert right / about >= 0.92, report


XIAOMI = company("Xiaomi Corp.", "1810.HK", "小米", isin="KYG9830T1067")
GAP = company("Gap Inc.", "GPS")


@pytest.mark.parametrize(
    ("one", "instrument", "expected"),
    [
        (article("Monthly return of equity issuer", disclosure=True), XIAOMI, True),
        (article("Aktie im Blick", teaser="ISIN KYG9830T1067 notiert fester."), XIAOMI, True),
        (article("Heute im Fokus: 1810.HK"), XIAOMI, True),
        (article("In 1810 wurde die Universität gegründet"), XIAOMI, False),
        (article("Lei Jun unveils first car", symbols=("1810.HK",)), XIAOMI, True),
        (article("Gap fills the screen", symbols=("GPS",)), GAP, True),
        (article("Gap shares higher", symbols=("AAPL", "MSFT")), GAP, False),
        (article("Asia closes lower", teaser="Lenovo, Xiaomi, BYD and Nio fell."), XIAOMI, False),
        (article("Neues Auto aus China", teaser="Xiaomi zeigt in Peking sein Auto."), XIAOMI, True),
    ],
)  # fmt: skip
def test_other_evidence(one: Article, instrument: Instrument, expected: bool) -> None:
    assert relevance(one, instrument) is expected


def test_a_source_asked_for_the_company_vouches_for_an_everyday_name() -> None:
    bare = article("Gap: was nun?")
    assert not relevance(bare, GAP)
    assert relevance(bare, GAP, by_identifier=True)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("XIAOMI CORP. CL.B", "XIAOMI"),
        ("Siemens Aktiengesellschaft", "Siemens"),
        ("Merck & Co., Inc.", "Merck"),
        ("adidas AG NA O.N.", "adidas"),
        ("KIMBERLY-CLARK    DL 1,25", "KIMBERLY-CLARK"),
        ("AMAZON.COM INC.  DL-,01", "AMAZON.COM"),
        ("BYD CO. LTD H       YC 1", "BYD"),
        ("小米集团-W", "小米"),
        ("Co", "Co"),
        ("Alphabet Inc. Class A", "Alphabet"),
    ],
)
def test_core_name(name: str, core: str) -> None:
    assert core_name(name) == core


@pytest.mark.parametrize(
    ("title", "name", "reason"),
    [
        ("Citigroup senkt Ziel für Nestlé auf 88 Franken", "Citigroup Inc.", "judges_another"),
        ("Nomura expects the Fed to wait, gold to rise", "Nomura Holdings", "judges_another"),
        ("花旗：维持腾讯买入评级", "花旗集团", "judges_another"),
        ("Nakashima leads Sony Open after first round", "Sony Group Corporation", "a_place"),
        ("Bosch holt früheren Valeo-Manager als Finanzchef", "Valeo SE", "former_employer"),
        ("Oppo plays catch-up with a phone faster than Samsung", "Samsung", "compared"),
        ("Autowerte wie Renault: Konzerne wie Stellantis sparen", "Stellantis N.V.", "only_listed"),
        ("Schauspielerin Sandra Bosch ausgezeichnet", "Bosch Ltd", "a_person"),
        ("Festnahme: Mann rast in Renault durch Hamburg", "Renault SA", "incident"),
        ("Bundesliga: Opel-Elf verliert Derby 1:3", "Opel AG", "a_match"),
    ],
)
def test_bystanders(title: str, name: str, reason: str) -> None:
    """Named, but not what it is about: dropped, and the reason says so."""
    assert judge(article(title), company(name, "XYZ")).reason == reason


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("JPMorgan hebt Kursziel für Citigroup auf 110 Dollar", "Citigroup Inc."),
        ("Citigroup streicht Stellen, der Gewinn steigt", "Citigroup Inc."),
        ("Citigroup-Aktie: RBC bestätigt 'Outperform'", "Citigroup Inc."),
        ("Sony zieht sich als Sponsor aus der Champions League zurück", "Sony Group"),
        ("Renault ruft nach Unfällen 12.000 Autos zurück, Polizei ermittelt", "Renault SA"),
        ("Früherer Wirecard-Chef muss vor Gericht", "Wirecard AG"),
    ],
)
def test_those_it_is_about(title: str, name: str) -> None:
    assert judge(article(title), company(name, "XYZ")).relevant


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("Hermes lifts prices of handbags", "Hermès International S.C.A.", True),
        ("Aktie der Deutschen Bank auf Rekordhoch", "Deutsche Bank AG", True),
        ("Muenchener Rueck hebt Ziel", "Münchener Rück AG", True),
        ("Erste Group kauft in Polen zu", "Erste Group Bank AG", True),
        ("Clinic buys magnet of 7 Tesla", "Tesla, Inc.", False),
        ("Airline orders 50 Airbus jets", "Airbus SE", True),
        ("Polizei Salzgitter sucht Zeugen", "Salzgitter AG", False),
        ("So eröffnet die deutsche Börse", "Deutsche Börse AG", False),
        ("Ross Dress Posts Record Sales and Profit", "Post Holdings, Inc.", False),
        ("BYD Electronic wins orders", "BYD Company Limited", False),
        ("比亚迪电子收入增长", "比亚迪", False),
        ("京东外卖挑战美团", "美团", False),
    ],
)
def test_spellings_and_neighbours(title: str, name: str, expected: bool) -> None:
    assert judge(article(title), company(name, "XYZ")).relevant is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Contoso hebt Prognose an", True),
        ("Contoso Energy hebt Prognose an", False),
        ("Contoso-Energy-Aktie fällt", False),
        ("Contoso Music's paying users rise", False),
        ("Contoso buys stake in Contoso Energy", True),
        ("Contoso energy bills rise as its plants stand still", True),
        ("Contoso Data Center Planned in Ohio", True),
    ],
)
def test_a_longer_name_of_the_catalogue_is_another_company(title: str, expected: bool) -> None:
    contoso = NEIGHBOURS.by_symbol("CTO.DE")
    assert contoso is not None
    longer = NEIGHBOURS.longer_names(contoso, naming(contoso).names)
    assert judge(article(title), contoso, neighbours=longer).relevant is expected


MERCK = (company("Merck KGaA", "MRK.DE"), company("Merck & Co., Inc.", "MRK"))


@pytest.mark.parametrize(
    ("title", "german", "american"),
    [
        ("Merck hebt Prognose leicht an und rechnet mit mehr Umsatz", True, False),
        ("Merck raises its forecast as sales grow in the quarter", False, True),
        ("Darmstadt-based Merck raises its forecast", True, False),
        ("Merck's Keytruda wins approval", False, True),
        ("Merck KGaA und Merck & Co streiten um den Namen", True, True),
    ],
)
def test_two_companies_of_one_name(title: str, german: bool, american: bool) -> None:
    assert tuple(judge(article(title), one).relevant for one in MERCK) == (german, american)


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("集团母公司Contoso第三季度营收增长", "Contoso Inc.", True),
        ("Target: Umsatz geht zum dritten Mal zurück", "Target Corporation", True),
        ("Target to close nine stores", "Target Corporation", True),
        ("Swans nestle near the reservoir of the power plant", "Nestlé S.A.", False),
        ("Diodes, Lite-On deal faces scrutiny", "On Holding AG", False),
        ("Copper Drops On Weak Growth", "On Holding AG", False),
        ("Die On Holding rechnet mit mehr Umsatz", "On Holding AG", True),
        ("Powell, on holding rates: growth is solid", "On Holding AG", False),
        ("Klage gegen Target abgewiesen, Gericht sieht keinen Betrug", "Target Corporation", True),
        ("Gasthof an der Clara-von-Siemens-Schule brennt", "Siemens AG", False),
        ("Contoso wächst schneller als der Rest der Rivalen von Apple", "Apple Inc.", False),
        ("Pumas beat Fiji in rugby opener", "PUMA SE", False),
        ("Pumas neuer Chef will sparen", "PUMA SE", True),
        ("Ford Puma tops UK sales chart", "PUMA SE", False),
        ("Silver looks like the best buy this year", "Best Buy Co., Inc.", False),
        ("Minister droht auf Facebook mit Klage", "Facebook", False),
        ("Kopfhörer bei Walmart zum Bestpreis", "Walmart Inc.", False),
        ("Rivian +4% after Barclays lift", "Barclays PLC", False),
        ("Fraport Skyliners verlieren gegen Ulm", "Fraport AG", False),
    ],
)
def test_words_that_look_like_the_company(title: str, name: str, expected: bool) -> None:
    assert judge(article(title), company(name, "XYZ")).relevant is expected
