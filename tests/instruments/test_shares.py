"""The shares of which the WKN and one listing are known: what `shares.csv` adds to the lists."""

import csv
from pathlib import Path

import pytest

from bot.errors import UnreadableFile
from bot.instruments.catalogue.aliases import ALIASES, read_aliases, read_shares
from bot.instruments.catalogue.building import build_catalogue, build_from_pages, fingerprint
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Record
from bot.instruments.identifiers import is_isin, is_wkn, judge_isin
from bot.instruments.models import Ambiguous, Found, Instrument, Unknown
from bot.instruments.venues import suffix_of, venue_of
from tests.instruments.conftest import share

HEAD = "isin,wkn,symbol,country,name,names\n"


@pytest.fixture(scope="module")
def fresh() -> Catalogue:
    """What a bot knows before any list was imported."""
    return Catalogue(build_from_pages([], str(ALIASES)))


def found(catalogue: Catalogue, query: str) -> Instrument:
    answer = catalogue.resolve(query)
    assert isinstance(answer, Found), query
    return answer.instrument


def test_every_line_can_be_right() -> None:
    with (ALIASES / "shares.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    rich = read_aliases()
    today = {isin for record in rich for isin in record.isins}
    today |= {line["isin"] for line in lines if not is_isin(line["symbol"])}
    known = {record.wkn for record in rich} | {record.isins[0] for record in rich}
    called = [name for record in rich for name in record.names]
    for line in lines:
        isin, wkn, symbol, country, name, names = line.values()
        assert is_isin(isin), line
        assert is_wkn(wkn), line
        assert not {isin, wkn} & known, f"{isin} has an entry of its own"
        known |= {isin, wkn}
        if is_isin(symbol):
            assert symbol in today, line
        else:
            assert venue_of(symbol) or not suffix_of(symbol), line
            assert symbol not in known, line
            known.add(symbol)
        assert country == "" or (len(country) == 2 and country.isupper()), line
        assert name == " ".join(name.split()), line
        called += filter(None, names.split("|"))
    assert [line["isin"] for line in lines] == sorted(line["isin"] for line in lines)
    assert len(lines) >= 1500
    assert len(called) == len(set(called))


@pytest.mark.parametrize(
    ("wkn", "isin", "symbol"),
    [
        ("867679", "US6934751057", "PNC"),
        ("A2PPPV", "US69121K1043", "OBDC"),
        ("A2DYQF", "ZAE000248662", "SDO.JO"),
        ("WKN 856532", "JP3902400005", "6503.T"),
        ("US6934751057", "US6934751057", "PNC"),
    ],
)
def test_wkn_is_known_without_any_list(fresh: Catalogue, wkn: str, isin: str, symbol: str) -> None:
    share = found(fresh, wkn)
    assert (share.isin, share.home.symbol) == (isin, symbol)


def test_wkn_of_before_a_split_finds_the_share_of_today(fresh: Catalogue) -> None:
    assert found(fresh, "869686").isin == "US5128073062"  # Lam Research, an entry of its own
    assert found(fresh, "852647").isin == "GB00BLGZ9862"  # Tesco, a line of the table
    assert found(fresh, "GB0008847096").wkn == "A2QQMK"


def test_names_of_entries_stay_theirs(fresh: Catalogue) -> None:
    for record in read_aliases():
        for name in (record.name, *record.names):
            answer = fresh.resolve(name)
            assert isinstance(answer, Found | Ambiguous), name
            shares = (answer.instrument,) if isinstance(answer, Found) else answer.candidates
            assert record.isins[0] in {one.isin for one in shares}, name


def test_receipt_is_a_share_of_its_own(fresh: Catalogue) -> None:
    """Its symbol leads to the company all the same, as the company's entry says."""
    receipt, company = found(fresh, "A2N52M"), found(fresh, "$XIACY")
    assert (receipt.isin, receipt.home.symbol) == ("US98421U1088", "XIACY")
    assert company.isin == found(fresh, "xiaomi").isin == "KYG9830T1067"


def test_line_joins_the_share_of_a_list() -> None:
    lists = {
        "shares": [Record("Nordkap Fisch", ("DE000NSE0009",), "NKF000", ())],
        "financedatabase": [share("Nordkap Fisch AS", "NKF.OL", isins=("DE000NSE0009",))],
    }
    catalogue = Catalogue(build_catalogue(lists))
    assert len(catalogue) == 1
    assert found(catalogue, "NKF000").home.symbol == "NKF.OL"


def test_wkn_is_first_of_all_that_of_its_own_share() -> None:
    """A list may still have the share of before a split."""
    today = share("Neue Werft Holding", "NWE", isins=("US6934751057",), wkn="867679")
    before = share("Alte Werft AG", "AWE.DE", isins=("DE000NSE0009",), wkn="NSE000")
    lists = {
        "deutsche_boerse": [before],
        "shares": [today, Record(today.name, (*today.isins, *before.isins), before.wkn)],
        "pytickersymbols": [today],
    }
    catalogue = Catalogue(build_catalogue(lists))
    assert found(catalogue, "NSE000").isin == "DE000NSE0009"


def test_isin_of_today_leads_to_the_share_that_a_list_has_by_the_one_of_before() -> None:
    lists = {
        "deutsche_boerse": [share("Werft N.V.", "WRF.DE", isins=("DE000NSE0009",), wkn="NSE000")],
        "shares": [
            share("Werft N.V.", "WRF.DE", isins=("US6934751057",), wkn="867679"),
            Record("Werft N.V.", ("US6934751057", "DE000NSE0009"), "NSE000"),
        ],
    }
    catalogue = Catalogue(build_catalogue(lists))
    assert found(catalogue, "US6934751057") == found(catalogue, "867679")
    assert found(catalogue, "867679") == found(catalogue, "NSE000")


@pytest.mark.parametrize(
    "text",
    [
        "isin;wkn\n",
        f"{HEAD}US6934751058,867679,PNC,,Wrong check digit\n",
        f"{HEAD}US6934751057,86767O,PNC,,Wrong letter\n",
        f"{HEAD}US6934751057,867679,,,No listing\n",
        f"{HEAD}US6934751057,867679,PNC\n",
    ],
)
def test_mistake_in_the_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "shares.csv").write_text(text)
    with pytest.raises(UnreadableFile, match=r"shares\.csv"):
        read_shares(tmp_path)


def test_table_may_be_absent(tmp_path: Path) -> None:
    assert read_shares(tmp_path) == []


def test_index_is_built_anew_when_the_table_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shares.csv").write_text(HEAD)
    monkeypatch.setattr("bot.instruments.catalogue.building.ALIASES", tmp_path)
    before = fingerprint()
    (tmp_path / "shares.csv").write_text(f"{HEAD}US6934751057,867679,PNC,,PNC,\n")
    assert fingerprint() != before


def test_unheard_wkn_is_not_the_company_whose_name_it_begins_with(fresh: Catalogue) -> None:
    assert found(fresh, "A2A").isin == "IT0001233417"
    assert isinstance(fresh.resolve("A2AZZ9"), Unknown)
    assert isinstance(fresh.resolve("a2azz9"), Unknown)


def test_isin_of_letters_alone_is_one() -> None:
    assert judge_isin("BRPETRACNOR9") == "BRPETRACNOR9"
    assert judge_isin("BRPETRACNOR8") is None


def test_what_explains_the_files_builds_no_index_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.instruments.catalogue.building.ALIASES", tmp_path)
    before = fingerprint()
    (tmp_path / "README.md").write_text("What the fields mean.\n")
    assert fingerprint() == before
