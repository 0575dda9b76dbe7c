"""What a page says about itself between and behind its paragraphs is no part of the text."""

import pytest

from tests.news.sample_page import PARAGRAPHS, page, read

CHINESE = (
    "样本集团周三公布第三季度业绩，营收同比增长百分之八，超出分析师此前的预期。",
    "公司管理层表示，首款汽车的量产时间不变，仍将按照原定计划于明年上半年推出。",
    "受此消息影响，公司股价在香港交易所早盘上涨百分之三，成交额明显放大。",
    "分析师认为，海外市场的增长将成为公司未来几个季度的主要推动力，但竞争也在加剧。",
)


def between(lines: tuple[str, ...], note: str) -> str:
    return "".join(f"<p>{one}</p>" for one in (*lines[:2], note, *lines[2:]))


@pytest.mark.parametrize(
    "note",
    [
        "— Eva Probe (@evaprobe) October 20, 2021",
        "Mitarbeit: Eva Probe, Jan Muster",
        "[Anzeige] Probe, E. (2021). Pumpen verstehen. Musterstadt: Beispielverlag.",
        "Probe reported from Basel and Muster from Rome. Writer Ann Sample in Oslo contributed to "
        "this report.",
    ],
)
def test_credits_and_signatures_of_posts(note: str) -> None:
    assert read(page(body=between(PARAGRAPHS, note))).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "request_of_the_page",
    [
        "Helfen Sie mit, dass es dieses Blatt morgen noch gibt! Hier mit zwei Klicks unterstützen!",
        "Das Beispielblatt ist spendenfinanziert!",
        "Become a member and read every report of the Sample Paper.",
    ],
)
def test_requests_for_money_in_the_end(request_of_the_page: str) -> None:
    body = "".join(f"<p>{one}</p>" for one in (*PARAGRAPHS, request_of_the_page))
    assert read(page(body=body)).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "ending",
    [
        "Die Regierung werde den Umbau unterstützen, sagte die Ministerin am Abend in Musterstadt.",
        "The new orders contributed to the good report of the sales department, Muster said.",
    ],
)
def test_a_last_sentence_about_support_stays(ending: str) -> None:
    body = "".join(f"<p>{one}</p>" for one in (*PARAGRAPHS, ending))
    assert read(page(body=body)).text.endswith(ending)


def test_links_of_embedded_posts_are_not_read_aloud() -> None:
    post = "Wir haben mehr Pumpen verkauft als je zuvor! https://t.co/Ab1 pic.twitter.com/Cd2"
    text = read(page(body=between(PARAGRAPHS, post))).text
    assert "Wir haben mehr Pumpen verkauft als je zuvor!\n" in text


@pytest.mark.parametrize(
    "note",
    [
        "责编 王小明",
        "责任编辑：李华",
        "来源 样本晚报、样本网",
        "《样本》作者 王小明",
        "1、回复【样本】查看最新消息",
        "点击菜单栏【样本】解锁更多服务！",
        "资料图：市民在商店里。样本社记者 王小明 摄",
        "工人正在检查水泵 李华 摄",
        "本文原标题：《样本集团公布业绩》",
    ],
)
def test_chinese_credits_captions_and_requests(note: str) -> None:
    text = read(page(body=between(CHINESE, note), title="样本集团公布业绩", lang="zh")).text
    assert text == "\n".join(CHINESE)


@pytest.mark.parametrize(
    "line",
    [
        "编辑部表示，公司将在年底之前公布新的计划。",
        "来源于海外市场的收入增长了百分之十二，公司称。",
        "“我们会继续投资，”公司创始人对记者说。",
    ],
)
def test_chinese_sentences_that_only_begin_alike_stay(line: str) -> None:
    assert line in read(page(body=between(CHINESE, line), title="样本集团", lang="zh")).text


def test_broken_characters_in_a_row_are_left_out() -> None:
    text = CHINESE[0].encode() + b"\xed\xa0\xbd\xed\xb1\x89" + CHINESE[1].encode()
    body = page(body="<p>{}</p>" + "".join(f"<p>{one}</p>" for one in CHINESE[2:]), lang="zh")
    article = read(body.encode().replace(b"{}", text))
    assert article.text.startswith(CHINESE[0] + CHINESE[1])
