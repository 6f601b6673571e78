"""Work is judged by one level for each criterion; the points say whether it is enough."""

from openlaurel.core.rubrics import RubricError, parse_rubric

levels = ("weak", "Doesn't hold", "Runs aground.", 0), ("sound", "Holds", "Arrives with water to spare.", 4)
keys = "id", "name", "description", "points"
rubric = parse_rubric(
    [{"id": "plan", "name": "Plan", "levels": [dict(zip(keys, level, strict=True)) for level in levels]}]
)
score = rubric.score({"plan": "sound"})
print(score.points, "of", score.max_points, "points; passed:", score.reaches(70))
try:
    rubric.score({"plan": "splendid"})
except RubricError as error:
    print(error)
