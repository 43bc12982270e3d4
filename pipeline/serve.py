"""Datasette on the store: finds its configuration folder and runs the server in this process."""

from __future__ import annotations

import asyncio
import errno
import re
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import datasette.handle_exception
import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import parse_metadata

from pipeline.clock import vietnam_today
from pipeline.errors import GiaoviecError, StoreError
from pipeline.shipped import shipped_folder
from pipeline.store import extend_occurrences, open_store
from pipeline.store.accounts import accounts_path, signing_secret
from pipeline.store.folding import fold
from pipeline.store.incoming import empty_incoming, keep_temporary_in

_PARTING_S = 10  # for answers that are on their way when the server is told to end
DATABASE_NAME = "giaoviec"
"""The name under which metadata.yaml knows the store, whatever its file is called."""

_COUNT = "select count(*) from "
_COUNT_MS = 100
_FEW = 10_000
_FEW_ROWS = "SELECT count(*) FROM (SELECT 1 FROM [{}] LIMIT ?)"


def datasette_folder() -> Path:
    """The Datasette configuration that comes with the program. Raises StoreError where the installation lacks it."""
    folder = shipped_folder("datasette")
    if not (folder / "metadata.yaml").is_file():
        raise StoreError("Thiếu thư mục cấu hình Datasette: hãy cài lại giaoviec.")
    return folder


def datasette_app(db: Path, public: bool = False, also: Sequence[Path] = (), review: bool = True) -> Any:
    """A Datasette on the database at ``db``, which is created, migrated and brought up to date first.

    ``public`` lets anybody read; nobody writes without signing in. Without ``review`` agencies see their tasks as soon
    as a document comes in, else once a clerk has confirmed it. ``also`` are further databases, of other years or other
    offices: their tables and reports stand beside, and nothing is recorded in them.
    """
    with open_store(db) as store:
        extend_occurrences(store, vietnam_today())
    folder = datasette_folder()
    # Datasette itself would read the file in the encoding of the machine, which on Windows is not UTF-8.
    metadata = parse_metadata((folder / "metadata.yaml").read_text(encoding="utf-8"))
    metadata.setdefault("plugins", {})["access"] = {"public": public, "review": review}
    app = Datasette(files=[], config_dir=folder, metadata=metadata, secret=signing_secret(accounts_path(db)))
    app.remove_database("_memory")
    # Where rich is installed, Datasette prints every mistyped address with all local variables: the text of documents.
    datasette.handle_exception.rich = None
    app.add_database(_Store(app, path=str(db), is_mutable=True), name=DATABASE_NAME)
    for path in also:
        _attach(app, metadata, path)
    return app


def serve(
    db: Path, listening: socket.socket, public: bool = False, also: Sequence[Path] = (), review: bool = True
) -> None:
    """Serve the database, and those in ``also``, until interrupted; ``public`` and ``review`` as above.

    Raises StoreError where the database can't be opened.
    """
    empty_incoming(db)
    keep_temporary_in(db)
    app = datasette_app(db, public, also, review)
    asyncio.run(app.invoke_startup())
    config = uvicorn.Config(app.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=_PARTING_S)
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before the server starts, which itself would only log that it can't have it.

    Raises GiaoviecError where the port is taken, or the address is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
        # Else an answer's body waits 40 ms for the acknowledgement of its head; accepted sockets inherit this.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        reason = "đang có chương trình khác dùng" if error.errno == errno.EADDRINUSE else "không dùng được"
        raise GiaoviecError(f"Cổng {port} ở địa chỉ {host} {reason}: hãy chọn cổng khác bằng --port.") from error


def site_of(listening: socket.socket) -> str:
    """The address of the site on a socket, as a browser takes it: that of IPv6 in brackets."""
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Store(Database):  # type: ignore[misc]
    """The store, whose rows Datasette counts only where that is done at a glance: nobody waits for a page's figure."""

    async def execute(self, sql: str, params: Any = None, **more: Any) -> Any:
        """As Datasette asks. Raises QueryInterrupted, which it takes for rows that are not counted."""
        if sql.startswith(_COUNT):
            more["custom_time_limit"] = min(more.get("custom_time_limit") or _COUNT_MS, _COUNT_MS)
        return await super().execute(sql, params, **more)

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """The rows of each table, None where there are more than are counted; ``limit`` is Datasette's, in ms."""
        names = await self.table_names()

        def count(conn: Any) -> dict[str, int | None]:
            counts = {name: int(conn.execute(_FEW_ROWS.format(name), [_FEW + 1]).fetchone()[0]) for name in names}
            return {name: rows if rows <= _FEW else None for name, rows in counts.items()}

        found: dict[str, int | None] = await self.execute_fn(count)
        return found


def _attach(app: Any, metadata: dict[str, Any], path: Path) -> None:
    """Serve the database at ``path`` too, with all reports, under the name of its file."""
    with open_store(path) as store:
        extend_occurrences(store, vietnam_today())
    stem = re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-") or "kho"
    name = next(one for one in (stem, *(f"{stem}-{number}" for number in range(2, 1_000))) if one not in app.databases)
    described = metadata["databases"]
    described[name] = {**described[DATABASE_NAME], "title": path.stem}
    app.add_database(_Store(app, path=str(path), is_mutable=True), name=name)


def attached_names(app: Any) -> tuple[str, ...]:
    """The names of the further databases that are served beside the store."""
    return tuple(str(name) for name in app.databases if not name.startswith("_") and name != store_name(app))


def store_name(app: Any) -> str:
    """The name of the store in a Datasette started in any way; databases of its own start with an underscore."""
    return next((str(name) for name in app.databases if not name.startswith("_")), DATABASE_NAME)
