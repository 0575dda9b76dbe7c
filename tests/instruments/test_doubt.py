"""Where one word may be short for several, people are asked; a list's slip names nobody else."""

from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place, Record
from bot.instruments.models import Ambiguous, Found, Unknown


def _share(name: str, symbol: str, country: str = "", isin: str = "") -> Record:
    isins = (isin,) if isin else ()
    return Record(name, isins=isins, places=(Place(symbol, home=True),), country=country or None)


def test_word_that_two_well_known_ones_begin_with_is_asked_back() -> None:
    index = [_share("Harbour plc", "HBR.L", "GB"), _share("Harbour Financial Inc.", "HBF", "US")]
    catalogue = Catalogue(build_catalogue({"pytickersymbols": index}))
    answer = catalogue.resolve("Harbour")
    assert isinstance(answer, Ambiguous)
    assert {one.name for one in answer.candidates} == {"Harbour plc", "Harbour Financial Inc."}
    named = catalogue.resolve("Harbour plc")
    assert isinstance(named, Found)
    assert named.instrument.home.symbol == "HBR.L"


def test_part_of_the_name_of_a_share_nobody_here_trades_is_no_name() -> None:
    abroad = [_share("Wahuei Culture Co.,Ltd.", "002999.SZ", "CN")]
    known = [_share("Hafag-Loid AG", "HLO.DE", "DE")]
    catalogue = Catalogue(build_catalogue({"financedatabase": [*abroad, *known]}))
    answer = catalogue.resolve("Wahuei")
    assert isinstance(answer, Unknown)
    assert [one.name for one in answer.nearest] == ["Wahuei Culture Co.,Ltd."]
    traded = catalogue.resolve("Hafag")
    assert isinstance(traded, Found)
    assert traded.instrument.home.symbol == "HLO.DE"


def test_isin_that_a_collection_gives_to_a_stranger_abroad_is_not_believed() -> None:
    bank = Record(
        "Kontorbank plc",
        isins=("GB0031348658",),
        places=(Place("KTB.L", home=True), Place("KTB.DE")),
        country="GB",
    )
    slip = _share("Powerful Data Systems Limited", "KTB.SI", "SG", "GB0031348658")
    catalogue = Catalogue(build_catalogue({"plain": [bank], "financedatabase": [slip]}))
    found = catalogue.resolve("Kontorbank")
    assert isinstance(found, Found)
    assert not any("Powerful" in name for name in found.instrument.names)
    stranger = catalogue.resolve("KTB.SI")
    assert isinstance(stranger, Found)
    assert stranger.instrument.name == "Powerful Data Systems Limited"


def test_german_symbol_that_a_collection_gives_to_another_share_is_not_believed() -> None:
    phone = Record(
        "Deutsche Telefon AG",
        isins=("DE0005557508",),
        places=(Place("DTF.DE", home=True), Place("DTF.F")),
        country="DE",
    )
    slip = Record("Deutsche Telefon", isins=("DE0005557508",), places=(Place("RTF.F"),))
    other = Record("ROSTELEFON ADR/6", places=(Place("RTF.BE"),))
    lists = {"plain": [phone], "pytickersymbols": [slip], "financedatabase": [other]}
    catalogue = Catalogue(build_catalogue(lists))
    found = catalogue.resolve("Deutsche Telefon")
    assert isinstance(found, Found)
    assert not any(one.symbol.startswith("RTF") for one in found.instrument.listings)
    russian = catalogue.resolve("Rostelefon")
    assert isinstance(russian, Found)
    assert russian.instrument.name == "ROSTELEFON ADR/6"
