"""A PostgreSQL cluster for the tests, from the pgserver wheel, under the system's temporary folder.

As root, pgserver adds a system user and opens the parent folders: never give it a folder inside a home.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROLES = (("jikim", "jikim"), ("jikim_vault", "jikim_vault"))


@dataclass
class Cluster:
    """A running cluster. Two databases, each owned by a role of its own that cannot enter the other."""

    server: Any

    def environment(self) -> dict[str, str]:
        parts = urlsplit(self.server.get_uri())
        host = parse_qs(parts.query).get("host", [parts.hostname or "localhost"])[0]
        port = f"&port={parts.port}" if parts.port else ""
        url = "postgresql://{role}@/{database}?host=" + host.replace("/", "%2F") + port
        return {
            "DATABASE_URL": url.format(role="jikim", database="jikim"),
            "VAULT_DATABASE_URL": url.format(role="jikim_vault", database="jikim_vault"),
        }

    def stop(self) -> None:
        self.server.cleanup()


def start(folder: Path) -> Cluster:
    """Start one with both databases. Durability is off: these databases live for minutes."""
    import pgserver

    server = pgserver.get_server(str(folder / "data"), cleanup_mode="stop")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    for role, database in ROLES:
        server.psql(f"CREATE ROLE {role} LOGIN CREATEDB;")
        server.psql(f"CREATE DATABASE {database} OWNER {role};")
        server.psql(f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC;")
    return Cluster(server)
