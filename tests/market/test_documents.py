"""The JSON of `price`, to the letter of the design's section 7."""

import json
from datetime import date
from decimal import Decimal

from bot.errors import SourceTimeout
from bot.market.documents import snapshot_document
from bot.market.models import Converted, Failure, Marked, Quote, QuoteState, Snapshot
from tests.market.conftest import FRANKFURT, HONG_KONG, NOW, XIAOMI


def test_document() -> None:
    frankfurt = Quote(
        FRANKFURT, Decimal("2.50"), NOW, "Yahoo", previous_close=Decimal("2.55"),
        low_52w=Decimal("2.20"), high_52w=Decimal("3.885"), timezone="Europe/Berlin",
    )  # fmt: skip
    home = Quote(HONG_KONG, Decimal("22.55"), NOW, "Yahoo", timed=False)
    snapshot = Snapshot(
        XIAOMI,
        (Marked(frankfurt, QuoteState.DELAYED), Marked(home, QuoteState.CLOSED)),
        (Converted(home, Decimal("2.5"), "EUR", Decimal("0.110865"), date(2021, 10, 19)),),
        failures=(Failure("Tradegate", SourceTimeout(source="Tradegate", seconds=8)),),
    )
    document = json.loads(json.dumps(snapshot_document(snapshot)))
    assert document["instrument"]["isin"] == "KYG9830T1067"
    assert document["quotes"][0] == {
        "symbol": "3CP.F", "venue": "Frankfurt", "mic": "XFRA", "price": 2.5, "currency": "EUR",
        "previous_close": 2.55, "change_percent": -1.9608, "as_of": "2021-10-20T09:00:00+00:00",
        "timed": True, "timezone": "Europe/Berlin", "state": "delayed", "low_52w": 2.2,
        "high_52w": 3.885, "day_low": None, "day_high": None, "volume": None, "source": "Yahoo",
    }  # fmt: skip
    assert document["quotes"][1]["previous_close"] is None
    assert document["quotes"][1]["change_percent"] is None
    assert document["converted"] == [
        {"symbol": "1810.HK", "price": 22.55, "from": "HKD", "amount": 2.5, "currency": "EUR",
         "rate": 0.110865, "rate_date": "2021-10-19", "source": "ECB"}
    ]  # fmt: skip
    assert document["failures"] == [
        {"source": "Tradegate", "code": "source_timeout",
         "message": "Tradegate did not answer within 8 seconds."}
    ]  # fmt: skip
    assert document["remembered"] is False
