"""Pages of publishers: the article amid what real pages put around it.

Navigation, a notice about cookies, advertisements, "read also", an author's box, a newsletter and
comments, in four layouts. Their texts were written for this demo.
"""

import json
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.playground.world.newsroom import Filing, NewsItem, Published, Site

_BERLIN = ZoneInfo("Europe/Berlin")

_WORDS = {
    "de": {
        "nav": "Startseite Märkte Aktien Fonds Depot Newsletter",
        "by": "Von",
        "desk": "Redaktion",
        "also": "Lesen Sie auch",
        "ad": "Anzeige",
        "ad_text": "Jetzt Depot eröffnen und 50 Euro Prämie sichern! Risikohinweis beachten.",
        "letter": "Abonnieren Sie unseren Newsletter und verpassen Sie keine Nachricht mehr.",
        "cookies": "Wir verwenden Cookies, um unser Angebot zu finanzieren. Alle akzeptieren",
        "note": "Hinweis: Dieser Text ist keine Anlageberatung.",
        "comments": "Kommentare",
        "comment": "Endlich mal wieder gute Nachrichten, ich bleibe dabei.",
        "imprint": "Impressum | Datenschutz | Nutzungsbedingungen",
        "sample": "Beispielseite, für die Vorführung von Parkett geschrieben.",
        "most": "Meistgelesen",
    },
    "en": {
        "nav": "Home Markets Companies Technology Opinion Subscribe",
        "by": "By",
        "desk": "Newsroom",
        "also": "Read also",
        "ad": "Advertisement",
        "ad_text": "Trade from one dollar. Open your account today. Capital at risk.",
        "letter": "Sign up for our morning newsletter and never miss a story.",
        "cookies": "We use cookies to fund our work. Accept all",
        "note": "Disclosure: the author holds none of the shares mentioned.",
        "comments": "Comments",
        "comment": "Finally some good news, I am staying in.",
        "imprint": "Imprint | Privacy | Terms of use",
        "sample": "A sample page, written for the demonstration of Parkett.",
        "most": "Most read",
    },
    "zh": {
        "nav": "首页 港股 科技 基金 专栏 登录",
        "by": "记者",
        "desk": "编辑部",
        "also": "相关阅读",
        "ad": "广告",
        "ad_text": "立即开户，新用户可享优惠。投资有风险。",
        "letter": "订阅我们的早间快讯，不错过任何消息。",
        "cookies": "本网站使用Cookie。全部接受",
        "note": "免责声明：本文不构成投资建议。",
        "comments": "评论",
        "comment": "终于有好消息了。",
        "imprint": "关于我们 | 隐私政策 | 使用条款",
        "sample": "示例页面，为演示Parkett而编写。",
        "most": "热门文章",
    },
}

_STYLE = """
body{font:17px/1.6 Georgia,serif;margin:0;color:#1c1c1c;background:#fff}
header,footer,aside,nav{font-family:system-ui,sans-serif;font-size:14px}
header{border-bottom:3px solid var(--tint);padding:14px 24px;font-size:22px;font-weight:700}
nav{padding:8px 24px;background:#f2f2f2}nav a{margin-right:18px;color:#333}
main{display:flex;gap:40px;max-width:1050px;margin:24px auto;padding:0 24px}
article{max-width:680px}h1{line-height:1.2}aside{width:260px;color:#444}
.ad,.cookies{background:#fff7d6;border:1px solid #e8d894;padding:10px;margin:14px 0}
.meta{color:#666;font:14px system-ui,sans-serif}footer{padding:24px;background:#eee;color:#555}
"""
_TINTS = {"agency": "#d64000", "wire": "#1d5fa8", "portal": "#0a7a43", "magazine": "#7a1d6b"}


def article_page(one: Published, others: list[Published]) -> str:
    """The HTML of an article's page; `others` are linked around it."""
    item, site = one.item, one.site
    words = _WORDS[site.language]
    if site.wall == "consent":
        return _frame(site, item.title, _consent(site), head="")
    links = "".join(
        f'<li><a href="/sites/{other.item.site}/{other.item.id}.html">'
        f"{escape(other.item.title)}</a></li>"
        for other in others
    )
    paragraphs = [f"<p>{escape(text)}</p>" for text in item.paragraphs]
    advert = f'<aside class="ad"><small>{words["ad"]}</small><br>{words["ad_text"]}</aside>'
    also = f'<div class="related"><h3>{words["also"]}</h3><ul>{links}</ul></div>'
    if len(paragraphs) > 2:
        paragraphs.insert(2, advert)
    if site.layout in {"magazine", "portal"}:
        paragraphs.insert(1, also)
    byline = escape(item.author or words["desk"])
    when = _when(one.at, site.language)
    tag = "div" if site.layout == "portal" else "article"
    main = (
        f'<main><{tag} class="article-body" itemprop="articleBody"><h1>{escape(item.title)}</h1>'
        f'<p class="meta">{words["by"]} <span class="author">{byline}</span> {when}</p>'
        + "".join(paragraphs)
        + f'<p class="disclosure"><em>{words["note"]}</em></p></{tag}>'
        f'<aside><h3>{words["most"]}</h3><ol>{links}</ol><div class="newsletter">'
        f"{words['letter']}</div></aside></main>"
        f'<section class="comments"><h3>{words["comments"]}</h3>'
        f'<div class="comment"><b>Boersenfuchs77</b>: {words["comment"]}</div></section>'
    )
    return _frame(site, item.title, main, head=_head(one))


def _when(at: datetime | None, language: str) -> str:
    if at is None:
        return ""
    local = at.astimezone(_BERLIN)
    shown = {
        "de": f"{local:%d.%m.%Y, %H:%M} Uhr",
        "en": f"{local:%b %d, %Y %H:%M} CET",
        "zh": f"{local:%Y年%m月%d日 %H:%M}",
    }[language]
    return f'<time datetime="{local.isoformat()}">{shown}</time>'


def _head(one: Published) -> str:
    item, site = one.item, one.site
    linked: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "inLanguage": site.language,
        "publisher": {"@type": "Organization", "name": site.name},
    }
    tags = [f'<meta property="og:site_name" content="{escape(site.name)}">']
    if one.at is not None:
        linked["datePublished"] = one.at.isoformat()
        stamp = one.at.isoformat()
        tags.append(f'<meta property="article:published_time" content="{stamp}">')
    if item.author:
        linked["author"] = [{"@type": "Person", "name": item.author}]
        tags.append(f'<meta name="author" content="{escape(item.author)}">')
    if item.teaser:
        tags.append(f'<meta name="description" content="{escape(item.teaser)}">')
    text = json.dumps(linked, ensure_ascii=False).replace("<", "\\u003c")
    tags.append(f'<script type="application/ld+json">{text}</script>')
    return "".join(tags)


def _consent(site: Site) -> str:
    name = escape(site.name)
    return (
        f'<div class="cookies" role="dialog"><h2>Willkommen bei {name}</h2><p>Weiterlesen mit '
        "Werbung und Cookies oder mit einem Abo für 2,99 Euro im Monat. Ihre Einwilligung können "
        "Sie jederzeit widerrufen. Bitte stimmen Sie der Nutzung von Cookies zu, um fortzufahren."
        "</p><button>Zustimmen und weiter</button><button>Abonnieren</button></div>"
    )


def _frame(site: Site, title: str, main: str, *, head: str) -> str:
    words = _WORDS[site.language]
    links = "".join(f'<a href="/sites/#">{one}</a>' for one in words["nav"].split())
    cookies = "" if site.wall else f'<div class="cookies">{words["cookies"]}</div>'
    return (
        f'<!doctype html><html lang="{site.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)} | {escape(site.name)}</title>{head}"
        f"<style>:root{{--tint:{_TINTS[site.layout]}}}{_STYLE}</style></head><body>"
        f'<header>{escape(site.name)}</header><nav class="menu">{links}</nav>{main}{cookies}'
        f"<footer>{words['imprint']}<br>{words['sample']}</footer></body></html>"
    )


def filing_page(company: str, filing: Filing) -> str:
    """The page of a disclosure at EQS."""
    site = Site(name="EQS News", language="de", layout="wire")
    item = NewsItem(
        id=str(filing.id),
        site="eqs",
        title=filing.headline,
        feeds=(),
        about=(),
        body=filing.body,
        author=company,
    )
    return article_page(Published(item, filing.at, site), [])
