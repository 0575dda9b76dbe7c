"""The guided form, drawn from what was chosen so far."""

from collections.abc import Callable
from datetime import time

from bot.audience import Audience
from bot.chat.cards.escape import escape
from bot.chat.cards.parts import UP, Button, Card, Menu, Offers, Option, notice, press_id
from bot.chat.forms.drafts import Draft
from bot.chat.forms.phrases import place_words, want_words, what_words, when_words
from bot.chat.wording.catalogue import Wording
from bot.instruments.models import Instrument
from bot.market.plan import community_listing
from bot.updates.models import EVERY_DAY, Kind, State
from bot.updates.wishes.service import Made
from bot.updates.wishes.wish import USUAL_PERCENT, Wish

ACTION = "form"  # of its buttons: "pk|form|DRAFT|…"
OTHER_TIME = "other"
AFTER_CLOSE = "close"
_TIMES = (time(8), time(9), time(12), time(17, 30), time(18), time(20), time(22))


def form_card(
    draft: Draft,
    instrument: Instrument,
    audience: Audience,
    wording: Wording,
    there: Callable[[int], bool],
) -> Card:
    """What, where, whom, when; a button for figures, one to subscribe, one to leave.

    there: whether the server has a channel or role; Discord takes no other into a menu.
    """
    words, wish = wording.subscribing, draft.wish
    lines = [words.intro, f"-# {_listing(instrument, audience, wording)}"]
    chosen = [want_words(want, wording, wish.at, wish.days) for want in wish.wants]
    if chosen:
        lines += ["", *(f"• {one}" for one in chosen)]
    if wish.channel:
        lines.append(f"{words.where}: <#{wish.channel}>")
    if wish.role:
        lines.append(f"{words.whom}: <@&{wish.role}>")

    def press(act: str) -> str:
        return press_id(ACTION, draft.id, act)

    menus = [
        Menu(press("what"), words.ask_what, options=_kinds(wish, wording), most=len(Kind)),
        Menu(
            press("where"),
            words.ask_where,
            Offers.CHANNELS,
            given=(wish.channel,) if wish.channel and there(wish.channel) else (),
        ),
        Menu(
            press("whom"),
            words.ask_whom,
            Offers.ROLES,
            given=(wish.role,) if wish.role and there(wish.role) else (),
            least=0,
        ),
        Menu(press("when"), words.ask_when, options=_times(wish, wording)),
    ]
    buttons = [
        Button(words.subscribe, press("go"), primary=True, disabled=not wish.wants),
        Button(words.details, press("figures")),
        Button(words.cancel, press("leave")),
    ]
    title = words.title.format(name=escape(instrument.name, 120))
    return notice(title, "\n".join(lines), menus=menus, buttons=buttons)


def made_card(made: Made, instrument: Instrument, audience: Audience, wording: Wording) -> Card:
    """What is subscribed now, and what was before."""
    words = wording.subscribing
    example = f"{audience.prefix}{wording.commands['subscriptions'].example}"
    lines = [f"• {what_words(one, wording)}" for one in made.created]
    if made.created:
        lines.append(place_words(made.created[0], wording))
        listed = next((one for one in made.created if one.symbol), None)
        if listed is not None:
            lines.append(f"-# {_listing(instrument, audience, wording, listed.symbol)}")
        if any(one.at for one in made.created):
            lines.append(f"-# {words.zone.format(timezone=audience.timezone)}")
    for one in made.already:
        what = f"{what_words(one, wording)} (<#{one.channel}>)"
        if one.state is State.ACTIVE:
            lines.append(words.already.format(what=what))
        else:
            lines.append("⏸ " + words.already_resting.format(what=what, example=example))
    lines.append(f"-# {words.first_note.format(example=example)}")
    title = words.subscribed.format(name=escape(instrument.name, 120))
    return notice(title, "\n".join(lines), colour=UP)


def _kinds(wish: Wish, wording: Wording) -> tuple[Option, ...]:
    words = wording.subscribing
    usual = wording.numbers.exact_percent(USUAL_PERCENT)
    return tuple(
        Option(
            words.kinds[kind],
            kind.value,
            words.kind_notes[kind].format(percent=usual),
            kind in wish.kinds,
        )
        for kind in Kind
    )


def _times(wish: Wish, wording: Wording) -> tuple[Option, ...]:
    """The usual ones, the one that was typed, and the way to any other."""
    words = wording.subscribing
    daily = Kind.CLOSE in wish.kinds
    usual = wish.days == EVERY_DAY
    options = [
        Option(
            words.after_close,
            AFTER_CLOSE,
            chosen=daily and usual and wish.at is None,
        ),
        *(
            Option(
                when_words(at, EVERY_DAY, wording),
                f"{at:%H:%M}",
                chosen=daily and usual and wish.at == at,
            )
            for at in _TIMES
        ),
    ]
    if daily and not any(option.chosen for option in options):
        options.append(Option(when_words(wish.at, wish.days, wording), "kept", chosen=True))
    return (*options, Option(words.other_time, OTHER_TIME))


def _listing(
    instrument: Instrument, audience: Audience, wording: Wording, symbol: str | None = None
) -> str:
    """Whose prices they are."""
    if not instrument.listings:
        return wording.subscribing.unlisted
    usual = community_listing(instrument, audience) or instrument.home
    named = (one for one in instrument.listings if one.symbol == symbol)
    listing = usual if symbol in (None, usual.symbol) else next(named, usual)
    venue = wording.venues.get(listing.mic, listing.venue)
    return wording.subscribing.listing.format(venue=escape(venue, 40), currency=listing.currency)
