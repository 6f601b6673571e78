"""A definition is written out in the terms of another framework, and what got lost is named."""

from openlaurel.core.frameworks import Definition, to_annex_i, to_ctdl

definition = Definition(
    address="https://badges.example.org/achievements/tides",
    name="Tide tables in practice",
    language="en",
    description="Plans a passage from tide tables.",
    workload_hours=60,
    level="intermediate",
)
export = to_ctdl(definition)
print(sorted(export.document))
for loss in export.losses[:3]:
    print(loss.kind, loss.field, "-", loss.sentence)
print(len(to_annex_i(definition).losses), "mandatory elements of Annex I aren't said")
