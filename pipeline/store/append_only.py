"""Tables to which rows are only added: the triggers by which the database refuses to change or delete one."""

from __future__ import annotations


def append_only(table: str) -> dict[str, str]:
    """The triggers of one table, by name."""
    triggers = {}
    for deed, when, word in (("update", "UPDATE", "sửa"), ("delete", "DELETE", "xóa")):
        triggers[f"{table}_no_{deed}"] = f"""CREATE TRIGGER {table}_no_{deed} BEFORE {when} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table}: chỉ thêm, không {word}'); END"""
    # INSERT OR REPLACE deletes without firing the trigger above unless recursive triggers are on.
    triggers[f"{table}_no_replace"] = f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, '{table}: chỉ thêm, không thay'); END"""  # noqa: S608 - own names
    return triggers
