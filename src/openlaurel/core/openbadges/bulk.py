"""Signing many credentials that differ in a few strings: canonical form and JSON both come from templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import orjson

from openlaurel.core.keys import Signer
from openlaurel.core.openbadges.moulds import Path, as_content, cut, pourer
from openlaurel.core.proofs.data_integrity import proof_options, sign
from openlaurel.core.proofs.jsonld import check_plain
from openlaurel.core.proofs.shapes import Canonizer, NotSound, structure
from openlaurel.core.proofs.suites import EDDSA_RDFC_2022, SUITES

# What of a signed document is its proof's own (VC Data Integrity, 2.1).
PROOF_PATHS: tuple[Path, ...] = (("proof", 0, "created"), ("proof", 0, "proofValue"))


class BulkSigner:
    """Signs copies of `prototype` in which only the strings at `paths` differ.

    One `created` for all of them, so that the proof configuration is hashed once.
    """

    def __init__(
        self,
        prototype: dict[str, Any],
        paths: Sequence[Path],
        *,
        signer: Signer,
        created: datetime,
        canonizer: Canonizer,
        cryptosuite: str = EDDSA_RDFC_2022,
    ) -> None:
        """This function will compile the prototype for an RDF cryptosuite.

        Raises NotSound, UnfitKey (the signer's key isn't of the suite's kind), UndefinedTerm and the errors of
        canonicalization.
        """
        suite = self._suite = SUITES[cryptosuite]
        algorithm = suite.hash_for(signer.kind)
        self._cryptosuite = cryptosuite
        check_plain(prototype)
        self._signer, self._created, self._canonizer = signer, created, canonizer
        self._prototype, self._paths = prototype, tuple(paths)
        numbers = _leaf_numbers(prototype)
        varying = [numbers[path] for path in self._paths]
        self._template = canonizer.template(prototype, varying, algorithm)
        options = proof_options(
            verification_method=signer.verification_method, created=created, cryptosuite=cryptosuite
        )
        self._configuration_hash = suite.configuration_hash(prototype, options, canonizer, algorithm)
        self._created_as = options["created"]
        signed = {**prototype, "proof": [{**options, "proofValue": ""}]}
        self.mould, order = cut(signed, [*self._paths, *PROOF_PATHS])
        self._in_order, self._pour = itemgetter(*order), pourer(self.mould)

    def sign(self, values: Sequence[str]) -> bytes:
        """This function will return the signed JSON of the credential that has `values` at the paths, in order.

        Raises as `sign_content`.
        """
        return self._pour(self.sign_content(values))

    def sign_content(self, values: Sequence[str]) -> bytes:
        """This function will return the same without what all credentials share: the content for `mould`.

        Raises UnportableDocument, or what canonicalization raises where the template isn't sound for these values.
        """
        return as_content(self._in_order((*values, self._created_as, self._proof_value(values))))

    def _proof_value(self, values: Sequence[str]) -> str:
        try:
            hashed = self._template.digest(values)
        except NotSound:
            return self._signed_slowly(values)
        return self._suite.sign_digest(self._configuration_hash, hashed, self._signer)

    def _signed_slowly(self, values: Sequence[str]) -> str:
        document = orjson.loads(orjson.dumps(self._prototype))
        for path, value in zip(self._paths, values, strict=True):
            target = document
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value
        signed = sign(
            document,
            signer=self._signer,
            created=self._created,
            canonizer=self._canonizer,
            cryptosuite=self._cryptosuite,
        )
        proof_value: str = signed["proof"][0]["proofValue"]
        return proof_value


def _leaf_numbers(document: dict[str, Any]) -> dict[Path, int]:
    """Which number `structure` gives to the string at each path."""
    numbers: dict[Path, int] = {}
    count = 0

    def visit(value: Any, path: Path) -> None:
        nonlocal count
        leaves: list[str] = []
        structure(value, leaves)
        if isinstance(value, str):
            numbers[path] = count
            count += 1
        elif isinstance(value, list):
            for index, entry in enumerate(value):
                visit(entry, (*path, index))
        elif isinstance(value, dict):
            for key, entry in value.items():
                inner: list[str] = []
                structure({key: entry}, inner)
                if inner:
                    visit(entry, (*path, key))

    visit(document, ())
    return numbers
