"""Custom fields: the form that defines one, and the inputs by which their values are given."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.field_words import ASKED, FAULTS, KINDS, PLACES, label_of, value_words
from openlaurel.core.fields import AskedOf, Choice, FieldSpec, Kind, Place

PREFIX = "field_"
_LINES = forms.Textarea(attrs={"rows": 4, "dir": "auto"})


class FieldForm(forms.Form):
    """One field: its names and choices in each language of the site, what it takes, and where it stands."""

    kind = forms.ChoiceField(
        label=_("What it takes"), choices=[(kind.value, name) for kind, name in KINDS.items()]
    )
    place = forms.ChoiceField(
        label=_("Where the signed badge says it"),
        required=False,
        choices=[(place.value, name) for place, name in PLACES.items()],
        help_text=_(
            "By Open Badges 3.0. A role, term or licence number is a text, credits a number, a day of the activity a "
            "date; a result may be anything. A private field is in no badge, file or public page."
        ),
    )
    is_required = forms.BooleanField(
        label=_("Needed: without it nobody can issue the badge"),
        required=False,
        help_text=_(
            "Badges that are issued by themselves, on passing or by a rule, take the preset value or none."
        ),
    )
    asked_of = forms.ChoiceField(
        label=_("Who fills it in"),
        choices=[(who.value, name) for who, name in ASKED.items()],
        help_text=_("Where recipients ask for the badge themselves: by a claim code, or by applying."),
    )
    least = forms.CharField(label=_("Lowest number, or first day"), required=False, max_length=15)
    most = forms.CharField(
        label=_("Highest number, last day, or longest text"), required=False, max_length=15
    )
    preset = forms.CharField(
        label=_("Preset value"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Taken where nothing is filled in. Yes and no are written true and false."),
    )

    def __init__(self, *args: Any, language: str, spec: FieldSpec | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(spec) if spec else {}
        super().__init__(*args, **kwargs)
        self.spec = spec
        self.languages = sorted(dict(settings.LANGUAGES), key=lambda tag: tag != language.split("-")[0])
        names = dict(settings.LANGUAGES)
        for tag in self.languages:
            words = forms.TextInput(attrs={"dir": "auto", "lang": tag})
            label = gettext("Name in %(language)s") % {"language": str(names[tag])}
            self.fields[f"label_{tag}"] = forms.CharField(
                label=label, required=False, max_length=100, widget=words
            )
        main = self.languages[0]
        self.fields["choices"] = forms.CharField(
            label=gettext("Choices in %(language)s, one a line") % {"language": str(names[main])},
            required=False,
            widget=_LINES,
        )
        for tag in self.languages[1:]:
            self.fields[f"choices_{tag}"] = forms.CharField(
                label=gettext("Choices in %(language)s") % {"language": str(names[tag])},
                required=False,
                widget=_LINES,
                help_text=gettext("In the same order, or left empty."),
            )
        if spec is None:
            self.fields["key"] = forms.CharField(
                label=gettext("Name for programs"),
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
                help_text=gettext(
                    "In the API and in certificates. It never changes; left empty, it is made from the name."
                ),
            )
        order = [f"label_{tag}" for tag in self.languages]
        choices = ["choices", *(f"choices_{tag}" for tag in self.languages[1:])]
        self.order_fields(
            [*order, "kind", *choices, "least", "most", "place", "asked_of", "is_required", "preset", "key"]
        )

    @property
    def only_choices(self) -> list[str]:
        """The inputs that are for choices alone."""
        return [name for name in self.fields if name.startswith("choices")]

    only_bounds = ("least", "most")

    def made(self) -> FieldSpec:
        """This function will return the field as it was filled in; only after `is_valid`."""
        given = self.cleaned_data
        labels = {tag: label for tag in self.languages if (label := " ".join(given[f"label_{tag}"].split()))}
        kind = Kind(given["kind"])
        key = self.spec.key if self.spec else given["key"].strip() or _key_of(labels)
        return FieldSpec(
            key,
            kind,
            labels,
            is_required=given["is_required"],
            asked_of=AskedOf(given["asked_of"]),
            place=Place(given["place"]),
            least=given["least"].strip(),
            most=given["most"].strip(),
            choices=self._choices() if kind is Kind.CHOICE else (),
            preset=" ".join(given["preset"].split()),
        )

    def clean(self) -> None:
        given = self.cleaned_data
        count = len(_lines(given.get("choices", "")))
        for tag in self.languages[1:]:
            translated = _lines(given.get(f"choices_{tag}", ""))
            if translated and len(translated) != count and given.get("kind") == Kind.CHOICE:
                self.add_error(f"choices_{tag}", str(FAULTS["translations"]))

    def tell(self, key: str, problems: Mapping[str, str]) -> None:
        """This function will put what the service found at the inputs that it is about."""
        for path, problem in problems.items():
            name = path.removeprefix(f"fields.{key}.")
            name = f"label_{self.languages[0]}" if name == "labels" else name
            self.add_error(name if name in self.fields else None, problem)

    def _choices(self) -> tuple[Choice, ...]:
        values = _lines(self.cleaned_data["choices"])
        rows = {tag: _lines(self.cleaned_data[f"choices_{tag}"]) for tag in self.languages[1:]}
        return tuple(
            Choice(value, {tag: lines[number] for tag, lines in rows.items() if lines})
            for number, value in enumerate(values)
        )


def add_value_fields(
    form: forms.Form,
    specs: Iterable[FieldSpec],
    *,
    values: Mapping[str, str] | None = None,
    language: str = "",
) -> list[str]:
    """This function will give a form an input for each custom field and return their names.

    `values` are what is filled in before; without them the presets are. The services check what is sent.
    """
    names = []
    for spec in specs:
        initial = (values or {}).get(spec.key, "") if values is not None else spec.preset
        form.fields[PREFIX + spec.key] = _input(spec, initial, language)
        names.append(PREFIX + spec.key)
    return names


def given_values(form: forms.Form, specs: Iterable[FieldSpec]) -> dict[str, str]:
    """This function will return what was filled in, by key; an emptied input is an empty value."""
    return {spec.key: form.cleaned_data.get(PREFIX + spec.key) or "" for spec in specs}


def input_name(path: str) -> str:
    """This function will return the name of the input that a problem of the services is about: "fields.grade" is one."""
    return PREFIX + path.removeprefix("fields.") if path.startswith("fields.") else path


def _input(spec: FieldSpec, initial: str, language: str) -> forms.Field:
    shared: dict[str, Any] = {
        "label": label_of(spec, language),
        "required": spec.is_required,
        "initial": initial,
    }
    if spec.kind is Kind.CHOICE:
        choices = [(choice.value, value_words(spec, choice.value, language)) for choice in spec.choices]
        return forms.ChoiceField(choices=[("", "—"), *choices], **shared)
    if spec.kind is Kind.YES_NO:
        return forms.ChoiceField(
            choices=[("", "—"), ("true", gettext("Yes")), ("false", gettext("No"))], **shared
        )
    return forms.CharField(max_length=2000, widget=_widget(spec), help_text=_bounds(spec), **shared)


def _widget(spec: FieldSpec) -> forms.Widget:
    if spec.kind is Kind.DATE:
        bounds = {name: value for name, value in (("min", spec.least), ("max", spec.most)) if value}
        return forms.DateInput(attrs={"type": "date", **bounds}, format="%Y-%m-%d")
    if spec.kind is Kind.URL:
        return forms.URLInput(attrs={"dir": "ltr"})
    if spec.kind is Kind.NUMBER:
        # A number input hands nothing over where somebody types words, so that nobody could say what is wrong.
        return forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    return forms.TextInput(attrs={"dir": "auto"})


def _bounds(spec: FieldSpec) -> str:
    if spec.kind is Kind.TEXT:
        return gettext("At most %(most)s characters.") % {"most": spec.most} if spec.most else ""
    words = {
        (True, True): gettext("From %(least)s to %(most)s."),
        (True, False): gettext("From %(least)s."),
        (False, True): gettext("Up to %(most)s."),
    }.get((bool(spec.least), bool(spec.most)), "")
    return words % {"least": spec.least, "most": spec.most} if words else ""


def _initial(spec: FieldSpec) -> dict[str, Any]:
    names = ("kind", "place", "is_required", "asked_of", "least", "most", "preset")
    initial: dict[str, Any] = {name: getattr(spec, name) for name in names}
    initial |= {f"label_{tag}": label for tag, label in spec.labels.items()}
    initial["choices"] = "\n".join(choice.value for choice in spec.choices)
    for tag in dict(settings.LANGUAGES):
        if all(choice.labels.get(tag) for choice in spec.choices):
            initial[f"choices_{tag}"] = "\n".join(choice.labels[tag] for choice in spec.choices)
    return initial


def _key_of(labels: Mapping[str, str]) -> str:
    """Of the first name that has Latin letters."""
    for label in labels.values():
        key = re.sub(r"[^a-z0-9]+", "_", slugify(label)).strip("_")[:40].strip("_")
        if key:
            return key if key[0].isalpha() else f"f_{key}"[:40]
    return "field"


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := " ".join(raw.split()))]
