"""Signing in and out: what is asked, what is refused and in which words, and when a session is over."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

import pytest

from pipeline.serve import datasette_app
from pipeline.store import open_store
from pipeline.store.accounts import (
    Account,
    accounts_path,
    add_account,
    change_password,
    open_accounts,
    remove_account,
    signing_secret,
)
from pipeline.store.sign_ins import make_link
from pipeline.web import passwords
from pipeline.web.headers import HEADERS
from pipeline.web.login import LINK, LOGIN, local_path
from pipeline.web.passwords import hash_password, password_fits
from pipeline.web.routing import FORM_BYTES
from pipeline.web.sessions import COOKIE, IDLE_S, LASTS_S
from tests.browsing import Browser, browser

PASSWORD = "mật khẩu thử"
OWN = "/-/tai-khoan"
SHIPPED_ITERATIONS = passwords.ITERATIONS
CREDENTIALS = {"ten": "lan", "mat_khau": PASSWORD}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer rounds than people get: what is tested here is not how long guessing takes."""
    monkeypatch.setattr(passwords, "ITERATIONS", 1000)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "giaoviec.db"
    with open_store(path):
        pass
    with open_accounts(accounts_path(path)) as accounts:
        add_account(accounts, Account("lan", "Nguyễn Thị Mẫu", "clerk", password=hash_password(PASSWORD)))
    return path


@pytest.fixture
def nobody(store: Path) -> Browser:
    return browser(store, None)


def sign_in(visitor: Browser, name: str = "lan", password: str = PASSWORD, **more: str) -> Any:
    answer = visitor.post(LOGIN, {"ten": name, "mat_khau": password, **more})
    return answer


def signed_in(visitor: Browser, **more: str) -> Browser:
    return Browser(visitor.app, sign_in(visitor, **more).cookies[COOKIE])


def test_signing_in_leads_to_what_was_asked_for(nobody: Browser) -> None:
    form = nobody.get(nobody.get("/giaoviec/viec?_sort=han").headers["location"]).text
    wanted = re.search(r'name="next" value="([^"]*)"', form)
    assert wanted and wanted[1] == "/giaoviec/viec?_sort=han"
    answer = sign_in(nobody, next=wanted[1])
    assert (answer.status_code, answer.headers["location"]) == (303, "/giaoviec/viec?_sort=han")
    page = Browser(nobody.app, answer.cookies[COOKIE]).get("/")
    assert page.status_code == 200 and "Nguyễn Thị Mẫu" in page.text and "Đăng xuất" in page.text


def test_the_cookie_is_for_this_site_alone(nobody: Browser) -> None:
    cookie = sign_in(nobody).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and f"max-age={LASTS_S}" in cookie
    assert "secure" not in cookie
    encrypted = nobody.post(f"https://localhost{LOGIN}", CREDENTIALS, avoid_path_rewrites=True)
    assert "; secure" in encrypted.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "elsewhere", ["//example.org", "https://example.org/", "/\\example.org", "javascript:alert(1)", "/a\nb", "", "x"]
)
def test_signing_in_never_leads_to_another_site(nobody: Browser, elsewhere: str) -> None:
    assert local_path(elsewhere) is None
    assert sign_in(nobody, next=elsewhere).headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(nobody: Browser) -> None:
    wrong, unknown = sign_in(nobody, password="sai mật khẩu"), sign_in(nobody, "<b>ai", "sai mật khẩu")
    for answer in (wrong, unknown):
        assert answer.status_code == 401 and "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
        assert COOKIE not in answer.cookies and "sai mật khẩu" not in answer.text
    assert 'value="lan"' in wrong.text and "&lt;b&gt;ai" in unknown.text
    assert sign_in(nobody, " LAN ").status_code == 303, "the keyboard of a phone begins with a capital letter"


def test_guessing_is_stopped_for_the_account_and_for_the_address(nobody: Browser, monkeypatch: Any) -> None:
    answers = [sign_in(nobody, password=f"đoán lần {n}").status_code for n in range(10)]
    assert answers == [401] * 8 + [429] * 2
    assert sign_in(nobody).status_code == 429, "the right one is not looked at either"
    assert "hãy đợi 15 phút" in sign_in(nobody).text
    assert [sign_in(nobody, f"ai-{n}", "đoán").status_code for n in range(40)].count(429) == 8
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert sign_in(nobody).status_code == 303


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(nobody: Browser) -> None:
    assert {sign_in(nobody).status_code for _ in range(45)} == {303}
    assert sign_in(nobody, "ai", "đoán").status_code == 401
    guessed = [sign_in(nobody, f"ai-{n}", "đoán").status_code for n in range(40)]
    assert guessed == [401] * 39 + [429], "a guess is not taken back by somebody else's signing in"


def test_a_session_ends_with_the_account_the_password_and_the_day(
    store: Path, nobody: Browser, monkeypatch: Any
) -> None:
    def ends(by: Callable[[Any], None]) -> bool:
        visitor = signed_in(nobody)
        before = visitor.get(OWN).status_code
        with open_accounts(accounts_path(store)) as accounts:
            by(accounts)
        return (before, visitor.get(OWN).status_code) == (200, 303)

    assert not ends(lambda accounts: None)
    assert ends(lambda accounts: change_password(accounts, "lan", hash_password(PASSWORD)))
    visitor = signed_in(nobody)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + LASTS_S + 1)
    assert visitor.get(OWN).status_code == 303
    monkeypatch.undo()
    monkeypatch.setattr(passwords, "ITERATIONS", 1000)
    assert ends(lambda accounts: remove_account(accounts, "lan"))
    assert sign_in(nobody).status_code == 401


def test_a_session_lasts_while_it_is_used_and_no_longer_than_a_day(nobody: Browser, monkeypatch: Any) -> None:
    begin = int(time.time())
    monkeypatch.setattr(time, "time", lambda: begin)
    visitor = signed_in(nobody)
    assert COOKIE not in visitor.get(OWN).cookies, "it was made just now"

    def after(seconds: float) -> Any:
        monkeypatch.setattr(time, "time", lambda: begin + seconds)
        return visitor.get(OWN)

    steps = range(IDLE_S - 60, LASTS_S, IDLE_S - 60)
    for at in steps:
        answer = after(at)
        assert answer.status_code == 200, at
        renewed = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(COOKIE))
        assert f"Max-Age={LASTS_S - at}" in renewed and "HttpOnly" in renewed and "SameSite=lax" in renewed
        old, visitor.cookies = dict(visitor.cookies), {COOKIE: answer.cookies[COOKIE]}
    assert after(LASTS_S + 1).status_code == 303, "used to the end"
    visitor.cookies = old
    assert after(steps[-1] + 90).status_code == 303, "a cookie that was not used for two hours"
    encrypted = signed_in(nobody)
    monkeypatch.setattr(time, "time", lambda: begin + steps[-1] + 700)
    answer = encrypted.send("GET", f"https://localhost{OWN}", avoid_path_rewrites=True)
    assert "; Secure" in next(line for line in answer.headers.get_list("set-cookie") if line.startswith(COOKIE))


def test_signing_out_everywhere_ends_every_session(nobody: Browser) -> None:
    one, other = signed_in(nobody), signed_in(nobody)
    answer = one.post(f"{OWN}/ra-het")
    assert answer.status_code == 303 and answer.headers["location"] == LOGIN
    assert "Max-Age=0" in next(line for line in answer.headers.get_list("set-cookie") if line.startswith(COOKIE))
    assert [visitor.get(OWN).status_code for visitor in (one, other)] == [303, 303]
    assert signed_in(nobody).get(OWN).status_code == 200


def test_a_session_made_elsewhere_is_none(store: Path, tmp_path: Path, nobody: Browser) -> None:
    good = signed_in(nobody).cookies[COOKIE]
    payload, _, signature = good.rpartition(".")
    other = tmp_path / "khac" / "giaoviec.db"
    for bad in (
        payload + "." + signature[::-1],
        "",
        "x",
        datasette_app(other).sign(["lan", "x", time.time()], "session"),
        nobody.app.sign(["lan"], "session"),
        nobody.app.sign({"a": {"id": "lan", "role": "admin"}}, "session"),
    ):
        assert Browser(nobody.app, bad).get(OWN).status_code == 303, bad
    visitor = Browser(nobody.app)
    visitor.cookies["ds_actor"] = nobody.app.sign({"a": {"id": "root"}}, "actor")
    assert visitor.get(OWN).status_code == 303


def test_signing_out_takes_the_cookie_away(nobody: Browser) -> None:
    visitor = signed_in(nobody)
    assert visitor.get("/-/dang-xuat").status_code == 405
    answer = visitor.post("/-/dang-xuat")
    assert answer.headers["location"] == LOGIN and "max-age=0" in answer.headers["set-cookie"].lower()


def test_forms_of_others_are_refused(nobody: Browser) -> None:
    visitor = signed_in(nobody)
    token = visitor.token()
    session = visitor.cookies[COOKIE]
    for path, cookies, data, headers in (
        (LOGIN, {}, CREDENTIALS, {}),
        (LOGIN, {"ds_csrftoken": token}, CREDENTIALS, {}),
        (LOGIN, {"ds_csrftoken": token}, {**CREDENTIALS, "csrftoken": "x"}, {}),
        ("/-/dang-xuat", {COOKIE: session}, {}, {}),
        ("/-/dang-xuat", {COOKIE: session, "ds_csrftoken": token}, {}, {"authorization": "Bearer x"}),
        ("/-/dang-xuat", {COOKIE: session, "ds_csrftoken": token}, {}, {"content-type": "text/plain"}),
        ("/-/dang-xuat", {COOKIE: session, "ds_csrftoken": "x"}, {"csrftoken": "x"}, {}),
    ):
        visitor.cookies = cookies
        answer = visitor.send("POST", path, data=data, headers=headers)
        assert answer.status_code == 403 and "Biểu mẫu đã quá cũ" in answer.text, (path, cookies, headers)
        assert COOKIE not in answer.cookies
    visitor.cookies = {COOKIE: session, "ds_csrftoken": token}
    assert visitor.send("POST", "/-/dang-xuat", headers={"x-csrftoken": token}).status_code == 303


def test_nobody_sends_much(nobody: Browser) -> None:
    assert sign_in(nobody, password="x" * 30_000).status_code == 413
    chunked = {"content-type": "application/x-www-form-urlencoded", "transfer-encoding": "chunked"}
    assert nobody.send("POST", LOGIN, headers=chunked).status_code == 413


def test_who_is_signed_in_sends_what_a_form_holds(store: Path, nobody: Browser) -> None:
    """Whatever kind of form it says that it is: only pages that take files take more."""
    clerk = signed_in(nobody)
    long = {"ten": "x" * (FORM_BYTES + 1)}
    assert clerk.post(OWN, long).status_code == clerk.post(OWN, files=[("ten", ("x", b"x" * FORM_BYTES))]).status_code
    assert clerk.post(OWN, long).status_code == 413 and "quá dài" in clerk.post(OWN, long).text
    assert clerk.post(OWN, {"ten": "x" * (FORM_BYTES // 2)}).status_code != 413
    sent = clerk.post("/-/nap", files=[("tep", ("a.txt", b"x" * 2 * FORM_BYTES))])
    assert sent.status_code == 200 and "a.txt" in sent.text
    chunked = {"content-type": "application/x-www-form-urlencoded", "transfer-encoding": "chunked"}
    assert clerk.send("POST", OWN, headers=chunked).status_code == 413


def test_a_link_signs_in_once(store: Path, nobody: Browser, monkeypatch: Any) -> None:
    def link(lasts: float = 60) -> str:
        with open_accounts(accounts_path(store)) as accounts:
            return make_link(accounts, "lan", lasts)

    token = link()
    with open_accounts(accounts_path(store)) as accounts:
        assert token not in [row[0] for row in accounts.execute("SELECT token FROM links")]
    for _ in range(2):
        page = nobody.get(f"{LINK}?ma={token}")
        assert page.status_code == 200 and "Nguyễn Thị Mẫu" in page.text, "looking does not use it up"
    answer = nobody.post(LINK, {"ma": token})
    assert Browser(nobody.app, answer.cookies[COOKIE]).get("/").status_code == 200
    older, newer = link(), link()
    for used in (token, older, "", "x" * 9, quote("' OR 1")):
        assert nobody.get(f"{LINK}?ma={used}").status_code == 410
        assert nobody.post(LINK, {"ma": used}).status_code == 410
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert nobody.post(LINK, {"ma": newer}).status_code == 410


def test_without_an_account_the_page_says_how_to_make_one(tmp_path: Path, nobody: Browser) -> None:
    assert "giaoviec user add" in browser(tmp_path / "moi.db", None).get(LOGIN).text
    assert "giaoviec user add" not in nobody.get(LOGIN).text


def test_another_password_of_ones_own(nobody: Browser) -> None:
    visitor, elsewhere = signed_in(nobody), signed_in(nobody)
    long = "mật khẩu khác hẳn"
    for typed, field, sentence in (
        ({"cu": PASSWORD, "moi": long, "lai": long + "x"}, "lai", "không giống nhau"),
        ({"cu": "sai", "moi": long, "lai": long}, "cu", "không đúng"),
        ({"cu": PASSWORD, "moi": "ngắn", "lai": "ngắn"}, "moi", "ít nhất 10 ký tự"),
        ({}, "cu", "không đúng"),
    ):
        answer = visitor.post(OWN, typed)
        assert answer.status_code == 422
        assert re.search(rf'id="f-{field}-more">[^<]*{sentence}', answer.text), typed
    answer = visitor.post(OWN, {"cu": PASSWORD, "moi": long, "lai": long})
    assert answer.status_code == 303
    assert Browser(nobody.app, answer.cookies[COOKIE]).get(OWN).status_code == 200
    assert (visitor.get(OWN).status_code, elsewhere.get(OWN).status_code) == (303, 303)
    assert (sign_in(nobody).status_code, sign_in(nobody, password=long).status_code) == (401, 303)


def test_the_password_is_hashed_as_datasette_auth_passwords_does() -> None:
    # Of that plugin's documentation: pbkdf2_sha256, iterations, salt, base64.
    stored = hash_password(PASSWORD)
    assert re.fullmatch(r"pbkdf2_sha256\$1000\$[0-9a-f]{32}\$[A-Za-z0-9+/]{43}=", stored)
    assert SHIPPED_ITERATIONS == 600_000
    _, iterations, salt, digest = stored.split("$")
    assert base64.b64decode(digest) == pbkdf2_hmac("sha256", PASSWORD.encode(), salt.encode(), int(iterations))
    assert password_fits(PASSWORD, stored) and not password_fits(PASSWORD + " ", stored)
    assert password_fits(normalize("NFD", PASSWORD), stored), "some keyboards send letters and marks apart"
    assert not password_fits("", None) and hash_password(PASSWORD) != stored


def test_the_accounts_are_out_of_reach(store: Path, nobody: Browser) -> None:
    path = accounts_path(store)
    assert path.stat().st_mode & 0o777 == 0o600
    admin = browser(store, app=nobody.app)
    assert [row["name"] for row in admin.get("/-/databases.json").json()] == ["giaoviec"]
    for page in ("/giaoviec-accounts", "/giaoviec-accounts.db", "/static/../giaoviec-accounts.db"):
        assert admin.get(page).status_code == 404, page
    for sql in (
        f"attach database '{path}' as a",
        "select * from accounts",
    ):
        assert admin.get("/giaoviec.json?sql=" + quote(sql)).status_code == 400, sql
    opened = admin.get("/giaoviec.json?_shape=array&sql=select+name,file+from+pragma_database_list").json()
    assert [(row["name"], Path(row["file"]).name) for row in opened] == [("main", "giaoviec.db")]
    everything = "".join(admin.get(f"/-/{page}.json").text for page in ("settings", "plugins", "metadata", "threads"))
    assert signing_secret(path) not in everything


def test_every_answer_carries_the_headers(nobody: Browser) -> None:
    admin = browser(Path(nobody.app.get_database("giaoviec").path), app=nobody.app)
    for visitor, path in (
        (nobody, LOGIN), (nobody, "/"), (nobody, "/giaoviec.json"), (nobody, "/static/giaoviec.css"), (admin, "/"),
        (admin, "/giaoviec/viec.csv"), (admin, "/-/khong-co"), (admin, "/giaoviec/khong_co"), (admin, "/-/settings"),
    ):  # fmt: skip
        answer = visitor.get(path)
        assert {name: answer.headers[name] for name in HEADERS if name != "referrer-policy"} == {
            name: value for name, value in HEADERS.items() if name != "referrer-policy"
        }, path
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=\"", answer.text), path
        if visitor is admin:
            assert answer.headers["cache-control"] == "private, no-store"
