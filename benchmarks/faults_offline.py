"""Faults 2 and 3 of offline filling: what devices were told, beside what is there. Prints one JSON object; exit 1 when a criterion fails.

2. Every message sent 1–5 times, reordered, over two connections: one row each; a used number with another body refused, logged, nothing overwritten.
3. Simulated devices, partitions up to 21 days, clocks ± 7 days and going back, cuts in mid-send, two devices on one visit: all ends agree,
   no edit lost in silence, every conflict shown, order by the server's sequence.
Run: python benchmarks/faults_offline.py [--messages 100000] [--devices 400] [--seed 1]   (own data folder, SQLite or DATABASE_URL)
A killed process is another script's; a cut here is an answer that never arrives. The room is a small one with a real merge.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--messages", type=int, default=100_000)
    asked.add_argument("--devices", type=int, default=400)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="jikim-faults-") as folder:
        os.environ["JIKIM_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jikim.config.settings")
        prepare()
        from django.db import connection

        from tests.shared.offline_faults import Messages, Season

        started = time.perf_counter()
        messages = Messages(args.messages, seed=args.seed)
        threads = [threading.Thread(target=messages.connection, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        second = messages.check() | {"seconds": round(time.perf_counter() - started, 1)}
        started = time.perf_counter()
        third = Season(args.devices, seed=args.seed).run() | {"seconds": round(time.perf_counter() - started, 1)}
        print(json.dumps({"database": connection.vendor, "fault_2": second, "fault_3": third}, ensure_ascii=False, indent=1))
    sys.exit(0 if not second["faults"] and not third["faults"] else 1)


def prepare() -> None:
    from jikim.config.home import here

    here().make()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    main()
