"""English of posted updates."""

from bot.chat.wording.updates import UpdateWords

UPDATES = UpdateWords(
    manage="Manage",
    manage_there="In your server: /subscriptions",
    move={"up": "{name} rises {percent}", "down": "{name} falls {percent}"},
    move_unmeasured={"up": "{name} rises", "down": "{name} falls"},
    move_line="Move of ±{percent}",
    level={"up": "{name} rises above {level}", "down": "{name} falls below {level}"},
    level_at="{name} reaches {level}",
    level_line={"up": "Above {level}", "down": "Below {level}"},
    level_at_line="At {level}",
    high={"near": "{name} is near its 52-week high", "broken": "{name} sets a new 52-week high"},
    high_line={"near": "Near the 52-week high", "broken": "New 52-week high"},
    low={"near": "{name} is near its 52-week low", "broken": "{name} sets a new 52-week low"},
    low_line={"near": "Near the 52-week low", "broken": "New 52-week low"},
    closed="{name} closes at {price}",
    closed_line="Close",
    standing="{name} stands at {price}",
    standing_line="Price",
    against="previous close {price}",
    threshold="alert from ±{percent}",
    before="Reported before:",
    before_line="reported before:",
    below_low="below the 52-week low so far, {low}",
    at_low="at the 52-week low {low}",
    above_low="{percent} above 52-week low {low}",
    outage="**{source}** does not answer; updates from there will be late.",
    outage_since="**{source}** has not answered since {since}; updates from there will be late.",
    recovery="**{source}** answers again.",
    recovery_since="**{source}** answers again (down {since} – {until}).",
    lost_title=("I can no longer post in a channel", "I can no longer post in {count} channels"),
    lost_resting=(
        "Discord refuses my messages there, so your subscriptions to this channel are paused:",
        "Discord refuses my messages there, so your subscriptions to these channels are paused:",
    ),
    lost_how_title="How to go on",
    lost_how=(
        "1. In the channel's settings give me “View Channel”, “Send Messages” (in a thread “Send"
        " Messages in Threads”), “Embed Links” and “Read Message History”.\n"
        "2. Type `/subscriptions` in your server and press “Resume” at each subscription."
    ),
    lost_gone=(
        "Is the channel gone? Then remove them with `/subscriptions`, or subscribe anew elsewhere."
    ),
    lost_remove="Remove them with `/subscriptions`, or subscribe anew elsewhere.",
    count=("1 update", "{count} updates"),
    count_of="{updates} on {companies} companies",
    of_sources="Sources",
    of_channels="Channels",
    span="{first} to {last}",
    more_of="and {count} more, on other companies",
)
