"""A code short enough to read aloud, such as 9F2K-77QX-0M3A, for an award: the first 60 bits of its id."""

from uuid import UUID

# Crockford's base 32: no I, L, O, U, so that nothing is misread; what people type instead is understood.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_REST = 128 - 5 * LENGTH
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def code_of(award_id: UUID) -> str:
    """This function will return the code of an award."""
    number = award_id.int >> _REST
    letters = "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(LENGTH)))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def letters_of(code: str) -> str | None:
    """This function will return the letters of a code as it was typed; None when it is no code."""
    letters = code.upper().translate(_MISREAD)
    return None if len(letters) != LENGTH or set(letters) - set(ALPHABET) else letters


def ids_of(code: str) -> tuple[UUID, UUID] | None:
    """This function will return the lowest and the highest id with this code; None when it is no code."""
    letters = letters_of(code)
    if letters is None:
        return None
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return UUID(int=number << _REST), UUID(int=(number + 1 << _REST) - 1)
