"""What a server may choose: taken as people write it, refused with what is accepted."""

from datetime import time

import pytest

from bot.chat.choices import PARSERS, suggestions
from bot.chat.troubles import BadChoice
from bot.chat.wording.english import ENGLISH
from bot.chat.wording.german import GERMAN


@pytest.mark.parametrize(
    ("setting", "typed", "field", "value"),
    [
        ("language", "de en", "languages", ("de", "en")),
        ("language", "Deutsch, English", "languages", ("de", "en")),
        ("language", "en en de", "languages", ("en", "de")),
        ("currency", "usd", "currency", "USD"),
        ("currency", "€", "currency", "EUR"),
        ("venue", "Frankfurt", "venue", "XFRA"),
        ("venue", "hongkong", "venue", "XHKG"),
        ("venue", "xetr", "venue", "XETR"),
        ("venue", "Wien", "venue", "XWBO"),
        ("timezone", "europe/berlin", "timezone", "Europe/Berlin"),
        ("timezone", "Hong Kong", "timezone", "Asia/Hong_Kong"),
        ("timezone", "utc", "timezone", "UTC"),
        ("prefix", "?", "prefix", "?"),
        ("prefix", "p!", "prefix", "p!"),
        ("cashtags", "an", "cashtags", True),
        ("cashtags", "off", "cashtags", False),
        ("quiet", "22:00-07:00", "quiet", (time(22), time(7))),
        ("quiet", "22 bis 7.30", "quiet", (time(22), time(7, 30))),
        ("quiet", "aus", "quiet", None),
    ],
)
def test_values_as_people_write_them(setting: str, typed: str, field: str, value: object) -> None:
    assert PARSERS[setting](typed, GERMAN) == (field, value)


@pytest.mark.parametrize(
    ("setting", "typed", "said"),
    [
        ("language", "klingon", "de (German)"),
        ("currency", "XRP", "EUR, USD"),
        ("venue", "Frankfort", "Frankfurt"),
        ("venue", "moon", "Frankfurt (XFRA)"),
        ("timezone", "Europe/Berln", "Europe/Berlin"),
        ("prefix", "hello", "one to five characters"),
        ("prefix", "a b", "one to five characters"),
        ("prefix", "<@1>", "one to five characters"),
        ("prefix", "!!!!!!", "one to five characters"),
        ("prefix", "\u202e", "one to five characters"),
        ("prefix", "$", "one to five characters"),
        ("cashtags", "maybe", "neither on nor off"),
        ("quiet", "25:00-07:00", "22:00-07:00"),
        ("quiet", "07:00-07:00", "22:00-07:00"),
        ("quiet", "later", "22:00-07:00"),
    ],
)
def test_a_bad_value_is_told_what_is_accepted(setting: str, typed: str, said: str) -> None:
    with pytest.raises(BadChoice) as refused:
        PARSERS[setting](typed, ENGLISH)
    assert said in str(refused.value)


def test_a_refusal_obeys_nothing_of_what_was_typed() -> None:
    with pytest.raises(BadChoice) as refused:
        PARSERS["venue"]("@everyone [x](https://evil.example)", ENGLISH)
    assert "@everyone" not in str(refused.value)
    assert "](https://" not in str(refused.value)


def test_suggestions_begin_with_what_was_typed() -> None:
    assert suggestions("timezone", "berl", GERMAN)[0] == "Europe/Berlin"
    assert suggestions("venue", "frank", GERMAN) == ["Frankfurt"]
    assert suggestions("venue", "mün", GERMAN) == ["München"]
    assert len(suggestions("timezone", "", GERMAN)) == 25
    assert suggestions("prefix", "x", GERMAN) == []
