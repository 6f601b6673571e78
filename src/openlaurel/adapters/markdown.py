"""Markdown of people who write definitions and lessons, as HTML that can't harm a reader."""

from collections.abc import MutableMapping
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict


def render_markdown(text: str, *, top_heading: int = 3) -> str:
    """This function will return `text` as HTML: tags in it are shown as they are written, pictures as their text.

    The highest heading becomes h`top_heading`, so that the page's own order of headings stays whole. Links to
    elsewhere tell search engines not to follow them.
    """
    return str(_parser(top_heading).render(text))


def render_line(text: str) -> str:
    """This function will return one line of Markdown as HTML that may stand inside a sentence."""
    return str(_parser(6).renderInline(text))


@cache
def _parser(top_heading: int) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")
    parser.core.ruler.push("headings", lambda state: _lower_headings(state, top_heading))
    parser.core.ruler.push("alignment", _align_by_class)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("fence", _code)
    parser.add_render_rule("code_block", _code)
    return parser


def _lower_headings(state: StateCore, top: int) -> None:
    levels = [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + shift, 6)}"


def _align_by_class(state: StateCore) -> None:
    """Columns of figures stand at their end. The pages' security policy forbids styles in tags, so by a class."""
    for token in state.tokens:
        style = token.attrs.pop("style", "")
        if style == "text-align:right":
            token.attrSet("class", "end")


def _code(
    self: RendererHTML,
    tokens: list[Token],
    index: int,
    options: OptionsDict,
    environment: MutableMapping[str, Any],
) -> str:
    """Code that is wider than the page is scrolled, also by keyboard. Its language isn't used: nothing colours it."""
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def _link(
    self: RendererHTML,
    tokens: list[Token],
    index: int,
    options: OptionsDict,
    environment: MutableMapping[str, Any],
) -> str:
    if str(tokens[index].attrGet("href") or "").startswith(("http://", "https://", "//")):
        tokens[index].attrSet("rel", "nofollow noopener")
    return self.renderToken(tokens, index, options, environment)
