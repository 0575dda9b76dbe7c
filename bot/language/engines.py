"""The two statistical identifiers of languages, loaded once per process.

Heavy (numpy, profiles of 55 languages): only `bot.language.identify` imports it, at first use,
so that a process which never asks for a language never pays for one.
"""

import math
from importlib import import_module
from typing import Any

from bot.language.mapped import identifier
from bot.language.profiles import Profiles

# Reports reach us mostly in these; a prior, not a limit: a French headline stays French.
PRIOR = {"de": 10.0, "en": 10.0, "zh": 4.0, "fr": 1.5, "es": 1.5, "it": 1.5, "nl": 1.0}
PRIOR_OTHERS = 0.3

# Neither library has types.
_PROFILES: str = import_module("langdetect.detector_factory").PROFILES_DIRECTORY
_Nothing: type[Exception] = import_module("langdetect.lang_detect_exception").LangDetectException

_langid: Any = identifier()
_factory: Any = Profiles()
_factory.load_profile(_PROFILES)
_factory.set_seed(0)


def _weighted(found: dict[str, float], allowed: frozenset[str] | None) -> dict[str, float]:
    weighed = {
        code: share * PRIOR.get(code, PRIOR_OTHERS)
        for code, share in found.items()
        if allowed is None or code in allowed
    }
    total = math.fsum(weighed.values())
    return {code: share / total for code, share in weighed.items()} if total > 0 else {}


def by_langid(text: str, allowed: frozenset[str] | None) -> dict[str, float]:
    """Share of each language by py3langid: quick, and the better one on short text."""
    return _weighted({code: float(share) for code, share in _langid.rank(text)}, allowed)


def by_langdetect(text: str, allowed: frozenset[str] | None) -> dict[str, float]:
    """Share of each language by langdetect, seeded and with the same prior; may be empty."""
    detector: Any = _factory.create()
    prior = {
        code: PRIOR.get(code.split("-")[0], PRIOR_OTHERS)
        for code in _factory.get_lang_list()
        if allowed is None or code.split("-")[0] in allowed
    }
    if not prior:
        return {}
    detector.set_prior_map(prior)
    detector.append(text)
    shares: dict[str, float] = {}
    try:
        for one in detector.get_probabilities():
            code = str(one.lang).split("-")[0]
            shares[code] = shares.get(code, 0.0) + float(one.prob)
    except _Nothing:  # no letters that it knows
        return {}
    return shares
