"""The real server on this machine, with sample documents and an account of every role: for tests in a browser."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from sqlite_utils import Database

from pipeline.batch import FoundFile, ingest
from pipeline.clock import vietnam_today
from pipeline.serve import datasette_app
from pipeline.store import open_store, record_event
from pipeline.store.accounts import Account, accounts_path, add_account, find_account, open_accounts
from pipeline.store.agency_names import busiest_agency
from pipeline.web.passwords import hash_password
from pipeline.web.sessions import session_cookie
from tests.browsing import NAMES
from tests.factory import confirmed, happened

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SAMPLES = ("ct-chu-tich-ubnd-tinh-2025", "cv-so-y-te-2025", "qd-giao-nhiem-vu-2024", "tb-ket-luan-hop-2025")
PASSWORD = "mật khẩu của phép thử"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the server listens, the store that it serves, and the program itself."""

    address: str
    store: Path
    app: Any


def fill(store: Path, corpus: Path, pictured: bool = False) -> None:
    """Sample documents, as text or ``pictured`` as PDF, and an account of every role.

    The agency is the one with most tasks.
    """
    kind = "pdf" if pictured else "txt"
    files = [corpus / "van-ban" / f"{name}.{kind}" for name in SAMPLES]
    for row in ingest([FoundFile(path) for path in files], store):
        assert row.result == "added", row.error
    with open_store(store) as db:
        agency = busiest_agency(db)
        assert agency is not None
        led = "SELECT a.task_id FROM assignments a JOIN agencies g ON g.id = a.agency_id WHERE g.key = ? ORDER BY 1"
        tasks = [row[0] for row in db.conn.execute(led, [agency.key]).fetchall()]
        for document in {_document_of(db, task) for task in tasks[:2]}:
            confirmed(db, document)
        for kind, task in (("accept", tasks[0]), ("progress", tasks[0]), ("report", tasks[1])):
            record_event(db, task, happened(kind, vietnam_today(), actor=NAMES["agency"], role="agency"))
    hashed = hash_password(PASSWORD)
    with open_accounts(accounts_path(store)) as accounts:
        for role, name in NAMES.items():
            own = (agency.key, agency.name) if role == "agency" else (None, None)
            add_account(accounts, Account(role, name, role, *own, password=hashed))


def _document_of(db: Database, task: int) -> int:
    return int(db.execute("SELECT document_id FROM tasks WHERE id = ?", [task]).fetchone()[0])


def session_of(site: Site, id_: str) -> str:
    """The cookie of somebody who has signed in."""
    with open_accounts(accounts_path(site.store)) as accounts:
        account = find_account(accounts, id_)
    assert account is not None
    return session_cookie(site.app, account)


@contextmanager
def serving(store: Path) -> Iterator[Site]:
    """The server, in a thread that ends with the test, and with the process whatever happens."""
    app = datasette_app(store)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)

        def run() -> None:
            asyncio.run(app.invoke_startup())
            server.run([listening])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", store, app)
        finally:
            server.should_exit = True
            thread.join(10)
