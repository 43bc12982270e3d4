"""The JSON contract as text for people: the head, then who does what by when."""

from __future__ import annotations

from typing import Any

_HEAD = (
    ("Cơ quan ban hành", "issuer"),
    ("Số, ký hiệu", "code"),
    ("Ngày", "date"),
    ("Trích yếu", "subject"),
    ("Người ký", "signer"),
    ("Độ khẩn", "urgency"),
)


def as_text(row: dict[str, Any]) -> str:
    """A page of plain text for one extracted dispatch."""
    return "\n".join([row["source"], *_head(row["header"]), "", *_tasks(row["tasks"]), *_findings(row["findings"])])


def _head(header: dict[str, Any]) -> list[str]:
    code = "/".join(part for part in (header["number"], header["symbol"]) if part)
    values = {**header, "code": code}
    lines = [f"  {label}: {values[key]}" for label, key in _HEAD if values[key]]
    if header["addressees"]:
        lines.append(f"  Kính gửi: {'; '.join(header['addressees'])}")
    return lines


def _tasks(tasks: list[dict[str, Any]]) -> list[str]:
    if not tasks:
        return ["Không có nhiệm vụ nào được giao.", ""]
    return [f"{len(tasks)} nhiệm vụ", *(line for number, task in enumerate(tasks, 1) for line in _task(number, task))]


def _task(number: int, task: dict[str, Any]) -> list[str]:
    facts = (
        ("Chủ trì", "; ".join(task["lead"])),
        ("Phối hợp", "; ".join(task["coordinate"])),
        ("Thời hạn", "; ".join(_deadline(deadline) for deadline in task["deadlines"])),
        ("Chỉ tiêu", "; ".join(target["text"] for target in task["targets"])),
    )
    return [
        f"{number}. {task['text']}",
        *(f"   {label}: {value}" for label, value in facts if value),
        "",
    ]


def _deadline(deadline: dict[str, Any]) -> str:
    return f"{deadline['text']} ({deadline['due']})" if deadline["due"] else str(deadline["text"])


def _findings(findings: list[dict[str, Any]]) -> list[str]:
    return [f"Lưu ý: {finding['message']}" for finding in findings]
