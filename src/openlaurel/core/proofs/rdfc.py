"""RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation 2024-05-21), with a bound on the work.

The numbers in the comments are the steps of the Recommendation.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations

from openlaurel.core.proofs.errors import WorkLimit
from openlaurel.core.proofs.nquads import Quad, serialize

DEFAULT_WORK_LIMIT = 500_000


@dataclass(frozen=True)
class Canonical:
    """The canonical N-Quads, and which canonical label (`c14n0` …) each input label (`_:b0` …) got."""

    nquads: str
    issued: dict[str, str]


class IdentifierIssuer:
    """Issues labels in order of first request (4.6)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = dict(issued or {})

    def issue(self, label: str) -> str:
        if label not in self.issued:
            self.issued[label] = f"_:{self.prefix}{len(self.issued)}"
        return self.issued[label]

    def copy(self) -> IdentifierIssuer:
        return IdentifierIssuer(self.prefix, self.issued)


def canonicalize(
    quads: Iterable[Quad], *, algorithm: str = "sha256", work_limit: int = DEFAULT_WORK_LIMIT
) -> Canonical:
    """This function will canonicalize a dataset (4.4.3).

    `algorithm` is "sha256" or "sha384". Raises WorkLimit when telling blank nodes apart by their neighbours would
    take more than `work_limit` steps over a quad or a label, which no honest document comes near.
    """
    try:
        return _Canonicalization(set(quads), algorithm, work_limit).run()
    except RecursionError as error:
        raise WorkLimit("The document's blank nodes form a chain that is too long to follow.") from error


class _Canonicalization:
    """The canonicalization state (4.2)."""

    def __init__(self, quads: set[Quad], algorithm: str, work_limit: int) -> None:
        self.quads = quads
        self.algorithm = algorithm
        self.work_left = work_limit
        self.canonical = IdentifierIssuer("c14n")
        self.mentions: dict[str, list[Quad]] = defaultdict(list)
        self.first_degree: dict[str, str] = {}

    def run(self) -> Canonical:
        for quad in self.quads:  # 2
            for label in {t for t in (quad.subject, quad.object, quad.graph) if t.startswith("_:")}:
                self.mentions[label].append(quad)
        by_hash: dict[str, list[str]] = defaultdict(list)
        for label in self.mentions:  # 3
            by_hash[self.hash_first_degree(label)].append(label)
        shared = []
        for digest in sorted(by_hash):  # 4
            if len(by_hash[digest]) == 1:
                self.canonical.issue(by_hash[digest][0])
            else:
                shared.append(by_hash[digest])
        for labels in shared:  # 5
            results = []
            for label in labels:
                if label in self.canonical.issued:
                    continue
                issuer = IdentifierIssuer("b")
                issuer.issue(label)
                results.append(self.hash_n_degree(label, issuer))
            for _, issuer in sorted(results, key=lambda result: result[0]):
                for label in issuer.issued:
                    self.canonical.issue(label)
        issued = self.canonical.issued
        relabelled = (  # 6
            Quad(
                issued.get(q.subject, q.subject),
                q.predicate,
                issued.get(q.object, q.object),
                issued.get(q.graph, q.graph),
            )
            for q in self.quads
        )
        return Canonical(serialize(relabelled), issued)

    def hash(self, text: str) -> str:
        return hashlib.new(self.algorithm, text.encode()).hexdigest()

    def hash_first_degree(self, label: str) -> str:
        """Hash First Degree Quads (4.6.3)."""
        if label not in self.first_degree:

            def mask(term: str) -> str:
                return ("_:a" if term == label else "_:z") if term.startswith("_:") else term

            lines = sorted(
                Quad(mask(q.subject), q.predicate, mask(q.object), mask(q.graph)).line()
                for q in self.mentions[label]
            )
            self.first_degree[label] = self.hash("".join(lines))
        return self.first_degree[label]

    def hash_related(self, related: str, quad: Quad, issuer: IdentifierIssuer, position: str) -> str:
        """Hash Related Blank Node (4.7.3)."""
        text = position
        if position != "g":
            text += quad.predicate
        if related in self.canonical.issued:
            text += self.canonical.issued[related]
        elif related in issuer.issued:
            text += issuer.issued[related]
        else:
            text += self.hash_first_degree(related)
        return self.hash(text)

    def spend(self, steps: int) -> None:
        self.work_left -= steps
        if self.work_left < 0:
            raise WorkLimit(
                "The document's blank nodes are too tangled to canonicalize within the work limit."
            )

    def hash_n_degree(self, label: str, issuer: IdentifierIssuer) -> tuple[str, IdentifierIssuer]:
        """Hash N-Degree Quads (4.8.3)."""
        self.spend(1 + len(self.mentions[label]) + len(issuer.issued))
        by_hash: dict[str, list[str]] = defaultdict(list)  # 1
        for quad in self.mentions[label]:  # 3
            for term, position in ((quad.subject, "s"), (quad.object, "o"), (quad.graph, "g")):
                if term.startswith("_:") and term != label:
                    by_hash[self.hash_related(term, quad, issuer, position)].append(term)
        data = ""
        for digest in sorted(by_hash):  # 5
            data += digest  # 5.1
            chosen_path = ""  # 5.2
            chosen_issuer: IdentifierIssuer | None = None
            for order in permutations(by_hash[digest]):  # 5.4
                self.spend(1 + len(order) + len(issuer.issued))
                outcome = self.follow(order, issuer.copy(), chosen_path)
                if outcome is not None and (not chosen_path or outcome[0] < chosen_path):  # 5.4.6
                    chosen_path, chosen_issuer = outcome
            data += chosen_path  # 5.5
            if chosen_issuer is not None:
                issuer = chosen_issuer  # 5.6
        return self.hash(data), issuer

    def follow(
        self, order: tuple[str, ...], issuer: IdentifierIssuer, best: str
    ) -> tuple[str, IdentifierIssuer] | None:
        """One permutation (5.4.1 to 5.4.5): its path and issuer, or None once it can't be the smallest."""
        path = ""
        recursion = []
        for related in order:  # 5.4.4
            if related in self.canonical.issued:
                path += self.canonical.issued[related]
            else:
                if related not in issuer.issued:
                    recursion.append(related)
                path += issuer.issue(related)
            if best and len(path) >= len(best) and path > best:
                return None
        for related in recursion:  # 5.4.5
            digest, returned = self.hash_n_degree(related, issuer)
            path += issuer.issue(related)
            path += f"<{digest}>"
            issuer = returned
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issuer
