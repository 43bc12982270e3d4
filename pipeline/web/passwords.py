"""Passwords as datasette-auth-passwords hashes them: ``pbkdf2_sha256$ITERATIONS$SALT$HASH``."""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata

from pipeline.errors import AccountRefused

ITERATIONS = 600_000
"""As OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA256."""
SHORTEST = 10
_ALGORITHM = "pbkdf2_sha256"


def hash_password(password: str) -> str:
    """The hash to store. Raises AccountRefused where the password is too short to be one."""
    if len(password) < SHORTEST:
        raise AccountRefused(f"Mật khẩu phải có ít nhất {SHORTEST} ký tự.")
    return _hashed(password, secrets.token_hex(16), ITERATIONS)


def password_fits(password: str, stored: str | None) -> bool:
    """Whether a password is the stored one; where there is none it takes as long to say no."""
    algorithm, iterations, salt, _ = (stored or f"{_ALGORITHM}${ITERATIONS}$0$0").split("$")
    again = _hashed(password, salt, int(iterations))
    return stored is not None and algorithm == _ALGORITHM and secrets.compare_digest(again, stored)


def _hashed(password: str, salt: str, iterations: int) -> str:
    """Vietnamese letters can be typed composed and decomposed: both are the same password."""
    typed = unicodedata.normalize("NFC", password).encode()
    digest = hashlib.pbkdf2_hmac("sha256", typed, salt.encode(), iterations)
    return f"{_ALGORITHM}${iterations}${salt}${base64.b64encode(digest).decode()}"
