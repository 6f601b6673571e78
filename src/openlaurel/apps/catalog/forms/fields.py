"""Fields of a definition that Django doesn't have: lines, tags, and choices shown as pictures."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """A list of sentences, one a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        text = super().to_python(value) or ""
        return tuple(line for raw in text.split("\n") if (line := raw.strip().removeprefix("- ").strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class TagsField(forms.CharField):
    """A list of words with commas between; the Arabic and the ideographic comma work too."""

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        text = (super().to_python(value) or "").replace("،", ",").replace("、", ",")
        return tuple(dict.fromkeys(tag for raw in text.split(",") if (tag := raw.strip())))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value
