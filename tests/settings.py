"""The product's settings on throw-away databases; a new data folder per test run."""

import atexit
import os
import shutil
import tempfile

_root = tempfile.mkdtemp(prefix="jikim-test-")
_made_by = os.getpid()


@atexit.register
def _tidy() -> None:
    """Leave nothing behind; a forked child must not clear its parent's folder."""
    if os.getpid() == _made_by:
        shutil.rmtree(_root, ignore_errors=True)


os.environ["JIKIM_HOME"] = _root
os.environ.setdefault("JIKIM_DEMO", "0")

from jikim.config.home import Home, here  # noqa: E402

here().make()

from jikim.config.settings import *  # noqa: E402, F403
from jikim.config.settings import DATABASES  # noqa: E402

assert isinstance(here(), Home)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for _alias, _database in DATABASES.items():
    if _database["ENGINE"].endswith("sqlite3"):
        # a file, so that threads and WAL are as in the product
        _database["TEST"] = {"NAME": f"{_root}/test-{_alias}.sqlite3"}
