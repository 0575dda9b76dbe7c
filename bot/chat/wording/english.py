"""English."""

from bot.chat.wording.catalogue import CommandWords, Wording
from bot.chat.wording.numbers import Numbers
from bot.chat.wording.subscribing_english import SUBSCRIBING
from bot.chat.wording.updates_english import UPDATES

_COMPANY = ("company", "name, ISIN, WKN or symbol")
_PERIOD = ("period", "how far the chart looks back")

ENGLISH = Wording(
    code="en",
    numbers=Numbers(
        decimal=".",
        group=",",
        symbol_first=True,
        months=(
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
        ),
    ),
    commands={
        "news": CommandWords(
            name="news",
            about="What happened, told by whom, and what the share costs",
            example="news xiaomi",
            options={"company": _COMPANY},
        ),
        "price": CommandWords(
            name="price",
            about="What the share costs, with a chart",
            example="price xiaomi 1m",
            options={"company": _COMPANY, "period": _PERIOD},
        ),
        "compare": CommandWords(
            name="compare",
            about="Two to five companies in one chart, each starting at 100",
            example="compare xiaomi, byd, apple",
            options={
                "companies": ("companies", "two to five, separated by commas"),
                "period": _PERIOD,
            },
        ),
        "subscribe": CommandWords(
            name="subscribe",
            about="Have news, prices, moves, a level or a 52-week high posted by themselves",
            example="subscribe xiaomi move 5",
            options={
                "company": _COMPANY,
                "what": ("what", "what is to come; without it I ask"),
                "value": ("value", "percent of a move, or the price of a level: above 2.60"),
                "where": ("where", "channel, thread or forum; this one if you name none"),
                "when": ("when", "time and days of the daily price, for example 18:30 mon-fri"),
                "role": ("role", "role to mention"),
            },
        ),
        "subscriptions": CommandWords(
            name="subscriptions",
            about="What is subscribed here: preview, pause, change, remove",
            example="subscriptions",
            options={},
        ),
        "settings": CommandWords(
            name="settings",
            about="What this server has chosen; changing needs Manage Server",
            example="settings venue Frankfurt",
            options={},
        ),
        "settings show": CommandWords(
            name="show",
            about="Show what this server has chosen",
            example="settings",
            options={},
        ),
        "settings language": CommandWords(
            name="language",
            about="Languages that are read here; the first is the one I speak",
            example="settings language de en",
            options={"languages": ("languages", "codes, for example: de en")},
        ),
        "settings currency": CommandWords(
            name="currency",
            about="Currency that foreign prices are converted into",
            example="settings currency EUR",
            options={"currency": ("currency", "three letters, for example EUR")},
        ),
        "settings venue": CommandWords(
            name="venue",
            about="Exchange where this community trades",
            example="settings venue Frankfurt",
            options={"venue": ("venue", "name or MIC, for example Frankfurt or XFRA")},
        ),
        "settings timezone": CommandWords(
            name="timezone",
            about="Timezone of all times that I write here",
            example="settings timezone Europe/Berlin",
            options={"timezone": ("timezone", "for example Europe/Berlin")},
        ),
        "settings prefix": CommandWords(
            name="prefix",
            about="What a typed command begins with",
            example="settings prefix ?",
            options={"prefix": ("prefix", "one to five characters, for example ?")},
        ),
        "settings subscribers": CommandWords(
            name="subscribers",
            about="Role that may subscribe, beside those who manage the server",
            example="settings subscribers @Investors",
            options={"role": ("role", "a role of this server, or off")},
        ),
        "settings cashtags": CommandWords(
            name="cashtags",
            about="Whether I answer to $XIACY inside a message",
            example="settings cashtags on",
            options={"switch": ("switch", "on or off")},
        ),
        "settings quiet": CommandWords(
            name="quiet",
            about="Hours in which I post nothing unasked",
            example="settings quiet 22:00-07:00",
            options={"hours": ("hours", "for example 22:00-07:00, or off")},
        ),
        "help": CommandWords(
            name="help",
            about="What I can do",
            example="help price",
            options={"command": ("command", "one command in detail")},
        ),
        "about": CommandWords(
            name="about",
            about="What I am and where my facts come from",
            example="about",
            options={},
        ),
        "privacy": CommandWords(
            name="privacy", about="What I store, and for how long", example="privacy", options={}
        ),
        "data": CommandWords(
            name="data", about="What I store about this server", example="data delete", options={}
        ),
        "data delete": CommandWords(
            name="delete",
            about="Delete everything I store about this server (Manage Server)",
            example="data delete",
            options={},
        ),
    },
    errors={
        "error": "Something went wrong.",
        "input": "That input cannot be used.",
        "empty_query": "Which company? Type a name, ISIN, WKN or symbol.",
        "query_too_long": (
            "That is {length} characters; a company's name, ISIN or symbol has at most {limit}."
        ),
        "invalid_identifier": "“{value}” is not a valid {kind}: {reason}.",
        "unknown_instrument": "I know no company called “{query}”.",
        "ambiguous_instrument": "“{query}” can be several companies.",
        "unreadable_file": "That file cannot be read.",
        "source": "{source} did not answer as expected.",
        "source_down": "{source} cannot be reached.",
        "source_timeout": "{source} did not answer in time.",
        "source_limited": "{source} asks us to wait for a moment.",
        "not_found": "{source} knows nothing of it.",
        "bad_answer": "{source} gave an answer that cannot be used.",
        "too_large": "{source} sent more than is taken.",
        "forbidden_address": "{source} may not be fetched.",
        "work": "That could not be computed. Please try again.",
        "work_timeout": "That took too long and was stopped. Please try again.",
        "work_died": "That could not be computed. Please try again.",
        "store": "My database cannot be used right now; nothing was changed.",
        "settings": "The settings are wrong; the operator has to look at the log.",
        "lease_lost": "Another process has taken over; please try again.",
        "not_understood": "I do not understand “{word}” there.",
        "bad_percent": "“{value}” is no move to watch for: {least} to {most} percent are.",
        "bad_level": "“{value}” is no price. For example: 2.60, or HK$20.",
        "level_missing": "A level needs its price, for example: above 2.60.",
        "bad_when": "“{value}” is no time and no days. For example: 18:30 mon-fri.",
        "only_close_has_times": (
            "A time and days are for the daily price; everything else comes as it happens."
        ),
        "everybody_mentioned": "I never mention everyone: choose a role.",
        "nothing_wanted": "Choose first what is to come.",
        "not_listed_in": "{name} is not traded in {currency}. Possible: {accepted}.",
        "too_many_subscriptions": (
            "This server may have {limit} subscriptions, and that would be more: remove one first."
        ),
        "subscription_gone": "That subscription no longer exists.",
        "already_subscribed": "That is subscribed there already.",
        "not_listed": "I know no exchange where {name} is traded: only news can be subscribed.",
        "form_gone": "This form is too old. Please type the command again.",
        "needs_role": "That needs the permission “Manage Server” or the role “{role}”.",
        "not_allowed": "That needs the permission “Manage Server”.",
        "only_in_server": "That works in a server, not in a direct message.",
        "bad_choice": "{sentence}",
        "cooldown": "One moment: you may ask again in {seconds} seconds.",
        "discord": "Discord cannot be used.",
        "token_missing": "There is no Discord token.",
        "token_refused": "Discord refuses the token.",
        "discord_down": "Discord cannot be reached.",
    },
    reasons={
        "check_digit": "its check digit is wrong",
        "length": "it has the wrong number of characters",
        "letters": "a WKN never contains the letters I and O",
        "characters": "it has characters that do not belong there",
        "country": "it does not begin with a country's code",
    },
    menu_lookup="Look up company",
    updates=UPDATES,
    subscribing=SUBSCRIBING,
    states={"live": "live", "delayed": "delayed", "closed": "closed", "stale": "stale"},
    delayed_by="delayed {minutes} min",
    fetched="fetched {time}",
    remembered="No price source can be reached. Last known price:",
    remembered_line="as of {time} ({age})",
    no_quotes="No price: no source has one right now.",
    quotes_pending="The price is still loading …",
    below_high="{percent} below 52-week high {high}",
    at_high="at the 52-week high {high}",
    above_high="above the 52-week high so far, {high}",
    converted="≈ {amount} (ECB rate of {date})",
    venues={"XHKG": "Hong Kong"},
    home="home",
    previous_close="Previous close",
    day_range="Day",
    year_range="52 weeks",
    volume="Volume",
    period_change="{change} in {period}",
    no_chart="There is no chart: no source gives the bars right now.",
    periods={
        "1d": "1 day",
        "5d": "5 days",
        "1m": "1 month",
        "6m": "6 months",
        "1y": "1 year",
        "5y": "5 years",
    },
    short_periods={"1d": "1D", "5d": "5D", "1m": "1M", "6m": "6M", "1y": "1Y", "5y": "5Y"},
    via="{source}, via {host}",
    more_sources_one="+1 more source",
    more_sources="+{count} more sources",
    more_reports_one="+1 more report",
    more_reports="+{count} more reports",
    undated="undated",
    updated="updated {time}",
    written="✎ summarised by {model}",
    tones={"positive": "tone: positive", "negative": "tone: negative"},
    nothing_found="No news found.",
    nothing_left="Nothing is left of what was found: {foot}.",
    news_down="No news source answered.",
    news_pending="The news are still loading …",
    more_stories="and {count} more",
    failed="{sources}: {reason}",
    failed_because={
        "source_down": "cannot be reached",
        "source_timeout": "no answer in time",
        "source_limited": "asked us to wait",
        "not_found": "no entry for it",
        "bad_answer": "unusable answer",
        "too_large": "answer too large",
        "forbidden_address": "may not be fetched",
        "work_timeout": "reading took too long",
        "other": "failed",
    },
    pending="Still to come: {sources} …",
    waiting="Looking …",
    sources="Sources: {names}",
    disclaimer="no investment advice",
    found="{count} found",
    beyond="{count} more",
    dropped={
        "duplicate": ("1 duplicate", "{count} duplicates"),
        "stale": ("1 old", "{count} old"),
        "other_company": ("1 about another company", "{count} about another company"),
        "unreadable": ("1 unreadable", "{count} unreadable"),
    },
    left_out_title="Left out: {name}",
    left_out_none="Nothing was left out.",
    left_out_gone="That card is too old: what it left out is no longer kept. Ask again.",
    left_out_page="{first}–{last} of {count}",
    reason_of={
        "duplicate": "duplicate",
        "stale": "old (over seven days)",
        "other_company": "about another company or the market",
        "unreadable": "unreadable (no headline)",
    },
    page_back="◀ back",
    page_on="more ▶",
    compare_title="Comparison, {period}",
    compare_head=("Company", "Price", "Change"),
    compare_missing="Not in the chart: {names}",
    compare_too_few="Name at least two companies, for example: {example}",
    compare_doubts="Several names are doubtful: {names}. Write them more exactly.",
    compare_too_many="At most {limit} companies fit into one chart.",
    ambiguous_title="Which one?",
    ambiguous="“{query}” can be several companies:",
    unknown_title="Unknown company",
    unknown="I know no company called “{query}”. Try its full name, ISIN, WKN or symbol.",
    unknown_silent="The sources that may know it do not answer just now; try again in a moment.",
    unknown_nearest="Did you mean one of these?",
    invalid_title="Not a valid {kind}",
    example="For example: `{example}`",
    nothing_named="I recognise no company in that message.",
    gone="I no longer know that company. Please ask again by its name.",
    settings_title="Settings of this server",
    settings_names={
        "languages": "Languages",
        "currency": "Currency",
        "venue": "Venue",
        "timezone": "Timezone",
        "prefix": "Prefix",
        "cashtags": "Cashtags",
        "quiet": "Quiet hours",
        "subscribers": "May subscribe",
    },
    settings_changed="{name}: {value}",
    settings_hint="Change with `{example}` (needs Manage Server).",
    on="on",
    off="off",
    quiet_none="none",
    bad_language="“{value}” is no language I can read here. Accepted: {accepted}.",
    bad_currency="“{value}” is no currency the ECB has a rate for. Accepted: {accepted}.",
    bad_venue="I know no exchange called “{value}”. Accepted are a name or a MIC: {accepted}.",
    bad_timezone="“{value}” is no timezone. Accepted are names such as Europe/Berlin.",
    bad_prefix=(
        "“{value}” cannot be a prefix. Accepted: one to five characters without blanks, letters"
        " and digits only together with a sign, and none of @ # / < > ` * _ ~ | \\ $."
    ),
    bad_switch="“{value}” is neither on nor off.",
    bad_quiet="“{value}” are no hours. Accepted: 22:00-07:00, or off.",
    nearest="Nearest: {names}.",
    languages={"de": "German", "en": "English", "zh": "Chinese"},
    help_title="What I can do",
    help_text=(
        "Type `{prefix}` before a command, mention me, or use `/`. A company is a name, ISIN, WKN"
        " or symbol."
    ),
    help_usage="For example: `{example}`",
    help_unknown="I have no command “{name}”.",
    about_title="Parkett",
    about=(
        "*Parkett* is German for the trading floor. One card says what happened to a company,"
        " told by whom, and what its share costs on the exchange where your community trades it."
        " Channels can subscribe to companies and hear of them without asking."
        "\n\nEvery sentence, figure and quote of a card is out of a source that it names."
        " Prices come with venue, currency and time and may be delayed; what is marked ≈ is"
        " converted by a rate of the European Central Bank. I never give investment advice."
    ),
    privacy_title="Privacy",
    privacy=(
        "**Stored:** this server's settings; for each card I posted, which company it was about"
        " and which public articles it left out, for {days} days; for each subscription what"
        " comes, where, which role it mentions and the Discord id of who subscribed, until it is"
        " removed; what was chosen in a form, for {days} days; public prices and articles.\n"
        "**Not stored:** your messages, names or profiles. What you type after a command is used"
        " to answer and then forgotten; it is in no log.\n"
        "**Passed on:** sources on the internet are asked for the company, never who asked.\n"
        "**Deleted:** at once with `{example}` (Manage Server), and when I leave a server."
        " Nothing is used to train models."
    ),
    delete_title="Delete this server's data?",
    delete_ask=(
        "All settings and subscriptions of this server and the records of my cards here are"
        " deleted. This cannot be undone."
    ),
    delete_yes="Delete everything",
    deleted="Everything I stored about this server is deleted.",
    error_title="That did not work",
    unexpected="Something went wrong on my side. The operator finds it in the log as {reference}.",
    mention_hint="Type `{example}` or look at `{help}`.",
)
