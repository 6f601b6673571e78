"""Custom fields: what an organisation wants to know of each badge beyond the standards, checked by kind."""

from openlaurel.core.fields.definitions import MOST_FIELDS, faults_of, read_field, read_fields
from openlaurel.core.fields.errors import BadField, FieldsError, ValueRefused
from openlaurel.core.fields.model import PLACES, AskedOf, Choice, FieldSpec, Kind, Place
from openlaurel.core.fields.values import REASONS, check_value, check_values

__all__ = [
    "MOST_FIELDS",
    "PLACES",
    "REASONS",
    "AskedOf",
    "BadField",
    "Choice",
    "FieldSpec",
    "FieldsError",
    "Kind",
    "Place",
    "ValueRefused",
    "check_value",
    "check_values",
    "faults_of",
    "read_field",
    "read_fields",
]
