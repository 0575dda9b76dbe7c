"""A small catalogue of invented companies beside the real aliases."""

import pytest

from bot.instruments.catalogue.aliases import read_aliases
from bot.instruments.catalogue.building import build_catalogue
from bot.instruments.catalogue.catalogue import Catalogue
from bot.instruments.catalogue.records import Place, Record


def share(name: str, symbol: str, **more: object) -> Record:
    """A record with one listing, at home there."""
    return Record(name, places=(Place(symbol, home=True),), **more)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    rows = [
        share("Ningxia Xiaoming Agriculture Co.,Ltd", "300967.SZ", country="CN"),
        share("Merkur Bank AG", "MKB.DE", country="DE"),
        share("Nordlicht Energie AG", "NLE.DE", country="DE"),
        share("Nordlicht Logistik AG", "NLL.DE", country="DE"),
        share("Zwilling Bau AG", "ZWB.DE", country="DE"),
        share("Zwilling Bau Inc.", "ZWIB", country="US"),
        share("Forward Industries, Inc.", "FORD", country="US"),
        share("Bernina Optics AG Inhaber-Aktien", "BERN.SW", country="CH", isins=("CH0000000009",)),
    ]
    rows += [
        share(
            "Nordland Schiffbau und Eisenwerk AG",
            "NSE.DE",
            country="DE",
            names=("NLS",),
            isins=("DE000NSE0009",),
        ),
        share(
            "Nordland Schiffbau und Eisenwerk AG Vorzugsaktien",
            "NSE3.DE",
            country="DE",
            isins=("DE000NSE3003",),
        ),
        share("Novo-Nordisk AS B", "NOV.DE", country="DK", isins=("DK0060534915",), wkn="A1XA8R"),
    ]
    rows.append(Record("Polderwerk NV", places=(Place("0PWK.L"), Place("PWK.DE")), country="NL"))
    careless = [share("Quarzsand Mining Limited", "QSM.AX", isins=("DE0007164600",))]
    funds = [
        ("Hafen MSCI Welt U.ETF DLA", "HWA"),
        ("HAFEN MSCI WLT U.ETF DLD", "HWD"),
        ("Hafen MSCI Alpen U.ETF EOA", "HAA"),
    ]
    rows += [share(name, f"{code}.DE", kind="etf") for name, code in funds]
    return Catalogue(
        build_catalogue({"aliases": read_aliases(), "plain": rows, "financedatabase": careless})
    )
