"""Pictures of dispatches: several pages, turned by the camera, too large, broken."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from test_ocr import needs_tesseract, sheet

from pipeline.errors import UnreadableFile
from pipeline.sources import extract_text, read_source


def read(path: Path) -> str:
    return extract_text(read_source(path)).text


def huge_png(width: int, height: int) -> bytes:
    """A picture of one colour that says how large it is, and little more."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [20_000, 10_000])
@needs_tesseract
def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path, side: int) -> None:
    path = tmp_path / "lon.png"
    path.write_bytes(huge_png(side, side))
    with pytest.raises(UnreadableFile, match=r"^lon\.png: ảnh lớn quá 89 triệu điểm ảnh nên không được đọc\.$"):
        read(path)


@needs_tesseract
def test_a_broken_picture_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    sheet().save(whole, "JPEG")
    path = tmp_path / "hong.jpg"
    path.write_bytes(whole.getvalue()[:20_000])
    with pytest.raises(UnreadableFile, match=r"^hong\.jpg: ảnh hỏng hoặc không đầy đủ"):
        read(path)


@needs_tesseract
def test_a_blank_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trang.png"
    Image.new("RGB", (800, 1100), "white").save(path)
    with pytest.raises(UnreadableFile, match=r"^trang\.png: ảnh không có chữ"):
        read(path)


@needs_tesseract
def test_the_pages_of_a_tiff_are_one_document(tmp_path: Path) -> None:
    path = tmp_path / "nhieu.tif"
    small = sheet().resize((1654, 2339)).convert("L")
    small.save(path, save_all=True, append_images=[small], dpi=(200, 200))
    text = extract_text(read_source(path))
    assert len(text.pages) == 2
    assert text.text.count("ỦY BAN NHÂN DÂN") == 2
    assert text.pages[0].width == pytest.approx(595, abs=2)


@needs_tesseract
def test_a_photograph_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "chup.jpg"
    exif = Image.Exif()
    exif[0x112] = 6  # to be turned clockwise by a quarter
    sheet().rotate(90, expand=True).save(path, exif=exif, quality=85)
    assert read(path).startswith("ỦY BAN NHÂN DÂN")


@pytest.mark.slow
@pytest.mark.parametrize("turned", [90, 180, 270])
@needs_tesseract
def test_a_page_laid_the_wrong_way_is_turned(tmp_path: Path, turned: int) -> None:
    path = tmp_path / "nam.png"
    sheet().rotate(turned, expand=True).save(path, dpi=(300, 300))
    text = extract_text(read_source(path))
    assert text.text.startswith("ỦY BAN NHÂN DÂN")
    box = text.lines[0].box
    assert box is not None
    if turned == 180:
        assert box[1] > 700
    else:  # the first line stands upright on the page as it is shown
        assert box[3] - box[1] > box[2] - box[0]


@needs_tesseract
def test_a_skewed_page_is_straightened(tmp_path: Path) -> None:
    path = tmp_path / "lech.png"
    sheet().rotate(2, fillcolor="white").save(path, dpi=(300, 300))
    text = read(path)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert text.index("Số: 128/UBND-TH") < text.index("Kính gửi") < text.index("Nơi nhận")


@needs_tesseract
def test_a_transparent_picture_lies_on_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "trong.png"
    print_ = ImageOps.invert(sheet().convert("L"))
    page = Image.new("RGBA", print_.size, "black")
    page.putalpha(print_)
    page.save(path)
    assert "ỦY BAN NHÂN DÂN" in read(path)
