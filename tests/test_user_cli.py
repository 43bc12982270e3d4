"""``giaoviec user`` and the links of the demonstration: what is made, what is refused, in one sentence."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from conftest import Ran

from pipeline.cli import demo, serve
from pipeline.review import Author
from pipeline.serve import datasette_app, listen
from pipeline.store import open_store, save
from pipeline.store.accounts import accounts_path, bind_account, find_account, open_accounts
from pipeline.store.agency_names import busiest_agency
from pipeline.store.review_points import count_points
from pipeline.store.reviewing import confirm, undo
from pipeline.web import passwords
from pipeline.web.demo_accounts import confirm_undoubted
from pipeline.web.passwords import password_fits
from pipeline.web.sessions import session_cookie
from tests.browsing import Browser, browser
from tests.factory import Paper, Work, build, confirmed

Run = Callable[..., Ran]
PASSWORD = "mật khẩu thử"


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(passwords, "ITERATIONS", 1000)
    path = tmp_path / "kho" / "giaoviec.db"
    works = [
        Work("rà soát hồ sơ", lead=("Sở Y tế",)),
        Work("tập huấn", lead=("Sở Y tế",), coordinate=("Công an tỉnh",)),
        Work("kiểm tra", lead=("Các sở, ban, ngành",)),
    ]
    with open_store(path) as store:
        save(store, build(Paper(works, issuer="Ủy ban nhân dân tỉnh Đắk Lắk")))
    return path


@pytest.fixture
def user(giaoviec: Run, db: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*args: object, password: str = PASSWORD) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        return giaoviec("user", *args, "--db", db)

    return run


def add(user: Run, name: str, *more: str, password: str = PASSWORD) -> Ran:
    return user("add", name, *more, "--password-stdin", password=password)


def one_sentence(ran: Ran) -> bool:
    return ran.code == 2 and bool(re.fullmatch(r"giaoviec: [^\n]+[.?]\n", ran.err))


def test_add_list_change_remove(user: Run, db: Path) -> None:
    made = add(user, "lan", "--role", "clerk", "--name", "Nguyễn Thị Mẫu")
    assert (made.code, made.out) == (0, "Đã tạo tài khoản lan: Nguyễn Thị Mẫu, văn thư.\n")
    assert user("list").out == "lan\tclerk\tNguyễn Thị Mẫu\t\n"
    assert user("passwd", "lan", "--password-stdin", password="mật khẩu khác").code == 0
    with open_accounts(accounts_path(db)) as accounts:
        stored = find_account(accounts, "lan")
    assert stored and password_fits("mật khẩu khác", stored.password) and not password_fits(PASSWORD, stored.password)
    assert user("remove", "lan").code == 0
    assert user("list").out == ""
    for again in (
        user("remove", "lan"),
        user("passwd", "lan", "--password-stdin"),
        add(user, "lan", "--role", "clerk"),
    ):
        assert one_sentence(again)


def test_a_password_on_stdin_is_utf8_whatever_the_console_speaks(
    giaoviec: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows; PowerShell puts a byte order mark before it."""
    for name, typed, code in (
        ("lan", f"{PASSWORD}\r\n".encode(), 0),
        ("hoa", f"{PASSWORD}\n".encode("utf-8-sig"), 0),
        ("mai", PASSWORD.encode("cp1258", "replace") + b"\x90\xff\n", 2),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), "cp1252"))
        ran = giaoviec("user", "add", name, "--role", "clerk", "--password-stdin", "--db", db)
        assert (ran.code, "UTF-8" in ran.err) == (code, code == 2), name
        with open_accounts(accounts_path(db)) as accounts:
            account = find_account(accounts, name)
        assert (account is not None and password_fits(PASSWORD, account.password)) == (code == 0), name


def test_what_makes_no_account(user: Run, db: Path) -> None:
    for name, *more in (
        ("Lan", "--role", "clerk"),
        ("l", "--role", "clerk"),
        ("../lan", "--role", "clerk"),
        ("lan", "--role", "boss"),
        ("lan",),
        ("lan", "--role", "agency"),
        ("lan", "--role", "clerk", "--agency", "Sở Y tế tỉnh Đắk Lắk"),
        ("lan", "--role", "agency", "--agency", "Sở Không Có Thật"),
    ):
        assert one_sentence(add(user, name, *more)), (name, more)
    assert one_sentence(add(user, "lan", "--role", "clerk", password="ngắn"))
    assert one_sentence(add(user, "lan", "--role", "clerk", password=""))
    assert user("list").out == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sở Y tế tỉnh Đắk Lắk", "Sở Y tế tỉnh Đắk Lắk"),
        ("so y te tinh dak lak", "Sở Y tế tỉnh Đắk Lắk"),
        ("dak-lak/so-y-te", "Sở Y tế tỉnh Đắk Lắk"),
        ("Bộ Nội vụ", "Bộ Nội vụ"),
    ],
)
def test_the_agency_of_an_account(user: Run, typed: str, meant: str) -> None:
    assert add(user, "syt", "--role", "agency", "--agency", typed).code == 0
    assert user("list").out == f"syt\tagency\tsyt\t{meant}\n"


def test_an_account_of_an_agency_sees_its_documents(user: Run, db: Path) -> None:
    with open_store(db) as store:
        confirmed(store, 1)
    for name, agency, status in (("syt", "Sở Y tế tỉnh Đắk Lắk", 200), ("bnv", "Bộ Nội vụ", 404)):
        add(user, name, "--role", "agency", "--agency", agency)
        visitor = browser(db, None)
        cookies = visitor.post("/-/dang-nhap", {"ten": name, "mat_khau": PASSWORD}).cookies
        assert Browser(visitor.app, cookies["giaoviec_session"]).get("/-/van-ban/1").status_code == status


def test_an_account_follows_its_agency_into_another_directory(
    user: Run, giaoviec: Run, db: Path, tmp_path: Path
) -> None:
    """Its name gets a code, another code, and loses it; and so does an agency that the program knows by itself."""
    works = [Work("lập đề án", lead=("Tổ công tác 17",)), Work("rà soát hồ sơ", lead=("Sở Y tế",))]
    with open_store(db) as store:
        paper = build(Paper(works, number="18", issuer="Ủy ban nhân dân tỉnh Đắk Lắk"))
        confirmed(store, save(store, paper).document_id)
    for name, agency in (("to17", "Tổ công tác 17"), ("syt", "Sở Y tế tỉnh Đắk Lắk"), ("bnv", "Bộ Nội vụ")):
        assert add(user, name, "--role", "agency", "--agency", agency).code == 0
    app = datasette_app(db)

    def sees() -> list[int]:
        found = []
        for name in ("to17", "syt", "bnv"):
            with open_accounts(accounts_path(db)) as accounts:
                account = find_account(accounts, name)
            assert account
            found.append(Browser(app, session_cookie(app, account)).get("/-/van-ban/2").status_code)
        return found

    assert sees() == [200, 200, 404]
    path = tmp_path / "danh bạ.csv"
    for row in ("t17,Tổ công tác 17", "x17,Tổ công tác 17", "khac,Sở Mẫu"):
        own = "dl-y-te,Sở Y tế tỉnh Đắk Lắk"
        path.write_text(f"Mã,Tên\n{row}\n{own}\n", "utf-8")
        ran = giaoviec("agencies", "import", path, "--db", db)
        assert ran.code == 0 and "Tài khoản to17 theo sang Tổ công tác 17" in ran.out, ran.err
        assert sees() == [200, 200, 404], row
        assert giaoviec("agencies", "import", path, "--db", db).out.count("Tài khoản") == 0


def test_an_account_is_bound_to_another_agency(user: Run, giaoviec: Run, db: Path, tmp_path: Path) -> None:
    add(user, "syt", "--role", "agency", "--agency", "Sở Y tế tỉnh Đắk Lắk")
    add(user, "lan", "--role", "clerk")
    assert user("agency", "syt", "Bộ Nội vụ").out == "Tài khoản syt nay là của Bộ Nội vụ.\n"
    assert "syt\tagency\tsyt\tBộ Nội vụ\n" in user("list").out
    for who, agency in (("lan", "Bộ Nội vụ"), ("ai", "Bộ Nội vụ"), ("syt", "Sở Không Có Thật")):
        assert one_sentence(user("agency", who, agency)), who
    with open_accounts(accounts_path(db)) as accounts:
        bind_account(accounts, "syt", "@da-mat", "Sở Đã Mất")
    path = tmp_path / "danh bạ.csv"
    path.write_text("Mã,Tên\nkhac,Sở Mẫu\n", "utf-8")
    assert "giaoviec user agency syt" in giaoviec("agencies", "import", path, "--db", db).out


def test_near_names_are_told(user: Run) -> None:
    assert "Có phải: Sở Y tế tỉnh Đắk Lắk?" in add(user, "syt", "--role", "agency", "--agency", "y tế tỉnh").err


def test_the_password_is_asked_twice(user: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def typing(*words: str) -> None:
        left = iter(words)
        monkeypatch.setattr(click, "prompt", lambda *_, **how: next(left) if how["hide_input"] else None)

    typing(PASSWORD, PASSWORD + "x")
    assert one_sentence(user("add", "lan", "--role", "clerk"))
    typing(PASSWORD, PASSWORD)
    assert user("add", "lan", "--role", "clerk").code == 0


def test_the_clerk_of_the_demonstration_leaves_what_is_in_doubt_and_what_was_touched(db: Path) -> None:
    waiting = "SELECT id FROM documents WHERE confirmed_at IS NULL"
    with open_store(db) as store:
        for number in ("16", "17"):
            save(store, build(Paper([Work("rà soát", lead=("Sở Y tế",))], number=number)))
        with store.conn as conn:
            conn.execute("UPDATE tasks SET needs_review = (document_id = 2)")
            for document in (1, 2, 3):
                count_points(conn, document)
        author = Author("van-thu", "Văn Thư Mẫu", "clerk")
        confirm(store, 3, 0, author)
        undo(store, 3, 1, author)
        confirm_undoubted(db)
        assert [row[0] for row in store.execute(waiting).fetchall()] == [2, 3]
        assert store.execute("SELECT confirmed_by FROM documents WHERE id = 1").fetchone() == ("Văn Thư Mẫu",)


def test_the_agency_of_the_demonstration_has_tasks_to_see(db: Path) -> None:
    with open_store(db) as store:
        busy = Paper([Work(f"việc {n}", lead=("Sở Nội vụ",)) for n in range(9)], number="16")
        save(store, build(busy))
        assert (busiest_agency(store) or ("", ""))[1] == "Sở Nội vụ"
        confirmed(store, 1)
        assert (busiest_agency(store) or ("", ""))[1] == "Sở Y tế tỉnh Đắk Lắk"


def test_the_demonstration_gives_a_link_for_each_role(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo.ingest, "run", lambda *_: 0)
    monkeypatch.setattr("pipeline.serve.serve", lambda *_, **__: None)
    for _ in range(2):  # the second time the accounts are there already
        demo.command.callback("127.0.0.1", 0, False, db)  # type: ignore[misc]
        said = capsys.readouterr().out
        links = re.findall(r"^  ([^:]+): http://127.0.0.1:\d+(/-/vao\?ma=\S+)$", said, re.M)
        assert [role for role, _ in links] == [
            "quản trị",
            "văn thư",
            "lãnh đạo, người theo dõi",
            "cơ quan thực hiện (Sở Y tế tỉnh Đắk Lắk)",
        ]
        visitor = browser(db, None)
        for role, link in links:
            answer = visitor.post("/-/vao", {"ma": link.partition("=")[2]})
            page = Browser(visitor.app, answer.cookies["giaoviec_session"]).get("/-/tai-khoan").text
            assert role.partition(" (")[0] in page and "Đặt mật khẩu" in page
    assert "Chưa có tài khoản" not in said


def test_serving_tells_where_there_is_no_account(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[bool] = []
    monkeypatch.setattr("pipeline.serve.serve", lambda *_, public, **__: served.append(public))
    listening = listen("127.0.0.1", 0)
    serve.run(db, listening)
    assert "giaoviec user add" in capsys.readouterr().out
    serve.run(db, listening, public=True)
    listening.close()
    assert "giaoviec user add" not in capsys.readouterr().out
    assert served == [False, True]
