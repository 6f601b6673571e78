"""openlaurel serve"""

import argparse
import os
import sys

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command
from openlaurel.cli.setup import add_setup_options


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "serve",
        run,
        does="serve the site and do its background work",
        more="It first sets up what is due, as openlaurel setup does. Logs go to standard error.\n"
        "Ctrl-C or SIGTERM stops it when the requests at hand are answered.",
        example="openlaurel serve --port 8000",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (default: 8000)")
    parser.add_argument("--processes", type=int, default=2, help="web processes (default: 2)")
    parser.add_argument("--no-worker", action="store_true", help="leave background work to openlaurel worker")
    parser.add_argument("--no-setup", action="store_true", help="refuse to start when setup is due")
    parser.add_argument(
        "--vc-api", action="store_true", help="answer the W3C's conformance suites at /vc (this machine only)"
    )
    add_setup_options(parser)


def run(options: argparse.Namespace) -> None:
    from openlaurel.cli.exposure import check_exposure, check_port, check_vc_api
    from openlaurel.cli.loading import load_django, require_database
    from openlaurel.cli.setup import set_up

    check_exposure(options.host, demo=options.demo, environment=dict(os.environ))
    if options.vc_api:
        check_vc_api(options.host, environment=dict(os.environ))
        os.environ["OPENLAUREL_VC_API"] = "1"
    else:
        os.environ.pop("OPENLAUREL_VC_API", None)
    check_port(options.host, options.port)
    load_django()
    if options.no_setup:
        require_database()
    else:
        set_up(demo=options.demo, without_backup=options.without_backup)

    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver

    from openlaurel.adapters.processes import hold_lock
    from openlaurel.apps.vcapi.issuers import make_issuers
    from openlaurel.cli.processes import serve

    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise CommandFailed(
            "The styles and icons of the pages haven't been built. In a checkout, ./run builds them."
        )
    lock = hold_lock(settings.DATA / "running.lock", shared=True)
    if lock is None:
        raise CommandFailed("A backup is being restored into this data folder. Start again when it is done.")
    # Imported once here, instead of once in each web process at its first request.
    _ = get_resolver().url_patterns
    shown_url = _say_what_is_next(options)
    connections.close_all()
    if options.vc_api:
        make_issuers(settings.DATA / "vc-api")
    with lock:
        serve(
            host=options.host,
            port=options.port,
            processes=options.processes,
            worker=not options.no_worker,
            shown_url=shown_url,
        )


def _say_what_is_next(options: argparse.Namespace) -> str:
    from django.conf import settings
    from django.utils import timezone

    from openlaurel.apps.accounts.services import offer_first_account
    from openlaurel.cli.demo import show_sign_ins
    from openlaurel.cli.exposure import own_url

    show_sign_ins()
    # Where badges don't lead to this port, the address to open isn't the one that they carry.
    url = (
        own_url(options.host, options.port) if settings.INSTALLATION.is_loopback else settings.OPENLAUREL_URL
    )
    if url != settings.OPENLAUREL_URL:
        print(f"Badges and mails carry the address {settings.OPENLAUREL_URL}.")
    token = offer_first_account(now=timezone.now())
    if token is not None:
        print(f"No account exists yet. This link makes the first one, once: {url}/first-account/{token}")
    sys.stdout.flush()
    return url
