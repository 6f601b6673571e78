"""Forms that ask for the custom fields of the micro-credential that is chosen in them."""

from django import forms

from openlaurel.apps.catalog.forms.custom_fields import PREFIX, add_value_fields, given_values
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.services.own_fields import NOTHING_ASKED, asked_of
from openlaurel.core.fields import AskedOf


class AsksOwnFields(forms.Form):
    """A form whose inputs for custom fields follow from the micro-credential that is chosen in it."""

    asked = NOTHING_ASKED
    only_of: AskedOf | None = None
    asked_for: AchievementVersion | None = None

    def ask(self, chosen: AchievementVersion | None) -> None:
        """This function will add the inputs of what is chosen; `version` is a field of the form already."""
        self.asked_for = _chosen_now(self, chosen)
        if self.asked_for is not None:
            self.asked = asked_of(self.asked_for, self.only_of)
            self.add_inputs()

    def add_inputs(self) -> None:
        add_value_fields(self, self.asked.specs, language=self.asked.language)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def was_asked(self) -> bool:
        """Whether the inputs stood in the form that was sent; another choice may have others."""
        return not self.asked.specs or self.data.get("asked_for") == str(self.asked_for and self.asked_for.pk)

    def values(self) -> dict[str, str]:
        """This function will return what was filled in, by key."""
        return given_values(self, self.asked.specs)


def _chosen_now(form: forms.Form, chosen: AchievementVersion | None) -> AchievementVersion | None:
    """What is sent, else what was chosen before, else the only one there is."""
    field = form.fields["version"]
    sent = form.data.get("version") if form.is_bound and not field.disabled else None
    if not sent:
        return chosen or field.initial
    try:
        found: AchievementVersion = field.clean(sent)
    except forms.ValidationError:
        return None
    return found
