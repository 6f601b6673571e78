"""openlaurel context"""

import argparse
from pathlib import Path

from openlaurel.cli.errors import CommandFailed, told_plainly
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "context",
        None,
        does="list or add the JSON-LD contexts that badges may use",
        more="Contexts are never fetched: a badge that names one that isn't here can't be signed or verified.",
        example="openlaurel context add https://terms.example.org/v1 terms.json",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    add_command(
        actions,
        "list",
        list_all,
        does="print each context's address, the added ones with their SHA-256",
        example="openlaurel context list",
    )
    add = add_command(
        actions,
        "add",
        add_one,
        does="pin a file as the context at an address",
        more="The file stays as it is for ever, since badges signed with it need it. Restart the site afterwards.",
        example="openlaurel context add https://terms.example.org/v1 terms.json",
    )
    add.add_argument("url", metavar="URL", help="the https address, as documents write it")
    add.add_argument("file", metavar="FILE", type=Path, help="what that address serves, at most 1 MiB")


def list_all(options: argparse.Namespace) -> None:
    from openlaurel.adapters.added_contexts import added_contexts
    from openlaurel.adapters.contexts import load_bundle

    with told_plainly():
        for url in load_bundle():
            print(f"{url}  bundled")
        for added in added_contexts(_data()):
            print(f"{added.url}  sha256 {added.sha256}")


def add_one(options: argparse.Namespace) -> None:
    from openlaurel.adapters.added_contexts import MAX_BYTES, add_context
    from openlaurel.adapters.installation import stored_address

    try:
        with options.file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandFailed(f"{options.file} can't be read: {error.strerror}.") from error
    with told_plainly():
        stored_address(_data())
        added = add_context(_data(), options.url, content)
    print(f"{added.url} is pinned to the SHA-256 {added.sha256}. Restart OpenLaurel so that it takes effect.")


def _data() -> Path:
    import os

    from openlaurel.adapters.installation import DEFAULT_DATA, data_folder

    return data_folder(dict(os.environ), default_data=DEFAULT_DATA)
