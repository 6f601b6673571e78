"""The Python client, made from the OpenAPI document.

    .venv/bin/python tools/client.py            write clients/python/src/openlaurel_client/api.py
    .venv/bin/python tools/client.py --check    change nothing; fail when it isn't what the document says

What is written by hand lies beside it: transport.py sends, tries again and raises.
"""

from __future__ import annotations

import argparse
import json
import keyword
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "clients" / "python" / "src" / "openlaurel_client" / "api.py"
HEAD = '''"""Every call of the API, with the types of what is sent and comes back. Made by tools/client.py: don't edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, cast

from openlaurel_client.transport import Transport, every_page, given, pages
'''
SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def document() -> dict[str, Any]:
    """This function will return the OpenAPI document as programs read it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlaurel.web.settings")
    os.environ.setdefault("OPENLAUREL_DATA", tempfile.mkdtemp())
    import django

    django.setup()

    from openlaurel.web.api import api

    loaded: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return loaded


def written(described: dict[str, Any]) -> str:
    """This function will return the module that calls what an OpenAPI document describes, formatted."""
    calls = list(_calls(described))
    schemas = described["components"]["schemas"]
    used = _used(schemas, calls)
    parts = [HEAD, *(_typed_dict(name, schemas[name]) for name in sorted(used))]
    groups: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for call in calls:
        groups.setdefault(call[2]["tags"][0], []).append(call)
    parts += [_group(tag, some) for tag, some in groups.items()]
    parts.append(_client(described["info"]["title"], groups))
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "-", "--stdin-filename", str(TARGET)],
        input="\n\n".join(parts),
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
    )
    return formatted.stdout


def _calls(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            # what is sent as a form alone has a sister that takes JSON
            if not content or "application/json" in content:
                yield method.upper(), path, operation


def _used(schemas: dict[str, Any], calls: list[Any]) -> set[str]:
    """The schemas that calls lead to, but those of parameters, which become arguments."""
    found: set[str] = set()
    todo = re.findall(
        r"#/components/schemas/(\w+)", json.dumps([_body_and_answers(call[2]) for call in calls])
    )
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += re.findall(r"#/components/schemas/(\w+)", json.dumps(schemas[name]))
    return found - {"Problem"}


def _body_and_answers(operation: dict[str, Any]) -> list[Any]:
    answers = [answer for code, answer in operation["responses"].items() if str(code).startswith("2")]
    return [operation.get("requestBody"), answers, operation.get("parameters")]


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if schema.get("format") == "binary":
        return "bytes"
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_type(one) for one in schema[several]))
    if schema.get("type") == "array":
        return f"list[{_type(schema.get('items', {}))}]"
    if schema.get("type") == "object":
        return "dict[str, Any]"
    return SIMPLE.get(str(schema.get("type")), "Any")


def _typed_dict(name: str, schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"{name} = {_type(schema)}"
    required = set(schema.get("required", ()))
    lines = []
    for field, each in schema.get("properties", {}).items():
        kind = _type(each) if field in required else f"NotRequired[{_type(each)}]"
        lines.append(f"    {field}: {kind}")
    said = _said(schema.get("description", f"{name}."))
    return f'class {name}(TypedDict):\n    """{said}"""\n\n' + "\n".join(lines or ["    pass"])


def _said(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")


def _group(tag: str, calls: list[Any]) -> str:
    methods = "\n\n".join(_methods(*call) for call in calls)
    return (
        f'class {tag.title()}:\n    """Calls of the kind {tag}."""\n\n'
        f"    def __init__(self, transport: Transport) -> None:\n        self._transport = transport\n\n{methods}"
    )


def _methods(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = operation.get("parameters", [])
    places = [one["name"] for one in parameters if one["in"] == "path"]
    queries = [one for one in parameters if one["in"] == "query"]
    arguments = [f"{name}: str" for name in places]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = None if content is None else _type(content["schema"])
    has_key = any(one["name"] == "Idempotency-Key" for one in parameters)
    if body:
        arguments.append(f"body: {body if '|' not in body else 'dict[str, Any]'}")
    named = [f"{_safe(one['name'])}: {_optional(one)}" for one in queries]
    if has_key:
        named.append("idempotency_key: str | None = None")
    signature = ", ".join(["self", *arguments, *(["*", *named] if named else [])])
    answer = _answer(operation)
    address = re.sub(r"{(\w+)}", lambda match: f"{{quoted({match[1]})}}", path)
    query = "{" + ", ".join(f"{one['name']!r}: {_safe(one['name'])}" for one in queries) + "}"
    options = [f"{method!r}", f"f{address!r}" if places else repr(path)]
    if queries:
        options.append(f"query=given({query})")
    if body:
        options.append("body=body")
    if has_key:
        options.append("idempotency_key=idempotency_key, is_idempotent=True")
    if answer == "bytes":
        options.append("is_file=True")
    call = f"self._transport.send({', '.join(options)})"
    said = _said(f"{operation.get('summary', '')}. {operation.get('description', '')}")
    scopes = [scope for one in operation.get("security", []) for scope in one.get("ApiKeyAuth", [])]
    if scopes:
        said += f" Scope: {scopes[0]}."
    lines = [f"    def {operation['operationId']}({signature}) -> {answer}:", f'        """{said}"""']
    if places:
        lines.insert(0, "")
    lines.append(f"        {call}" if answer == "None" else f"        return cast({answer!r}, {call})")
    text = "\n".join(lines).replace("quoted(", "self._transport.quoted(")
    if "limit" in {one["name"] for one in queries}:
        text += "\n\n" + _iterator(operation, arguments, queries, answer)
    return text


def _iterator(
    operation: dict[str, Any], arguments: list[str], queries: list[dict[str, Any]], answer: str
) -> str:
    filters = [one for one in queries if one["name"] not in {"limit", "offset", "after"}]
    is_long = "after" in {one["name"] for one in queries}
    reader, place = ("every_page", "after") if is_long else ("pages", "offset")
    named = [f"{_safe(one['name'])}: {_optional(one)}" for one in filters]
    signature = ", ".join(["self", *arguments, *(["*", *named] if named else [])])
    name = operation["operationId"].removeprefix("list_")
    passed = [argument.partition(":")[0] for argument in arguments]
    passed += [f"{_safe(one['name'])}={_safe(one['name'])}" for one in filters]
    passed += ["limit=limit", f"{place}={place}"]
    return (
        f"    def iter_{name}({signature}) -> Iterator[Any]:\n"
        f'        """Every one of them, page by page, as they are read."""\n'
        f"        return {reader}(lambda limit, {place}: self.{operation['operationId']}({', '.join(passed)}))"
    )


def _optional(parameter: dict[str, Any]) -> str:
    kind = _type(parameter["schema"])
    return f"{kind} | None = None" if "None" not in kind.split(" | ") else f"{kind} = None"


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _answer(operation: dict[str, Any]) -> str:
    kinds = []
    for code, answer in operation["responses"].items():
        if str(code).startswith("2"):
            schemas = [content["schema"] for content in answer.get("content", {}).values()]
            kinds += [_type(schema) for schema in schemas] or ["None"]
    return " | ".join(dict.fromkeys(kinds))


def _client(title: str, groups: dict[str, Any]) -> str:
    lines = [f"        self.{tag} = {tag.title()}(transport)" for tag in groups]
    return (
        f'class Client:\n    """{title} at `url`, with an API key where calls need one."""\n\n'
        "    def __init__(self, url: str, key: str = '', *, timeout: float = 30.0, tries: int = 5) -> None:\n"
        "        transport = Transport(url, key, timeout=timeout, tries=tries)\n" + "\n".join(lines)
    )


def main() -> int:
    """This function will write the client, or compare it with the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing; fail when it isn't in step")
    options = parser.parse_args()
    text = written(document())
    if options.check:
        if not TARGET.is_file() or TARGET.read_text("utf-8") != text:
            print(
                "The Python client isn't what the API says. Run: .venv/bin/python tools/client.py",
                file=sys.stderr,
            )
            return 1
        print("The Python client is what the API says.")
        return 0
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
