"""Markdown from definitions and lessons: what a reader could be harmed by."""

import pytest

from openlaurel.adapters.markdown import render_line, render_markdown


def test_tags_are_shown_and_never_run():
    assert "<script>" not in render_markdown("<script>alert(1)</script>\n\nA <b>bold</b> claim")


@pytest.mark.parametrize("link", ["[x](javascript:alert(1))", "[x](vbscript:x)", "[x](data:text/html,x)"])
def test_a_link_that_runs_code_is_no_link(link):
    assert "<a" not in render_markdown(link)


def test_a_picture_from_elsewhere_loads_nothing():
    assert "<img" not in render_markdown("![x](https://tracker.example/p.png)")


def test_headings_keep_the_order_of_the_page():
    assert render_markdown("# One\n\n## Two") == "<h3>One</h3>\n<h4>Two</h4>\n"
    assert render_markdown("### Only", top_heading=2) == "<h2>Only</h2>\n"


def test_a_link_to_elsewhere_asks_not_to_be_followed():
    assert 'rel="nofollow noopener"' in render_markdown("[x](https://example.org)")
    assert "rel=" not in render_markdown("[x](/explore)")


def test_a_table_and_a_list_are_kept():
    assert "<table>" in render_markdown("| a | b |\n| - | - |\n| 1 | 2 |")
    assert "<li>" in render_markdown("- one")


def test_a_column_of_figures_is_aligned_without_a_style_that_the_security_policy_forbids():
    table = render_markdown("| Task | Days |\n|:---|---:|\n| Move | 5 |")
    assert '<td class="end">5</td>' in table
    assert "style" not in table


def test_a_wide_table_or_code_can_be_scrolled_by_keyboard():
    assert '<div class="scroll" tabindex="0"><table>' in render_markdown("| a |\n|---|\n| 1 |")
    assert '<pre tabindex="0"><code>a &lt; b\n</code></pre>' in render_markdown("```py\na < b\n```")


def test_a_line_stays_a_line():
    assert render_line("Call `find(<id>)` *now*") == "Call <code>find(&lt;id&gt;)</code> <em>now</em>"
    assert "<script>" not in render_line("<script>x</script>")
