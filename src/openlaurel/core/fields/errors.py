"""What can be wrong with a custom field or with a value of one.

FieldsError
├── BadField       a stored definition that can't be read
└── ValueRefused   a value that isn't of the field's kind or outside its bounds
"""

from typing import Any


class FieldsError(Exception):
    """Base of the package's errors."""


class BadField(FieldsError):
    """The stored definition of a field is broken; the message says where."""


class ValueRefused(FieldsError):
    """A value can't be taken: `code` is a key of REASONS, `params` what its sentence names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params
