"""The SQL functions of the store on every connection that Datasette opens.

Datasette's own ``escape_fts`` is replaced, so that the search box of its table pages folds what is typed as well.
"""

import sqlite3

from datasette import hookimpl
from pipeline.store import register_functions
from pipeline.store.folding import match_query


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    register_functions(conn)
    conn.create_function("escape_fts", 1, match_query)
