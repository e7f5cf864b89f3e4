"""Serves static files under names that carry their content's hash, straight from the package: no collectstatic step.

Never raises for a file that is missing: a page without its style sheet must still be a page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

#: `app.0123456789ab.css` (ours) or `PretendardGOV-ABCD1234.woff2` (the bundler's)
HASHED = re.compile(r"\.[0-9a-f]{12}(\.[A-Za-z0-9.]+)$")
HASHED_BY_BUNDLER = re.compile(r"-[0-9A-Z]{8}\.[a-z0-9]+$")


@cache
def _digest(path: str, changed_ns: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def hashed_name(name: str) -> str:
    """The name with its content's hash, or the name itself when the file is missing or already carries one."""
    if HASHED_BY_BUNDLER.search(name):
        return name
    found = finders.find(name)
    if not found:
        return name
    path = PurePosixPath(name)
    digest = _digest(str(found), Path(str(found)).stat().st_mtime_ns)
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


class HashedStaticStorage(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        return super().url(hashed_name(name or ""))


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise over the finders, answering to hashed names too and letting browsers keep those for ever."""

    #: what a process has found, by its settings: whoever builds the chain of middlewares again need not look again
    _found: ClassVar[dict[tuple[object, ...], dict[str, StaticFile]]] = {}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.use_finders = True
        if not self.autorefresh and not self.files:
            key = (self.static_prefix, self.max_age, self.charset, *map(str, settings.STATICFILES_DIRS))
            if key not in self._found:
                self.add_files_from_finders()
                self._found[key] = self.files
            self.files = dict(self._found[key])

    def add_files_from_finders(self) -> None:
        found = {name: storage.path(name) for finder in finders.get_finders() for name, storage in finder.list(None)}
        sizes = {path: Path(path).stat() for path in found.values()}
        for name, path in found.items():
            if not name.endswith((".gz", ".br")):
                for url in {name, hashed_name(name)}:
                    self.add_file_to_dictionary(self.static_prefix + url, path, stat_cache=sizes)

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        """While developing, files are looked for at each request."""
        yield from super().candidate_paths_for_url(HASHED.sub(r"\1", url))

    def immutable_file_test(self, path: str, url: str) -> bool:
        return bool(HASHED.search(url) or HASHED_BY_BUNDLER.search(url))
