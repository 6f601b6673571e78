"""What people fill in about achievements, and what they look for."""

from openlaurel.apps.catalog.forms.definition import DefinitionForm
from openlaurel.apps.catalog.forms.explore import ExploreForm
from openlaurel.apps.catalog.forms.results import ResultFormSet
from openlaurel.apps.catalog.forms.skills import SkillFormSet

__all__ = ["DefinitionForm", "ExploreForm", "ResultFormSet", "SkillFormSet"]
