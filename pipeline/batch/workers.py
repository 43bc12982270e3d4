"""Who reads: this process, worker processes of this machine, or the workers of a Dask cluster. All are Executors.

A worker process is limited in time and memory, and replaced when it exceeds them: a hostile file costs its own result
and no other. On a cluster, its own settings bound the memory of a worker (``--memory-limit`` of ``dask worker``).
"""

from __future__ import annotations

import atexit
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import ParamSpec, TypeVar

from pebble import ProcessPool

from pipeline.errors import GiaoviecError

__all__ = ["FAST_SECONDS", "MEMORY", "SLOW_SECONDS", "Lanes", "cluster", "in_process", "processes", "standing"]

FAST_SECONDS = 120.0
"""For a few files of which none needs another program: a thousand pages of text take ten seconds."""
SLOW_SECONDS = 3600.0
"""For a file that needs one: a page of a scan takes a second or two."""
STANDING_SECONDS = 900.0
"""For a file that needs another program, while somebody waits before a browser."""
MEMORY = 4 << 30
"""Bytes of address space of a worker: a scan of 200 pages takes a third of a gigabyte; libraries reserve more."""

CONNECT = "20s"
"""How long a scheduler has to answer."""

_STANDING = 2
_FILES_A_WORKER = 2_000  # chunks, after which a worker is replaced: whatever a library leaks goes with it

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where fast and slow files are read, how many workers there are, and whether they are on this machine."""

    fast: Executor
    slow: Executor
    width: int
    share_disk: bool = True


class _InProcess(Executor):
    """Runs what it is given at once, in this process: for a few files, where starting others takes longer."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class _Limited(Executor):
    """A pool of processes in which every call has ``seconds`` from its start; the pool belongs to somebody else."""

    def __init__(self, pool: ProcessPool, seconds: float) -> None:
        self._pool = pool
        self._seconds = seconds

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._seconds)
        return future


@contextmanager
def in_process() -> Iterator[Lanes]:
    """One worker, this process, without limits."""
    here = _InProcess()
    yield Lanes(here, here, 1)


@contextmanager
def processes(
    workers: int, fast: float = FAST_SECONDS, slow: float = SLOW_SECONDS, memory: int = MEMORY
) -> Iterator[Lanes]:
    """Processes of this machine; ``fast`` and ``slow`` are seconds, ``memory`` is bytes (on Windows without limit)."""
    pool = _pool(workers, memory)
    try:
        yield Lanes(_Limited(pool, min(fast, slow)), _Limited(pool, slow), workers)
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


@cache
def standing() -> Lanes:
    """Two processes that stay for as long as this one: for files that come one by one, while somebody waits."""
    pool = _pool(_STANDING, MEMORY)
    atexit.register(_dismiss, pool)
    return Lanes(_Limited(pool, FAST_SECONDS), _Limited(pool, STANDING_SECONDS), _STANDING)


@contextmanager
def cluster(address: str) -> Iterator[Lanes]:
    """The workers of the Dask cluster whose scheduler is at ``address``, as many as there are threads of them.

    Raises GiaoviecError where Dask is not installed or the scheduler can't be reached.
    """
    try:
        from distributed import Client
    except ImportError:
        raise GiaoviecError("Muốn dùng --scheduler cần cài thêm Dask: pip install 'giaoviec[dask]'.") from None
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GiaoviecError(f"Không nối được tới Dask scheduler {address} ({type(error).__name__}).") from error
    with client:
        width = sum(client.nthreads().values())
        if not width:
            raise GiaoviecError(f"Dask scheduler {address} chưa có worker nào: hãy chạy dask worker {address}.")
        executor = client.get_executor(pure=False, retries=2)
        yield Lanes(executor, executor, width, share_disk=False)


def _pool(workers: int, memory: int) -> ProcessPool:
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["pipeline.batch.read"])
    return ProcessPool(workers, max_tasks=_FILES_A_WORKER, initializer=_limit, initargs=[memory], context=context)


def _dismiss(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def _limit(memory: int) -> None:
    """Bound the address space of this process and of those it starts; what asks for more gets a MemoryError."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
