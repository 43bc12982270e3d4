"""Pages as pictures for the screen: of PDF and image files, bounded in size, and a sentence where there is none."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
from PIL import Image

from pipeline.errors import UnreadableFile
from pipeline.sources import read_source
from pipeline.sources.media import JPEG, PDF, PNG, TEXT, TIFF
from pipeline.sources.page_images import WIDTH, page_image
from pipeline.types import SourceFile
from tests.conftest import ROOT


def _source(data: bytes, media_type: str) -> SourceFile:
    return SourceFile("mau", sha256(data).hexdigest(), media_type, data)


def _saved(image: Image.Image, format_: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **more)
    return out.getvalue()


def _shown(source: SourceFile, number: int) -> Image.Image:
    found = Image.open(io.BytesIO(page_image(source, number)))
    assert found.format == "JPEG"
    return found


def test_a_page_of_a_pdf_has_its_proportions() -> None:
    page = _shown(read_source(ROOT / "corpus/van-ban/kh-ubnd-tinh-2024.pdf"), 2)
    assert page.width == pytest.approx(WIDTH, abs=1) and page.height / page.width == pytest.approx(842 / 595, abs=0.01)


def test_a_large_scan_is_made_smaller_and_a_small_one_stays() -> None:
    assert _shown(_source(_saved(Image.new("L", (3000, 4000), 255), "PNG"), PNG), 1).size == (
        WIDTH,
        round(WIDTH * 4 / 3),
    )
    assert _shown(_source(_saved(Image.new("RGB", (300, 400)), "JPEG"), JPEG), 1).size == (300, 400)


def test_a_strip_is_bounded_too() -> None:
    page = _shown(_source(_saved(Image.new("1", (1000, 30_000), 1), "PNG"), PNG), 1)
    assert page.height <= 4 * WIDTH and page.width < 1000


def test_every_frame_of_a_fax_is_a_page() -> None:
    frames = [Image.new("L", (100 + 10 * n, 200), 255) for n in range(3)]
    fax = _source(_saved(frames[0], "TIFF", save_all=True, append_images=frames[1:]), TIFF)
    assert [_shown(fax, number).width for number in (1, 2, 3)] == [100, 110, 120]
    with pytest.raises(UnreadableFile, match="không có trang 4"):
        page_image(fax, 4)


def test_a_photograph_is_turned_as_it_was_held_and_clear_paper_is_white() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert _shown(_source(_saved(Image.new("RGB", (200, 100)), "JPEG", exif=turned), JPEG), 1).size == (100, 200)
    assert _shown(_source(_saved(Image.new("RGBA", (50, 50)), "PNG"), PNG), 1).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "media_type", "said"),
    [
        (b"chu", TEXT, "không có trang để hiện"),
        (b"%PDF-1.4 hong", PDF, "hỏng hoặc không đầy đủ"),
        (b"\x89PNG hong", PNG, "không hiện được"),
    ],
)
def test_what_has_no_pages_is_told(data: bytes, media_type: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        page_image(_source(data, media_type), 1)
