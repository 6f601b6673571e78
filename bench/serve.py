"""Claim: one web process gives visitors 1,000 pages of badges a second, 99 of 100 within 50 ms.

Makes an installation with badges of several micro-credentials in a folder of its own, serves it with `openlaurel serve
--processes 1` as in production, its background work included, and asks for the pages of all of them in three languages,
as browsers do that take gzip, over connections that stay open. The client is a process of its own, without a framework;
`client_cpu` says how much of a core it took: near 1 the client would be what is measured.

First with what the process keeps at hand (OPENLAUREL_PAGE_MEMORY), each page asked for once before the clock runs, then
without. `with` and `without` are objects of `pages_per_s`, `p50_ms`, `p99_ms`, `most_ms`, `server_cpu` (cores that the
site's processes took) and `client_cpu`. `load` is the machine's load average before.
Needs no network.

    .venv/bin/python bench/serve.py [--json] [--badges 200] [--seconds 10] [--connections 16]
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import setting

COMMAND = Path(sys.executable).parent / "openlaurel"
LANGUAGES = ("en", "es", "ar")
MICRO_CREDENTIALS = 5
ENOUGH, LONGEST_MS = 1000, 50


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=200, help="how many are looked at (200)")
    parser.add_argument("--seconds", type=float, default=10, help="how long for each of the two (10)")
    parser.add_argument(
        "--connections", type=int, default=16, help="how many pages are asked for at a time (16)"
    )
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        print(json.dumps(make_badges(options.badges)))
        return 0
    if options.ask:
        print(json.dumps(ask(options.ask, json.load(sys.stdin), options.seconds, options.connections)))
        return 0
    figures = measure(options)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>8}  {value}")
    kept = figures["with"]
    return 0 if kept["pages_per_s"] >= ENOUGH and kept["p99_ms"] <= LONGEST_MS else 1


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """This function will serve the same badges with and without memory and return what the client saw of each."""
    load = round(os.getloadavg()[0], 2)
    setting.prepare_assets()
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as name:
        folder, port = Path(name), free_port()
        environment = {
            **os.environ,
            "OPENLAUREL_DATA": name,
            "OPENLAUREL_URL": f"http://127.0.0.1:{port}",
            "OPENLAUREL_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "openlaurel.web.settings",
        }
        subprocess.run([COMMAND, "setup"], env=environment, check=True, stdout=subprocess.DEVNULL)
        made = subprocess.run(
            [sys.executable, __file__, "--make", "--badges", str(options.badges)],
            env=environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        paths = json.loads(made.stdout)
        figures: dict[str, Any] = {"load": load, "badges": len(paths), "languages": len(LANGUAGES)}
        for label, memory in (("with", ""), ("without", "0")):
            with served(
                port, environment | {"OPENLAUREL_PAGE_MEMORY": memory}, folder / f"{label}.log"
            ) as site:
                before = cpu_of(site.pid)
                figures[label] = client(port, paths, options)
                took = cpu_of(site.pid) - before
                figures[label]["server_cpu"] = round(took / figures[label].pop("whole_s"), 2)
    return figures


def client(port: int, paths: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """This function will run the client as a process of its own and return its figures."""
    command = [
        sys.executable, __file__, "--ask", str(port),
        "--seconds", str(options.seconds), "--connections", str(options.connections),
    ]  # fmt: skip
    done = subprocess.run(command, input=json.dumps(paths), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"The client failed:\n{done.stderr}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def make_badges(number: int) -> list[str]:
    """This function will issue badges of some micro-credentials, have them accepted, and return the paths of their pages."""
    first = setting.make_achievement()
    from dataclasses import replace

    from django.utils import timezone

    from openlaurel.apps.catalog.services import define_achievement, publish_version
    from openlaurel.apps.catalog.services.definitions import definition_of
    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services import AwardDraft, accept_award, issue_awards
    from openlaurel.apps.profiles.policies import INSTALLATION

    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    versions = [first]
    for other in range(1, MICRO_CREDENTIALS):
        definition = replace(definition_of(first), name=f"Reading data with a critical eye, part {other + 1}")
        draft = define_achievement(
            organisation=first.achievement.organisation, slug=f"bench-{other}", definition=definition, **stamp
        )
        versions.append(publish_version(version=draft, **stamp))
    for place, version in enumerate(versions):
        people = range(place, number, len(versions))
        drafts = [AwardDraft(f"Łucja Żółć {n}", f"holder{n}@example.org") for n in people]
        issue_awards(version=version, drafts=drafts, notify=False, **stamp)
    awards = list(Award.objects.order_by("recipient_email"))
    for award in awards:
        accept_award(award=award, show_name=True, now=stamp["now"])
    return [f"/awards/{award.pk}" for award in awards]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(port: int, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """The site as in production, with one web process, until the block ends."""
    command = [COMMAND, "serve", "--port", str(port), "--processes", "1"]
    with log.open("w") as stream:
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stream, text=True)
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if "is running" in line:
                break
        else:
            raise SystemExit(f"The site didn't start:\n{log.read_text()}")
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)


def cpu_of(pid: int) -> float:
    """Seconds of the processor that a process and those it started took so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for one in [pid, *children(pid)]:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def children(pid: int) -> list[int]:
    found = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (thread / "children").read_text().split()]
    return found


@dataclass
class Connection:
    """One that stays open: it asks, reads the whole answer, and asks again."""

    socket: socket.socket
    asked_at: float = 0.0
    missing: int = -1
    head: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes) -> None:
        self.asked_at, self.missing = time.perf_counter(), -1
        self.head.clear()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Reads what is there and says whether the answer is whole. Raises RuntimeError for any but a 200."""
        data = self.socket.recv(262_144)
        if not data:
            raise RuntimeError("The server closed the connection.")
        if self.missing >= 0:
            self.missing -= len(data)
            return self.missing == 0
        self.head += data
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.head[:end]).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"Not a page: {head[:80]!r}")
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        self.missing = end + 4 + length - len(self.head)
        return self.missing == 0


def ask(port: int, paths: list[str], seconds: float, connections: int) -> dict[str, Any]:
    """This function will ask for each page once, then for all in turn for `seconds`; returns what that took."""
    requests = [
        (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Encoding: gzip\r\n"
            f"Accept-Language: {language}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0\r\n\r\n"
        ).encode()
        for path in paths
        for language in LANGUAGES
    ]
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for _number in range(connections):
            link = Connection(socket.create_connection(("127.0.0.1", port)))
            link.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(link.socket, selectors.EVENT_READ, link)
        _run(selector, requests, most=len(requests), seconds=600)
        cpu, start = time.process_time(), time.perf_counter()
        took = sorted(_run(selector, requests, most=10**9, seconds=seconds))
        length, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {
        "pages_per_s": round(len(took) / length, 1),
        "p50_ms": round(1000 * took[len(took) // 2], 1),
        "p99_ms": round(1000 * took[int(len(took) * 0.99)], 1),
        "most_ms": round(1000 * took[-1], 1),
        "pages": len(took),
        "client_cpu": round(cpu / length, 2),
        "whole_s": time.perf_counter() - began,
    }


def _run(
    selector: selectors.BaseSelector, requests: list[bytes], *, most: int, seconds: float
) -> list[float]:
    """Keeps every connection busy until `most` pages were asked for or the time is over; returns how long each took."""
    took: list[float] = []
    links = [key.data for key in selector.get_map().values()]
    asked = 0
    for link in links[:most]:
        link.send(requests[asked % len(requests)])
        asked += 1
    busy, until = len(links[:most]), time.perf_counter() + seconds
    while busy:
        for key, _events in selector.select(timeout=30):
            link = key.data
            if not link.receive():
                continue
            now = time.perf_counter()
            took.append(now - link.asked_at)
            if asked < most and now < until:
                link.send(requests[asked % len(requests)])
                asked += 1
            else:
                busy -= 1
    return took


if __name__ == "__main__":
    sys.exit(main())
