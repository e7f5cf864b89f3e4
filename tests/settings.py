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
    # tables from the models, as in a new installation, in a tenth of the time: tests/config/test_schema.py holds the history against them
    _database["TEST"] = {"MIGRATE": False}
    if _database["ENGINE"].endswith("sqlite3"):
        # a file, so that threads and WAL are as in the product
        _database["TEST"]["NAME"] = f"{_root}/test-{_alias}.sqlite3"
