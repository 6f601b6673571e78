"""What was handed over: one badge, which is answered at once, or many, for which there is an inquiry."""

from __future__ import annotations

from collections.abc import Mapping

from openlaurel.core.dossiers import Applicant, Reading, is_single_badge, read_list


def many_in_text(text: str) -> Reading | None:
    """This function will return the addresses in a pasted text where there are several; None for anything else."""
    text = text.strip()
    if text[:1] in {"{", "["} or text.startswith("eyJ") or len(text.split()) < 2:
        return None
    reading = read_list(text, "")
    return reading if len(reading.exhibits) > 1 else None


def are_many(files: Mapping[str, bytes]) -> bool:
    """This function will tell whether some files are verified as many: several of them, or one that holds many."""
    return len(files) > 1 or not all(map(is_single_badge, files.values()))


def named_once(names: list[str]) -> list[str]:
    """This function will return names of files, told apart where several have one name."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def applicant_named(text: str) -> Applicant:
    """This function will return whom somebody entered: an address or a name."""
    text = text.strip()
    if not text:
        return Applicant()
    return Applicant(emails=(text,)) if "@" in text else Applicant(names=(text,))
