"""`python -m bot price` as a person or a script runs it."""

import asyncio
import json
import os
import sys
from pathlib import Path

from PIL import Image

from tests.market.conftest import NOW, World, chart

RATES = """<Envelope><Cube><Cube time="2021-10-19"><Cube currency="HKD" rate="9.02"/></Cube></Cube>
</Envelope>"""


async def _price(root: str, folder: Path, *words: str) -> tuple[int, str, str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PARKETT_")
    }
    environment |= {
        "PARKETT_DATA_DIR": str(folder),
        "PARKETT_ALLOW_PRIVATE_NETWORKS": root.removeprefix("http://"),
    }
    for source in ("YAHOO", "TRADEGATE", "ECB", "OPENFIGI"):
        environment[f"PARKETT_SOURCES__{source}__BASE_URL"] = root
        environment[f"PARKETT_SOURCES__{source}__PACE"] = "0"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "price", *words,
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_price_command(world: World, root: str, tmp_path: Path) -> None:
    end = int(NOW.timestamp())
    world.answers |= {
        "/v8/finance/chart/3CP.F": chart(
            "3CP.F", "EUR", 2.5, previousClose=2.55, fiftyTwoWeekLow=2.2, fiftyTwoWeekHigh=3.885,
            bars=[(end - 900, 2.54), (end - 600, None), (end, 2.5)],
        ),
        "/v8/finance/chart/1810.HK": chart("1810.HK", "HKD", 22.55),
        "/stats/eurofxref/eurofxref-daily.xml": RATES,
    }  # fmt: skip
    picture = tmp_path / "chart.png"
    code, out, _ = await _price(root, tmp_path, "xiaomi", "--json", "--chart", str(picture))
    assert code == 0
    document = json.loads(out)
    assert document["instrument"]["isin"] == "KYG9830T1067"
    quotes = {quote["symbol"]: quote for quote in document["quotes"]}
    assert list(quotes) == ["3CP.F", "1810.HK"]
    assert (quotes["3CP.F"]["price"], quotes["3CP.F"]["high_52w"]) == (2.5, 3.885)
    # Five years old by the machine's clock, and said to be.
    assert quotes["3CP.F"]["state"] == "stale"
    with Image.open(picture) as drawn:
        assert drawn.size == (1200, 600)

    world.answers["/v8/finance/chart/XIACY"] = chart("XIACY", "USD", 14.5)
    code, out, _ = await _price(root, tmp_path, "$xiacy", "--json")
    assert [quote["symbol"] for quote in json.loads(out)["quotes"]] == ["XIACY", "3CP.F", "1810.HK"]

    code, out, _ = await _price(root, tmp_path, "no such company", "--json")
    assert code == 1
    assert json.loads(out)["error"]["code"] == "unknown_instrument"

    world.answers.clear()
    code, out, _ = await _price(root, tmp_path, "xiaomi")
    assert code == 0
    assert "last known" in out
    assert "€2.50" in out
