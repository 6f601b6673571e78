"""The results that a definition describes, a row each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.queries.types import RESULT_NAMES, result_type_name
from openlaurel.apps.catalog.services.result_descriptions import (
    LONGEST_NAME,
    MOST_RESULTS,
    problems_of_result,
    read_result_description,
)

BLANK_ROWS = 2
# A result with one of these ids is filled in by what a learner reached on this site.
SOURCES = {"quiz": _("The quiz on this site"), "task": _("The practical task on this site")}
Described = Mapping[str, Any]


class LevelsField(forms.CharField):
    """Levels one a line, with their points after the last equals sign: “Strong = 3”."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        lines = [line.strip() for line in (super().to_python(value) or "").split("\n")]
        return [_level_of(line) for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line_of, value)) if isinstance(value, list | tuple) else value


class ResultForm(forms.Form):
    """One result. A row without a name is ignored, so emptying it removes the result."""

    name = forms.CharField(label=_("Result"), required=False, max_length=LONGEST_NAME)
    result_type = forms.ChoiceField(label=_("Kind"), required=False)
    value_min = forms.CharField(label=_("Lowest"), required=False)
    value_max = forms.CharField(label=_("Highest"), required=False)
    required_value = forms.CharField(label=_("Needed to pass"), required=False)
    levels = LevelsField(
        label=_("Levels"),
        required=False,
        help_text=_("One a line, the lowest first, with its points if it has some: “Strong = 3”."),
    )
    id = forms.ChoiceField(label=_("Comes from"), required=False)
    field_order = ("name", "result_type", "id")

    def __init__(self, *args: object, stored: Iterable[Described] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        others = [(entry["id"], entry["id"]) for entry in stored if entry["id"] not in SOURCES]
        kinds = {entry["result_type"]: result_type_name(entry["result_type"]) for entry in stored}
        self.fields["id"].choices = [("", _("Who issues it")), *SOURCES.items(), *others]  # type: ignore[attr-defined]
        self.fields["result_type"].choices = [("", _("Choose")), *(RESULT_NAMES | kinds).items()]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if not self.cleaned_data.get("name") or self.errors:
            return
        levels = [{"id": "", **level} for level in self.cleaned_data["levels"]]
        described = self.cleaned_data | {"levels": levels}
        for field, problem in problems_of_result(read_result_description(described)).items():
            self.add_error(field, problem)


class ResultRows(forms.BaseFormSet[ResultForm]):
    """All results of a definition; `problem` is what the service found wrong with them together."""

    problem = ""

    def clean(self) -> None:
        taken: set[str] = set()
        for form in self.forms:
            data = form.cleaned_data if form.is_valid() else {}
            source = data["id"] if data.get("name") else ""
            if source in taken:
                form.add_error("id", _("Another result comes from there already. Choose another place."))
            taken |= {source} - {""}

    def descriptions(self, stored: Iterable[Described] = ()) -> tuple[Described, ...]:
        """This function will return the rows that name a result as a definition holds them, in their order.

        Rows and levels that `stored` knows keep their ids, the others get new ones.
        """
        known = {entry["id"]: entry for entry in stored}
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        taken = {part["id"] for entry in known.values() for part in (entry, *entry.get("levels", ()))}
        taken.update(SOURCES)
        return tuple(_described(row, known.get(row["id"], {}), taken) for row in rows)


def result_rows(described: Iterable[Described], data: object = None, extra: int = BLANK_ROWS) -> ResultRows:
    """This function will return the rows for `described` and some blank ones, or those that were sent as `data`."""
    described = list(described)
    rows: ResultRows = ResultFormSet(  # type: ignore[assignment]
        data,  # type: ignore[arg-type]
        prefix="results",
        initial=[*described, *([{}] * extra)],
        form_kwargs={"stored": described},
    )
    return rows


def _described(row: dict[str, Any], stored: Described, taken: set[str]) -> Described:
    identifier = row["id"] or _new_id(row["name"], taken)
    lines = {_line_of(level): level for level in stored.get("levels", ())}
    names = {level["name"]: level for level in stored.get("levels", ())}
    levels = []
    for level in row["levels"]:
        if (same := lines.get(_line_of(level))) is None:
            old = names.get(level["name"])
            same = {
                "id": old["id"] if old else _new_id(f"{identifier}-{level['name']}", taken),
                "name": level["name"],
                "description": (old or {}).get("description", ""),
                "points": level.get("points", ""),
            }
        levels.append(_filled(same))
    return _filled({**row, "id": identifier, "levels": levels})


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _new_id(name: str, taken: set[str]) -> str:
    base = slugify(name)[:40].strip("-_") or "result"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found)
    return found


def _level_of(line: str) -> dict[str, str]:
    name, sign, points = line.rpartition("=")
    return {"name": name.strip(), "points": points.strip()} if sign else {"name": line}


def _line_of(level: Mapping[str, str]) -> str:
    return f"{level['name']} = {level['points']}" if level.get("points") else level["name"]


ResultFormSet = forms.formset_factory(
    ResultForm, formset=ResultRows, extra=0, max_num=MOST_RESULTS + BLANK_ROWS, absolute_max=60
)
