"""Imports 10,000 applications through `jikim applicants import`, whole process, and prints seconds and peak memory.

Run: python benchmarks/import_applicants.py [--rows 1000 10000 100000]. Goal for 10,000: under 20 s and 300 MB.
Limit beside it, in the same run: reading the same workbook with openpyxl alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from jikim.rules.intake_cells import check_digit

HEADING = ("관리번호", "사업장명", "사업자등록번호", "업종코드", "업종명", "시도", "시군구", "위도", "경도", "상시근로자수", "고객응대근로자수",
           "담당자", "연락처", "이메일", "신청일")  # fmt: skip
READ = "import openpyxl,sys\nfor row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True): pass"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000])
    asked.add_argument("--repeats", type=int, default=3)
    options = asked.parse_args()
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} CPUs, SQLite WAL synchronous=FULL, every action audited")
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            sheet = Path(folder) / "applicants.xlsx"
            write(sheet, rows)
            for _ in range(options.repeats):
                one_round(Path(folder), sheet, rows)


def one_round(folder: Path, sheet: Path, rows: int) -> None:
    home = tempfile.mkdtemp(dir=folder)
    environment = {**os.environ, "JIKIM_HOME": home}
    jikim = [sys.executable, "-c", "from jikim.config.cli import main; main()"]
    subprocess.run([*jikim, "init"], env=environment, check=True, capture_output=True)
    reading, _, _, _ = measured([sys.executable, "-c", READ, str(sheet)], environment)
    took, busy, peak, out = measured([*jikim, "applicants", "import", str(sheet), "--json"], environment)
    again, _, _, out_again = measured([*jikim, "applicants", "import", str(sheet), "--json"], environment)
    first, second = json.loads(out), json.loads(out_again)
    if first["imported"] != rows or first["errors"] or second["unchanged"] != rows:
        raise SystemExit(f"void: {first['imported']} of {rows} imported, {second['unchanged']} unchanged")
    print(f"{rows:>7,} rows: import {took:6.2f} s ({busy:.2f} s of one CPU), peak {peak:4.0f} MB · again (unchanged) {again:5.2f} s · openpyxl reading alone {reading:5.2f} s")


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float, float, str]:
    """Seconds, seconds of CPU, peak MB of the process by itself, and its output."""
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"void: {command} ended with {status}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 2**20), out


def write(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("신청사업장")
        sheet.write_row(0, 0, HEADING)
        for n in range(1, rows + 1):
            nine = f"{100_000_000 + n * 7919 % 899_999_999:09d}"
            number = nine + str(check_digit(nine))
            shown = f"{number[:3]}-{number[3:5]}-{number[5:]}" if n % 2 else number
            sheet.write_row(n, 0, (
                f"W{n:06d}", f"바른은행 {n}지점", shown, "64121", "국내은행", "경기도", "수원시", 37.26, 127.03, 40 + n % 300, 5 + n % 35,
                f"담당{n}", f"02-766-{n % 10_000:04d}", f"hs{n}@example.com", f"2017.04.{1 + n % 28:02d}",
            ))  # fmt: skip


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
