"""Speed of the pages as a supervisor sees them: a real server, every page, every query, a generated register.

``make bench-web`` fills a register (a million tasks and 200,000 documents, kept in the temporary folder and used
again), serves it on 127.0.0.1 and asks for every page of the route table, every named query and every table and view,
each of today and of days in the past. Printed for each: the median and the 95th percentile of the milliseconds from
the request to the last byte, and the mean of the server's processor time, which other programs do not stretch. Where
Chromium is there, also the first paint of the home page. Ends with 1 where a page takes longer than the target.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

import httpx
import yaml

from pipeline.serve import DATABASE_NAME, datasette_folder
from pipeline.store import open_store
from pipeline.web.routes import ROUTES
from pipeline.web.routing import SUPERVISOR, Route
from pipeline.web.sessions import COOKIE
from tests.bench.register import AGENCIES, TASKS_EACH, TODAY, fill
from tests.browsing import browser

TARGET_MS = 300
TIMES = 20  # each page
CHROMIUM = Path("/usr/bin/chromium")
DAYS = ("", *((TODAY - timedelta(days=back)).isoformat() for back in (1, 30, 365, 900)))
TYPED = {"co_quan": ("Sở Mẫu 17", "so mau 523"), "tu_khoa": ("đợt 4711", "tháo gỡ khó khăn", '"giải ngân đầu tư"')}
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def addresses(tasks: int) -> dict[str, list[str]]:
    """Every page by its name, with the addresses that are asked for in turn."""
    pages = {route.pattern: _of_route(route, tasks) for route in ROUTES if _is_page(route)}
    metadata = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text("utf-8"))["databases"][DATABASE_NAME]
    for name, query in metadata["queries"].items():
        pages[f"câu hỏi {name}"] = _of_query(name, query["params"])
    for name, table in metadata["tables"].items():
        if not table.get("hidden"):
            pages[f"bảng {name}"] = [f"/{DATABASE_NAME}/{name}"]
    return {**pages, "mọi bảng": [f"/{DATABASE_NAME}"], "dòng": [f"/{DATABASE_NAME}/tasks/{tasks // 2}"]}


def _is_page(route: Route) -> bool:
    return route.method == "GET" and SUPERVISOR in route.roles and "extension" not in route.pattern


def _of_route(route: Route, tasks: int) -> list[str]:
    """The addresses of a page: of things all over the register, of today and of days before."""
    most = next((count for start, count in _numbered(tasks).items() if route.pattern.startswith(f"^{start}")), 1)
    ids = [1 + (most - 1) * part // 6 for part in range(7)]
    places = [_GROUP.sub(str(id_), route.pattern).strip("^$") for id_ in ids]
    return [f"{place}?as_of={day}" if day else place for place, day in islice(zip(cycle(places), cycle(DAYS)), 35)]


def _numbered(tasks: int) -> Mapping[str, int]:
    """How many there are of what the pages of an address show."""
    return {
        "/-/viec": tasks,
        "/-/van-ban": tasks // TASKS_EACH,
        "/-/duyet": tasks // TASKS_EACH,
        "/-/co-quan": AGENCIES,
    }


def _of_query(name: str, parameters: Sequence[str]) -> list[str]:
    typed = {parameter: TYPED.get(parameter, ("",)) for parameter in parameters if parameter != "as_of"}
    made = []
    for at, day in enumerate(islice(cycle(DAYS), 15)):
        said = {parameter: values[at % len(values)] for parameter, values in typed.items()}
        made.append(f"/{DATABASE_NAME}/{name}?{httpx.QueryParams({**said, 'as_of': day})}")
    return made


@contextmanager
def served(path: Path) -> Iterator[tuple[httpx.Client, int]]:
    """Somebody who is signed in to a server on the register, and the process of the server."""
    session = browser(path, "supervisor").cookies[COOKIE]
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pipeline", "serve", "--db", str(path), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={COOKIE: session}, timeout=60) as client:
            _wait_for(client)
            yield client, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            client.get("/-/dang-nhap")
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the server does not answer")


def _processor_ms(server: int) -> float:
    """The processor time that the server has used, where the system tells."""
    stat = Path(f"/proc/{server}/stat")
    if not stat.exists():
        return 0
    user, system = stat.read_text("ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def measured(client: httpx.Client, places: Sequence[str]) -> list[float]:
    """The milliseconds of each request. Raises ValueError where a page breaks."""
    runs = []
    for place in islice(cycle(places), TIMES):
        begin = time.perf_counter()
        answer = client.get(place)
        runs.append((time.perf_counter() - begin) * 1000)
        if answer.status_code >= 500:
            raise ValueError(f"{place}: {answer.status_code}")
    return runs


def painted(client: httpx.Client) -> list[float]:
    """The milliseconds to the first paint of the home page, in a browser that has been there before."""
    from playwright.sync_api import sync_playwright

    runs = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = chromium.new_context(bypass_csp=True)
        context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE], "url": str(client.base_url)}])
        page = context.new_page()
        for _ in range(TIMES + 1):
            page.goto(str(client.base_url), wait_until="load")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
            runs.append(float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")))
        chromium.close()
    return runs[1:]


def _report(name: str, runs: Sequence[float], processor_ms: float) -> bool:
    """Print a line; whether the target is kept."""
    p95 = statistics.quantiles(runs, n=20, method="inclusive")[-1]
    kept = p95 < TARGET_MS
    print(f"{statistics.median(runs):9.0f} {p95:9.0f}{' ' if kept else '!'}{processor_ms:8.0f}  {name}", flush=True)
    return kept


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tasks", type=int, default=1_000_000)
    asked.add_argument("--db", type=Path, help="the register; filled where there is none")
    asked.add_argument("--only", default="", help="only pages whose name contains this")
    args = asked.parse_args()
    path = args.db or Path(tempfile.gettempdir()) / f"giaoviec-bench-{args.tasks}" / "giaoviec.db"
    if not path.exists():
        _fill(path, args.tasks)
    print(f"{'p50 ms':>9} {'p95 ms':>9} {'cpu ms':>8}  page (target: p95 < {TARGET_MS} ms)")
    kept = []
    with served(path) as (client, server):
        for name, places in addresses(args.tasks).items():
            if args.only in name:
                begin = _processor_ms(server)
                runs = measured(client, places)
                kept.append(_report(name, runs, (_processor_ms(server) - begin) / len(runs)))
        if CHROMIUM.exists() and args.only in "vẽ":
            kept.append(_report("lần vẽ đầu tiên của trang đầu (Chromium)", painted(client), 0))
    sys.exit(0 if all(kept) else 1)


def _fill(path: Path, tasks: int) -> None:
    begin = time.perf_counter()
    store = open_store(path)
    with closing(store.conn):
        fill(store, tasks)
    print(f"{tasks} tasks in {time.perf_counter() - begin:.0f} s, {path.stat().st_size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
