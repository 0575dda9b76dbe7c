"""The form of subscriptions in a real browser: menus, pages of questions, and what they keep."""

import json
from pathlib import Path

import pytest

from bot.playground.stage import Stage
from bot.playground.world.world import World
from tests.browser import Page
from tests.playground.test_page import a_bot, needs_chromium, opened

MENU = "[...document.querySelectorAll('.message .select')]"
OPTION = "[...document.querySelectorAll('.listbox [role=option]')]"
BUTTON = "[...document.querySelectorAll('.message button, .modal button')]"


async def write(page: Page, text: str) -> None:
    await page.run("document.querySelector('.composer-text').focus()")
    await page.type(text)
    await page.press("Enter")


async def press(page: Page, label: str) -> None:
    button = f"{BUTTON}.filter(one => one.innerText.trim() === {json.dumps(label)}).at(-1)"
    await page.until(f"{button} && !{button}.disabled")
    await page.run(f"{button}.click()")


async def choose(page: Page, menu: str, label: str) -> None:
    """Opens the menu that shows that text, and chooses one line of it."""
    shown = f"{MENU}.concat([...document.querySelectorAll('.modal .select')])"
    face = f"{shown}.find(one => one.innerText.includes({json.dumps(menu)}))"
    await page.until(face)
    await page.run(f"{face}.click()")
    option = f"{OPTION}.find(one => one.innerText.includes({json.dumps(label)}))"
    await page.until(option)
    await page.run(
        f"(one => {{ one.dispatchEvent(new MouseEvent('pointerdown', {{ bubbles: true }}));"
        f" if (one.isConnected) one.click(); }})({option})"
    )
    await page.run(
        "document.querySelector('.listbox') && document.body.dispatchEvent("
        "new MouseEvent('pointerdown', { bubbles: true }))"
    )


def reads(text: str) -> str:
    return f"document.body.innerText.replace(/\\s/g, ' ').includes({json.dumps(text)})"


@needs_chromium
@pytest.mark.browser
async def test_what_menus_show_is_what_a_form_sends(tmp_path: Path) -> None:
    async with (
        Stage(world=World(running=False)) as stage,
        a_bot(stage, tmp_path),
        opened(stage) as page,
    ):
        await write(page, "!abo xiaomi")
        await choose(page, "Was?", "Bewegungen")
        await page.until(reads("Bewegungen um ±5 %"))
        await choose(page, "Wen erwähnen?", "@Anleger")
        await page.until(reads("Erwähnt: @Anleger"))
        await choose(page, "@Anleger", "@Anleger")  # once more gives it up
        await page.until(f"!{reads('Erwähnt: @Anleger')}")
        await choose(page, "Wen erwähnen?", "@Anleger")
        await page.until(reads("Erwähnt: @Anleger"))
        await press(page, "Abonnieren")
        await page.until(reads("Abonniert: Xiaomi Corporation"))

        await write(page, "!abos")
        await choose(page, "Wähle eins", "Xiaomi")
        await press(page, "Ändern")
        await page.until("document.querySelector('.modal input')?.value === '5'")
        await page.run("document.querySelector('.modal input').value = '7'")
        await press(page, "Submit")
        await page.until(reads("Bewegungen um ±7 % an einem Handelstag"))
        # Neither of these menus was touched in the page.
        assert await page.run(reads("#börse · Erwähnt @Anleger"))
