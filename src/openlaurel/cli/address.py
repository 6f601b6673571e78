"""openlaurel address"""

import argparse

from openlaurel.cli.errors import told_plainly
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "address",
        None,
        does="show or move the public address that badges carry",
        more="Badges issued before a move keep the former address; this installation still answers for it.",
        example="openlaurel address move https://badges.example.org",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    add_command(
        actions,
        "show",
        show,
        does="print the present address and the former ones",
        example="openlaurel address show",
    )
    move = add_command(
        actions,
        "move",
        move_to,
        does="make another address the public one",
        more="Restart the site afterwards. Let the former address lead here for as long as its badges live.",
        example="openlaurel address move https://badges.example.org",
    )
    move.add_argument("url", metavar="URL", help="such as https://badges.example.org, without a path")


def show(options: argparse.Namespace) -> None:
    import os

    from openlaurel.adapters.installation import DEFAULT_DATA, data_folder, stored_address

    with told_plainly():
        url, former = stored_address(data_folder(dict(os.environ), default_data=DEFAULT_DATA))
    print(url)
    for each in former:
        print(f"{each} (former)")


def move_to(options: argparse.Namespace) -> None:
    import os

    from openlaurel.adapters.installation import DEFAULT_DATA, data_folder, move_address, stored_address

    data = data_folder(dict(os.environ), default_data=DEFAULT_DATA)
    with told_plainly():
        move_address(data, options.url)
        url, former = stored_address(data)
    print(f"The address is now {url}. Still answered for: {', '.join(former) or 'no other'}.")
    print("Restart OpenLaurel so that it takes effect; set OPENLAUREL_URL to it where that is set.")
