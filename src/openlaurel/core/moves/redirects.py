"""From old addresses to new ones, as the software of an old site reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from openlaurel.core.csv_text import csv_lines

# What nginx and Apache take in a word without quoting; whatever else an address holds is percent-encoded.
_SAFE = "/:?#[]@!&()*+,=-._~%"
_REGEX = re.compile(r"[.*+?^${}()|\[\]\\]")


def nginx_map(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will return a file for nginx: `map $request_uri $openlaurel_moved`, to be included in `http`."""
    yield 'map_hash_bucket_size 256;\nmap $request_uri $openlaurel_moved {\n    default "";\n'
    for path, url in _by_path(pairs):
        yield f'    "{_quoted(path)}" "{_quoted(url)}";\n'
    yield "}\n# in the server of the old address:\n# if ($openlaurel_moved) { return 301 $openlaurel_moved; }\n"


def apache_map(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will return a text map for Apache's RewriteMap (`txt:`), old path and new address."""
    yield (
        '# RewriteEngine On\n# RewriteMap moved "txt:/etc/apache2/openlaurel-moved.txt"\n'
        '# RewriteCond ${moved:%{REQUEST_URI}} !=""\n# RewriteRule ^ ${moved:%{REQUEST_URI}} [R=301,L]\n'
    )
    for path, url in _by_path(pairs):
        yield f"{path.partition('?')[0]} {url}\n"


def htaccess(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will return lines for an .htaccess file of Apache (mod_alias)."""
    for path, url in _by_path(pairs):
        escaped = _REGEX.sub(lambda match: "\\" + match[0], path.partition("?")[0])
        yield f'RedirectMatch 301 "^{escaped}$" "{url}"\n'


def netlify(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will return a `_redirects` file, as Netlify and Cloudflare Pages read it."""
    for path, url in _by_path(pairs):
        yield f"{path.partition('?')[0]} {url} 301\n"


def cloudflare_csv(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will return a CSV of Cloudflare's Bulk Redirects: source address, target address, status."""
    for old, url in pairs:
        parts = urlsplit(old)
        if parts.hostname:
            yield f"{quote(parts.netloc + parts.path, safe=_SAFE)},{quote(url, safe=_SAFE)},301\n"


def plain_csv(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will return a table of old and new addresses for anything else."""
    return csv_lines(("old", "new"), pairs)


FORMATS: Mapping[str, tuple[str, Callable[[Iterable[tuple[str, str]]], Iterator[str]]]] = {
    "nginx": ("openlaurel-moved.conf", nginx_map),
    "apache": ("openlaurel-moved.txt", apache_map),
    "htaccess": ("htaccess.txt", htaccess),
    "netlify": ("_redirects", netlify),
    "cloudflare": ("cloudflare.csv", cloudflare_csv),
    "csv": ("moved.csv", plain_csv),
}


def _by_path(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Old addresses without their host, each once: the file is for the site that they lie on."""
    seen = set()
    for old, url in pairs:
        parts = urlsplit(old)
        path = quote(parts.path or "/", safe=_SAFE) + (
            f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        )
        if parts.hostname and path not in seen:
            seen.add(path)
            yield path, quote(url, safe=_SAFE)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
