"""Speed of the pages as the people see them who may: a real server, every page, every query, a generated register.

``make bench-web`` fills a register (a million tasks and 200,000 documents, kept in the temporary folder and used
again), serves it on 127.0.0.1 and asks for every page of the table of rights (:mod:`tests.bench.addresses`), every
named query and every table and view, each of today and of days in the past. Printed for each: the median and the 95th
percentile of the milliseconds from the request to the last byte, and the mean of the server's processor time, which
other programs do not stretch. Where Chromium is there, also the first paint of the home page. Ends with 1 where a page
takes longer than the target.
"""

from __future__ import annotations

import argparse
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import cycle, islice
from pathlib import Path

import httpx

from pipeline.store import open_store
from pipeline.web.routing import AGENCY, SIGNED_IN, SUPERVISOR
from pipeline.web.sessions import COOKIE
from tests.bench.addresses import addresses
from tests.bench.register import MEASURED_AGENCY, fill
from tests.browsing import Browser, browser

TARGET_MS = 300
TIMES = 20  # each page
EXPECTED = (200, 410)  # 410: a link that signs in and was used
CHROMIUM = Path("/usr/bin/chromium")
Clients = Mapping[str, httpx.Client]
"""Who is signed in, by role."""


@contextmanager
def served(path: Path) -> Iterator[tuple[Clients, int]]:
    """Somebody of each role who is signed in to a server on the register, and the process of the server."""
    sessions = {role: reader(path, role).cookies[COOKIE] for role in sorted(SIGNED_IN)}
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pipeline", "serve", "--db", str(path), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with ExitStack() as opened:
            clients = {
                role: opened.enter_context(
                    httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={COOKIE: session}, timeout=60)
                )
                for role, session in sessions.items()
            }
            _wait_for(clients[SUPERVISOR])
            yield clients, server.pid
    finally:
        server.terminate()
        server.wait()


def reader(path: Path, role: str) -> Browser:
    """The browser of somebody of a role, of the agency whose tasks are asked for where it is an agency's account."""
    return browser(path, role, f"so mau {MEASURED_AGENCY}" if role == AGENCY else None)


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
    """The milliseconds of each request. Raises ValueError where a page breaks, or has nothing to show."""
    runs = []
    for place in islice(cycle(places), TIMES):
        begin = time.perf_counter()
        answer = client.get(place)
        runs.append((time.perf_counter() - begin) * 1000)
        if answer.status_code not in EXPECTED:
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--db", type=Path, help="the register; filled where there is none")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    args = parser.parse_args()
    path = args.db or Path(tempfile.gettempdir()) / f"giaoviec-bench-{args.tasks}" / "giaoviec.db"
    if not path.exists():
        _fill(path, args.tasks)
    print(f"{'p50 ms':>9} {'p95 ms':>9} {'cpu ms':>8}  page (target: p95 < {TARGET_MS} ms)")
    kept = []
    with closing(sqlite3.connect(path)) as conn:
        pages = addresses(conn)
    with served(path) as (clients, server):
        for name, asked in pages.items():
            if args.only in name:
                begin = _processor_ms(server)
                runs = measured(clients[asked.role], asked.places)
                kept.append(_report(name, runs, (_processor_ms(server) - begin) / len(runs)))
        if CHROMIUM.exists() and args.only in "vẽ":
            kept.append(_report("lần vẽ đầu tiên của trang đầu (Chromium)", painted(clients[SUPERVISOR]), 0))
    sys.exit(0 if all(kept) else 1)


def _fill(path: Path, tasks: int) -> None:
    begin = time.perf_counter()
    store = open_store(path)
    with closing(store.conn):
        fill(store, tasks)
    print(f"{tasks} tasks in {time.perf_counter() - begin:.0f} s, {path.stat().st_size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
