"""langdetect's table of parts of words in a quarter of its memory, and with the same figures.

It keeps a share for each of 55 languages with each of 88,000 parts, and most of them are zero.
"""

import struct
from importlib import import_module
from typing import Any

_SHARE = struct.Struct("<Bd")  # the language's place, and how often the part is seen in it

_Factory: type[Any] = import_module("langdetect.detector_factory").DetectorFactory


class Parts(dict[str, bytes]):
    """Like langdetect's own dictionary of lists, which are made when they are asked for."""

    languages = 0

    def note(self, part: str, place: int, share: float) -> None:
        self[part] = self.get(part, b"") + _SHARE.pack(place, share)

    def __getitem__(self, part: str) -> list[float]:  # type: ignore[override]
        shares = [0.0] * self.languages
        for place, share in _SHARE.iter_unpack(super().__getitem__(part)):
            shares[place] = share
        return shares


class Profiles(_Factory):
    """langdetect's factory over that table."""

    def __init__(self) -> None:
        self.langlist: list[str] = []
        self.word_lang_prob_map = Parts()

    def add_profile(self, profile: Any, index: int, langsize: int) -> None:
        """As the original does; called by `load_profile` for each language."""
        self.langlist.append(profile.name)
        parts = self.word_lang_prob_map
        parts.languages = langsize
        for part, count in profile.freq.items():
            if 1 <= len(part) <= 3:
                parts.note(part, index, count / profile.n_words[len(part) - 1])
