"""JSON-LD, canonicalization and Data Integrity proofs."""
