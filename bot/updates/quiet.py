"""Until when does a server want to hear nothing? Pure; the time is an argument."""

from datetime import datetime, timedelta

from bot.audience import Audience
from bot.updates.wallclock import instant, local_day


def held_until(audience: Audience, now: datetime) -> datetime | None:
    """The end (UTC) of the quiet hours that `now` lies in; None where it may be posted.

    The hours are wall-clock times of the server: 22:00 to 07:00 spans midnight and is longer or
    shorter in the nights in which the clocks change. The end itself is no longer quiet. Two equal
    times are no quiet hours.
    """
    if audience.quiet is None or audience.quiet[0] == audience.quiet[1]:
        return None
    start, end = audience.quiet
    today = local_day(now, audience.timezone)
    # From yesterday's evening on, one day ahead: at a change the clock's date may be ambiguous.
    for day in (today - timedelta(days=1), today):
        begins = instant(day, start, audience.timezone)
        last = day if start < end else day + timedelta(days=1)
        ends = instant(last, end, audience.timezone)
        if begins <= now < ends:
            return ends
    return None
