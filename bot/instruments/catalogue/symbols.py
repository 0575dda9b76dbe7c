"""Which instruments can a symbol mean? With its venue's suffix, bare, or as people type it."""

import re
from collections.abc import Callable

from bot.instruments.catalogue.index import IndexData
from bot.instruments.identifiers import judge_symbol
from bot.instruments.models import Instrument
from bot.instruments.venues import GERMAN_SUFFIXES, base_of, suffix_of


class Symbols:
    """Finds symbols; see the module."""

    def __init__(self, data: IndexData, instrument: Callable[[int], Instrument]) -> None:
        self._data = data
        self._instrument = instrument

    def full(self, symbol: str) -> list[int]:
        """By a symbol with its suffix, or an American one without."""
        found = self._data.symbols.find(symbol)
        if not found and suffix_of(symbol) in GERMAN_SUFFIXES:
            # The German exchanges share the mnemonic: "3CP.F" is known from "3CP.MU".
            found = [
                number
                for number in self._data.bases.find(base_of(symbol))
                if self._has_german(number, base_of(symbol))
            ]
        return found

    def bare(self, symbol: str) -> list[int]:
        """By a symbol without suffix: the American first, then the German, then all others."""
        spellings = [symbol, symbol.replace(".", "-")]
        if symbol.isdecimal() and len(symbol) <= 5:
            spellings.append(symbol.lstrip("0").zfill(4))
        found: dict[int, None] = {}
        for one in spellings:
            found |= dict.fromkeys(self._data.symbols.find(one))
        for one in spellings:
            bases = [n for n in self._data.bases.find(one) if self._data.kinds[n] != 2]
            found |= dict.fromkeys(n for n in bases if self._has_german(n, one))
            found |= dict.fromkeys(n for n in bases if self._is_home(n, one))
            if not found:
                found |= dict.fromkeys(bases)
        return list(found)

    def _has_german(self, number: int, base: str) -> bool:
        listings = self._instrument(number).listings
        return any(
            base_of(one.symbol) == base and suffix_of(one.symbol) in GERMAN_SUFFIXES
            for one in listings
        )

    def _is_home(self, number: int, base: str) -> bool:
        return base_of(self._instrument(number).home.symbol) == base

    def typed(self, text: str) -> list[int]:
        """By a symbol without suffix as people type it: "nvda.", "brk b"."""
        symbol = judge_symbol(text.rstrip("."))
        if symbol is None and (line := re.fullmatch(r"([A-Za-z]{1,4}) ([A-Za-z])", text)):
            return self._data.symbols.find(f"{line[1]}-{line[2]}".upper())
        return self.bare(symbol) if symbol and not suffix_of(symbol) else []

    def is_common(self, number: int, text: str) -> bool:
        """Whether people here can mean it by a symbol in small letters, which may be a word."""
        symbol = text.upper()
        return (
            self._data.fame[number] >= 20
            or number in self._data.symbols.find(symbol)
            or self._has_german(number, symbol)
        )
