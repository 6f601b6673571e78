"""Badges that holders brought in from elsewhere."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob
from openlaurel.apps.issuing.models import Visibility


class Source(models.TextChoices):
    """How a badge came into the wallet."""

    FILE = "file", _("As a file")
    ADDRESS = "address", _("From an address")
    PLATFORM = "platform", _("By another platform")


class KeptBadge(models.Model):
    """A badge from elsewhere as its holder brought it in, byte for byte, with the report of its latest verification."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="kept_badges")
    identifier = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of the badge's own id and issuer, or of its bytes."
    )
    content = models.BinaryField(help_text="The file, byte for byte.")
    kind = models.CharField(max_length=4, help_text="What the file is: png, svg, json or jwt.")
    picture = models.BinaryField(blank=True, default=b"", help_text="A PNG drawn anew, to be shown.")
    has_picture = models.BooleanField(help_text="Told apart, so that a list needn't read the pictures.")
    source = models.CharField(max_length=10, choices=Source.choices)
    source_url = models.CharField(max_length=2000, blank=True)
    name = models.CharField(max_length=500)
    issuer = models.CharField(max_length=500)
    issued_at = models.DateTimeField(null=True, blank=True)
    is_older = models.BooleanField(help_text="Whether it is of Open Badges 2.0 or before.")
    names_holder = models.BooleanField(help_text="Whether it names a confirmed address of the account.")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE)
    hides_evidence = models.BooleanField(
        default=False, help_text="Whether others see it without its evidence, and get no file that holds it."
    )
    added_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, help_text="How the latest verification ended.")
    report = models.TextField(help_text="JSON: the checks of the latest verification.")
    document = models.TextField(
        help_text="JSON: what the badge says, with what was looked up for an older one."
    )
    checked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it is verified again.")

    class Meta:
        ordering = ("-added_at", "id")
        indexes = [models.Index(fields=["due_at"], name="kept_badges_by_due_at")]
        constraints = [
            models.UniqueConstraint(fields=["account", "identifier"], name="a_badge_is_kept_once"),
            models.CheckConstraint(
                condition=models.Q(visibility="private") | models.Q(names_holder=True),
                name="only_ones_own_badge_is_shown",
            ),
        ]


class ChangedField(models.TextChoices):
    """What a holder decided about badges."""

    VISIBILITY = "visibility", _("Who may see them")
    EVIDENCE = "evidence", _("Whether others see the evidence")


class ShowingChange(models.Model):
    """What a holder decided about some badges at once, with what was before, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="showing_changes")
    field = models.CharField(max_length=10, choices=ChangedField.choices)
    value = models.CharField(max_length=10, help_text="A visibility, or “hidden” or “shown” for evidence.")
    before = models.JSONField(help_text="What was before, by what names a badge: award:<id> or kept:<id>.")
    refused = models.PositiveIntegerField(default=0, help_text="How many badges couldn't be changed.")
    changed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "id")


class ArchiveState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class WalletArchive(LongJob):
    """All badges of a person as files that verify without this site, as of when they asked. It is forgotten after a week.

    The worker that writes it holds a lease and gives it back; `done` of `refs` are written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        "accounts.Account", on_delete=models.CASCADE, related_name="wallet_archive"
    )
    state = models.CharField(max_length=8, choices=ArchiveState.choices, default=ArchiveState.QUEUED)
    language = models.CharField(max_length=12, help_text="In which its page speaks.")
    refs = models.JSONField(help_text="The badges in their order, by what forms name them.")
    done = models.PositiveIntegerField(default=0)

    @property
    def total(self) -> int:
        return len(self.refs)


class ArchivedBadge(models.Model):
    """What the manifest of an archive says of one badge in it."""

    archive = models.ForeignKey(
        WalletArchive, on_delete=models.CASCADE, related_name="badges", db_index=False
    )
    number = models.PositiveIntegerField()
    said = models.JSONField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["archive", "number"], name="an_archive_numbers_its_badges"),
        ]


class ArchivedFile(models.Model):
    """One file of an archive, with what the manifest says of it."""

    archive = models.ForeignKey(WalletArchive, on_delete=models.CASCADE, related_name="files", db_index=False)
    path = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")
    content = models.BinaryField(help_text="Compressed by zlib.")

    class Meta:
        ordering = ("path",)
        constraints = [
            models.UniqueConstraint(fields=["archive", "path"], name="a_path_is_one_archived_file"),
        ]


class ArchivedResource(models.Model):
    """What a verification of a badge in an archive looked up: an issuer's key, a status list, or why there was none."""

    archive = models.ForeignKey(
        WalletArchive, on_delete=models.CASCADE, related_name="resources", db_index=False
    )
    name = models.CharField(max_length=64, help_text="SHA-256 of its kind and key.")
    said = models.TextField(
        help_text="JSON: kind, key and url, and the fault, or the digests of what isn't kept."
    )
    path = models.CharField(max_length=100, blank=True, help_text="Of its file, where there is one.")
    obtained_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["archive", "name"], name="a_resource_is_archived_once"),
        ]


class HolderDid(models.Model):
    """A DID of a person: they proved by a signature that its key is theirs, so that badges about it are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="dids")
    did = models.CharField(max_length=300, unique=True)
    proved_at = models.DateTimeField()

    class Meta:
        ordering = ("proved_at", "pk")

    def __str__(self) -> str:
        return self.did
