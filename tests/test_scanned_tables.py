"""Ruled tables in scans: the lines that are seen, the cells between them, and the tasks that come out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruled import ABOVE, LEFT, Scanner, draw, scanned

from pipeline.process import process
from pipeline.sources import extract_text, ocr_engine, read_source
from pipeline.sources.ocr_ink import frame_of
from pipeline.sources.ocr_page import Upright
from pipeline.sources.ocr_picture import Gray, skew
from pipeline.sources.ocr_rulings import may_be_ruled
from pipeline.sources.ocr_tables import find_tables
from pipeline.types import Dispatch

needs_tesseract = pytest.mark.skipif(
    "vie" not in ocr_engine.languages(),
    reason="cần tesseract có dữ liệu tiếng Việt (tesseract-ocr tesseract-ocr-vie)",
)

TITLE = ("PHỤ LỤC", "DANH MỤC NHIỆM VỤ CẢI TẠO KÊNH MƯƠNG NĂM 2026")
HEAD = ("STT", "Nội dung", "Nhiệm vụ cụ thể", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")
SHARES = (5, 17, 37, 18, 16, 11)
WORK = (
    HEAD,
    ("I", "Công tác chuẩn bị", LEFT, LEFT, LEFT, LEFT),
    ("1", "Rà soát hiện trạng", "Thống kê các tuyến kênh mương xuống cấp trên địa bàn", "UBND các xã, phường",
     "Sở Xây dựng", "6/2026"),
    (ABOVE, ABOVE, "Lập bản đồ các điểm sạt lở, cập nhật lên hệ thống dữ liệu dùng chung của tỉnh", "Sở Xây dựng",
     "Sở Khoa học và Công nghệ; UBND các xã, phường", "Quý III/2026"),
    ("2", "Bố trí kinh phí", "Trình Ủy ban nhân dân tỉnh phương án phân bổ kinh phí", "Sở Tài chính", "", "15/8/2026"),
    (ABOVE, ABOVE, "Hướng dẫn thủ tục thanh toán, quyết toán", ABOVE, "Kho bạc Nhà nước tỉnh", "Tháng 9/2026"),
    ("II", "Tổ chức thi công", LEFT, LEFT, LEFT, LEFT),
    ("3", "Nạo vét", "- Nạo vét các tuyến kênh chính trước mùa mưa bão.\n- Gia cố bờ kênh tại các đoạn qua khu dân cư, "
     "bảo đảm an toàn cho người đi lại và phương tiện vận chuyển nông sản trong suốt thời gian thi công, không để "
     "gián đoạn việc lấy nước tưới của các hộ dân ở cuối tuyến.\n- Thu gom, xử lý bùn thải đúng quy định.",
     "Công ty Thủy nông Sông Mẫu", "UBND các xã, phường; Công an tỉnh", "31/10/2026"),
    ("4", "Kiểm tra", "Kiểm tra chất lượng công trình trước khi nghiệm thu, đưa vào sử dụng", "Thanh tra tỉnh",
     "Sở Xây dựng", "12/2026"),
    ("5", "Tổng kết", "Tổng hợp kết quả, đề xuất khen thưởng tập thể, cá nhân có thành tích", "Văn phòng Sở", "",
     "Hằng năm"),
)  # fmt: skip
FIGURES = (
    ("STT", "Tên kênh", "Chiều dài (m)", "Kinh phí (triệu đồng)", "Ghi chú"),
    *((str(n), f"Kênh Mẫu {n}", f"{n}.250", f"{n}1{n},5", "Đã cải tạo" if n % 2 else "") for n in range(1, 9)),
)
PEOPLE = (
    ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại"),
    ("1", "Nguyễn Văn Mẫu", "Trưởng phòng", "Sở Xây dựng", "0900 000 001"),
    ("2", "Trần Thị Mẫu", "Chuyên viên", "Sở Tài chính", "0900 000 002"),
    ("3", "Lê Văn Mẫu", "Phó Chủ tịch", "UBND xã Mẫu", "0900 000 003"),
)


@pytest.fixture
def fonts(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(corpus))
    from typeset.fonts import NoFont, register_fonts

    try:
        register_fonts()
    except NoFont:
        pytest.skip("cần một phông chữ có chân")


def told(dispatch: Dispatch) -> list[tuple[Any, ...]]:
    """Of every task who, with whom and until when."""
    return [
        (
            tuple(found.value for found in task.lead),
            tuple(found.value for found in task.coordinate),
            tuple(str(deadline.due or deadline.rrule or deadline.kind) for deadline in task.deadlines),
        )
        for task in dispatch.tasks
    ]


def alike(dispatch: Dispatch, other: Dispatch) -> float:
    """The least likeness of the texts of two tasks."""
    pairs = zip(dispatch.tasks, other.tasks, strict=True)
    return min(SequenceMatcher(None, one.text, two.text, autojunk=False).ratio() for one, two in pairs)


@pytest.mark.slow
@needs_tesseract
@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    "scanner",
    [
        Scanner(dpi=200, tilt=0.7, lean=0.008),
        Scanner(dpi=300, tilt=-0.4, lean=-0.005, grain=25.0, sealed=True),
        Scanner(dpi=200, tilt=0.2, lean=0.012, two_tone=True),
        Scanner(dpi=200, tilt=-0.3, sideways=True),
    ],
    ids=["200 dpi", "300 dpi, sealed", "two-tone", "sideways"],
)
def test_a_scan_gives_the_tasks_of_its_print(tmp_path: Path, scanner: Scanner) -> None:
    pdf = draw(TITLE, WORK, SHARES)
    (tmp_path / "in.pdf").write_bytes(pdf)
    printed, scan = process(tmp_path / "in.pdf"), process(scanned(pdf, tmp_path / "quet.pdf", scanner))
    assert len(printed.text.pages) == 2
    assert told(scan) == told(printed)
    assert alike(scan, printed) > 0.95
    assert [task.page for task in scan.tasks] == [task.page for task in printed.tasks]


@pytest.mark.slow
@needs_tesseract
@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("rows", [FIGURES, PEOPLE], ids=["figures", "people"])
def test_tables_of_figures_and_people_assign_nothing(tmp_path: Path, rows: Sequence[Sequence[str]]) -> None:
    pdf = draw(("PHỤ LỤC", "BIỂU TỔNG HỢP"), rows, (1, 4, 3, 3, 3), upright=True)
    scan = process(scanned(pdf, tmp_path / "quet.pdf", Scanner(tilt=0.5, lean=0.004)))
    lines = [scan.text.text[line.span.start : line.span.end] for line in scan.text.lines]
    assert sum(line.count("|") == 4 for line in lines) == len(rows)
    assert scan.tasks == ()


@pytest.mark.slow
@needs_tesseract
@pytest.mark.usefixtures("fonts")
def test_words_of_a_table_keep_their_place_and_confidence(tmp_path: Path) -> None:
    pdf = draw(TITLE, WORK[:4], SHARES)
    (tmp_path / "in.pdf").write_bytes(pdf)
    printed = extract_text(read_source(tmp_path / "in.pdf"))
    scan = extract_text(read_source(scanned(pdf, tmp_path / "quet.pdf", Scanner(dpi=300, tilt=1.0, lean=0.01))))
    for one, other in zip(printed.lines, scan.lines, strict=True):
        assert one.box is not None and other.box is not None
        assert other.box == pytest.approx(one.box, abs=25)  # of a page that is 1 degree aslant
        assert (one.confidence, other.confidence) == (1, pytest.approx(0.94, abs=0.05))


# --- lines, as drawn here --------------------------------------------------------------------------------------------

XS, YS = (200, 500, 1300, 2000), (300, 420, 700, 1000)


def page_of(lean: float = 0.0, fall: float = 0.0, broken: int = 0) -> Gray:
    """A table of three by three cells, ``broken`` pixels of each line missing in places; there is writing in each."""
    page = np.full((1500, 2400), 255, np.uint8)
    for x in XS:
        for y in range(YS[0], YS[-1] + 1):
            right, down = int(x + lean * (y - 750)), int(y + fall * (x - 1200))
            page[down, right : right + 3] = 90
    for y in YS:
        for x in range(XS[0], XS[-1] + 1):
            right, down = int(x + lean * (y - 750)), int(y + fall * (x - 1200))
            page[down : down + 3, right] = 90
    page[500 : 500 + broken] = page[:, 800 : 800 + broken] = 255
    for left in XS[:-1]:
        for top in YS[:-1]:
            page[top + 40 : top + 70, left + 60 : left + 180 : 20] = 0
    return page


@pytest.mark.parametrize(
    ("lean", "fall", "broken"), [(0.0, 0.0, 0), (0.015, 0.004, 0), (-0.01, -0.006, 10), (0.0, 0.0, 40)]
)
def test_lines_aslant_and_broken_make_a_straight_grid(lean: float, fall: float, broken: int) -> None:
    ruled = find_tables(page_of(lean, fall, broken))
    (grid,) = ruled.grids
    assert [x / 0.24 for x in grid.xs] == pytest.approx(XS, abs=12)
    assert [y / 0.24 for y in grid.ys] == pytest.approx(YS, abs=12)
    assert len(grid.cells()) == 9
    assert ruled.lean == pytest.approx((fall, lean), abs=0.001)


def test_lines_are_gone_and_writing_stays() -> None:
    page = page_of()
    page[260:300, 900:903] = 0  # a letter that touches the line
    clean = find_tables(page).picture
    assert (clean[300:303, 210:1990] == 255).all() and (clean[310:400, 500:503] == 255).all()
    assert (clean[260:297, 900:903] == 0).all() and (clean[340:370, 260] == 0).all()


def test_a_row_without_upright_lines_is_one_cell() -> None:
    page = page_of()
    page[430:690, 210:1990] = 255
    page[540:570, 480:520] = 0  # a letter where the line would go on
    (grid,) = find_tables(page).grids
    assert [slot for slot in grid.cells() if slot[0] == 1] == [(1, 0)]


@pytest.mark.parametrize("what", ["prose", "frame", "underlined", "photo", "seal", "blank"])
def test_what_is_no_table(what: str) -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    if what != "blank":
        for row in range(300, 3200, 70):
            page[row : row + 40, 300:2200:17] = page[row + 36 : row + 40, 300:2200] = 0
            page[row : row + 40, 340:2200:90] = 255
    if what == "frame":
        page[500:504, 300:1500] = page[1500:1504, 300:1500] = 0
        page[500:1504, 300:304] = page[500:1504, 1496:1500] = 0
    elif what == "underlined":
        page[500:3000:300, 300:2200] = page[501:3001:300, 300:2200] = 0
    elif what == "photo":
        page[500:2500, 400:1900] = np.random.default_rng(1).integers(0, 255, (2000, 1500), dtype=np.uint8)
    elif what == "seal":
        y, x = np.ogrid[:3508, :2480]
        for radius in (140, 190, 212):
            page[abs(np.hypot(x - 1800, y - 2500) - radius) < 4] = 0
    assert find_tables(page).grids == ()


def test_a_page_without_lines_costs_next_to_nothing() -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    for row in range(300, 3200, 70):
        page[row : row + 40, 300:2200:17] = 0
    assert not may_be_ruled(page)
    assert spent(lambda: find_tables(page)) < spent(lambda: skew(page)) / 4


def spent(work: Callable[[], object]) -> float:
    """The least time of the processor that ``work`` takes in three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def test_what_leans_goes_back_to_where_it_was() -> None:
    turned = Upright(0, 0.0, 2400, 1500, lean=(0.004, 0.015))
    x, y = frame_of(turned).box((480.0, 72.0, 480.0, 72.0))[:2]  # 2000 and 300 pixels
    assert (x / 0.24, y / 0.24) == pytest.approx((2000 + 0.015 * (300 - 750), 300 + 0.004 * (2000 - 1200)))
