"""`jikim protect`: hides cells of a frequency table. Needs no data folder, writes nothing but --out."""

from __future__ import annotations

import csv
import io
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jikim.config.commands.console import fail, print_json, read_as, say, solver_on_stderr
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.rules.disclosure.problem import Problem
    from jikim.rules.disclosure.suppress import Suppression
    from jikim.rules.disclosure.table import FrequencyTable

#: seconds of looking for the optimum unless --seconds says otherwise
PLAIN_SECONDS, OTHER_SECONDS = 3.0, 60.0


def register(app: typer.Typer) -> None:
    """Adds `protect` to the `jikim` command."""
    app.command("protect")(protect)


def protect(
    table: Annotated[Path, typer.Argument(metavar="IN.csv", help="도수표(긴 형식) · frequency table in long form: variables, then n; Total marks a margin.")],
    out: Annotated[Path, typer.Option("--out", metavar="OUT.csv", help="결과 파일 · where the protected table goes.")],
    minimum: Annotated[int, typer.Option("--minimum", min=2, help="공개할 수 있는 최소 인원 · smallest count that may be shown.")] = 5,
    zeros_are_safe: Annotated[bool, typer.Option("--zeros-are-safe", help="0은 비공개 대상이 아님 · a zero is not primary, but may be hidden.")] = False,
    protect_width: Annotated[int, typer.Option("--protect", metavar="P", min=0, help="추정 구간의 최소 너비 · ask for intervals at least this wide.")] = 0,
    seconds: Annotated[float | None, typer.Option("--seconds", min=1.0, help="최적해 탐색 시간 한도(기본: 200칸까지의 2차원 표 3초, 그 밖 60초) · time limit of the search for the optimum (3 for a 2-way table up to 200 cells, else 60).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="표준출력에 JSON 하나 · one JSON object on stdout.")] = False,
) -> None:  # fmt: skip
    """도수표에서 작은 칸과, 빼기로 그 칸을 알아낼 수 있는 칸을 숨깁니다 · Hide small cells, and what would reveal them.

    Every small cell's provable interval reaches the minimum and is at least as wide, all margins considered.
    """
    from jikim.rules.disclosure.problem import problem_of
    from jikim.rules.disclosure.table import TableError

    started = time.monotonic()
    _refuse_to_overwrite(table, out)
    header, rows, numbers = _read(table)
    counts = _counts(rows, header, numbers)
    try:
        read = _table(header, rows, counts)
    except TableError as broken:
        for reason in broken.reasons:
            say(reason)
        raise typer.Exit(1) from None
    problem = problem_of(
        read, minimum=minimum, protect=protect_width, zeros_are_safe=zeros_are_safe, weights=_weights(read.n)
    )
    result = _suppressed(read, problem, _patience(read, started, seconds))
    _write(out, header, rows, result)
    report = _report(read, problem, result, time.monotonic() - started)
    _tell(report)
    if as_json:
        print_json(report)


def _refuse_to_overwrite(table: Path, out: Path) -> None:
    if out.exists() and table.exists() and out.samefile(table):
        fail(Text("결과 파일이 도수표 파일과 같습니다. 다른 이름을 쓰십시오.", "--out is the input file. Choose another name."), 2)


def _suppressed(table: FrequencyTable, problem: Problem, stop: Callable[[], bool]) -> Suppression:
    from jikim.rules.disclosure.suppress import UnprotectableError, suppress

    try:
        with solver_on_stderr():
            return suppress(problem, stop=stop)
    except UnprotectableError as stuck:
        names = "; ".join(table.name(i) for i in stuck.cells)
        fail(
            Text(
                f"모두 숨겨도 보호할 수 없는 칸이 있습니다: {names}",
                f"cannot be protected even with everything hidden: {names}",
            )
        )


def _patience(table: FrequencyTable, started: float, seconds: float | None) -> Callable[[], bool]:
    """When to stop looking for the optimum. A plain table is answered while somebody waits, proven or not; larger shapes may
    take their time. What the own search settles in hundredths of a second is measured by its own work: how busy the machine
    is with something else must not change what is hidden.
    """
    from jikim.rules.disclosure.suppress import OWN_SEARCH_CELLS

    plain = len(table.columns) <= 2 and len(table.n) <= 200 and not any(">" in name for name in table.columns)
    if seconds is None and plain and len(table.n) <= OWN_SEARCH_CELLS:
        worked = time.process_time()
        return lambda: time.process_time() - worked > PLAIN_SECONDS
    limit = started + (seconds or (PLAIN_SECONDS if plain else OTHER_SECONDS))
    return lambda: time.monotonic() > limit


def _read(path: Path) -> tuple[list[str], list[list[str]], list[int]]:
    """Header, rows and the number of each row's last line; blank lines are no rows."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as broken:
        fail(Text(f"파일을 읽을 수 없습니다: {path}", f"cannot read {path}: {broken.strerror}"))
    except UnicodeDecodeError:
        text = _in_another_encoding(path)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        numbered = [(row, reader.line_num) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as broken:
        fail(Text(f"CSV로 읽을 수 없습니다: {path}", f"{path} cannot be read as CSV: {broken}"))
    lines = [row for row, _ in numbered]
    if len(lines) < 2:
        fail(Text(f"행이 없는 표입니다: {path}", f"{path} holds no rows"))
    header = [name.strip() for name in lines[0]]
    if len(header) < 2 or unicodedata.normalize("NFKC", header[-1]).casefold() != "n":
        fail(
            Text(
                "마지막 열의 이름은 n이어야 합니다.", "the last column must be n, after at least one variable"
            )
        )
    if len(set(header)) < len(header):
        fail(Text("열 이름이 겹칩니다.", "two columns share a name"))
    return header, lines[1:], [number for _, number in numbered[1:]]


def _in_another_encoding(path: Path) -> str:
    from jikim.shared.sheets import SheetError
    from jikim.shared.sheets.text import encoding_of

    try:
        encoding = encoding_of(path)
    except SheetError:
        fail(Text(f"UTF-8 파일이 아닙니다: {path}", f"{path} is not UTF-8"))
    say(read_as(encoding))
    return path.read_bytes().decode(encoding)


def _counts(rows: list[list[str]], header: list[str], numbers: list[int]) -> list[int]:
    """The whole numbers of the last column; every row that has none is named."""
    counts, wrong = [], []
    for number, row in zip(numbers, rows, strict=True):
        value = row[-1].strip() if len(row) == len(header) else ""
        if value.isascii() and value.isdigit():
            counts.append(int(value))
        else:
            wrong.append((number, ",".join(row)))
    for number, line in wrong[:20]:
        say(
            Text(
                f"{number}행: 인원이 0 이상의 정수가 아닙니다: {line}",
                f"row {number}: n is not a whole number of at least 0: {line}",
            )
        )
    if wrong:
        raise typer.Exit(1)
    return counts


def _table(header: list[str], rows: list[list[str]], counts: list[int]) -> FrequencyTable:
    from jikim.rules.disclosure.table import read_table

    return read_table(header[:-1], [row[:-1] for row in rows], counts)


def _weights(counts: tuple[int, ...]) -> list[int]:
    """Least persons hidden first, then fewest cells: hiding a zero costs less than any person, but is not free."""
    scale = len(counts) + 1
    return [n * scale + 1 for n in counts]


def _write(path: Path, header: list[str], rows: list[list[str]], result: Suppression) -> None:
    """The input's rows in their order, hidden counts blank, and why."""
    from jikim.shared.files.write import write_out

    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([*header, "status"])
    for i, row in enumerate(rows):
        status = (
            "primary"
            if i in result.primary
            else "complementary"
            if i in result.complementary
            else "published"
        )
        writer.writerow([*row[:-1], row[-1].strip() if status == "published" else "", status])
    try:
        write_out(path, made.getvalue().encode("utf-8-sig"))
    except OSError as broken:
        fail(Text(f"결과를 쓸 수 없습니다: {path}", f"cannot write {path}: {broken.strerror}"))


def _report(table: FrequencyTable, problem: Problem, result: Suppression, seconds: float) -> dict[str, Any]:
    scale = len(table.n) + 1
    return {
        "rows": len(table.n),
        "published": len(table.n) - len(result.hidden),
        "primary": len(result.primary),
        "complementary": len(result.complementary),
        "weight": sum(table.n[i] for i in result.hidden),
        "complementary_weight": sum(table.n[i] for i in result.complementary),
        "complementary_weight_bound": None if result.bound is None else result.bound // scale,
        "optimum_proven": result.proven,
        "method": result.method,
        "minimum": problem.minimum,
        "protection": problem.width,
        "narrowest": _narrowest(table, result),
        "seconds": round(seconds, 3),
    }


def _narrowest(table: FrequencyTable, result: Suppression) -> dict[str, Any] | None:
    """The primary cell an outsider can pin down most closely; `width` and `high` are null where nothing bounds it."""
    if not result.intervals:
        return None
    cell = min(result.intervals, key=lambda i: _width(result.intervals[i]))
    low, high = result.intervals[cell]
    return {
        "cell": dict(zip(table.columns, table.labels[cell], strict=True)),
        "low": low,
        "high": high,
        "width": None if high is None else high - low,
    }


def _width(interval: tuple[int, int | None]) -> float:
    low, high = interval
    return float("inf") if high is None else high - low


def _tell(report: dict[str, Any]) -> None:
    proven = report["optimum_proven"]
    print(
        f"{report['rows']}칸 중 {report['published']}칸 공개, {report['primary']}칸 1차 비공개, "
        f"{report['complementary']}칸 2차 비공개({'최적 확인' if proven else '최적 미확인'}), {report['seconds']}초\n"
        f"{report['rows']} cells: {report['published']} published, {report['primary']} primary, "
        f"{report['complementary']} complementary ({'proven optimal' if proven else 'not proven optimal'}), "
        f"{report['seconds']} s",
        file=sys.stderr,
    )
