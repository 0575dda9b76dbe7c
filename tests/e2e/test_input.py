"""What people type by mistake or on purpose: each gets an answer that pings and hides nothing."""

from tests.e2e.conftest import Town, buttons, said

ISIN = "KYG9830T1067"
HARMLESS = "?"  # anything that obeys nothing


TYPED = [
    ("qwxzptl", "kenne ich nicht"),
    ("merck", "kann mehrere Firmen meinen"),
    ("", "Welche Firma?"),
    ("x" * 3_990, "3990 Zeichen"),
    ("DE0007164601", "die Prüfziffer stimmt nicht"),
    ("xia\u0007omi\u0000", ISIN),
    ("\u202exiaomi\u200f\u2066", ISIN),
    ("@everyone", "kenne ich nicht"),
    ("<@&1> @here", HARMLESS),
    ("**xiaomi**", ISIN),
    ("[Bank](https://evil.example)", HARMLESS),
    ("[https://bank.example](https://evil.example) `x` ||y||", HARMLESS),
]


async def test_bad_input_gets_a_sentence_and_obeys_nothing(town: Town) -> None:
    for typed, answer in TYPED:
        told = await town.say(f"!news {typed}")

        assert answer == HARMLESS or answer in said(told), typed
        assert not told["mentions"], typed
        assert not told["mention_roles"], typed
        assert not told["mention_everyone"], typed
        shown = "\n".join(one.get("description") or "" for one in told["embeds"])
        for forbidden in ("](https://evil.example", "@everyone", "@here"):
            assert forbidden not in shown + told["content"], typed
        assert not set(shown) & set("\u0000\u0007\u202e\u200f\u2066"), typed


async def test_a_doubt_is_answered_by_a_press(town: Town) -> None:
    question = await town.say("!news merck")

    await town.press(question, "KGaA")

    card = await town.until(await town.changed(question), "DE0006599905")
    assert card["id"] == question["id"]


async def test_a_hostile_headline_neither_pings_nor_hides_its_target(town: Town) -> None:
    await town.world.do("hostile_headline")

    card = await town.until(await town.say("!news xiaomi"), "verlost", "gefunden")

    assert not card["mentions"]
    assert not card["mention_roles"]
    assert not card["mention_everyone"]
    text = card["embeds"][0]["description"]
    assert "](https://angebot.invalid" not in text
    assert "@everyone" not in text
    assert len(buttons(card)) == 1
