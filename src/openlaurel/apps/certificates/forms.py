"""The form of a design: the sheet, and one row for each box."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.certificates.models import Signature
from openlaurel.apps.certificates.words import FRAME_NAMES, KIND_NAMES, TEMPLATE_NAMES
from openlaurel.core.artwork.certificate_layout import (
    LARGEST_TEXT,
    MOST_BOXES,
    MOST_TEXT,
    ONCE,
    REQUIRED,
    SMALLEST_TEXT,
    Box,
    Layout,
)

ALIGNMENTS = [("start", _("At the start")), ("center", _("In the middle")), ("end", _("At the end"))]
NEW_BOX = Box("text", 20, 20, 60, 10)
_MEASURE = {"class": "measure"}


class SheetForm(forms.Form):
    """The paper, and what is looked at."""

    paper = forms.ChoiceField(label=_("Paper"), choices=[("a4", "A4"), ("letter", "Letter")])
    is_landscape = forms.TypedChoiceField(
        label=_("Orientation"),
        choices=[("1", _("Landscape")), ("0", _("Portrait"))],
        coerce=lambda value: value == "1",
    )
    frame = forms.ChoiceField(label=_("Ground"), choices=list(FRAME_NAMES.items()))
    template = forms.ChoiceField(label=_("Arrangement"), choices=list(TEMPLATE_NAMES.items()), required=False)
    language = forms.ChoiceField(
        label=_("Preview in"),
        required=False,
        help_text=_(
            "Each certificate is in the language of its micro-credential; right-to-left ones are mirrored."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]


class BoxForm(forms.Form):
    """One box; millimetres and points."""

    kind = forms.ChoiceField(choices=list(KIND_NAMES.items()), widget=forms.HiddenInput)
    x = forms.IntegerField(
        label=_("From the start"), min_value=0, max_value=300, widget=forms.NumberInput(_MEASURE)
    )
    y = forms.IntegerField(
        label=_("From the top"), min_value=0, max_value=300, widget=forms.NumberInput(_MEASURE)
    )
    width = forms.IntegerField(
        label=_("Width"), min_value=1, max_value=300, widget=forms.NumberInput(_MEASURE)
    )
    height = forms.IntegerField(
        label=_("Height"), min_value=1, max_value=300, widget=forms.NumberInput(_MEASURE)
    )
    size = forms.IntegerField(
        label=_("Text size"),
        min_value=SMALLEST_TEXT,
        max_value=LARGEST_TEXT,
        widget=forms.NumberInput(_MEASURE),
    )
    align = forms.ChoiceField(label=_("Stands"), choices=ALIGNMENTS)
    text = forms.CharField(
        label=_("Text"), required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    signature = forms.ChoiceField(label=_("Signature"), required=False)

    def __init__(self, *args: Any, signatures: list[Signature], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None")), *((str(row.id), str(row)) for row in signatures)]
        self.fields["signature"].choices = choices  # type: ignore[attr-defined]
        kind = str(self["kind"].value())
        self.name = KIND_NAMES.get(kind, kind)
        self.may_go = kind not in REQUIRED
        if kind != "text":
            del self.fields["text"]
        if kind != "signature":
            del self.fields["signature"]
        if kind in {"qr", "seal", "logo"}:
            self.fields["size"].widget = forms.HiddenInput()

    def box(self) -> Box:
        values = self.cleaned_data
        return Box(**{name: value for name, value in values.items() if name in Box.__dataclass_fields__})


class DesignForm:
    """The sheet and its boxes together, from a layout or from what was sent."""

    def __init__(
        self, layout: Layout, signatures: list[Signature], data: Any = None, language: str = ""
    ) -> None:
        start = {
            "paper": layout.paper,
            "is_landscape": "1" if layout.is_landscape else "0",
            "frame": layout.frame,
            "language": language,
        }
        is_sent = data is not None and "box-0-kind" in data
        self.sheet = SheetForm(data if is_sent else None, initial=start)
        sent = _sent(data) if is_sent else None
        rows = sent if sent is not None else [box.__dict__ for box in layout.boxes]
        self.rows = [
            BoxForm(
                {f"box-{number}-{name}": value for name, value in row.items()},
                prefix=f"box-{number}",
                signatures=signatures,
            )
            for number, row in enumerate(rows)
        ]
        there = [row.get("kind") for row in rows]
        self.addable = [(k, name) for k, name in KIND_NAMES.items() if k not in ONCE or k not in there]

    def is_valid(self) -> bool:
        is_right = not self.sheet.is_bound or self.sheet.is_valid()
        return not [row for row in self.rows if not row.is_valid()] and is_right

    def layout(self) -> Layout:
        """This function will return what is filled in; only after `is_valid`."""
        values = self.sheet.cleaned_data if self.sheet.is_bound else self.sheet.initial
        is_landscape = values["is_landscape"] in {True, "1"}
        boxes = tuple(row.box() for row in self.rows)
        return Layout(values["paper"], is_landscape, values["frame"], boxes)


def _sent(data: Any) -> list[dict[str, Any]]:
    """The rows that were sent, without those to be removed, with one of a kind that was asked for."""
    names = ("kind", "x", "y", "width", "height", "align", "size", "text", "signature")
    rows = []
    for number in range(MOST_BOXES + 1):
        if f"box-{number}-kind" not in data:
            break
        if data.get("remove") == str(number) and data[f"box-{number}-kind"] not in REQUIRED:
            continue
        rows.append({name: data[f"box-{number}-{name}"] for name in names if f"box-{number}-{name}" in data})
    if "add" in data and data.get("new_kind") in KIND_NAMES and len(rows) < MOST_BOXES:
        rows.append(NEW_BOX.__dict__ | {"kind": data["new_kind"], "width": 60, "height": 24})
    return rows
