"""Lists of exchanges and collections: told apart by content, garbage skipped and counted."""

import gzip
from pathlib import Path

import pytest

from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place
from bot.instruments.lists.detect import read_list
from bot.instruments.models import Found

RAW_XETRA = """Market:;XETR
Date Last Update:;01.02.2020
Product Status;Instrument Status;Instrument;ISIN;Product ID;Instrument ID;WKN;Mnemonic;MIC Code;\
Instrument Type;Settlement Currency
active;active;MUSTERWERKE AG O.N.;DE0007164600;1;2;000716460;MWK;XETR;CS;EUR
active;active;MUSTER WELT ETF;DE0005933931;1;2;000593393;MWE;XETR;ETF;EUR
active;active;WRONG CHECK DIGIT;DE0007164601;1;2;000716460;MWX;XETR;CS;EUR
active;active;NO MNEMONIC;DE000BAY0017;1;2;000BAY001;;XETR;CS;EUR
active
"""
CUT_XETRA = """name,isin,wkn,mnemonic,mic,type,group,primary_mic,currency,status
"MUSTERWERKE, VEREINIGTE AG",DE0007164600,716460,MWK,XETR,CS,DAX,XFRA,EUR,Active
"""
HKEX = """List of Securities\t\t\t
Updated as at 01/02/2020\t\t\t

Stock Code\tName of Securities\tCategory\tISIN\tTrading Currency
00700\tMUSTER HOLDINGS\tEquity\tKYG875721634\tHKD
09988\tMUSTER-W\tEquity\tKYG017191142\tHKD
10001\tMUSTER WARRANT 2022\tDerivative Warrants\t\tHKD
nonsense
"""
NASDAQ = """Symbol|Security Name|Market Category|Test Issue|Financial Status|Round Lot Size|ETF
MSTR|Muster Robotics, Inc. - Class A Common Stock|Q|N|N|100|N
MSTRW|Muster Robotics, Inc. - Warrants|Q|N|N|100|N
ZTST|Test Issue|Q|Y|N|100|N
MSTE|Muster World ETF|G|N|N|100|Y
File Creation Time: 0102202012:00|||||||
"""
OTHER = """ACT Symbol|Security Name|Exchange|CQS Symbol|ETF|Round Lot Size|Test Issue|NASDAQ Symbol
MUS.B|Muster Brands Inc. Class B Common Stock|N|MUS.B|N|100|N|MUS.B
"""
FINANCE_DATABASE = """symbol,name,currency,exchange,mic,country,isin,figi
MWK.MU,MUSTERWERKE AG,EUR,MUN,XMUN,Germany,,BBG000000001
MWK.L,Musterwerke AG,GBp,LSE,XLON,Germany,DE0007164600,
,Nameless,EUR,MUN,XMUN,Germany,,
"""
SP500 = """Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK
MUS.B,Muster Brands,Industrials,Conglomerates,"Saint Muster, Ohio",1957-03-04,66740
"""
MEMBERS = """{"name": "Muster Optik", "symbol": "MOP.DE", "country": "Germany", \
"isins": ["DE000BAY0017"], "yahoo": ["MOP.F", "MOPTY"]}
{"name": 5, "symbol": null}
not json
"""
PLAIN = """name;symbol;isin;wkn;mic;country;names;home
Musterbach AG;MBA.DE;DE000BAY0017;BAY001;XETR;Germany;Musterbacher|Bächle;1
;;;;;;;
Wrong;!!!;;;;;;
"""


@pytest.mark.parametrize(
    ("text", "source", "taken", "skipped", "place"),
    [
        (RAW_XETRA, "deutsche_boerse", 2, 3, Place("MWK.DE", "XETR", "EUR")),
        (CUT_XETRA, "deutsche_boerse", 1, 0, Place("MWK.DE", "XETR", "EUR")),
        (HKEX, "hkex", 2, 2, Place("0700.HK", "XHKG", "HKD", home=True)),
        (NASDAQ, "nasdaq_trader", 2, 1, Place("MSTR", "XNAS", "USD", home=True)),
        (OTHER, "nasdaq_trader", 1, 0, Place("MUS-B", "XNYS", "USD", home=True)),
        (FINANCE_DATABASE, "financedatabase", 2, 1, Place("MWK.MU", "XMUN", "EUR")),
        (SP500, "sp500", 1, 0, Place("MUS-B", "", "USD", home=True)),
        (MEMBERS, "pytickersymbols", 1, 2, Place("MOP.DE", "XETR", "EUR")),
        (PLAIN, "plain", 1, 1, Place("MBA.DE", "XETR", "EUR", home=True)),
    ],
)
def test_each_list_is_told_by_its_content(
    text: str, source: str, taken: int, skipped: int, place: Place
) -> None:
    for data in (text.encode(), gzip.compress(text.encode()), ("\ufeff" + text).encode()):
        read = read_list(data)
        assert read.source == source
        assert (len(read.records), read.skipped) == (taken, skipped)
        assert read.records[0].places[0] == place


def test_wkn_filled_with_zeros_and_pence_in_main_units() -> None:
    assert read_list(RAW_XETRA.encode()).records[0].wkn == "716460"
    london = read_list(FINANCE_DATABASE.encode()).records[1]
    assert (london.places[0].currency, london.isins) == ("GBP", ("DE0007164600",))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html><body>Just a moment</body></html>",
        b"\x1f\x8bnot really gzip",
        b"\x00\x01\x02" * 100,
        b"name,price\na,1\n",
        b'{"total": 5}',
        gzip.compress(b"a" * 70_000_000),
        b'"' * 200_000,
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_list(data)


def test_hostile_rows_do_no_harm() -> None:
    rows = [
        '"Evil @everyone [x](http://evil)",EVIL.DE,DE0007164600',
        f"{'x' * 5000},LONG.DE,",
        "Control\x07 \u202eName,CTRL.DE,",
        '"unbalanced,OPEN.DE,',
    ]
    read = read_list(("name,symbol,isin\n" + "\n".join(rows)).encode())
    names = [one.name for one in read.records]
    assert all(name.isprintable() and len(name) <= 160 for name in names)
    assert "EVIL.DE" in {one.places[0].symbol for one in read.records}


def _catalogue(**texts: str) -> Catalogue:
    lists = {}
    for name, text in texts.items():
        read = read_list(text.encode())
        lists[f"{read.source}:{name}"] = read.records
    return Catalogue(build_catalogue(lists))


def test_rows_of_one_company_become_one_instrument() -> None:
    known = _catalogue(a=FINANCE_DATABASE, b=RAW_XETRA)
    answer = known.resolve("716460")
    assert isinstance(answer, Found)
    symbols = {one.symbol for one in answer.instrument.listings}
    assert {"MWK.DE", "MWK.L", "MWK.MU", "MWK.F"} <= symbols  # Frankfurt shares the mnemonic
    assert answer.instrument.home.symbol == "MWK.DE"
    assert answer.instrument.name == "Musterwerke AG"


def test_namesakes_are_not_merged() -> None:
    header = "symbol,name,currency,exchange,mic,country,isin,figi\n"
    rows = [
        "VSTA.DE,Vista AG,EUR,GER,XETR,Germany,DE0007164600,",
        "VIS,Vista Inc.,USD,ASE,XASE,United States,,",
        "VISTA.BO,Vista Ltd,INR,BSE,XBOM,India,,",
    ]
    known = _catalogue(a=header + "\n".join(rows))
    assert len(known) == 3


def test_order_of_import_does_not_matter() -> None:
    one = _catalogue(a=FINANCE_DATABASE, b=RAW_XETRA, c=NASDAQ, d=OTHER, e=SP500)
    other = _catalogue(e=SP500, d=OTHER, c=NASDAQ, b=RAW_XETRA, a=FINANCE_DATABASE)
    for query in ("MWK", "Muster Brands", "Muster Robotics"):
        assert one.resolve(query) == other.resolve(query)


def test_second_list_of_a_kind_adds_to_the_first() -> None:
    known = _catalogue(a=RAW_XETRA, b=PLAIN.replace("DE000BAY0017;BAY001", ";"), c=CUT_XETRA)
    assert known.by_symbol("MWE.DE") is not None
    assert known.by_symbol("MBA.DE") is not None


@pytest.mark.parametrize(
    ("file", "source", "least"),
    [
        ("xetra_raw_sample_2019.csv", "deutsche_boerse", 55),
        ("xetra_instruments_2021-12.csv", "deutsche_boerse", 3300),
        ("pytickersymbols_1.17.10_slim.jsonl", "pytickersymbols", 1700),
        ("sp500_constituents.csv", "sp500", 500),
    ],
)
def test_real_lists(shared_data: Path, file: str, source: str, least: int) -> None:
    read = read_list((shared_data / "06_instruments" / file).read_bytes())
    assert read.source == source
    assert len(read.records) >= least
