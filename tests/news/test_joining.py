"""One event in other words or another language is one story; two events of a company are two."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.news.models import Article
from bot.news.stories.editor import group
from bot.news.stories.figures import differ, figures_in, shared

NOON = datetime(2021, 10, 20, 12, 0, tzinfo=UTC)
XIAOMI = frozenset({"xiaomi", "小米"})


def told(*lines: str) -> list[Article]:
    """Each "language title | teaser", half an hour after the one before."""
    articles: list[Article] = []
    for place, line in enumerate(lines):
        language, text = line.split(" ", 1)
        title, _, teaser = text.partition(" | ")
        when = NOON + timedelta(minutes=30 * place)
        articles.append(Article(title, "", "", "", when, teaser=teaser, language=language))
    return articles


@pytest.mark.parametrize(
    "lines",
    [
        (  # no idea in common, but a figure of four digits
            "de Xiaomi erhält 312,5 Millionen Euro von früherem Zulieferer",
            "en Former supplier hands Xiaomi 312.5 million euros",
            "zh 前供应商向小米支付3.125亿欧元",
        ),
        (  # no figure, but one kind of event within the hour
            "de Finanzvorstand von Xiaomi hört auf",
            "en Xiaomi chief financial officer resigns",
            "zh 小米首席财务官辞职",
        ),
        (  # what follows the dash is no publisher
            "de Xiaomi schließt Werk in Hanoi – 1.340 Stellen betroffen",
            "en Xiaomi shuts plant in Hanoi, 1,340 jobs affected",
        ),
    ],
)
def test_one_event_across_languages(lines: tuple[str, ...]) -> None:
    assert group(told(*lines), company=XIAOMI) == [list(range(len(lines)))]


@pytest.mark.parametrize(
    "lines",
    [
        (  # near figures, the same things counted
            "en Xiaomi recalls 613,000 vehicles over doors",
            "de Xiaomi holt 613.000 Fahrzeuge in die Werkstätten",
            "en Xiaomi global output climbs to 631,000 vehicles in May",
            "de Xiaomi produziert im Mai 631.000 Fahrzeuge",
        ),
        (  # two of one kind
            "de Xiaomi bekommt Auftrag über 415 Millionen Euro für Busse",
            "en Xiaomi wins 415 million euro order for buses",
            "de Xiaomi erhält Auftrag über 451 Millionen Euro für Züge",
            "en Xiaomi wins 451 million euro order for trains",
        ),
        (  # two of one kind without figures
            "en Lawsuit of authors in Pune hits Xiaomi",
            "de Klage von Schriftstellern gegen Xiaomi in Pune",
            "en Court in Oslo rules against Xiaomi",
            "de Gericht in Oslo entscheidet gegen Xiaomi",
        ),
        (  # the same digits, another unit
            "en Xiaomi to buy robot maker for $8.4 billion",
            "de Xiaomi übernimmt Hersteller von Robotern für 8,4 Milliarden Dollar",
            "en Xiaomi watch lowers risk by 8.4% in trial",
            "de Studie: Uhr von Xiaomi senkt Risiko um 8,4 Prozent",
        ),
        (  # a common idea is no bridge between two stories
            "en Xiaomi cuts growth outlook on weak phone demand | Phones sell less in India.",
            "de Xiaomi senkt Prognose wegen schwacher Handys | In Indien verkauft es weniger.",
            "en Trial of Xiaomi phone sensor for weight loss drug fails | Done in India.",
            "de Studie zu Handysensor von Xiaomi gescheitert | Sie lief in Indien.",
        ),
    ],
)
def test_two_events_of_a_company_on_one_day(lines: tuple[str, ...]) -> None:
    assert group(told(*lines), company=XIAOMI) == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    "lines",
    [
        (  # where it is, written by sound
            "de Xiaomi erhält Auftrag aus Dresden",
            "en Xiaomi wins order from Valencia",
            "zh 小米获瓦伦西亚订单",
            "zh 小米获德累斯顿订单",
            "en Xiaomi awarded contract in Dresden",
            "de Auftrag aus Valencia für Xiaomi",
        ),
        (  # a product in Latin letters; the other pair is what is left
            "de Zulassung für Messgerät Velmora von Xiaomi",
            "en US approval for Xiaomi hearing aid",
            "zh 小米助听器在美国获得批准",
            "zh 小米血压计Velmora获批准",
            "en Velmora monitor by Xiaomi approved",
            "de Hörgerät von Xiaomi in den USA zugelassen",
        ),
        (  # numbers as words
            "de Xiaomi investiert acht Milliarden Euro in Speicher",
            "en Xiaomi to spend three billion euros on shops",
            "zh 小米将投入30亿欧元开店",
            "zh 小米将投资80亿欧元扩建存储",
            "en Xiaomi to invest eight billion euros in memory",
            "de Drei Milliarden Euro für Läden von Xiaomi",
        ),
    ],
)
def test_two_events_of_one_kind_in_three_languages(lines: tuple[str, ...]) -> None:
    assert group(told(*lines), company=XIAOMI) == [[0, 3, 4], [1, 2, 5]]


def test_one_name_in_two_languages_is_no_story() -> None:
    lines = ["de Heidelmann streicht Posten in Krefeld", "en Heidelmann opens school at Leeds"]
    assert group(told(*lines)) == [[0], [1]]


def test_a_name_alone_joins_nothing() -> None:
    articles = told(
        "en Kolmar shares listed in Oslo",
        "en Kolmar opens research centre in Pune",
        "en Prosecutors raid Kolmar offices",
        "en Bergson hires new finance chief",
        "en Bergson recalls 4,100 heat pumps",
    )
    assert group(articles) == [[0], [1], [2], [3], [4]]


@pytest.mark.parametrize(
    "texts",
    [
        ("9,7 Milliarden Dollar", "$9.7 billion", "97亿美元", "9.7 bln dollars", "US$9.7bn"),
        ("1.496 Mio. Euro", "1,496 million euros", "14.96亿欧元", "1,496 Mrd. €", "€1.5 billion"),
        ("34.200 Autos", "34,200 cars", "3.42万辆"),
        ("9,7 Prozent", "9.7%", "9.7 per cent", "增长9.7%"),
    ],
)
def test_one_figure_in_many_spellings(texts: tuple[str, ...]) -> None:
    first = figures_in(texts[0])
    assert len(first) == 1
    for text in texts:
        assert shared(first, figures_in(text)), text


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("602 Millionen Euro", "2.4 billion euros", True),
        ("602 Millionen Euro", "$2.4 billion", False),  # may be the same in another currency
        ("um 12 Prozent auf 602 Millionen Euro", "602 million euros, 11% of sales", False),
        ("plus 12 Prozent", "up 13%", True),
        ("am 12. Mai", "am 19. Mai", False),
        ("bis 2030", "by 2031", False),
        ("Q3", "9.9 bn", False),
    ],
)
def test_figures_that_tell_two_events(one: str, other: str, apart: bool) -> None:
    assert not shared(figures_in(one), figures_in(other)) or not apart
    assert differ(figures_in(one), figures_in(other)) is apart
