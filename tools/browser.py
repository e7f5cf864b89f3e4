"""Finds a Chromium that starts; in CI and as root, fetches the system's own."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str:
    """The path of one that answers, or empty."""
    candidates = [os.environ.get("JIKIM_CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES)]
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or str(Path.home() / ".cache" / "ms-playwright")
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


def fetch() -> str:
    """Try what may be tried: the system's package in CI as root, else the one playwright brings, without root."""
    if os.environ.get("CI") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _try(["apt-get", "update", "-qq"], environment)
        _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], environment)
        if found := find():
            return found
    _try([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], dict(os.environ))
    return find()


def _try(command: list[str], environment: dict[str, str]) -> None:
    print(f"--- {' '.join(command)}", flush=True)
    try:
        subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(f"    {type(problem).__name__}", flush=True)
