"""What can go wrong when a badge is drawn or an own picture is taken in.

ArtworkError
├── BadSpec             the description of the badge can't be drawn
├── MissingGlyph        no font has a shape for a character
├── LowContrast         two colours are too close to be told apart
└── UploadError
    ├── NotAPicture     neither PNG nor SVG
    ├── TooLarge        more bytes, pixels, elements or levels than are taken
    ├── WrongSize       too small, or not about as wide as it is high
    ├── DamagedPicture  the file's structure is broken
    ├── NotSelfContained  what it shows lies elsewhere: linked pictures, fonts
    └── UnsafePicture   scripts, entities, what would take too long to draw
"""

import unicodedata


class ArtworkError(Exception):
    """Base of the package's errors."""


class BadSpec(ArtworkError):
    """The description names a shape, an icon or a value that can't be drawn."""


class MissingGlyph(ArtworkError):
    """No font has a shape for a character; `character` and `fonts` say which."""

    def __init__(self, character: str, text: str, fonts: tuple[str, ...]) -> None:
        self.character, self.text, self.fonts = character, text, fonts
        names = " with ".join(unicodedata.name(letter, "unnamed") for letter in character)
        codes = " ".join(f"U+{ord(letter):04X}" for letter in character)
        super().__init__(
            f"The character “{character}” ({names}, {codes}) in “{text}” can't be drawn: it is in none of the "
            f"fonts {', '.join(fonts)}. Remove it or write it in other letters."
        )


class LowContrast(ArtworkError):
    """Two colours are too close to be told apart."""


class UploadError(ArtworkError):
    """Base of what can be wrong with an own picture; the message says what to do."""


class NotAPicture(UploadError):
    """The file is neither a PNG nor an SVG picture."""


class TooLarge(UploadError):
    """The picture has more bytes, pixels, elements or levels than are taken."""


class WrongSize(UploadError):
    """The picture is too small, or not about as wide as it is high."""


class DamagedPicture(UploadError):
    """The file's structure is broken."""


class NotSelfContained(UploadError):
    """What the picture shows lies elsewhere: linked pictures or styles, or text that needs a font."""


class UnsafePicture(UploadError):
    """The picture holds scripts or entities, or would take too long to draw."""
