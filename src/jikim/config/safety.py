"""What makes an installation unsafe for real data. Looks, says why, changes nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from jikim.config.home import Home
from jikim.rules.words import Text

SHORTEST_KEY = 50
#: what does not work without a key file
_LOST = {
    "register.key": Text("코드 카드를 확인하는 열쇠가 없습니다", "The key that knows code cards is missing"),
    "lookup.key": Text("코드로 응답을 찾는 열쇠가 없습니다", "The key that finds answers by code is missing"),
    "counsel.key": Text("코드로 상담 신청을 찾는 열쇠가 없습니다", "The key that finds requests for counselling by code is missing"),
    "signing.key": Text("파기 확인서에 서명하는 열쇠가 없습니다", "The key that signs protocols of destruction is missing"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason not to put real data here. The code is for programs, the sentence for people."""

    code: str
    says: Text


def reasons(home: Home) -> list[Reason]:
    """Everything that is unsafe, in the order of the guide."""
    found: list[Reason] = []
    for look in (_debug, _demo, _secret_key, _key_files, _address, _hosts, _mail, _databases, _sqlite, _vault_keys, _schema):
        try:
            found += look(home)
        except DatabaseError as problem:
            found.append(Reason("database", Text(
                f"데이터베이스에 닿지 않아 확인하지 못했습니다({type(problem).__name__}).",
                f"A database could not be asked ({type(problem).__name__}).",
            )))  # fmt: skip
            break
    return found


def _debug(home: Home) -> Iterator[Reason]:
    if settings.DEBUG:
        yield Reason("debug", Text("JIKIM_DEBUG가 켜져 있습니다. 오류 화면에 내부 정보가 보입니다.",
                                   "JIKIM_DEBUG is on: error pages show what is inside."))  # fmt: skip


def _demo(home: Home) -> Iterator[Reason]:
    if settings.JIKIM_DEMO:
        yield Reason("demo", Text("시연용 자료 폴더입니다. 새 폴더에서 ‘jikim init’으로 시작하십시오.",
                                  "This data folder is a demo. Start a new one with `jikim init`."))  # fmt: skip
    if settings.JIKIM_TODAY:
        yield Reason("rehearsed-day", Text("오늘 날짜가 고정되어 있습니다(JIKIM_TODAY).", "Today's date is pinned (JIKIM_TODAY)."))
    if _demo_accounts():
        yield Reason("demo-accounts", Text("시연 계정이 남아 있습니다.", "Demo accounts exist."))


def _demo_accounts() -> bool:
    from jikim.areas.people import public as people

    return bool(people.demo_accounts_exist())


def _secret_key(home: Home) -> Iterator[Reason]:
    key = settings.SECRET_KEY
    if not home.secret_key_file.exists():
        yield Reason("no-secret-key", Text(f"비밀 열쇠 파일이 없습니다: {home.secret_key_file}",
                                           f"There is no secret key file at {home.secret_key_file}."))  # fmt: skip
    elif len(key) < SHORTEST_KEY or len(set(key)) < 10 or key.startswith(("unsafe", "django-insecure", "change")):
        yield Reason("weak-secret-key", Text(
            f"비밀 열쇠가 너무 짧거나 기본값입니다({SHORTEST_KEY}자 이상의 난수여야 합니다).",
            f"The secret key is a default or too short (at least {SHORTEST_KEY} random characters).",
        ))  # fmt: skip


def _key_files(home: Home) -> Iterator[Reason]:
    """Readable by their owner only, wherever they lie."""
    paths = {home.root, *home.key_files.values(), home.keystore, home.keys, home.vault_database.parent}
    if home.keys.exists():
        paths |= set(home.keys.iterdir())
    for path in sorted(path for path in paths if path.exists()):
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Reason("key-permissions", Text(
                f"다른 사용자가 읽을 수 있습니다: {path} (chmod go-rwx)",
                f"Others can read {path} (chmod go-rwx).",
            ))  # fmt: skip


def _address(home: Home) -> Iterator[Reason]:
    if not settings.HTTPS:
        yield Reason("http", Text(
            "JIKIM_BASE_URL이 https://로 시작하지 않습니다. 로그인 쿠키가 암호화되지 않은 채 오갑니다.",
            "JIKIM_BASE_URL does not begin with https://: sign-in cookies travel unprotected.",
        ))  # fmt: skip


def _hosts(home: Home) -> Iterator[Reason]:
    from urllib.parse import urlsplit

    if any(host.strip() in {"*", "."} for host in settings.ALLOWED_HOSTS):
        yield Reason("hosts", Text("JIKIM_HOSTS에 ‘*’가 있습니다.", "JIKIM_HOSTS contains “*”."))
    ours = urlsplit(settings.JIKIM_BASE_URL).hostname or ""
    if settings.HTTPS and not any(ours == host or (host.startswith(".") and ours.endswith(host)) for host in settings.ALLOWED_HOSTS):
        yield Reason("hosts-missing", Text(f"JIKIM_HOSTS에 {ours}이(가) 없습니다.", f"JIKIM_HOSTS lacks {ours}."))


def _mail(home: Home) -> Iterator[Reason]:
    if not settings.EMAIL_URL.startswith(("smtp:", "smtps:")):
        yield Reason("mail", Text(
            "EMAIL_URL이 메일 서버를 가리키지 않습니다. 초대와 결정 통지가 아무에게도 가지 않습니다.",
            "EMAIL_URL names no mail server: invitations and decisions reach nobody.",
        ))  # fmt: skip
    elif settings.EMAIL_URL.startswith("smtp:") and "tls=0" in settings.EMAIL_URL:
        yield Reason("mail-plain", Text("메일이 암호화되지 않고 나갑니다(tls=0).", "Mail leaves unencrypted (tls=0)."))


def _databases(home: Home) -> Iterator[Reason]:
    main, vault = (_place(connections[alias].settings_dict) for alias in ("default", "vault"))
    if main == vault:
        yield Reason("same-database", Text("금고가 본 자료와 같은 데이터베이스에 있습니다.", "The vault lies in the main database."))
    users = [connections[alias].settings_dict.get("USER") for alias in ("default", "vault")]
    if all(connections[alias].vendor == "postgresql" for alias in ("default", "vault")):
        if users[0] == users[1]:
            yield Reason("same-role", Text("금고와 본 자료가 같은 데이터베이스 사용자를 씁니다.",
                                           "Vault and main database are opened by the same database role."))  # fmt: skip
    elif any(connections[alias].vendor == "postgresql" for alias in ("default", "vault")):
        yield Reason("mixed-databases", Text(
            "DATABASE_URL과 VAULT_DATABASE_URL 가운데 하나만 PostgreSQL입니다.",
            "Only one of DATABASE_URL and VAULT_DATABASE_URL is PostgreSQL.",
        ))  # fmt: skip


def _place(config: dict[str, Any]) -> tuple[str, ...]:
    if config["ENGINE"].endswith("sqlite3"):
        return ("sqlite", os.path.realpath(str(config["NAME"])))
    return ("server", str(config.get("HOST")), str(config.get("PORT") or 5432), str(config["NAME"]))


def _sqlite(home: Home) -> Iterator[Reason]:
    for alias in ("default", "vault"):
        connection = connections[alias]
        if connection.vendor != "sqlite" or not Path(str(connection.settings_dict["NAME"])).exists():
            continue
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            (level,) = cursor.fetchone()
        if level < 2:
            yield Reason("synchronous", Text(
                f"{alias}: SQLite의 synchronous가 FULL이 아닙니다. 정전 때 마지막 기록을 잃을 수 있습니다.",
                f"{alias}: SQLite's synchronous is not FULL; a power cut may lose the last commits.",
            ))  # fmt: skip


def _vault_keys(home: Home) -> Iterator[Reason]:
    for path in (home.vault_key_file, home.keystore):
        if not path.exists():
            yield Reason("no-vault-key", Text(
                f"금고의 열쇠가 없습니다: {path}. 응답을 읽을 수 없게 됩니다.",
                f"A key of the vault is missing, {path}: answers cannot be read.",
            ))  # fmt: skip
    others = {name: path for name, path in home.key_files.items() if path not in (home.vault_key_file, home.secret_key_file)}
    for name, path in others.items():
        if not path.exists():
            yield Reason("no-key", Text(
                f"{_LOST[name].ko}: {path}. 처음이면 ‘jikim init’이 만들고, 아니면 보관해 둔 파일을 넣어 주십시오.",
                f"{_LOST[name].en}: {path}. `jikim init` makes a first one; otherwise put back the file you kept.",
            ))  # fmt: skip


def _schema(home: Home) -> Iterator[Reason]:
    from jikim.config.schema import pending, unknown

    if waiting := pending():
        yield Reason("migrations", Text(f"적용하지 않은 마이그레이션: {', '.join(waiting)}", f"Pending migrations: {', '.join(waiting)}"))
    if newer := unknown():
        yield Reason("newer-data", Text(f"더 새로운 판의 자료입니다: {', '.join(newer)}", f"Data from a newer version: {', '.join(newer)}"))
