"""What people type, and what they get."""

import json
import tomllib
from pathlib import Path

import pytest

from bot.errors import EmptyQuery, InputError, QueryTooLong, UnreadableFile
from bot.instruments.catalogue.aliases import alias_files, read_aliases
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.identifiers import is_isin, is_wkn, wkn_of_isin
from bot.instruments.models import Ambiguous, Found, Invalid, Unknown
from bot.instruments.venues import suffix_of, venue_of


@pytest.mark.parametrize(
    "query",
    [
        "xiaomi",
        "XIAOMI",
        "Xiaomi Corp.",
        "xaiomi",
        "小米",
        "小米集團",
        "1810",
        "01810",
        "1810.HK",
        "01810.hk",
        "3CP",
        "3cp.f",
        "3CP.DE",
        "KYG9830T1067",
        "kyg9830t1067",
        "A2JNY1",
        "WKN A2JNY1",
        "$XIACY",
        "$xiacy",
        "XIACF",
        "XIAOMI CORP. CL.B",
        "1810 HK",
        "HKG:1810",
        "FRA:3CP",
        "Xiaomi (1810.HK)",
        "Xiaomi Corp. (XIACY)",
        "Xiaomi, WKN A2JNY1",
        "ISIN KYG9830T1067 WKN A2JNY1",
        "KYG9830T1067 Xiaomi",
        "KY G9830T106 7",
        "Xiaomi Corp. Registered Shares Cl.B o.N.",
        "**xiaomi**",
        "xia\u200bomi",
    ],
)
def test_xiaomi_is_one_company(catalogue: Catalogue, query: str) -> None:
    answer = catalogue.resolve(query)
    assert isinstance(answer, Found)
    xiaomi = answer.instrument
    assert (xiaomi.isin, xiaomi.wkn) == ("KYG9830T1067", "A2JNY1")
    assert (xiaomi.home.symbol, xiaomi.home.mic, xiaomi.home.currency) == ("1810.HK", "XHKG", "HKD")
    frankfurt = xiaomi.on("XFRA")
    assert frankfurt is not None
    assert (frankfurt.symbol, frankfurt.currency) == ("3CP.F", "EUR")
    assert {"3CP.MU", "3CP.SG", "XIACF", "XIACY"} <= {one.symbol for one in xiaomi.listings}


@pytest.mark.parametrize(
    ("query", "isin"),
    [
        ("Siemens", "DE0007236101"),
        ("Siemens Energy", "DE000ENER6Y0"),
        ("Healthineers", "DE000SHL1006"),
        ("Merck KGaA", "DE0006599905"),
        ("Merck & Co.", "US58933Y1055"),
        ("MERCK KG A.A. INHABER-AKTIEN O.N.", "DE0006599905"),
        ("Merck & Co. Inc. Registered Shares DL-,01", "US58933Y1055"),
        ("JD.com Inc. R.Shs A(Sp.ADRs)/2 DL-,00002", "US47215P1066"),
        ("Alphabet C", "US02079K1079"),
        ("Alphabet (A)", "US02079K3059"),
        ("Google", "US02079K3059"),
        ("VW", "DE0007664039"),
        ("Volkswagen", "DE0007664039"),
        ("VOLKSWAGEN AG ST O.N.", "DE0007664005"),
        ("volkswagn", "DE0007664039"),
        ("Münchener Rück", "DE0008430026"),
        ("muenchener rueck", "DE0008430026"),
        ("比亞迪", "CNE100000296"),
        ("Daimler", "DE0007100000"),
        ("Facebook", "US30303M1027"),
        ("DT.TELEKOM AG NA", "DE0005557508"),
        ("BRK.B", "US0846707026"),
        ("brk b", "US0846707026"),
        ("$brk.b", "US0846707026"),
        ("google c", "US02079K1079"),
        ("berkshire b", "US0846707026"),
        ("VW Vz", "DE0007664039"),
        ("VW Stämme", "DE0007664005"),
        ("Henkel AG & Co. KGaA Inhaber-Stammaktien o.N.", "DE0006048408"),
        ("apple inc (AAPL)", "US0378331005"),
        ("NASDAQ:AAPL", "US0378331005"),
        ("AAPL US", "US0378331005"),
        ("NVDA.", "US67066G1040"),
        ("de 000 716460 0", "DE0007164600"),
        ("SAP 716460", "DE0007164600"),
        ("Roche GS", "CH0012032048"),
        ("Roche Inhaber", "CH0012032113"),
        ("Marine Harvest", "NO0003054108"),
        ("Raytheon", "US75513E1010"),
        ("strategy", "US5949724083"),
        ("台積電", "US8740391003"),
        ("トヨタ自動車", "JP3633400001"),
        ("big blue", "US4592001014"),
        ("AAPL", "US0378331005"),
        ("microsfot", "US5949181045"),
        ("ford", "US3453708600"),
        ("Microsoft Corporaiton", "US5949181045"),
        ("Siemens Aktie kurs", "DE0007236101"),
        ("716460-0", "DE0007164600"),
        ("bernina optics", "CH0000000009"),
    ],
)
def test_names_and_relatives(catalogue: Catalogue, query: str, isin: str) -> None:
    answer = catalogue.resolve(query)
    assert isinstance(answer, Found)
    assert answer.instrument.isin == isin
    assert 0 < answer.confidence <= 1


@pytest.mark.parametrize(
    ("query", "among"),
    [
        ("Nordlicht", {"Nordlicht Energie AG", "Nordlicht Logistik AG"}),
        ("Zwilling Bau", {"Zwilling Bau AG", "Zwilling Bau Inc."}),
        ("MRK", {"Merck KGaA", "Merck & Co., Inc."}),
    ],
)
def test_doubt_is_asked_back(catalogue: Catalogue, query: str, among: set[str]) -> None:
    answer = catalogue.resolve(query)
    assert isinstance(answer, Ambiguous)
    assert among <= {one.name for one in answer.candidates}


def test_fund_and_its_twin_are_asked_back_where_payment_is_unsaid(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("Hafen MSCI Welt UCITS ETF")
    assert isinstance(answer, Ambiguous)
    assert {one.home.symbol for one in answer.candidates} >= {"HWA.DE", "HWD.DE"}
    answer = catalogue.resolve("Hafen MSCI Welt UCITS ETF Reg. Shs USD (A) oN")
    assert isinstance(answer, Found)
    assert answer.instrument.home.symbol == "HWA.DE"


def test_fund_that_pays_out_is_not_found_where_one_that_keeps_is_meant(
    catalogue: Catalogue,
) -> None:
    answer = catalogue.resolve("Hafen MSCI Alpen UCITS ETF Inhaber-Anteile EUR Dist.")
    assert not isinstance(answer, Found)
    assert "HAA.DE" in {
        one.home.symbol
        for one in (answer.nearest if isinstance(answer, Unknown) else answer.candidates)
    }


def test_legal_form_decides_between_namesakes(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("Zwilling Bau Inc")
    assert isinstance(answer, Found)
    assert answer.instrument.home.symbol == "ZWIB"


@pytest.mark.parametrize(
    ("query", "kind", "reason"),
    [
        ("KYG9830T1068", "ISIN", "check_digit"),
        ("DE0007164601", "ISIN", "check_digit"),
        ("ISIN DE0007164601", "ISIN", "check_digit"),
        ("US03783310", "ISIN", "length"),
        ("A2JNYO", "WKN", "letters"),
        ("WKN 71646", "WKN", "length"),
        ("716460-1", "WKN", "check_digit"),
        ("SAP DE0007164601", "ISIN", "check_digit"),
    ],
)
def test_wrong_identifiers_are_refused(
    catalogue: Catalogue, query: str, kind: str, reason: str
) -> None:
    answer = catalogue.resolve(query)
    assert isinstance(answer, Invalid)
    assert (answer.kind, answer.reason) == (kind, reason)


@pytest.mark.parametrize(
    "query",
    ["qwxyz zzkk", "$ZZZZZZ", "XS0000000009", "9ZZ.F", "A9Z9Z9", "@everyone", "🚀🚀🚀 moon"],
)
def test_unknown_is_said(catalogue: Catalogue, query: str) -> None:
    answer = catalogue.resolve(query)
    assert isinstance(answer, Unknown)
    assert len(answer.nearest) <= 5


def test_name_and_identifier_of_two_companies(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("Siemens US0378331005")
    assert isinstance(answer, Ambiguous)
    assert {one.name for one in answer.candidates} >= {"Apple Inc.", "Siemens Aktiengesellschaft"}
    assert not isinstance(catalogue.resolve("Siemens (AAPL)"), Found)


def test_share_class_is_found_by_its_company_s_longer_name(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("NLS Vz")
    assert isinstance(answer, Found)
    assert answer.instrument.home.symbol == "NSE3.DE"


def test_line_in_london_s_order_book_is_no_home(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("Polderwerk")
    assert isinstance(answer, Found)
    assert answer.instrument.home.symbol == "PWK.DE"


def test_wkn_of_a_former_isin_still_finds_the_share(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("A1XA8R")
    assert isinstance(answer, Found)
    assert (answer.instrument.isin, answer.instrument.wkn) == ("DK0062498333", "A3EU6F")


def test_isin_that_a_careless_list_gave_to_another_name_is_not_believed(
    catalogue: Catalogue,
) -> None:
    answer = catalogue.resolve("Quarzsand Mining")
    assert isinstance(answer, Found)
    assert (answer.instrument.isin, answer.instrument.home.symbol) == (None, "QSM.AX")
    sap = catalogue.by_key("DE0007164600")
    assert sap is not None
    assert "QSM.AX" not in {one.symbol for one in sap.listings}


def test_nearest_names_of_the_unknown(catalogue: Catalogue) -> None:
    answer = catalogue.resolve("Nordlicht Energie Versicherung Mustermann")
    assert isinstance(answer, Unknown | Ambiguous)
    near = answer.nearest if isinstance(answer, Unknown) else answer.candidates
    assert "Nordlicht Energie AG" in {one.name for one in near}


def test_nothing_and_too_much(catalogue: Catalogue) -> None:
    with pytest.raises(EmptyQuery):
        catalogue.resolve(" ")
    with pytest.raises(QueryTooLong):
        catalogue.resolve("x" * 4000)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("xia", "Xiaomi Corporation"),
        ("x", "Xiaomi Corporation"),
        ("小", "Xiaomi Corporation"),
        ("siem", "Siemens Aktiengesellschaft"),
        ("A2JN", "Xiaomi Corporation"),
        ("DE0007236", "Siemens Aktiengesellschaft"),
        ("$TSL", "Tesla, Inc."),
        ("vw", "Volkswagen AG Vz."),
    ],
)
def test_suggestions_while_typing(catalogue: Catalogue, typed: str, first: str) -> None:
    names = [one.name for one in catalogue.suggest(typed)]
    assert names[0] == first
    assert len(names) == len(set(names)) <= 25


def test_suggestions_of_nothing(catalogue: Catalogue) -> None:
    assert catalogue.suggest("") == []
    assert len(catalogue.suggest("a", limit=3)) == 3
    assert isinstance(catalogue.suggest("x" * 5000), list)


def test_keys_and_symbols_lead_back(catalogue: Catalogue) -> None:
    xiaomi = catalogue.by_symbol("3cp.f")
    assert xiaomi is not None
    assert catalogue.by_key(xiaomi.key) == xiaomi
    plain = catalogue.by_symbol("NLE.DE")
    assert plain is not None
    assert plain.key == "NLE.DE"
    assert catalogue.by_key("NLE.DE") == plain
    assert catalogue.by_key("KYG9830T1068") is None


def test_every_alias_can_be_right() -> None:
    names: dict[str, str] = {}
    companies = [
        company
        for file in alias_files()
        for company in tomllib.loads(file.read_text("utf-8"))["company"]
    ]
    for company in companies:
        assert is_isin(company["isin"]), company["name"]
        assert "wkn" not in company or is_wkn(company["wkn"]), company["name"]
        if wkn_of_isin(company["isin"]):
            assert wkn_of_isin(company["isin"]) == company["wkn"], company["name"]
        for symbol in (company["home"], *company.get("symbols", [])):
            assert venue_of(symbol) or not suffix_of(symbol), symbol
        for name in company["names"]:
            assert names.setdefault(name.casefold(), company["name"]) == company["name"], name
    assert len(companies) >= 100


def test_each_alias_finds_its_company(catalogue: Catalogue) -> None:
    """Nicknames may be doubtful between two companies; they never lead to a wrong one."""
    for record in read_aliases():
        for name in (record.name, *record.names):
            answer = catalogue.resolve(name)
            if isinstance(answer, Ambiguous):
                assert record.isins[0] in {one.isin for one in answer.candidates}, name
            else:
                assert isinstance(answer, Found), name
                assert answer.instrument.isin == record.isins[0], name


def test_mistake_in_the_aliases_is_named(tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text('[[company]]\nname = "Muster"\nhome = "M.DE"\nisin = "DE0007164601"\n')
    with pytest.raises(UnreadableFile, match="Muster"):
        read_aliases(path)


def test_hostile_queries_get_an_answer_too(catalogue: Catalogue, shared_data: Path) -> None:
    strings = json.loads((shared_data / "07_hostile" / "naughty_strings.json").read_text("utf-8"))
    repeated = ("a ", "o.", "((", "k.g.", "s&p ", "dl -,1", "u.e.", "小", "$", "1/", "ﷺ", "a\u0301")
    for text in [*strings, *(piece * 60 for piece in repeated)]:
        query = text[:200]
        try:
            answer = catalogue.resolve(query)
        except InputError:
            continue
        assert isinstance(answer, Found | Ambiguous | Unknown | Invalid)
        catalogue.suggest(query)
