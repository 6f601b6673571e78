"""What can be wrong with a document's form or its proofs.

ProofsError
├── UnknownContext      a context that isn't bundled
├── UndefinedTerm       something that no context defines, so that it would not be signed
├── HiddenTerm          something under another name than its plain one, where readers would overlook it
├── UnportableDocument  what software of other makes would verify differently
├── InvalidDocument     not JSON-LD, or not what the suite can sign
├── WorkLimit           canonicalization would take too long
├── MalformedProof      a proof that can't be read
├── UnsupportedProof    a proof of a kind that isn't understood
├── BrokenChain         a proof that follows on another one that isn't there, or on itself
├── UnfitKey            a key of another kind than the cryptosuite asks for
└── ProofMismatch       the signature doesn't match the document
"""


class ProofsError(Exception):
    """Base of the package's errors."""


class UnknownContext(ProofsError):
    """The document uses a context that isn't bundled; `url` names it."""

    def __init__(self, url: str) -> None:
        super().__init__(f"The context {url[:300]} is not among the bundled ones.")
        self.url = url


class UndefinedTerm(ProofsError):
    """The document holds `term`, which no context defines."""

    def __init__(self, term: str) -> None:
        super().__init__(f"No context defines {term[:200]!r}, so a signature wouldn't cover it.")
        self.term = term


class HiddenTerm(ProofsError):
    """The document holds `term` under another name than its plain one, where readers would overlook it."""

    def __init__(self, term: str) -> None:
        super().__init__(f"The document uses {term[:200]!r} where only plain names are read.")
        self.term = term


class UnportableDocument(ProofsError):
    """The document could be signed, but not so that all software verifies it; nothing is signed."""


class InvalidDocument(ProofsError):
    """The document can't be processed as JSON-LD."""


class WorkLimit(ProofsError):
    """The document's blank nodes are tangled so that canonicalizing them would take too long."""


class MalformedProof(ProofsError):
    """A field of the proof is missing or has a wrong form."""


class UnsupportedProof(ProofsError):
    """The proof's type or cryptosuite isn't one of those understood."""


class BrokenChain(ProofsError):
    """The proofs don't follow on each other as they say (VC Data Integrity 1.0, 2.1.2)."""


class UnfitKey(ProofsError):
    """The key isn't of the kind with which the cryptosuite is signed."""


class ProofMismatch(ProofsError):
    """The document isn't the one that was signed."""
