"""What people say in their portfolio and of their collections. The services check it."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.portfolio.models import Collection, Entry, EntryKind, Portfolio, Theme
from openlaurel.apps.portfolio.queries import placed_refs
from openlaurel.apps.portfolio.services import Details, EntryDraft
from openlaurel.apps.profiles.queries import language_choices
from openlaurel.apps.wallet.held import HeldBadge

MOST_LINKS = 5
_WEB = URLValidator(schemes=["http", "https"])
_MONTH = RegexValidator(
    re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?\Z"),
    _("Write a year such as 2024, or a month such as 2024-09."),
)
_NOTHING_HIDDEN = RegexValidator(
    re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"),
    _("Remove the invisible control characters, then save again."),
    inverse_match=True,
)
_HANDLE_HELP = _("The end of the address of your portfolio: small letters a to z, digits and hyphens.")


class WordsField(forms.CharField):
    """Text of people: what turns or hides the words around it isn't taken."""

    default_validators = [_NOTHING_HIDDEN]


class WebField(forms.URLField):
    """An address on the web, nothing else that a link could hold."""

    default_validators = [_WEB]

    def __init__(self, **options: Any) -> None:
        attrs = {"dir": "ltr", "autocomplete": "off"}
        super().__init__(max_length=500, assume_scheme="https", widget=forms.URLInput(attrs=attrs), **options)


class StartForm(forms.Form):
    handle = forms.CharField(
        label=_("Address"),
        max_length=40,
        help_text=_HANDLE_HELP,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = WordsField(
        label=_("Name"), max_length=200, help_text=_("As it stands at the top of your portfolio.")
    )


class DetailsForm(StartForm):
    """Links are pairs of fields, `label_1` and `url_1` and so on."""

    headline = WordsField(
        label=_("In one line"),
        max_length=160,
        required=False,
        help_text=_("Such as what you do or look for."),
    )
    place = WordsField(label=_("Place"), max_length=120, required=False)
    statement = WordsField(
        label=_("About you"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("A few paragraphs. It is shown as your own words."),
    )
    language = forms.ChoiceField(label=_("Language that you write in"))
    email = forms.EmailField(
        label=_("E-mail address for your résumé"),
        required=False,
        help_text=_("It stands in résumés that you download yourself, never on the page."),
    )
    phone = WordsField(
        label=_("Telephone number for your résumé"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]
        for number in range(1, MOST_LINKS + 1):
            self.fields[f"label_{number}"] = WordsField(
                label=_("Name of link %(number)s") % {"number": number}, max_length=60, required=False
            )
            self.fields[f"url_{number}"] = WebField(
                label=_("Address of link %(number)s") % {"number": number}, required=False
            )

    @classmethod
    def of(cls, portfolio: Portfolio) -> "DetailsForm":
        names = ("handle", "name", "headline", "place", "statement", "language", "email", "phone")
        initial = {name: getattr(portfolio, name) for name in names}
        for number, link in enumerate(portfolio.links, 1):
            initial |= {f"label_{number}": link["label"], f"url_{number}": link["url"]}
        return cls(initial=initial)

    @property
    def links(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"label_{n}"], self[f"url_{n}"]) for n in range(1, MOST_LINKS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(1, MOST_LINKS + 1):
            label, url = f"label_{number}", f"url_{number}"
            if cleaned.get(label) and not cleaned.get(url) and url not in self.errors:
                self.add_error(url, _("Say where the link leads."))
        return cleaned

    def details(self) -> Details:
        """This function will return what is filled in; a link without a name goes by its host."""
        given = self.cleaned_data
        links = tuple(
            (given[f"label_{n}"] or given[f"url_{n}"].split("/")[2][:60], given[f"url_{n}"])
            for n in range(1, MOST_LINKS + 1)
            if given[f"url_{n}"]
        )
        fields = {name: value for name, value in given.items() if not name.startswith(("label_", "url_"))}
        return Details(**fields, links=links)


class LookForm(forms.Form):
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, widget=forms.RadioSelect)
    colour = forms.CharField(
        label=_("Your own colour"),
        required=False,
        max_length=7,
        help_text=_(
            "As # and six digits, such as #0a5f38. Any colour will do: readable ones are worked out from it."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class PublishForm(forms.Form):
    is_findable = forms.BooleanField(
        label=_("Search engines may find it"),
        required=False,
        help_text=_(
            "Without this, they are told to leave it out; whoever has the address sees it all the same."
        ),
    )
    offers_resume = forms.BooleanField(
        label=_("Visitors may download it as a résumé"),
        required=False,
        help_text=_("With what is on the page, and without your e-mail address and telephone number."),
    )


class EntryForm(forms.Form):
    title = WordsField(max_length=200)
    organisation = WordsField(max_length=200, required=False)
    url = WebField(label=_("Link"), required=False)
    starts = forms.CharField(
        label=_("From"),
        required=False,
        max_length=7,
        validators=[_MONTH],
        help_text=_("A year such as 2024, or a month such as 2024-09."),
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "2024-09"}),
    )
    ends = forms.CharField(
        label=_("Until"),
        required=False,
        max_length=7,
        validators=[_MONTH],
        help_text=_("Leave it empty while it lasts."),
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "2026-03"}),
    )
    text = WordsField(
        label=_("Description"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    badges = forms.MultipleChoiceField(
        label=_("Badges that prove something of it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Others see those that you show to everybody."),
    )

    LABELS = {
        EntryKind.PROJECT: (_("What it is called"), _("For whom")),
        EntryKind.WORK: (_("What you do or did there"), _("Where")),
        EntryKind.DEGREE: (_("Degree, or what you studied"), _("School or university")),
    }

    def __init__(self, *args: Any, kind: str, held: Sequence[HeldBadge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["title"].label, self.fields["organisation"].label = self.LABELS[EntryKind(kind)]
        self.fields["badges"].choices = [(badge.ref, badge.name) for badge in held]  # type: ignore[attr-defined]
        if not held:
            del self.fields["badges"]

    @classmethod
    def of(cls, entry: Entry, held: Sequence[HeldBadge]) -> "EntryForm":
        names = ("title", "organisation", "url", "starts", "ends", "text")
        initial: dict[str, Any] = {name: getattr(entry, name) for name in names}
        initial["badges"] = placed_refs(entry.badges.all())
        return cls(kind=entry.kind, held=held, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends[: len(starts)] < starts[: len(ends)]:
            self.add_error("ends", _("It ends before it begins. Correct one of the two."))
        return cleaned

    def draft(self) -> EntryDraft:
        given = dict(self.cleaned_data)
        return EntryDraft(kind=self.kind, refs=given.pop("badges", ()), **given)


class CollectionForm(forms.Form):
    name = WordsField(label=_("Name"), max_length=120)
    text = WordsField(
        label=_("Description"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.PRIVATE,
        help_text=_("With “Everybody” it stands in your portfolio, too."),
    )

    @classmethod
    def of(cls, collection: Collection) -> "CollectionForm":
        return cls(initial={name: getattr(collection, name) for name in ("name", "text", "visibility")})
