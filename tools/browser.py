"""Finds a Chromium that starts; in CI and as root, fetches the system's own.

Best is its headless shell: the same engine without the desktop browser round it. A new visitor costs a third of the processor time.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
NAMES = (*SHELLS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str:
    """The path of one that answers, or empty."""
    candidates = [os.environ.get("JIKIM_CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES)]
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or str(Path.home() / ".cache" / "ms-playwright")
    candidates += sorted(glob.glob(f"{cache}/chromium*/chrome-headless-shell-linux*/chrome-headless-shell"), reverse=True)
    candidates += sorted(glob.glob(f"{cache}/chromium*/chrome-linux*/*chrom*"), reverse=True)
    candidates += glob.glob("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return next((path for path in candidates if path and answers(path)), "")


def answers(path: str) -> bool:
    """Being there is not enough: a snap's stub or one without its libraries fails."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and bool(done.stdout.strip())


def for_journeys() -> str:
    """What the journeys run in. Found, or fetched; in CI the shell is fetched even where there is a whole browser."""
    found = find()
    if found and (os.environ.get("JIKIM_CHROMIUM") == found or Path(found).name in SHELLS or not _may_install()):
        return found
    return fetch(60 if found else 600)


def fetch(seconds: int) -> str:
    """Try what may be tried, each so long: the system's packages in CI as root, else the one playwright brings, without root."""
    if _may_install():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _try(["apt-get", "update", "-qq"], environment, seconds)
        for package in ("chromium-headless-shell", "chromium"):
            _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], environment, seconds)
            if found := find():
                return found
    _try([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], dict(os.environ), seconds)
    return find()


def _may_install() -> bool:
    return bool(os.environ.get("CI")) and hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _try(command: list[str], environment: dict[str, str], seconds: int) -> None:
    print(f"--- {' '.join(command)}", flush=True)
    try:
        subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(f"    {type(problem).__name__}", flush=True)
