"""Issues a badge, lists what was issued, and reads one refusal: OPENLAUREL_URL and OPENLAUREL_KEY say where and who."""

import os

from openlaurel_client import Client, Invalid

client = Client(os.environ["OPENLAUREL_URL"], os.environ["OPENLAUREL_KEY"])
award = client.awards.create_award(
    {
        "achievement": os.environ.get("OPENLAUREL_ACHIEVEMENT", "sql-for-analysts"),
        "recipient_name": "Ada Okafor",
        "recipient_email": "ada@learners.example",
        "notify": False,
    },
    idempotency_key="enrolment-4711",
)
print("issued", award["url"])

for each in client.awards.iter_own_awards(q="Ada"):
    print(each["recipient_name"], each["stage"])

try:
    client.awards.revoke(award["id"], {"reason": ""})
except Invalid as error:
    print(error.status, [fault["field"] for fault in error.errors])
