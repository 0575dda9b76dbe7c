"""The article's text out of a page's tree: trafilatura finds it, we tidy up."""

from copy import deepcopy

from lxml.etree import ElementBase
from trafilatura.core import bare_extraction

ENOUGH = 300  # characters; with less the thorough way is tried too


def extract(tree: ElementBase, title: str) -> str:
    """The paragraphs of the article, separated by line feeds; "" where there is none."""
    text = _extract(tree, fast=True)
    if len(text) < ENOUGH:
        text = max(text, _extract(tree, fast=False), key=len)
    return text


def _extract(tree: ElementBase, *, fast: bool) -> str:
    found = bare_extraction(deepcopy(tree), fast=fast, include_comments=False, with_metadata=False)
    return (found.text or "").strip() if found else ""
