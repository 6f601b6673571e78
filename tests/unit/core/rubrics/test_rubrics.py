"""Rubrics: what an unfair or broken score would cost a learner."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.rubrics import BadRubric, UnknownLevel, parse_rubric, reaches


def level(identifier: str, points: Any) -> dict[str, Any]:
    return {"id": identifier, "name": "Sound", "description": "Does what was asked.", "points": points}


RUBRIC = [
    {"id": "plan", "name": "Plan", "levels": [level("plan-0", 0), level("plan-1", 1), level("plan-2", 3)]},
    {"id": "check", "name": "Check", "levels": [level("check-0", 0), level("check-1", 2)]},
]


def test_points_of_the_chosen_levels_are_added():
    score = parse_rubric(RUBRIC).score({"plan": "plan-2", "check": "check-0"})
    assert (score.points, score.max_points, score.is_complete) == (3, 5, True)


def test_an_unfinished_review_never_passes():
    score = parse_rubric(RUBRIC).score({"plan": "plan-2", "check": ""})
    assert score.open_criteria == ("check",)
    assert not score.reaches(1)


@pytest.mark.parametrize("levels", [{"plan": "check-1"}, {"plan": "plan-9"}, {"style": "plan-1"}])
def test_a_level_that_is_not_in_the_rubric_gives_no_points(levels):
    with pytest.raises(UnknownLevel):
        parse_rubric(RUBRIC).score(levels)


@pytest.mark.parametrize(
    ("points", "max_points", "pass_percent", "passes"),
    [(7, 10, 70, True), (69, 100, 70, False), (2, 3, 67, False), (2, 3, 66, True), (0, 3, 1, False)],
)
def test_the_pass_mark_is_not_rounded(points, max_points, pass_percent, passes):
    assert reaches(points, max_points, pass_percent) is passes


def broken(change):
    raw = deepcopy(RUBRIC)
    change(raw)
    return raw


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda raw: raw.clear(), "1 to 20 criteria"),
        (lambda raw: raw[0].pop("name"), "name"),
        (lambda raw: raw[0].update(weight=2), "weight"),
        (lambda raw: raw[0].update(id="Plan A"), "Plan A"),
        (lambda raw: raw[0].update(name="  "), "name"),
        (lambda raw: raw[0].update(levels=raw[0]["levels"][:1]), "2 to 10 levels"),
        (lambda raw: raw[0]["levels"][2].update(points=1), "must rise"),
        (lambda raw: raw[0]["levels"][0].update(points=-1), "-1"),
        (lambda raw: raw[0]["levels"][0].update(points=True), "True"),
        (lambda raw: raw[0]["levels"][0].update(points=1.5), "1.5"),
        (lambda raw: raw[1].update(id="plan"), "twice"),
        (lambda raw: raw[1]["levels"][0].update(id="plan-0"), "twice"),
        (lambda raw: raw.__setitem__(0, "plan"), "expected an object"),
    ],
)
def test_a_broken_rubric_is_refused_and_says_where(change, named):
    with pytest.raises(BadRubric, match=named):
        parse_rubric(broken(change))


@given(
    st.lists(
        st.lists(st.integers(0, 1000), min_size=2, max_size=10, unique=True).map(sorted),
        min_size=1,
        max_size=20,
    )
)
def test_any_rubric_survives_storing_and_its_best_levels_give_all_points(worth):
    raw = [
        {"id": f"c{c}", "name": "C", "levels": [level(f"c{c}-{n}", points) for n, points in enumerate(row)]}
        for c, row in enumerate(worth)
    ]
    rubric = parse_rubric(raw)
    assert parse_rubric(rubric.as_json()) == rubric
    best = rubric.score({c.id: c.levels[-1].id for c in rubric.criteria})
    assert best.points == best.max_points == sum(row[-1] for row in worth)
