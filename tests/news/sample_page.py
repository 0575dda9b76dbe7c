"""A page as a newspaper has it, in our own words."""

from bot.news.pages.reader import ReadPage, read_page

URL = "https://news.example.org/wirtschaft/zahlen.html"
PARAGRAPHS = (
    "Der Hersteller Beispielwerk hat im dritten Quartal mehr Pumpen verkauft als erwartet.",
    "Der Umsatz stieg um 12,5 Prozent auf 1,2 Milliarden Euro, wie das Unternehmen mitteilte.",
    "Vorstandschefin Eva Muster sprach von einem „guten Jahr“ und bestätigte die Prognose.",
    "Analysten hatten im Schnitt mit einem Plus von 9 Prozent gerechnet, hieß es weiter.",
    "Die Aktie gewann am Vormittag in Frankfurt 3,1 Prozent auf 48,20 Euro.",
)


def page(
    *,
    head: str = "",
    body: str | None = None,
    title: str = "Beispielwerk verkauft mehr Pumpen",
    lang: str = "de",
) -> str:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS) if body is None else body
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{title} - Beispielblatt</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Start</a></li><li><a href='/w'>Wirtschaft</a></li></ul></nav>"
        f"<main><article><h1>{title}</h1>{text}</article></main>"
        "<footer><p>© Beispielblatt. Alle Rechte vorbehalten.</p></footer></body></html>"
    )


def read(text: str | bytes, charset: str | None = None) -> ReadPage:
    return read_page(text.encode() if isinstance(text, str) else text, URL, charset)
