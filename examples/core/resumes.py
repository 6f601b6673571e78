"""A résumé is written in each form from one value: badges with the address that proves them, the rest as the person's own words."""

from datetime import date

from openlaurel.core.resumes import Resume, ResumeBadge, ResumeEntry, to_europass, to_json_resume

resume = Resume(
    name="Ana Lima",
    language="en",
    made_on=date(2026, 11, 25),
    badges=(
        ResumeBadge("Tide tables", "Harbour Institute", "https://badges.example/awards/1", date(2026, 3, 1)),
    ),
    work=(ResumeEntry("Pilot", "Harbour of Porto", starts="2020"),),
)
for certificate in to_json_resume(resume)["certificates"]:
    print(certificate)
export = to_europass(resume)
print(export.document["hasClaim"][0]["type"])
print(*(loss.sentence for loss in export.losses), sep="\n")
