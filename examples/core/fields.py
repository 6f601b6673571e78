"""A field says what it takes and where a signed badge says it; a value that doesn't fit is refused by name."""

from openlaurel.core.fields import REASONS, FieldSpec, Kind, Place, check_values

grade = FieldSpec(
    "grade", Kind.NUMBER, {"en": "Grade", "es": "Nota"}, True, place=Place.RESULT, least="1", most="10"
)
held = FieldSpec("held_on", Kind.DATE, {"en": "Held on"}, place=Place.ACTIVITY_START)
print(check_values([grade, held], {"grade": "8,5", "held_on": "2026-05-03"}))
values, refused = check_values([grade, held], {"grade": "12", "held_on": "3/5/26"}, "es", "en")
for error in refused.values():
    print(REASONS[error.code] % error.params)
