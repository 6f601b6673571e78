"""What the badges of one programme have in common beyond their structure: most of their strings.

Where badges of one structure come one after the other, it is noticed which of their strings differ. The others are
filled into the shape beforehand, and a document is asked first whether it has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from openlaurel.core.proofs.compiled import NotSound, Shape
from openlaurel.core.proofs.matching import Match, narrow_match_of

# So many documents are looked at before what they share counts as a programme's.
ENOUGH = 8
MAX_ENOUGH = 1024
# With fewer strings there is little to gain; with longer ones a stranger's could fill the memory.
MIN_LEAVES = 8
MAX_CHARACTERS = 20_000


class FittedShape:
    """A shape in which the leaves that were compact IRIs (`ceasn:Competency`) must stay what they were.

    It is of documents that `check_plain` lets pass; `may_be_divided` says that `check_undivided` must look at each.
    """

    def __init__(
        self,
        shape: Shape,
        varying: Sequence[int],
        constants: dict[int, str],
        match: Match,
        may_be_divided: bool,
        is_fixed: Callable[[str], bool],
    ) -> None:
        self.match, self.may_be_divided = match, may_be_divided
        self.shape, self.varying = shape, varying
        self._constants = constants
        self.learner = Learner(self, is_fixed)

    def fill(self, leaves: Sequence[str]) -> bytes:
        """This function will return the canonical N-Quads; raises NotSound."""
        if any(leaves[index] != value for index, value in self._constants.items()):
            raise NotSound("a compact IRI that differs")
        return self.shape.fill([leaves[index] for index in self.varying])


class Programme:
    """A shape with all strings filled in but those in which the badges of one programme differ."""

    def __init__(
        self,
        fitted: FittedShape,
        document: dict[str, Any],
        leaves: Sequence[str],
        varying: set[int],
        is_fixed: Callable[[str], bool],
    ) -> None:
        """This function will make that of the documents which differ from `document` in the leaves `varying` alone;
        raises NotSound."""
        self.match, numbers = narrow_match_of(deepcopy(document), is_fixed, varying)
        self.may_be_divided = fitted.may_be_divided
        slots = {leaf: slot for slot, leaf in enumerate(fitted.varying)}
        constants = {slot: leaves[leaf] for leaf, slot in slots.items() if leaf not in varying}
        self._shape = fitted.shape.narrowed(constants, [slots[leaf] for leaf in numbers])

    def fill(self, leaves: Sequence[str]) -> bytes:
        """This function will return the canonical N-Quads; raises NotSound."""
        return self._shape.fill(leaves)


class Learner:
    """Notices in which strings the documents of one fitted shape differ."""

    def __init__(self, fitted: FittedShape, is_fixed: Callable[[str], bool]) -> None:
        self._fitted, self._is_fixed = fitted, is_fixed
        self._first: list[str] = []
        self._varying: set[int] = set()
        self._seen, self._enough = 0, ENOUGH
        self.found: Programme | None = None

    def learn(self, document: dict[str, Any], leaves: list[str]) -> Programme | None:
        """This function will look at one more document that was filled, and return the programme once one is found.

        The next one is the same, widened by what didn't fit, or another. Each takes twice as many documents as the one
        before, so that no stranger can have them made all the time.
        """
        if len(leaves) < MIN_LEAVES or sum(map(len, leaves)) > MAX_CHARACTERS:
            return None
        if len(self._first) == len(leaves):
            self._varying.update(
                number
                for number, pair in enumerate(zip(self._first, leaves, strict=True))
                if pair[0] != pair[1]
            )
        if not self._first or 2 * len(self._varying) > len(leaves):
            self._first, self._seen = leaves, 0
            self._varying, self.found = set(), None
        self._seen += 1
        if self._seen < self._enough:
            return None
        self._seen, self._enough = 0, min(2 * self._enough, MAX_ENOUGH)
        varying = self._varying & set(self._fitted.varying)
        try:
            return Programme(self._fitted, document, leaves, varying, self._is_fixed)
        except NotSound:
            return None
