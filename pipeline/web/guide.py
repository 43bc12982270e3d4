"""``/-/huong-dan``: the guide for people who work with the program, from the Markdown that comes with it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from datasette.app import NotFound, Response
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.shipped import shipped_folder
from pipeline.store.folding import fold
from pipeline.web.pages import render
from pipeline.web.routing import READER, SIGNED_IN, Route

PAGE = "/-/huong-dan"
_READERS = SIGNED_IN | {READER}


class Guide(NamedTuple):
    """The title, the sections with their places on the page, and the page below the title."""

    title: str
    sections: tuple[tuple[str, str], ...]
    html: str


async def guide_page(datasette: Any, request: Any) -> Any:
    """The guide."""
    return await render(datasette, request, "huong_dan.html", {"guide": read_guide(str(datasette.urls.path(PAGE)))})


async def picture(datasette: Any, request: Any) -> Any:
    """A picture of the guide."""
    place = shipped_folder("docs") / "hinh" / f"{request.url_vars['name']}.png"
    if not place.is_file():
        raise NotFound("Không có hình này.")
    return Response(place.read_bytes(), headers={"cache-control": "max-age=86400"}, content_type="image/png")


@cache
def read_guide(address: str) -> Guide:
    """The guide with the places of its pictures below ``address``; nothing in it is taken as HTML."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse((shipped_folder("docs") / "huong-dan.md").read_text(encoding="utf-8"))
    title, body = tokens[1].content, tokens[3:]
    sections = tuple(_sections(body))
    for token in (child for one in body for child in one.children or () if child.type == "image"):
        token.attrs |= {"src": f"{address}/{token.attrs['src']}", "loading": "lazy"}
    return Guide(title, sections, parser.renderer.render(body, parser.options, {}))


def _sections(tokens: list[Token]) -> Any:
    for opening, text in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrs["id"] = fold(text.content).replace(" ", "-")
            if opening.tag == "h2":
                yield text.content, opening.attrs["id"]


ROUTES = (
    Route(rf"^{PAGE}$", "GET", _READERS, guide_page, "Hướng dẫn"),
    Route(rf"^{PAGE}/hinh/(?P<name>[a-z0-9-]{{1,40}})\.png$", "GET", _READERS, picture, "Hình của hướng dẫn"),
)
