"""Digital signatures: who, when, intact or altered. Certificate and files are made here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from reportlab.pdfgen.canvas import Canvas

from pipeline.contract import contract
from pipeline.process import process_source
from pipeline.signing import DATE_RULE
from pipeline.sources.digital_signatures import read_signatures
from pipeline.sources.media import PDF
from pipeline.store import open_store, record_failure, save
from pipeline.store.reading import read_document
from pipeline.types import SourceFile
from tests.browsing import browser

WORDS = "Giao So Y te ra soat kho thuoc, bao cao ket qua truoc ngay 30/4/2025."


@pytest.fixture(scope="module")
def signer() -> signers.SimpleSigner:
    """A key of our own, with a certificate that names a person and an office."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn Thử"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ủy ban nhân dân tỉnh Mẫu Giang"),
    ])  # fmt: skip
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        .add_extension(usage, critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=None,
    )


def _pdf() -> bytes:
    file = BytesIO()
    canvas = Canvas(file)
    for line in range(12):
        canvas.drawString(60, 800 - 16 * line, WORDS)
    canvas.save()
    return file.getvalue()


def _signed(signer: signers.SimpleSigner, data: bytes, field: str = "ky") -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    metadata = signers.PdfSignatureMetadata(field_name=field)
    signed: Any = signers.sign_pdf(writer, metadata, signer=signer)
    return bytes(signed.getvalue())


def _source(data: bytes) -> SourceFile:
    return SourceFile("ky-so.pdf", sha256(data).hexdigest(), PDF, data)


def _with_more_text(data: bytes) -> bytes:
    """Something drawn on the first page by a later revision of the file."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    stream = writer.add_object(StreamObject(stream_data=b"BT /F1 12 Tf 60 300 Td (Hai tram) Tj ET"))
    page[pdf_name("/Contents")] = stream
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_who_and_when(signer: signers.SimpleSigner) -> None:
    (found,) = read_signatures(_source(_signed(signer, _pdf())))
    assert (found.signer, found.organisation) == ("Nguyễn Văn Thử", "Ủy ban nhân dân tỉnh Mẫu Giang")
    assert found.intact is True and found.altered is False
    assert found.signed_at is not None
    signed_at = datetime.fromisoformat(found.signed_at)
    assert abs(datetime.now(UTC) - signed_at) < timedelta(minutes=5) and found.signed_at.endswith("+07:00")


def test_a_byte_changed_after_signing(signer: signers.SimpleSigner) -> None:
    data = _signed(signer, _pdf())
    at = data.index(b"/MediaBox")
    altered = data[:at] + data[at:].replace(b"595", b"596", 1)
    (found,) = read_signatures(_source(altered))
    assert found.intact is False and found.altered is True
    findings = process_source(_source(altered)).findings
    assert [f.severity for f in findings if f.code == "altered-after-signing"] == ["error"]
    assert any("Nguyễn Văn Thử" in f.message for f in findings)


def test_a_page_rewritten_after_signing(signer: signers.SimpleSigner) -> None:
    (found,) = read_signatures(_source(_with_more_text(_signed(signer, _pdf()))))
    assert found.intact is True and found.altered is True


def test_a_second_signature_alters_nothing(signer: signers.SimpleSigner) -> None:
    source = _source(_signed(signer, _signed(signer, _pdf()), "dau"))
    assert [(found.intact, found.altered) for found in read_signatures(source)] == [(True, False)] * 2
    assert not any(f.code.startswith(("altered", "changed")) for f in process_source(source).findings)


def test_unsigned_and_broken_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_signatures(_source(_pdf())) == ()
    (found,) = read_signatures(_source(b"%PDF-1.7 /ByteRange [0 1 2 3] khong phai PDF"))
    assert found == type(found)(None, None, None, None, None)


def test_nothing_is_logged(signer: signers.SimpleSigner, caplog: pytest.LogCaptureFixture) -> None:
    read_signatures(_source(_signed(signer, _pdf())[:-40]))
    assert caplog.text == ""


def test_the_time_of_signing_stands_in_for_a_missing_date(signer: signers.SimpleSigner) -> None:
    dispatch = process_source(_source(_signed(signer, _pdf())))
    date = dispatch.header.date
    assert date is not None and date.span is None and date.rule == DATE_RULE and date.confidence < 0.5
    assert dispatch.signatures[0].signed_at is not None and dispatch.signatures[0].signed_at.startswith(date.value)
    assert "date-from-signature" in [f.code for f in dispatch.findings]
    assert contract(dispatch)["signatures"][0]["organisation"] == "Ủy ban nhân dân tỉnh Mẫu Giang"


def test_signatures_are_stored_and_shown(signer: signers.SimpleSigner, tmp_path: Any) -> None:
    with open_store(tmp_path / "x.db") as db:
        saved = save(db, process_source(_source(_signed(signer, _pdf()))))
        (row,) = db.table("signatures").rows
        assert (row["signer"], row["intact"], row["altered"]) == ("Nguyễn Văn Thử", 1, 0)
        page = read_document(db.conn, saved.document_id)
        assert page is not None and page.signatures[0]["organisation"] == "Ủy ban nhân dân tỉnh Mẫu Giang"


def test_the_document_page_shows_them(signer: signers.SimpleSigner, tmp_path: Any) -> None:
    data = _signed(signer, _pdf())
    at = data.index(b"/MediaBox")
    with open_store(tmp_path / "x.db") as db:
        save(db, process_source(_source(data)))
        save(db, process_source(_source(data[:at] + data[at:].replace(b"595", b"596", 1))))
        record_failure(db, "/van-ban-den/hong.pdf", "mở tệp", "hong.pdf: tệp rỗng.", "2026-01-05T01:00:00Z")
    get = browser(tmp_path / "x.db").get
    good, bad = (get(f"/-/van-ban/{id_}").text for id_ in (1, 2))
    assert "Chữ ký số" in good and "Nguyễn Văn Thử, Ủy ban nhân dân tỉnh Mẫu Giang" in good
    assert "còn nguyên vẹn" in good and "không còn nguyên vẹn" not in good
    assert "không còn nguyên vẹn" in bad and 'class="error"' in bad
    failures = get("/giaoviec/failures").text
    assert "Tệp không đọc được" in failures and "hong.pdf: tệp rỗng." in failures
