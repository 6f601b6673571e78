"""What people send in from the pages of an assessment."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.assessment.marking import Answer, read_answer
from openlaurel.apps.assessment.models import Item, ItemKind
from openlaurel.apps.assessment.uploads import MEDIA_TYPES, Upload


def field_name(item: Item) -> str:
    """This function will return the name under which the answer to a question is posted."""
    return f"item-{item.pk}"


def read_answers(items: Iterable[Item], data: QueryDict) -> dict[str, Answer]:
    """This function will return the posted answers by item id, None for a question without one."""
    return {str(item.pk): _read(item, data.getlist(field_name(item))) for item in items}


def _read(item: Item, values: list[str]) -> Answer:
    if item.kind in {ItemKind.NUMERIC, ItemKind.TEXT}:
        return read_answer(item.kind, item.choices, values[-1] if values else None)
    chosen = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 4]
    raw: Any = chosen if item.kind == ItemKind.MULTIPLE else next(iter(chosen), None)
    return read_answer(item.kind, item.choices, raw)


class WorkForm(forms.Form):
    """Work for a practical task."""

    text = forms.CharField(
        label=_("Your answer"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "long"}),
        help_text=_("You may use Markdown for headings, lists and tables."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in MEDIA_TYPES)}),
        help_text=_("PDF, DOCX, ODT, PNG, JPG, TXT, MD, CSV, IPYNB, PY or ZIP, at most 10 MB."),
    )
    share_as_evidence = forms.BooleanField(
        label=_("Show this work as evidence with my badge"),
        required=False,
        help_text=_("Your badge then leads to it, and everybody can read it. You can hide it again later."),
    )

    def upload(self) -> Upload | None:
        """This function will return the file that was sent, if any."""
        file = self.cleaned_data.get("file")
        return Upload(file.name, file.read()) if file else None


class ReviewForm(forms.Form):
    """An assessor's comment; the levels are read beside it, since they depend on the rubric."""

    comment = forms.CharField(
        label=_("Comment for the learner"),
        required=False,
        widget=forms.Textarea(attrs={}),
        help_text=_("What is good, and what to change. Needed when the work is returned."),
    )
