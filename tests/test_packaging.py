"""What a wheel carries, and that the files which name versions and layers agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _project(root: Path) -> dict[str, list[str]]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return {"": project["dependencies"], **project["optional-dependencies"]}


def test_every_dependency_is_pinned(root: Path) -> None:
    lines = [line for line in (root / "constraints.txt").read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {_normal(line.split("==")[0]) for line in lines}
    named = {_normal(re.split(r"[\s<>=!~;\[]", row, maxsplit=1)[0]) for rows in _project(root).values() for row in rows}
    assert named <= pinned


def test_no_init_below_datasette(root: Path) -> None:
    assert list((root / "datasette").rglob("__init__.py")) == []


@pytest.mark.slow
def test_the_wheel_carries_what_the_command_needs(root: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("giaoviec-*-py3-none-any.whl")
    with ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        metadata = archive.read(next(name for name in inside if name.endswith("METADATA"))).decode("utf-8")
    for folder, shipped in (
        ("pipeline", "pipeline"),
        ("models", "pipeline/_models"),
        ("datasette", "pipeline/_datasette"),
        ("docs", "pipeline/_docs"),
        ("corpus/van-ban", "pipeline/_corpus"),
    ):
        files = [path for path in (root / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        expected = {f"{shipped}/{path.relative_to(root / folder).as_posix()}" for path in files}
        assert expected <= inside
    assert "pipeline/rules/words.toml" in inside and "pipeline/_datasette/metadata.yaml" in inside
    assert not [name for name in inside if "__pycache__" in name or name.endswith((".pyc", ".db"))]
    assert not [name for name in inside if not name.startswith(("pipeline/", "giaoviec-"))]
    assert "License-Expression: Apache-2.0" in metadata
