"""What each seat can see: every page it can click to, every export, every report in both languages, read back as figures."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import combinations, product
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from openpyxl import load_workbook

#: what cannot be followed without leaving or changing something
_NOT_FOLLOWED = re.compile(r"^(?!/)|^//|/static/|logout|language|\.pdf|/q/|\.(js|css|svg|woff2|webmanifest)|/audit")
_HREF = re.compile(r'href="([^"#]+)')
#: pages of one kind (the same address but for its numbers): a list shows all, and reports are read one by one elsewhere
OF_A_KIND = 3
OF_A_FILTER = 3


@dataclass(slots=True)
class Sheet:
    """A table as it reads: what stands above it, and its rows of words."""

    title: str
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """`pages` by address; `exports` as tables by address."""

    pages: dict[str, str] = field(default_factory=dict)
    exports: dict[str, Sheet] = field(default_factory=dict)

    def tables(self) -> Iterator[tuple[str, Sheet]]:
        for address, page in self.pages.items():
            for table in tables_in(page):
                yield address, table
        yield from self.exports.items()


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Sheet] = []
        self.cell: list[str] | None = None
        self.caption = False
        self.raised = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.found.append(Sheet(""))
        elif tag == "caption":
            self.caption = True
        elif tag == "tr" and self.found:
            self.found[-1].rows.append([])
        elif tag in {"td", "th"}:
            self.cell = []
        elif tag == "sup":
            self.raised += 1
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self.caption = False
        elif tag in {"td", "th"} and self.cell is not None and self.found and self.found[-1].rows:
            self.found[-1].rows[-1].append(re.sub(r"[ \t]+", " ", "".join(self.cell)).strip())
            self.cell = None
        elif tag == "sup":
            self.raised -= 1

    def handle_data(self, data: str) -> None:
        if self.caption and self.found:
            self.found[-1].title += data.strip()
        elif self.cell is not None and not self.raised:
            self.cell.append(data)


def tables_in(page: str) -> list[Sheet]:
    parser = _Tables()
    parser.feed(page)
    return parser.found


def addresses(known: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Every address of the product whose parts are known, linked from anywhere or not; downloads and workers' own left out."""
    for route in _routes(get_resolver()):
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        if set(names) <= set(known) and not _NOT_FOLLOWED.search(f"/{route}") and "^" not in route:
            for values in product(*(known[name] for name in names)):
                address = route
                for name, value in zip(names, values, strict=True):
                    address = re.sub(rf"<(\w+:)?{name}>", str(value), address)
                yield f"/{address}"


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from _routes(one, route)


def is_open(address: str) -> bool:
    """Whether a page goes the short way that knows no visitor: it reads alike for every seat (a test of its own proves it)."""
    try:
        return getattr(resolve(urlsplit(address).path).func, "jikim_open", False)
    except Resolver404:
        return False


def everything(client: Client, known: Mapping[str, Sequence[object]], *, open_pages: bool = False) -> Gathered:
    """Click on everything from the home page on and export every list; and try every address with these keys, linked or not.

    The open pages are five of six there are: a seat leaves them to the one who comes without any (`open_pages`).
    """
    out, kinds = Gathered(), Counter[str]()
    for address in addresses(known):
        if not open_pages and is_open(address):
            continue
        answer = client.get(address)
        if answer.status_code == 200 and "text/html" in answer.get("Content-Type", "") and not answer.streaming:
            out.pages[address] = answer.content.decode()
    waiting, seen = ["/"], {"/", *out.pages}
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"=[^&]*|\d+", "#", address)
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        page = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        out.pages[address] = page
        for found in _HREF.findall(page):
            target = found.replace("&amp;", "&")
            if target.startswith("?"):
                target = address.partition("?")[0] + target
            if "export=" in target:
                _export(client, target, out)
            elif target not in seen and not _NOT_FOLLOWED.search(target) and (open_pages or not is_open(target)):
                seen.add(target)
                waiting.append(target)
    return out


def filtered(client: Client, address: str, page: str, out: Gathered) -> None:
    """The list under single filters and pairs of filters, the first values of each."""
    choices = {
        name: re.findall(r'<option value="([^"]+)"', options)
        for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    }
    singles = [(name, value) for name, values in choices.items() for value in values[:OF_A_FILTER]]
    for pair in [*((one,) for one in singles), *(p for p in combinations(singles, 2) if p[0][0] != p[1][0])]:
        query = "&".join(f"{name}={value}" for name, value in pair)
        answer = client.get(f"{address}?{query}")
        if answer.status_code == 200:
            out.pages[f"{address}?{query}"] = answer.content.decode()


def _export(client: Client, address: str, out: Gathered) -> None:
    answer = client.get(address)
    if answer.status_code != 200 or address in out.exports:
        return
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" in answer["Content-Type"]:
        sheet = load_workbook(io.BytesIO(body), read_only=True).active
        rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    else:
        rows = [line.split(",") for line in body.decode("utf-8-sig").splitlines()]
    out.exports[address] = Sheet("", rows)
