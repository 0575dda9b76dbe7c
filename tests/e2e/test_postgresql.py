"""The same bot on PostgreSQL: only `DATABASE_URL` differs."""

from pathlib import Path

from tests.e2e.conftest import a_town


async def test_a_setting_and_the_card_that_obeys_it(folder: Path, postgres_url: str) -> None:
    async with a_town(folder, {"DATABASE_URL": postgres_url}) as town:
        await town.say("!settings language en")

        card = await town.say("!news xiaomi")

        await town.until(card, "KYG9830T1067", "€2.50", "below", picture=True)
        guilds = await town.services.store.guilds.all()
        assert list(guilds) == [town.place.guild.id]
