"""Which unit is a price in? Some exchanges quote in pence, agorot or cents; we never do."""

from collections.abc import Mapping
from decimal import Decimal

# As sources write them; case matters, because GBp and GBP differ by a factor of 100.
_SUBUNITS: Mapping[str, tuple[str, Decimal]] = {
    "GBp": ("GBP", Decimal(100)),
    "GBX": ("GBP", Decimal(100)),
    "GBx": ("GBP", Decimal(100)),
    "ILA": ("ILS", Decimal(100)),
    "ILa": ("ILS", Decimal(100)),
    "ZAc": ("ZAR", Decimal(100)),
    "ZAC": ("ZAR", Decimal(100)),
    "USX": ("USD", Decimal(100)),
    "USx": ("USD", Decimal(100)),
    "EUX": ("EUR", Decimal(100)),
    "KWF": ("KWD", Decimal(1000)),
}
# Where a missing currency would leave a factor of 100 open.
AMBIGUOUS = frozenset({"GBP", "ILS", "ZAR", "KWD"})


def main_unit(currency: str) -> tuple[str, Decimal]:
    """The ISO 4217 code in main units, and by how much an amount is divided to get there."""
    written = currency.strip()
    return _SUBUNITS.get(written) or (written.upper(), Decimal(1))
