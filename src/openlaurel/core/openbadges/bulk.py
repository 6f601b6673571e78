"""Signing many credentials that differ in a few strings: canonical form and JSON both come from templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from openlaurel.core.keys import Signer, base58
from openlaurel.core.proofs.data_integrity import proof_options, sign
from openlaurel.core.proofs.jsonld import check_plain
from openlaurel.core.proofs.nquads import check_portable
from openlaurel.core.proofs.shapes import Canonizer, NotSound, mark, structure
from openlaurel.core.proofs.suites import EDDSA_RDFC_2022, SUITES

Path = tuple[str | int, ...]


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
    ) -> None:
        """This function will compile the prototype for `eddsa-rdfc-2022`.

        Raises NotSound, UnfitKey (the signer's key isn't Ed25519), UndefinedTerm and the errors of canonicalization.
        """
        suite = SUITES[EDDSA_RDFC_2022]
        algorithm = suite.hash_for(signer.kind)
        check_plain(prototype)
        self._signer, self._created, self._canonizer = signer, created, canonizer
        self._prototype, self._paths = prototype, tuple(paths)
        numbers = _leaf_numbers(prototype)
        varying = [numbers[path] for path in self._paths]
        leaves: list[str] = []
        structure(prototype, leaves)
        self._shape = canonizer.compile(prototype, varying)
        marked, sentinels = mark(prototype, leaves, varying)
        options = proof_options(
            verification_method=signer.verification_method, created=created, cryptosuite=EDDSA_RDFC_2022
        )
        self._configuration_hash = suite.configuration_hash(prototype, options, canonizer, algorithm)
        signature_mark = sentinels[0].rsplit(":", 2)[0] + ":signature"
        marks = [*sentinels, signature_mark]
        text = orjson.dumps({**marked, "proof": [{**options, "proofValue": signature_mark}]}).decode()
        pieces = re.split('"(' + "|".join(map(re.escape, marks)) + ')"', text)
        self._constant = [piece.encode() for piece in pieces[::2]]
        self._order = [marks.index(piece) for piece in pieces[1::2]]

    def sign(self, values: Sequence[str]) -> bytes:
        """This function will return the signed JSON of the credential that has `values` at the paths, in order.

        Raises UnportableDocument, or what canonicalization raises where the template isn't sound for these values.
        """
        try:
            canonical = self._shape.fill(values)
        except NotSound:
            return self._sign_slowly(values)
        check_portable(canonical)
        data = self._configuration_hash + hashlib.sha256(canonical.encode()).digest()
        strings = [*values, "z" + base58.encode(self._signer.sign(data))]
        parts = [self._constant[0]]
        for slot, constant in zip(self._order, self._constant[1:], strict=True):
            parts.append(orjson.dumps(strings[slot]))
            parts.append(constant)
        return b"".join(parts)

    def _sign_slowly(self, values: Sequence[str]) -> bytes:
        document = orjson.loads(orjson.dumps(self._prototype))
        for path, value in zip(self._paths, values, strict=True):
            target = document
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value
        signed = sign(document, signer=self._signer, created=self._created, canonizer=self._canonizer)
        return orjson.dumps(signed)


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
