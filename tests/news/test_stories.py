"""From articles to stories: the same text once, one event once, two events apart, nothing lost."""

import random
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.instruments.models import Instrument, Listing
from bot.news.models import Article, DropReason, Story
from bot.news.stories.composition import SUMMARY_AT_MOST
from bot.news.stories.editor import group, tell

NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)
XIAOMI = Instrument(
    "Xiaomi Corp.", "KYG9830T1067", "A2JNY1",
    (Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True),), ("小米",),
)  # fmt: skip
CAR_TEXT = (
    "PEKING (dpa-AFX) - Xiaomi will ab der ersten Hälfte 2024 eigene Autos in Serie fertigen, wie "
    "Reuters am Dienstag berichtete. Ob ein Partner hilft, ist offen. Die Aktie legte um 8 Prozent "
    "zu. Lesen Sie auch: Zehn Aktien für 2022"
)


def article(title: str, hours: float | None = 5, **more: object) -> Article:
    """`hours`: published so long before now; None is undated."""
    published = None if hours is None else NOW - timedelta(hours=hours)
    fields = {
        "url": f"https://a.invalid/{abs(hash(title)) % 10**9}",
        "publisher": "P",
        "provider": "p",
    }
    return Article(title=title, published=published, **{**fields, **more})


CAR_DE = article(
    "Xiaomi will eigene Autos ab erster Jahreshälfte 2024 in Serie bauen",
    26,
    text=CAR_TEXT,
    publisher="Kurse",
)
CAR_COPY = replace(
    CAR_DE, url="https://b.invalid/9", publisher="Technik", published=NOW - timedelta(hours=25)
)
CAR_OTHER = article(
    "Xiaomi-Elektroauto: Serienfertigung ab dem ersten Halbjahr 2024", 24, publisher="Blatt"
)
CAR_EN = article(
    "Xiaomi to mass produce its own cars in first half of 2024", 27, publisher="Reuters"
)
CAR_ZH = article("小米汽车预计2024年上半年正式量产", 24, publisher="早报")
ADS_DE = article(
    "Xiaomi und The Trade Desk schließen Partnerschaft für Werbung", 28, publisher="Blatt"
)
ADS_EN = article(
    "Xiaomi partners with The Trade Desk on programmatic advertising", 28, publisher="Wire"
)
OLD = article("Xiaomi meldet Rekordumsatz im zweiten Quartal", 24 * 56)
OTHER = article("Xiaomai Gourmet opens twelve noodle shops", 20)
ALL = (CAR_DE, CAR_COPY, CAR_OTHER, CAR_EN, CAR_ZH, ADS_DE, ADS_EN, OLD, OTHER)  # fmt: skip


def titles(story: Story) -> set[str]:
    return {one.title for one in story.articles}


def story_of(stories: tuple[Story, ...], one: Article) -> Story:
    return next(story for story in stories if one.title in titles(story))


def test_the_whole_path() -> None:
    stories, dropped = tell(XIAOMI, ALL, now=NOW)
    assert len(stories) == 2
    cars = story_of(stories, CAR_DE)
    assert (
        set(cars.articles) == {CAR_DE, CAR_OTHER, CAR_EN, CAR_ZH} - set() or len(cars.articles) == 4
    )
    assert cars.original_source == "Reuters"
    assert {one.reason for one in dropped} == {
        DropReason.DUPLICATE,
        DropReason.STALE,
        DropReason.OTHER_COMPANY,
    }
    assert sum(len(one.articles) for one in stories) + len(dropped) == len(ALL)


def test_order_of_arrival_changes_nothing() -> None:
    expected = tell(XIAOMI, ALL, now=NOW)[0]
    for seed in range(5):
        mixed = random.Random(seed).sample(ALL, len(ALL))
        found = tell(XIAOMI, mixed, now=NOW)[0]
        assert [(one.id, one.title) for one in found] == [(one.id, one.title) for one in expected]


def test_a_summary_holds_sentences_of_its_articles_only() -> None:
    for story in tell(XIAOMI, ALL, now=NOW)[0]:
        assert len(" ".join(one.text for one in story.summary)) <= SUMMARY_AT_MOST
        for one in story.summary:
            said = story.articles[one.article]
            assert one.text in (said.text or "") or one.text in said.teaser
            assert "Lesen Sie auch" not in one.text
            assert "dpa-AFX" not in one.text


def test_a_summary_has_no_half_quote_no_question_and_no_dateline() -> None:
    text = (
        "Lübeck (abc) - Xiaomi öffnet in Lübeck einen Laden. Wird der Laden in Lübeck ein Erfolg? "
        "„Der Laden von Xiaomi in Lübeck freut uns. Mehr Läden in Lübeck öffnet Xiaomi bald“, "
        "sagte Eva Holm. Das Haus steht am Markt."
    )
    [story] = tell(XIAOMI, [replace(article("Xiaomi eröffnet Laden", 1), text=text)], now=NOW)[0]
    assert [one.text for one in story.summary] == [
        "Xiaomi öffnet in Lübeck einen Laden.", "Das Haus steht am Markt.",
    ]  # fmt: skip


def test_readable_languages_come_first() -> None:
    stories, _ = tell(XIAOMI, [CAR_ZH, ADS_EN], now=NOW, languages=("en",))
    assert [one.language for one in stories] == ["en", "zh"]
    stories, _ = tell(XIAOMI, [CAR_EN, CAR_DE], now=NOW, languages=("de", "en"))
    assert stories[0].title == CAR_DE.title


def test_the_limit() -> None:
    assert len(tell(XIAOMI, ALL, now=NOW, limit=1)[0]) == 1
    assert tell(XIAOMI, [], now=NOW) == ((), ())


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (article("Xiaomi eröffnet Läden in Bayern", 24 * 6.9), True),
        (article("Xiaomi eröffnet Läden in Bayern", 24 * 7.1), False),
        (article("Xiaomi eröffnet Läden in Bayern", None), True),
        (article("Xiaomi eröffnet Läden", None, url="https://a.invalid/2020/03/01/laeden"), False),
        (article("Xiaomi eröffnet Läden", None, teaser="München, 1. März 2020. Ein Laden."), False),
        (article("Xiaomi eröffnet Läden", -24 * 300), True),  # a date in the future is no date
    ],
)
def test_time(one: Article, kept: bool) -> None:
    stories, dropped = tell(XIAOMI, [one], now=NOW)
    assert bool(stories) is kept
    assert [drop.reason for drop in dropped] == ([] if kept else [DropReason.STALE])


def test_an_undated_article_stays_undated() -> None:
    ((story,), _) = tell(XIAOMI, [article("Xiaomi eröffnet Läden", -24 * 300)], now=NOW)
    assert story.first_published is None
    assert story.articles[0].published is None


def test_a_correction_replaces_what_it_corrects() -> None:
    wrong = article("Xiaomi verkauft 40 Millionen Telefone", 6, publisher="Kurse")
    right = article("KORREKTUR: Xiaomi verkauft 44 Millionen Telefone", 3, publisher="Kurse")
    ((story,), dropped) = tell(XIAOMI, [wrong, right], now=NOW)
    assert story.title == right.title
    assert story.updated == right.published
    assert story.first_published == wrong.published
    assert [one.article.title for one in dropped] == [wrong.title]


def test_an_update_replaces_and_the_story_keeps_its_id() -> None:
    before = tell(XIAOMI, [CAR_EN], now=NOW)[0][0]
    update = article(
        "UPDATE 2-Xiaomi to mass produce its own cars in first half of 2024",
        20,
        publisher="Reuters",
    )
    after = tell(XIAOMI, [CAR_EN, update, CAR_DE], now=NOW)[0][0]
    assert after.id == before.id
    assert update.title in titles(after)
    assert CAR_EN.title not in titles(after)


def test_an_update_replaces_no_other_report_of_its_publisher() -> None:
    """A feed under whose name many write: only what has nearly the same headline is meant."""
    first = article("Regulator tells Xiaomi to redesign scooter brakes after crash", None)
    other = article("Xiaomi scooter brakes: insurer sues over crash in Lyon", None)
    update = article("UPDATE 1-Regulator wants Xiaomi to redesign scooter brakes", None)
    stories, dropped = tell(XIAOMI, [first, other, update], now=NOW)
    assert [one.article.title for one in dropped] == [first.title]
    assert other.title in set().union(*map(titles, stories))


@pytest.mark.parametrize(
    ("name", "title", "label"),
    [
        ("Fielmann AG", "Fielmann eröffnet Filiale in Rom", None),
        ("Fielmann AG", "Fielmann steigert Gewinn um zehn Prozent", "positive"),
        ("Springer SE", "Springer sucht neuen Chef für Wien", None),
        ("Kranbau AG", "Nordwerk-Aktie fällt nach Zahlen von Kranbau", None),
        ("Kranbau AG", "Nordwerk slides after Kranbau announces rental service", None),
        ("Nordwerk AG", "Nordwerk slides after Kranbau announces rental service", "negative"),
        ("Kranbau AG", "Kranbau-Aktie fällt nach Zahlen von Nordwerk", "negative"),
    ],
)
def test_the_tone_is_towards_the_company(name: str, title: str, label: str | None) -> None:
    company = replace(XIAOMI, name=name, isin=None, wkn=None, names=())
    stories, _ = tell(
        company, [article(title, 3, provider="asked")], now=NOW, already_asked=["asked"]
    )
    assert [one.tone and one.tone.label for one in stories] == [label]


MARKET = (
    "FRANKFURT (dpa-AFX) - Der Dax ist am Dienstag um ein Prozent gefallen. Anleger "
    "blieben vorsichtig. Die Titel von Xiaomi gaben vier Prozent nach. Wie die „Financial "
    "Times“ berichtete, prüft Nordwerk einen Verkauf. Analysten nannten den Ausblick von "
    "Xiaomi mager."
)


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Aktien Frankfurt Schluss: Dax etwas höher - Xiaomi im Blick", None),
        ("Aktien Frankfurt Schluss: Dax steigt kräftig - Xiaomi bricht ein", "negative"),
    ],
)
def test_of_a_market_report_only_what_it_says_of_the_company(title: str, label: str | None) -> None:
    ((story,), _) = tell(XIAOMI, [article(title, 3, text=MARKET)], now=NOW)
    assert [one.text for one in story.summary] == [
        "Die Titel von Xiaomi gaben vier Prozent nach.",
        "Analysten nannten den Ausblick von Xiaomi mager.",
    ]
    assert (story.tone and story.tone.label) == label
    assert story.original_source == "dpa-AFX"


def test_a_whole_headline_is_preferred_to_a_cut_one() -> None:
    cut = article("Xiaomi recalls 12,000 electric scooters in Europe over ...", 6, publisher="A")
    whole = article("Xiaomi recalls 12,000 electric scooters over brakes", 5, publisher="B")
    ((story,), _) = tell(XIAOMI, [cut, whole], now=NOW)
    assert story.title == whole.title


@pytest.mark.parametrize(
    ("teaser", "summary"),
    [
        (
            "Xiaomi schließt zwei Läden in Bayern. Doch damit nicht genug der Sparpläne.",
            "Xiaomi schließt zwei Läden in Bayern.",
        ),
        (
            "Xiaomi closes two shops in Leeds. And that's not all. Ten jobs go.",
            "Xiaomi closes two shops in Leeds.",
        ),
        (
            "Xiaomi baut Läden in Bayern. Sprecher Max Muster: „Wir sind froh. Das wird gut.“",
            "Xiaomi baut Läden in Bayern.",
        ),
        ("Theorie. Xiaomi baut in Bayern keine eigenen Läden mehr.", "Xiaomi baut in Bayern"),
    ],
)
def test_a_summary_promises_nothing_and_holds_no_scraps(teaser: str, summary: str) -> None:
    ((story,), _) = tell(XIAOMI, [article("Xiaomi spart", 3, teaser=teaser)], now=NOW)
    said = " ".join(one.text for one in story.summary)
    assert said.startswith(summary)
    assert "nicht genug" not in said
    assert "„" not in said
    assert "not all" not in said


def test_two_events_of_one_day_stay_apart() -> None:
    results = article("Xiaomi steigert Gewinn im dritten Quartal um 20 Prozent", 5)
    recall = article("Xiaomi ruft 20.000 Roller zurück", 5)
    buyback = article("Xiaomi kauft eigene Aktien für 20 Millionen Dollar zurück", 5)
    stories, _ = tell(XIAOMI, [results, recall, buyback], now=NOW)
    assert len(stories) == 3


def test_group_without_a_company() -> None:
    articles = [CAR_EN, ADS_EN, CAR_ZH, ADS_DE, CAR_DE, CAR_COPY]
    assert group(articles) == [[0, 2, 4, 5], [1, 3]]
    assert group([]) == []


def test_the_same_headline_weeks_apart_is_two_stories() -> None:
    first = article("Xiaomi-Aktie: Das müssen Anleger jetzt wissen", 24 * 30)
    second = article("Xiaomi-Aktie: Das müssen Anleger jetzt wissen", 2, url="https://a.invalid/77")
    assert group([first, second]) == [[0], [1]]


def test_hostile_articles_do_no_harm() -> None:
    wild = [
        article("", 3),
        article("\u202e@everyone Xiaomi **kauft**" + "a" * 5_000, 3),
        article("Xiaomi " * 400, 3, text="(" * 20_000 + "." * 20_000),
        article("小米" * 500, 3, teaser="\x00\ud800"),
    ]
    stories, dropped = tell(XIAOMI, wild, now=NOW)
    assert sum(len(one.articles) for one in stories) + len(dropped) == len(wild)
    assert any(one.reason is DropReason.UNREADABLE for one in dropped)


def made_up(chance: random.Random) -> str:
    return "".join(chance.sample(string.ascii_lowercase, 7))


def told_often(chance: random.Random, stories: int, often: int) -> list[tuple[int, str]]:
    """Made-up stories, each told with words of its own: (story, headline), in any order."""
    told: list[tuple[int, str]] = []
    for story in range(stories):
        own = [made_up(chance) for _ in range(7)]
        told += ((story, " ".join([*chance.sample(own, 4), "Aktie"])) for _ in range(often))
    chance.shuffle(told)
    return told


@pytest.mark.parametrize("often", [44, 120])  # the second is more than are compared
def test_stories_of_a_large_batch(often: int) -> None:
    told = told_often(random.Random(5), 25, often)
    groups = group([article(title, None) for _, title in told])
    assert sorted(index for one in groups for index in one) == list(range(len(told)))
    assert len(groups) == 25
    assert all(len({told[index][0] for index in one}) == 1 for one in groups)


@pytest.mark.parametrize(("stories", "often", "asked"), [(25, 30, 80), (8, 8, 24)])
def test_market_reports_are_no_story_of_their_own(stories: int, often: int, asked: int) -> None:
    """They share the market's words only; what each is about differs."""
    chance = random.Random(5)
    told = [title for _, title in told_often(chance, stories, often)]
    causes = [made_up(chance) for _ in range(asked // 2)]
    reports = [
        f"Aktien Börse Anleger {one} {other}"
        for one, other in (chance.sample(causes, 2) for _ in range(asked))
    ]
    groups = group([article(title, None) for title in [*told, *reports]])
    largest = max(sum(index >= len(told) for index in one) for one in groups)
    assert largest < len(reports) / 2


def test_a_headline_between_two_stories_is_in_neither() -> None:
    ferry = ["Fähre", "Bornholm", "Havarie", "Kattegat", "Lotse", "Bergung", "Reeder", "Küste"]
    dam = ["Staudamm", "Oder", "Riss", "Flucht", "Pegel", "Gutachter", "Beton", "Schleuse"]
    told = [" ".join(own[:gap] + own[gap + 1 :]) for own in (ferry, dam) for gap in range(8)]
    groups = group([article(title, None) for title in [*told, "Lotse Bergung Pegel Gutachter"]])
    assert groups == [[*range(8)], [*range(8, 16)], [16]]


def test_two_filings_under_the_same_words_are_no_copies() -> None:
    filed = article("Xiaomi Corp.: Report of a foreign issuer (6-K)", 5, disclosure=True)
    second = replace(filed, url="https://a.invalid/second", published=NOW - timedelta(hours=2))
    stories, dropped = tell(XIAOMI, [filed, second], now=NOW)
    assert dropped == ()
    assert sum(len(story.articles) for story in stories) == 2


def test_a_story_knows_its_copies_and_what_was_replaced() -> None:
    corrected = replace(
        CAR_DE, title=f"KORREKTUR: {CAR_DE.title}", url="https://c.invalid/1", text=None,
        published=NOW - timedelta(hours=2),
    )  # fmt: skip
    stories, dropped = tell(XIAOMI, [CAR_DE, CAR_COPY, corrected, ADS_DE], now=NOW)
    by_url = {story.url: story for story in stories}
    copies = by_url[corrected.url].copies
    assert {one.url for one in copies} == {CAR_DE.url, CAR_COPY.url}
    assert by_url[ADS_DE.url].copies == ()
    assert len(dropped) == 2


def test_an_agency_is_the_source_of_what_it_published() -> None:
    """Another article of the story names somebody else; the linked one is the agency's own."""
    own = article("Xiaomi recalls 12,000 cars over brakes", 4, publisher="Reuters")
    later = article(
        "Xiaomi recalls 12,000 cars", 3, publisher="Kurse", teaser="According to Bloomberg, brakes."
    )
    stories, _ = tell(XIAOMI, [later, own], now=NOW)
    assert [story.original_source for story in stories] == ["Reuters"]


def test_without_a_credit_the_linked_publisher_is_named() -> None:
    first = article("Xiaomi opens a shop in Rome", 9, publisher="Roma Oggi", language="it")
    read = article("Xiaomi opens its first shop in Rome", 3, publisher="Daily", language="en")
    stories, _ = tell(XIAOMI, [first, read], now=NOW, languages=("en",))
    assert [(story.url, story.original_source) for story in stories] == [(read.url, "Daily")]


def test_the_word_for_its_share_joins_no_two_stories_of_a_company() -> None:
    told = [
        article("Kranbau-Aktie springt auf 2,55 Euro", 2),
        article("Analysehaus traut Kranbau-Aktie mehr zu", 95),
        article("Kranbau liefert drei Kräne nach Oslo", 60),
    ]
    assert group(told, company=frozenset({"kranbau"})) == [[0], [1], [2]]
