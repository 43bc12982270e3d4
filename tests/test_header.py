"""The header of invented heads and tails of many layouts, field by field; secrecy marks and what is none."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from case_files import load
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.agencies.places import province_kind
from pipeline.header import parse_header, secrecy_mark
from pipeline.header.casing import Abbreviation, abbreviations, expand, issuers, proper
from pipeline.header.dates import iso_date
from pipeline.header.issuer import issuer_of_symbol
from pipeline.outline import build_outline
from pipeline.references import find_references
from pipeline.rules import load_rules
from pipeline.sources import extract_text
from pipeline.types import DocumentText, Found, Header, Line, OffsetMap, Page, SourceFile, Span
from pipeline.zones import find_zones

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
TAIL = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\nNguyễn Văn Mẫu\n"


def text_of(raw: str) -> DocumentText:
    text = unicodedata.normalize("NFC", raw)
    return DocumentText(text, raw, OffsetMap(), (Page(1, Span(0, len(text))),), ())


def header_of(raw: str) -> Header:
    text = text_of(raw)
    return parse_header(text, find_zones(text))


def values(header: Header) -> dict[str, Any]:
    plain = {
        name: found.value if isinstance(found := getattr(header, name), Found) else None
        for name in (
            "type", "number", "symbol", "date", "place", "issuer", "subject", "archive", "signer", "signer_title",
            "signer_capacity", "urgency", "secrecy",
        )
    }  # fmt: skip
    plain["addressees"] = [found.value for found in header.addressees]
    plain["recipients"] = [(recipient.name.value, recipient.note) for recipient in header.recipients]
    return plain


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "two columns on one line, number and day blank": (
        """UBND TỈNH AN GIANG                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     SỞ NỘI VỤ                          Độc lập - Tự do - Hạnh phúc
   --------                          ---------------
Số:      /SNV-CCHC                 An Giang, ngày      tháng 3 năm 2026
V/v rà soát hồ sơ lưu trữ
   năm 2025
Kính gửi:  - Các sở, ban, ngành;
           - UBND các xã, phường, đặc khu.
   Sở Nội vụ đề nghị các cơ quan báo cáo kết quả rà soát.
Nơi nhận:                       KT. GIÁM ĐỐC
- Như trên;                     PHÓ GIÁM ĐỐC
- Lưu: VT, CCHC.
                                Nguyễn Văn Mẫu
""",
        {
            "type": "cong_van",
            "number": None,
            "symbol": "SNV-CCHC",
            "date": "2026-03",
            "place": "An Giang",
            "issuer": "Sở Nội vụ tỉnh An Giang",
            "subject": "rà soát hồ sơ lưu trữ năm 2025",
            "addressees": ["Các sở, ban, ngành", "UBND các xã, phường, đặc khu"],
            "recipients": [("Như trên", None)],
            "archive": "VT, CCHC",
            "signer": "Nguyễn Văn Mẫu",
            "signer_title": "PHÓ GIÁM ĐỐC",
            "signer_capacity": "KT. GIÁM ĐỐC",
        },
    ),
    "columns run together with one space": (
        """UBND TỈNH AN GIANG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ Độc lập - Tự do - Hạnh phúc
Số: 12/SYT-NVY An Giang, ngày 5 tháng 3 năm 2026
V/v trực mẫu dịp lễ
Kính gửi: Trung tâm Y tế các xã, phường
Sở Y tế yêu cầu các đơn vị bố trí trực./.
Nơi nhận: GIÁM ĐỐC
- Như trên;
- Lưu: VT.
(Đã ký)
BS.CKII. Trần Thị Mẫu
""",
        {
            "number": "12",
            "date": "2026-03-05",
            "issuer": "Sở Y tế tỉnh An Giang",
            "place": "An Giang",
            "addressees": ["Trung tâm Y tế các xã, phường"],
            "signer": "Trần Thị Mẫu",
            "signer_title": "GIÁM ĐỐC",
        },
    ),
    "a chairman whose office takes three lines": (
        "CHỦ TỊCH\nỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ\n" + NATION + "Số: 27/CĐ-CTUBND\n"
        "Quảng Trị, ngày 3 tháng 11 năm 2025\nCÔNG ĐIỆN\nỨng phó mưa lũ\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n- Giám đốc Sở Mẫu;\n- Chủ tịch UBND các xã.\nTheo dự báo, có mưa to.\n",
        {"type": "cong_dien", "issuer": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", "subject": "Ứng phó mưa lũ"},
    ),
    "a wire of the chairman under the letterhead of the committee": (
        "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ\n" + NATION + "Số: 9/CĐ-CTUBND\nQuảng Trị, ngày 2 tháng 10 năm 2023\n"
        "CÔNG ĐIỆN\nVề việc ứng phó mưa lớn\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐIỆN:\n- Giám đốc Sở Mẫu;\n"
        "- Chủ tịch UBND các xã.\nTheo dự báo, có mưa to.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn Mẫu\n",
        {"issuer": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị", "subject": "Về việc ứng phó mưa lớn"},
    ),
    "a wire of the committee": (
        "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ\n" + NATION + "Số: 9/CĐ-UBND\nQuảng Trị, ngày 2 tháng 10 năm 2023\n"
        "CÔNG ĐIỆN\nVề việc ứng phó mưa lớn\nỦY BAN NHÂN DÂN TỈNH điện:\n- Giám đốc Sở Mẫu;\n"
        "- Chủ tịch UBND các xã.\nTheo dự báo, có mưa to.\n",
        {"issuer": "Ủy ban nhân dân tỉnh Quảng Trị"},
    ),
    "a decision of the chairman under the letterhead of the committee": (
        "ỦY BAN NHÂN DÂN\nHUYỆN BẮC MẪU\n" + NATION + "Số: 5/QĐ-UBND\nBắc Mẫu, ngày 6 tháng 6 năm 2023\nQUYẾT ĐỊNH\n"
        "Về việc thành lập Tổ công tác\nCHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN BẮC MẪU\nCăn cứ Luật Mẫu;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Thành lập Tổ.\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Mẫu\n",
        {"issuer": "Chủ tịch Ủy ban nhân dân huyện Bắc Mẫu", "subject": "Về việc thành lập Tổ công tác"},
    ),
    "a decision of the chairman, its authority glued to the subject": (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n" + NATION + "Số: 6/QĐ-UBND\nLào Cai, ngày 6 tháng 6 năm 2025\nQUYẾT ĐỊNH\n"
        "VỀ VIỆC CÔNG BỐ DANH MỤC MẪU CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nCăn cứ Luật Mẫu;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Công bố danh mục.\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn Mẫu\n",
        {"issuer": "Chủ tịch Ủy ban nhân dân tỉnh Lào Cai", "subject": "VỀ VIỆC CÔNG BỐ DANH MỤC MẪU"},
    ),
    "a decision of the committee, signed for it": (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n" + NATION + "Số: 7/QĐ-UBND\nLào Cai, ngày 6 tháng 6 năm 2025\nQUYẾT ĐỊNH\n"
        "Về việc phê duyệt đề án\nỦY BAN NHÂN DÂN TỈNH LÀO CAI\nCăn cứ Luật Mẫu;\nQUYẾT ĐỊNH:\nĐiều 1. Phê duyệt.\n"
        "Nơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Mẫu\n",
        {"issuer": "Ủy ban nhân dân tỉnh Lào Cai"},
    ),
    "a letter of the committee, signed by its chairman": (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 77/UBND-TH\nV/v đôn đốc công việc của Chủ tịch UBND huyện\n"
        "Lào Cai, ngày 2 tháng 5 năm 2024\nKính gửi: Các sở.\nCác sở gửi báo cáo.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
        "CHỦ TỊCH\nLê Văn Mẫu\n",
        {"issuer": "Ủy ban nhân dân tỉnh Lào Cai"},
    ),
    "a programme of action": (
        "TỈNH ỦY TUYÊN QUANG\n*\nSố 06-CTr/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nTuyên Quang, ngày 19 tháng 9 năm 2025\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG\nThực hiện nghị quyết về kinh tế tư nhân\nI- MỤC TIÊU\n1. Phát triển.\n",
        {"type": "chuong_trinh", "number": "06", "subject": "Thực hiện nghị quyết về kinh tế tư nhân"},
    ),
    "a joint programme": (
        "SỞ Y TẾ - SỞ NỘI VỤ\nSố: 3/CTPH-SYT-SNV\nHuế, ngày 2 tháng 5 năm 2024\nCHƯƠNG TRÌNH PHỐI HỢP\n"
        "Chăm sóc người cao tuổi\nI. MỤC ĐÍCH\n1. Phát triển.\n",
        {"type": "chuong_trinh", "subject": "Chăm sóc người cao tuổi"},
    ),
    "a ward whose name ends like a wire": (
        "ỦY BAN NHÂN DÂN PHƯỜNG AN ĐIỀN\nSố: 3/UBND-VP\nV/v chỉnh trang đường vào phường An Điền\n"
        "An Điền, ngày 2 tháng 10 năm 2025\nKính gửi: Ban Quản lý chợ An Điền\nYêu cầu sửa chợ.\n" + TAIL,
        {"type": "cong_van", "issuer": "Ủy ban nhân dân phường An Điền", "addressees": ["Ban Quản lý chợ An Điền"]},
    ),
    "a letter about electricity, from a power firm": (
        "CÔNG TY CỔ PHẦN THỦY ĐIỆN\nSố: 3/TĐ-KT\nV/v tiết kiệm điện\nLào Cai, ngày 2 tháng 10 năm 2025\n"
        "Kính gửi: Sở Mẫu\nCông ty gửi báo cáo.\n" + TAIL,
        {"type": "cong_van", "subject": "tiết kiệm điện", "issuer": "Công ty cổ phần thủy điện"},
    ),
    "an invitation whose first sentence goes over two lines": (
        "UBND XÃ MẪU\nSố: 4/GM-UBND\nMẫu, ngày 2 tháng 10 năm 2025\nGIẤY MỜI\nDự hội nghị tổng kết công tác\n"
        "Ủy ban nhân dân xã Mẫu\ntrân trọng kính mời: Đại diện Sở Mẫu đến dự hội nghị.\n1. Thời gian: 8 giờ.\n" + TAIL,
        {"type": "giay_moi", "subject": "Dự hội nghị tổng kết công tác"},
    ),
    "subject wrapped around the date line": (
        "UBND TỈNH LÀO CAI\nSố: 77/UBND-TH\nV/v đôn đốc lập sổ theo dõi\nLào Cai, ngày 2 tháng 5 năm 2024\n"
        "và gửi báo cáo mẫu\nKính gửi: Các sở.\nCác sở gửi báo cáo.\n" + TAIL,
        {"subject": "đôn đốc lập sổ theo dõi và gửi báo cáo mẫu", "issuer": "Ủy ban nhân dân tỉnh Lào Cai"},
    ),
    "party document": (
        """TỈNH ỦY AN GIANG                    ĐẢNG CỘNG SẢN VIỆT NAM
          *
Số 15-CV/TU                   An Giang, ngày 02 tháng 02 năm 2026
Về việc tổ chức sinh hoạt mẫu

Kính gửi: - Các đảng ủy trực thuộc Tỉnh ủy,
          - Các ban đảng Tỉnh ủy.
Ban Thường vụ Tỉnh ủy đề nghị tổ chức sinh hoạt.
Nơi nhận:
- Như trên,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Lê Văn Mẫu
""",
        {
            "type": "cong_van",
            "number": "15",
            "symbol": "CV/TU",
            "issuer": "Tỉnh ủy An Giang",
            "addressees": ["Các đảng ủy trực thuộc Tỉnh ủy", "Các ban đảng Tỉnh ủy"],
            "signer_capacity": "T/M BAN THƯỜNG VỤ",
            "signer_title": "PHÓ BÍ THƯ THƯỜNG TRỰC",
        },
    ),
    "urgent telegram": (
        f"ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\n{NATION}HỎA TỐC\nSố: 03/CĐ-UBND\nHà Tĩnh, ngày 18 tháng 9 năm 2025\n"
        "CÔNG ĐIỆN\nVề việc ứng phó bão mẫu\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐIỆN:\n- Giám đốc các sở;\n"
        "- Chủ tịch UBND các xã.\nHồi 7 giờ ngày 18/9, tâm bão ở ngoài khơi.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Mẫu\n",
        {
            "type": "cong_dien",
            "urgency": "Hỏa tốc",
            "issuer": "Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh",
            "subject": "Về việc ứng phó bão mẫu",
            "addressees": ["Giám đốc các sở", "Chủ tịch UBND các xã"],
            "signer": "Trần Văn Mẫu",
            "signer_title": "CHỦ TỊCH",
            "signer_capacity": None,
        },
    ),
    "title, subject and authority on one line": (
        f"ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\n{NATION}Số:\n12/2025/QĐ-UBND\nNghệ An, ngày 24 tháng11 năm 2025\n"
        "QUYẾT ĐỊNH BAN HÀNH MẪU SỔ THEO DÕI CỦA ỦY BAN NHÂN DÂN TỈNH ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\n"
        "Căn cứ Luật mẫu;\nĐiều 1. Ban hành.\n"
        "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrung tá Lê Văn Mẫu\n",
        {
            "type": "quyet_dinh",
            "number": "12",
            "symbol": "2025/QĐ-UBND",
            "date": "2025-11-24",
            "subject": "BAN HÀNH MẪU SỔ THEO DÕI CỦA ỦY BAN NHÂN DÂN TỈNH",
            "signer": "Lê Văn Mẫu",
            "signer_capacity": "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH",
            "signer_title": "PHÓ CHỦ TỊCH",
        },
    ),
    "ministry and unit on one line, symbol that looks like a directive": (
        f"BỘ TÀI CHÍNH CỤC THUẾ\n{NATION}Số: 99/CT-CS\nV/v hóa đơn mẫu\nHà Nội, ngày 3 tháng 2 năm 2026\n"
        "Kính gửi: Thuế tỉnh An Giang Cục Thuế nhận được công văn số 1/AGI-QLDN của đơn vị hỏi về hóa đơn mẫu.\n"
        "Nơi nhận:\n- Như trên;\n- Phó CTr Mẫu (để b/c);\n- Lưu: VT, CS.\n"
        "TL. CỤC TRƯỞNG KT. TRƯỞNG BAN CHÍNH SÁCH MẪU PHÓ TRƯỞNG BAN\nPhạm Thị Mẫu\n",
        {
            "type": "cong_van",
            "issuer": "Cục Thuế",
            "addressees": ["Thuế tỉnh An Giang"],
            "recipients": [("Như trên", None), ("Phó CTr Mẫu", "để b/c")],
            "signer_title": "PHÓ TRƯỞNG BAN",
            "signer_capacity": "TL. CỤC TRƯỞNG, KT. TRƯỞNG BAN CHÍNH SÁCH MẪU",
            "signer": "Phạm Thị Mẫu",
        },
    ),
    "office under a district": (
        f"UBND HUYỆN MẪU SƠN\nVĂN PHÒNG HĐND&UBND\nSố: 43 /TB-VP\n{NATION}Mẫu Sơn, ngày 10 tháng 6 năm 2019\n"
        "THÔNG BÁO\nKết luận tại cuộc họp giao ban cấp xã\nNgày 29/5/2019, UBND huyện họp giao ban.\n"
        "Nơi nhận: Như trên; Lãnh đạo UBND huyện (b/c); Lưu: VT.\nTL. CHỦ TỊCH CHÁNH VĂN PHÒNG\nĐỗ Thị Mẫu\n",
        {
            "type": "thong_bao",
            "number": "43",
            "symbol": "TB-VP",
            "issuer": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện Mẫu Sơn",
            "subject": "Kết luận tại cuộc họp giao ban cấp xã",
            "archive": "VT",
            "recipients": [("Như trên", None), ("Lãnh đạo UBND huyện", "b/c")],
            "signer_title": "CHÁNH VĂN PHÒNG",
            "signer_capacity": "TL. CHỦ TỊCH",
        },
    ),
    "resolution with sitting": (
        f"HỘI ĐỒNG NHÂN DÂN\nTỈNH NGHỆ AN\n{NATION}Số: 12/2025/NQ-HĐND\nNghệ An, ngày 10 tháng 12 năm 2025\n"
        "NGHỊ QUYẾT\nQuy định mức hỗ trợ mẫu\nHỘI ĐỒNG NHÂN DÂN TỈNH NGHỆ AN\nKHÓA XVIII, KỲ HỌP THỨ 33\n"
        "Căn cứ Luật mẫu;\nNơi nhận:\n- UBTVQH;\n- Lưu: VT.\nCHỦ TỊCH\nHOÀNG VĂN MẪU\n",
        {
            "type": "nghi_quyet",
            "issuer": "Hội đồng nhân dân tỉnh Nghệ An",
            "subject": "Quy định mức hỗ trợ mẫu",
            "signer": "HOÀNG VĂN MẪU",
        },
    ),
    "a province that the date line spells in another way": (
        f"UBND TỈNH ĐẮK NÔNG\nSỞ NỘI VỤ\n{NATION}Số: 12/SNV-TH\nĐăk Nông, ngày 12 tháng 4 năm 2019\n"
        f"Kính gửi: Phòng Nội vụ.\n{TAIL}",
        {"issuer": "Sở Nội vụ tỉnh Đắk Nông", "place": "Đăk Nông"},
    ),
    "a party's conclusion whose body tells of the session": (
        "TỈNH ỦY MẪU LÂM\n*\nSố 215-KL/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nMẫu Lâm, ngày 18 tháng 9 năm 2025\nKẾT LUẬN\n"
        "CỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề phát triển nhà ở mẫu trên địa bàn tỉnh\n"
        "Tại phiên họp ngày 16/9/2025, Ban Thường vụ Tỉnh ủy thảo luận và kết luận:\n1- Các sở rà soát sổ.\n" + TAIL,
        {"issuer": "Tỉnh ủy Mẫu Lâm", "subject": "về phát triển nhà ở mẫu trên địa bàn tỉnh"},
    ),
    "no head: number, date and issuer from the note above the annex": (
        "Kính gửi: Các bộ.\nThực hiện kế hoạch, đề nghị cử cán bộ dự tập huấn./.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG\nLê Thị Mẫu\n"
        "PHỤ LỤC\n(Kèm theo Công văn số: 123/BTC-MAU ngày 18 tháng 11 năm 2025 của Bộ Tài chính)\n",
        {
            "type": "cong_van",
            "number": "123",
            "symbol": "BTC-MAU",
            "date": "2025-11-18",
            "issuer": "Bộ Tài chính",
            "place": None,
            "subject": None,
        },
    ),
    "no letterhead: issuer from symbol and place": (
        "Số: 33/SYT-KHTC\nCần Thơ, ngày 3 tháng 3 năm 2026\nV/v đăng ký nhu cầu mẫu\nKính gửi: Các bệnh viện\n"
        "Sở Y tế đề nghị.\nKT GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNgô Văn Mẫu\n",
        {"issuer": "Sở Y tế thành phố Cần Thơ", "signer": "Ngô Văn Mẫu", "signer_capacity": "KT GIÁM ĐỐC"},
    ),
    "no letterhead: a directive in the chairman's own name": (
        "CHỈ THỊ\nVề chấn chỉnh giờ giấc mẫu trên địa bàn huyện Mẫu Sơn\nThời gian qua, một số nơi chưa nghiêm.\n"
        "1. Chủ tịch UBND huyện yêu cầu các phòng thực hiện.\nNơi nhận:\n- Các phòng;\n- Lưu: VT.\n"
        "CHỦ TỊCH\nLê Văn Mẫu\n",
        {"type": "chi_thi", "issuer": "Chủ tịch Ủy ban nhân dân huyện Mẫu Sơn", "number": None, "date": None},
    ),
    "a department with abbreviations in its letterhead": (
        f"UBND TỈNH LÀO CAI\nSỞ LĐ-TB VÀ XH\n{NATION}Số: 8/SLĐTBXH-VP\nLào Cai, ngày 8 tháng 8 năm 2020\n"
        "V/v gửi mẫu\nKính gửi: Các phòng\nCác phòng gửi mẫu.\n" + TAIL,
        {"issuer": "Sở Lao động - Thương binh và Xã hội tỉnh Lào Cai"},
    ),
    "a semicolon inside a bullet, a person named after the unit": (
        "Số: 3/UBND-TH\nMẫu Sơn, ngày 3 tháng 3 năm 2024\nV/v lập sổ mẫu\nKính gửi:\n- Các phòng;\n"
        "- Công ty Điện Mẫu; Viễn thông Mẫu.\nPhó Chủ tịch UBND tỉnh Trần Văn Mẫu yêu cầu các phòng lập sổ.\n" + TAIL,
        {
            "addressees": ["Các phòng", "Công ty Điện Mẫu; Viễn thông Mẫu"],
            "issuer": "Ủy ban nhân dân tỉnh Mẫu Sơn",
        },
    ),
    "a ward whose name folds as a title does": (
        f"ỦY BAN NHÂN DÂN\nPHƯỜNG AN HẢI\n{NATION}Số: 12/KH-UBND\nAn Hải, ngày 2 tháng 3 năm 2026\nKẾ HOẠCH\n"
        "Tổng vệ sinh mẫu trên địa bàn phường\nThực hiện Công văn mẫu, phường lập kế hoạch.\n" + TAIL,
        {
            "type": "ke_hoach",
            "issuer": "Ủy ban nhân dân phường An Hải",
            "subject": "Tổng vệ sinh mẫu trên địa bàn phường",
        },
    ),
    "a body whose name goes on with the name of a kind of document": (
        f"UBND TỈNH CÀ MAU\nBAN QUẢN LÝ\nDỰ ÁN ĐẦU TƯ XÂY DỰNG\n{NATION}Số: 12/BQLDA-KT\nV/v nộp hồ sơ mẫu\n"
        "Cà Mau, ngày 2 tháng 3 năm 2026\nKính gửi: Các nhà thầu.\nBan đề nghị nộp hồ sơ.\n" + TAIL,
        {
            "type": "cong_van",
            "issuer": "Ban Quản lý dự án đầu tư xây dựng tỉnh Cà Mau",
            "subject": "nộp hồ sơ mẫu",
            "addressees": ["Các nhà thầu"],
        },
    ),
    "the word for department alone on its line": (
        f"UBND TỈNH CÀ MAU\nSỞ\nKẾ HOẠCH VÀ ĐẦU TƯ\n{NATION}Số: 9/KH-SKHĐT\nCà Mau, ngày 2 tháng 3 năm 2024\n"
        "KẾ HOẠCH\nTập huấn mẫu\nThực hiện nhiệm vụ mẫu, Sở lập kế hoạch.\n" + TAIL,
        {"number": "9", "issuer": "Sở Kế hoạch và Đầu tư tỉnh Cà Mau", "subject": "Tập huấn mẫu"},
    ),
    "a place that begins as a body does": (
        f"ỦY BAN NHÂN DÂN THÀNH PHỐ\nHỘI AN\n{NATION}Số: 9/TB-UBND\nHội An, ngày 2 tháng 3 năm 2024\n"
        "THÔNG BÁO\nLịch thu gom rác mẫu\nTrong năm qua, việc thu gom còn chậm.\n" + TAIL,
        {"issuer": "Ủy ban nhân dân thành phố Hội An", "subject": "Lịch thu gom rác mẫu"},
    ),
    "a place that begins as a body of text does": (
        f"ỦY BAN NHÂN DÂN TỈNH\nTHỪA THIÊN HUẾ\n{NATION}Số: 9/TB-UBND\nThừa Thiên Huế, ngày 2 tháng 3 năm 2024\n"
        "THÔNG BÁO\nLịch mẫu của tỉnh\nThừa Thiên Huế\nNgày 3/3/2024, các đơn vị họp.\n" + TAIL,
        {"issuer": "Ủy ban nhân dân tỉnh Thừa Thiên Huế", "subject": "Lịch mẫu của tỉnh Thừa Thiên Huế"},
    ),
    "a symbol cut by the end of its line": (
        "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH CÀ MAU        Độc lập - Tự do - Hạnh phúc\n"
        "Số: 3783/QĐ-        Cà Mau, ngày 2 tháng 3 năm 2026\nUBND\nQUYẾT ĐỊNH\nVề việc mẫu\n"
        "Căn cứ Luật mẫu;\n" + TAIL,
        {
            "number": "3783",
            "symbol": "QĐ-UBND",
            "date": "2026-03-02",
            "issuer": "Ủy ban nhân dân tỉnh Cà Mau",
            "subject": "Về việc mẫu",
        },
    ),
    "a symbol whose stroke begins the next line": (
        f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n{NATION}Số: 3783/QĐ\n-UBND\nCà Mau, ngày 2 tháng 3 năm 2026\n"
        "QUYẾT ĐỊNH\nVề việc mẫu\nCăn cứ Luật mẫu;\n" + TAIL,
        {"number": "3783", "symbol": "QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh Cà Mau"},
    ),
    "the authority behind a subject that ends in a place": (
        f"ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG\n{NATION}Số: 3/QĐ-UBND\nCao Bằng, ngày 2 tháng 3 năm 2026\n"
        "QUYẾT ĐỊNH CÔNG BỐ DANH MỤC MẪU CỦA TỈNH CAO BẰNG CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG\n"
        "Căn cứ Luật mẫu;\n" + TAIL,
        {"subject": "CÔNG BỐ DANH MỤC MẪU CỦA TỈNH CAO BẰNG"},
    ),
    "the authority glued to a subject, the line then cut; numbers and years inside the subject": (
        f"BỘ MẪU\n{NATION}Số: 3/2026/TT-BM\nHà Nội, ngày 2 tháng 3 năm 2026\nTHÔNG TƯ\n"
        "SỬA ĐỔI MỘT SỐ ĐIỀU CỦA THÔNG TƯ\nSỐ 07/2019/TT-BM VỀ QUY TRÌNH NỘI\nBỘ GIẢI QUYẾT HỒ SƠ MẪU (NĂM\n2026)"
        " BỘ TRƯỞNG\nBỘ MẪU\nCăn cứ Luật mẫu;\n" + TAIL,
        {
            "number": "3",
            "symbol": "2026/TT-BM",
            "subject": "SỬA ĐỔI MỘT SỐ ĐIỀU CỦA THÔNG TƯ SỐ 07/2019/TT-BM VỀ QUY TRÌNH NỘI BỘ GIẢI QUYẾT HỒ SƠ MẪU"
            " (NĂM 2026)",
        },
    ),
    "the authority in capitals behind a subject in small letters": (
        f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\n{NATION}Số: 3/QĐ-UBND\nHải Phòng, ngày 2 tháng 3 năm 2026\n"
        "QUYẾT ĐỊNH\nVề việc công bố danh mục mẫu của thành phố Hải Phòng ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\n"
        "Căn cứ Luật mẫu;\n" + TAIL,
        {"subject": "Về việc công bố danh mục mẫu của thành phố Hải Phòng"},
    ),
    "a subject about an office of a city that ends as a preposition does": (
        f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\n{NATION}Số: 3/QĐ-UBND\nHải Phòng, ngày 2 tháng 3 năm 2026\n"
        "QUYẾT ĐỊNH\nQUY CHẾ CỦA VĂN PHÒNG ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\nCăn cứ Luật mẫu;\n" + TAIL,
        {"subject": "QUY CHẾ CỦA VĂN PHÒNG ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"},
    ),
    "the lines of a page kept, a paragraph right under the subject": (
        f"ỦY BAN NHÂN DÂN\nXÃ TÂN MẪU\n{NATION}Số: 3/CT-UBND\nTân Mẫu, ngày 2 tháng 3 năm 2026\nCHỈ THỊ\n"
        "Về việc tăng cường quản lý chợ mẫu\nvà vệ sinh nơi công cộng\n"
        "Công tác quản lý chợ trên địa bàn xã thời gian gần đây có nhiều\n"
        "chuyển biến tích cực, tuy nhiên một số tiểu thương vẫn lấn chiếm\nlối đi.\n" + TAIL,
        {"subject": "Về việc tăng cường quản lý chợ mẫu và vệ sinh nơi công cộng"},
    ),
    "a slip that passes a petition on": (
        f"THANH TRA TỈNH AN GIANG\nBAN TIẾP CÔNG DÂN\n{NATION}Số: 7/PC-BTCD\nAn Giang, ngày 2 tháng 3 năm 2026\n"
        "PHIẾU CHUYỂN ĐƠN\nKính gửi: Chủ tịch UBND xã Mẫu.\nBan nhận được đơn của ông Trần Văn Mẫu.\n" + TAIL,
        {
            "type": "phieu_chuyen",
            "subject": None,
            "issuer": "Ban Tiếp công dân tỉnh An Giang",
            "addressees": ["Chủ tịch UBND xã Mẫu"],
        },
    ),
    "an invitation by letter": (
        f"HỘI NÔNG DÂN TỈNH AN GIANG\n{NATION}Số: 7/TM-HND\nAn Giang, ngày 2 tháng 3 năm 2026\nTHƯ MỜI\n"
        "Dự hội nghị mẫu\nHội Nông dân tỉnh trân trọng kính mời các chi hội dự hội nghị mẫu.\n" + TAIL,
        {"type": "giay_moi", "issuer": "Hội Nông dân tỉnh An Giang", "subject": "Dự hội nghị mẫu"},
    ),
    "a division of the police": (
        f"CÔNG AN TỈNH LÀO CAI\nPHÒNG CẢNH SÁT GIAO THÔNG\n{NATION}Số: 7/TB-CSGT\n"
        "Lào Cai, ngày 2 tháng 3 năm 2026\nTHÔNG BÁO\nPhân luồng mẫu\nTừ ngày 3/3, xe đi đường khác.\n" + TAIL,
        {"issuer": "Phòng Cảnh sát giao thông Công an tỉnh Lào Cai", "type": "thong_bao"},
    ),
    "an investigating body, superior on the same line": (
        f"CÔNG AN TỈNH LÀO CAI CƠ QUAN CẢNH SÁT ĐIỀU TRA\n{NATION}Số: 7/TB-CSĐT\n"
        "Lào Cai, ngày 2 tháng 3 năm 2026\nTHÔNG BÁO\nTìm chủ tài sản mẫu\nNgày 1/3, có người nộp ví.\n" + TAIL,
        {"issuer": "Cơ quan Cảnh sát điều tra Công an tỉnh Lào Cai"},
    ),
    "a contract: two parties, dated in its words": (
        f"{NATION}HỢP ĐỒNG\nThuê máy mẫu\nSố: 14/2025/HĐ-TTM\nCăn cứ Bộ luật Dân sự;\n"
        "Hôm nay, ngày 02 tháng 10 năm 2025, tại An Giang, hai bên gồm có:\nBên A: Trung tâm Mẫu.\n"
        "Hai bên ký hợp đồng này.\nĐẠI DIỆN BÊN A\nGIÁM ĐỐC\nNguyễn Văn Mẫu\n"
        "ĐẠI DIỆN BÊN B\nGIÁM ĐỐC\nTrần Thị Mẫu\n",
        {
            "type": "hop_dong",
            "date": "2025-10-02",
            "subject": "Thuê máy mẫu",
            "signer": "Nguyễn Văn Mẫu",
            "signer_title": "GIÁM ĐỐC",
            "signer_capacity": "ĐẠI DIỆN BÊN A",
        },
    ),
    "minutes dated in the head, whatever day they tell": (
        f"SỞ Y TẾ TỈNH AN GIANG\n{NATION}Số: 7/BB-SYT\nAn Giang, ngày 3 tháng 3 năm 2026\nBIÊN BẢN\nHọp mẫu\n"
        "Hồi 09 giờ 10 phút ngày 02/3/2026, tại Sở Y tế, các bên họp.\n" + TAIL,
        {"type": "bien_ban", "date": "2026-03-03", "subject": "Họp mẫu"},
    ),
    "a form without a subject": (
        f"SỞ Y TẾ TỈNH AN GIANG\nBỆNH VIỆN MẪU HÒA\n{NATION}Số: 7/GĐĐ-BVM\nAn Giang, ngày 2 tháng 3 năm 2026\n"
        "GIẤY ĐI ĐƯỜNG\nCấp cho: Ông Trần Văn Mẫu\nBệnh viện Mẫu Hòa cử đi công tác.\n" + TAIL,
        {"type": "khac", "subject": None, "issuer": "Bệnh viện Mẫu Hòa tỉnh An Giang"},
    ),
    "a timetable right under its subject": (
        f"ỦY BAN NHÂN DÂN\nXÃ MẪU LÂM\n{NATION}Số: 7/LCT-UBND\nMẫu Lâm, ngày 2 tháng 3 năm 2026\n"
        "LỊCH CÔNG TÁC\nTuần 10 của lãnh đạo\nThứ, ngày | Giờ | Nội dung | Chủ trì\nThứ Hai | 08:00 | Họp | Chủ tịch\n"
        + TAIL,
        {"type": "khac", "subject": "Tuần 10 của lãnh đạo"},
    ),
    "of what kind a report is, behind its title": (
        f"UBND TỈNH AN GIANG\n{NATION}Số: 7/BC-UBND\nAn Giang, ngày 2 tháng 3 năm 2026\nBÁO CÁO GIẢI TRÌNH\n"
        "Về sự cố mẫu\nNgày 1/3, đường ống bị vỡ.\n" + TAIL,
        {"type": "bao_cao", "subject": "Về sự cố mẫu"},
    ),
    "conclusions of an inspection": (
        f"UBND TỈNH AN GIANG\nTHANH TRA TỈNH\n{NATION}Số: 7/KL-TTr\nAn Giang, ngày 2 tháng 3 năm 2026\n"
        "KẾT LUẬN THANH TRA\nVề quản lý kinh phí mẫu\nThanh tra tỉnh đã thanh tra 02 xã.\n" + TAIL,
        {"type": "khac", "subject": "Về quản lý kinh phí mẫu", "issuer": "Thanh tra tỉnh An Giang"},
    ),
    "the standing part of a body": (
        f"ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH AN GIANG\nBAN THƯỜNG TRỰC\n{NATION}Số: 7/MTTQ-BTT\n"
        "V/v cảm ơn\nAn Giang, ngày 2 tháng 3 năm 2026\nKính gửi: Sở Nội vụ.\nBan Thường trực trân trọng cảm ơn.\n"
        + TAIL,
        {"issuer": "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh An Giang"},
    ),
    "names and offices cut by the end of a line inside a word": (
        f"UBND TỈNH AN GIANG\nTRUNG TÂM DỊCH\nVỤ VIỆC LÀM\n{NATION}Số: 7/TB-TTDV\nAn Giang, ngày 2 tháng 3 năm 2026\n"
        "THÔNG BÁO\nTuyển dụng mẫu\nTrung tâm tuyển 02 người.\nNơi nhận:\n- Lưu: VT.\n"
        "TL. GIÁM ĐỐC\nPHÓ TRƯỞNG BAN NGHIỆP\nVỤ VIỆC LÀM\nVũ Văn Mẫu\n",
        {
            "issuer": "Trung tâm Dịch vụ việc làm tỉnh An Giang",
            "signer": "Vũ Văn Mẫu",
            "signer_title": "PHÓ TRƯỞNG BAN NGHIỆP VỤ VIỆC LÀM",
        },
    ),
    "an office that only the auction has": (
        f"SỞ TƯ PHÁP TỈNH AN GIANG\nTRUNG TÂM ĐẤU GIÁ\n{NATION}Số: 7/TB-ĐG\nAn Giang, ngày 2 tháng 3 năm 2026\n"
        "THÔNG BÁO\nĐấu giá mẫu\nTrung tâm bán 02 xe.\nNơi nhận:\n- Lưu: VT.\n"
        "TL. GIÁM ĐỐC\nĐẤU GIÁ VIÊN\nLưu Văn Mẫu\n",
        {"signer_capacity": "TL. GIÁM ĐỐC", "signer_title": "ĐẤU GIÁ VIÊN"},
    ),
    "addressees with what the letter is for": (
        f"UBND TỈNH AN GIANG\n{NATION}Số: 7/UBND-TH\nV/v mẫu sổ\nAn Giang, ngày 2 tháng 3 năm 2026\n"
        "Kính gửi:\n- Bí thư Tỉnh ủy, Thành ủy các tỉnh, thành phố để lãnh đạo, chỉ đạo;\n"
        "- Ủy ban nhân dân các tỉnh: Hà Tĩnh, Quảng\nTrị, Nghệ An;\n- Sở Nội vụ.\n"
        "Ngày 1/3, các đơn vị họp.\n" + TAIL,
        {
            "addressees": [
                "Bí thư Tỉnh ủy, Thành ủy các tỉnh, thành phố",
                "Ủy ban nhân dân các tỉnh: Hà Tĩnh, Quảng Trị, Nghệ An",
                "Sở Nội vụ",
            ]
        },
    ),
    "office of a party committee, number blank, signed for its head": (
        """TỈNH ỦY ĐỒNG THÁP                    ĐẢNG CỘNG SẢN VIỆT NAM
VĂN PHÒNG
     *                               Đồng Tháp, ngày 2 tháng 3 năm 2026
Số      -CV/VPTU
V/v gửi báo cáo mẫu
Kính gửi: - Các đảng ủy trực thuộc,
- Các ban đảng.
Văn phòng Tỉnh ủy đề nghị gửi báo cáo.
Nơi nhận:
- Như trên,
- Lưu VPTU.
K/T CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG
Lê Văn Mẫu
""",
        {
            "type": "cong_van",
            "number": None,
            "symbol": "CV/VPTU",
            "date": "2026-03-02",
            "issuer": "Văn phòng Tỉnh ủy Đồng Tháp",
            "subject": "gửi báo cáo mẫu",
            "addressees": ["Các đảng ủy trực thuộc", "Các ban đảng"],
            "archive": "VPTU",
            "signer_capacity": "K/T CHÁNH VĂN PHÒNG",
            "signer_title": "PHÓ CHÁNH VĂN PHÒNG",
        },
    ),
    "conclusion of a party committee": (
        "ĐẢNG BỘ TỈNH AN GIANG\nĐẢNG ỦY XÃ TÂN MẪU\n*\nSố 318-KL/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Tân Mẫu, ngày 2 tháng 3 năm 2026\nKẾT LUẬN\nCỦA BAN THƯỜNG VỤ ĐẢNG ỦY\nvề việc lập sổ mẫu\n-----\n"
        "Ngày 1/3, Ban Thường vụ họp.\nNơi nhận:\n- Các chi bộ,\n- Lưu Văn phòng Đảng ủy.\n"
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Mẫu\n",
        {
            "type": "khac",
            "number": "318",
            "symbol": "KL/ĐU",
            "issuer": "Đảng ủy xã Tân Mẫu",
            "subject": "về việc lập sổ mẫu",
            "archive": "Văn phòng Đảng ủy",
            "signer_capacity": "T/M BAN THƯỜNG VỤ",
            "signer_title": "BÍ THƯ",
        },
    ),
    "nothing of a dispatch": (
        "Trời hôm nay đẹp.\nChúng tôi đi chợ.\n",
        {"type": "khac", "issuer": None, "signer": None},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fields(name: str) -> None:
    raw, expected = CASES[name]
    found = values(header_of(raw))
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_spans_hold_what_was_read(name: str) -> None:
    text = text_of(CASES[name][0])
    header = parse_header(text, find_zones(text))
    for field in ("number", "symbol", "date", "place", "signer"):
        found = getattr(header, field)
        if found is not None:
            assert text.text[slice(*found.span)] == found.raw, field


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.data())
def test_blank_lines_change_nothing(name: str, data: st.DataObject) -> None:
    lines = CASES[name][0].split("\n")
    gaps = data.draw(st.lists(st.integers(0, 2), min_size=len(lines), max_size=len(lines)))
    spaced = "\n".join(line + "\n" * gap for line, gap in zip(lines, gaps, strict=True))
    assert values(header_of(spaced)) == values(header_of("\n".join(lines)))


@pytest.mark.parametrize(("raw", "level"), [
    ("BỘ MẪU\nMẬT\nSố: 1/BM-VP\n", "Mật"),
    ("BỘ MẪU\nTỐI MẬT\n", "Tối mật"),
    ("TUYỆT MẬT\nBỘ MẪU\n", "Tuyệt mật"),
    ("BỘ MẪU\nM Ậ T\n", "Mật"),
    ("BỘ MẪU\nT Ố I  M Ậ T\n", "Tối mật"),
    ("Độ mật: Mật\nSố: 1/BM-VP\n", "Mật"),
    ("ĐỘ MẬT: TUYỆT MẬT\n", "Tuyệt mật"),
    ("Mức độ mật: Tối mật\n", "Tối mật"),
    ("BỘ MẪU      MẬT      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "Mật"),
    ("MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "Mật"),
    ("SỞ MẪU | MẬT | Độc lập - Tự do - Hạnh phúc\n", "Mật"),
    ("UBND TỈNH MẪU MẬT\nSố: 1/UBND-TH\n", "Mật"),
    ("[MẬT]\n", "Mật"),
    ("Tối mật\nBỘ MẪU\n", "Tối mật"),
    ("Số: 1/UBND-NC\nKính gửi: Sở Mẫu.\nSở Mẫu báo cáo.\nNgười ký\nMẬT", "Mật"),
])  # fmt: skip
def test_secrecy_marks(raw: str, level: str) -> None:
    text = text_of(raw)
    found = secrecy_mark(text)
    assert found is not None and found.value == level
    assert found.span is not None and text.text[slice(*found.span)] == found.raw


def scanned(raw: str) -> DocumentText:
    """The text as a scan gives it: every line was recognised, none for certain."""
    text, at = text_of(raw), 0
    lines = []
    for line in raw.splitlines(keepends=True):
        lines.append(Line(Span(at, at + len(line.rstrip())), 1, confidence=0.8))
        at += len(line)
    return replace(text, lines=tuple(lines))


@pytest.mark.parametrize(("raw", "level"), [
    ("BO MAU\nMAT\nSo: 1/BM-VP\n", "Mật"),
    ("BO MAU\nMÂT\nSo: 1/BM-VP\n", "Mật"),
    ("TOI MAT\nBO MAU\n", "Tối mật"),
    ("BO MAU\nTUYET MAT\n", "Tuyệt mật"),
])  # fmt: skip
def test_secrecy_marks_without_their_signs(raw: str, level: str) -> None:
    found = secrecy_mark(scanned(raw))
    assert found is not None and found.value == level
    assert found.span is not None and raw[slice(*found.span)] == found.raw
    assert secrecy_mark(text_of(raw)) is None  # typed, the word is an abbreviation or a slip


@pytest.mark.parametrize("raw", [
    "BENH VIEN\nMAT\nSo: 1/BVM-KH\n",
    "VE CONG TAC BAO VE BI\nMAT\n",
    "KHOA\nMAT\n",
    "CONG TY MAT VIET NAM\n",
    "Kính gửi: Sở Mẫu\nMAT\n",
])  # fmt: skip
def test_what_is_no_secrecy_mark_in_a_scan(raw: str) -> None:
    assert secrecy_mark(scanned(raw)) is None


@pytest.mark.parametrize("raw", [
    "BỘ MẪU\nSố: 1/BM-VP\nV/v bảo mật hệ thống\nKính gửi: Sở Mẫu\n",
    "V/v cấp mật khẩu\n",
    "QUYẾT ĐỊNH VỀ CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC\n",
    "VỀ TĂNG CƯỜNG BẢO VỆ BÍ\nMẬT NHÀ NƯỚC\n",
    "VỀ DANH MỤC BÍ\nMẬT\n",
    "BAN CƠ YẾU - BẢO MẬT\nSố: 1/BM\n",
    "BỆNH VIỆN GAN MẬT MẪU\n",
    "Kính gửi: Sở Mẫu\nMẬT\nĐề nghị các đơn vị bảo đảm bí mật số liệu trước khi công bố cho người dân biết.\n",
    "Mật ong rừng\n",
    "",
])  # fmt: skip
def test_what_is_no_secrecy_mark(raw: str) -> None:
    assert secrecy_mark(text_of(raw)) is None


@pytest.mark.parametrize(("text", "date"), [
    ("ngày 25 tháng 10 năm 2024", "2024-10-25"), ("ngày 24 tháng11 năm 2025", "2025-11-24"),
    ("ngày    tháng 4 năm 2024", "2024-04"), ("ngày … tháng … năm 2024", "2024"), ("ngày   tháng   năm", None),
    ("ngày 10/01/2026", "2026-01-10"), ("ngày 31 tháng 13 năm 2024", "2024"),
])  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(("capitals", "name"), [
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
    ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
    ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
    ("UBND PHƯỜNG MẪU", "Ủy ban nhân dân phường Mẫu"),
    ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
    ("THUẾ TỈNH MẪU SƠN", "Thuế tỉnh Mẫu Sơn"), ("SỞ NỘI VỤ TỈNH AN GIANG", "Sở Nội vụ tỉnh An Giang"),
    ("THANH TRA TỈNH AN GIANG", "Thanh tra tỉnh An Giang"), ("CHI CỤC THUẾ KHU VỰC XIX", "Chi cục Thuế khu vực XIX"),
    ("ĐOÀN ĐBQH TỈNH AN GIANG", "Đoàn ĐBQH tỉnh An Giang"), ("TRƯỜNG ĐẠI HỌC TÂY NGUYÊN", "Trường Đại học Tây Nguyên"),
    ("VIỆN PASTEUR TÂY NGUYÊN", "Viện Pasteur Tây Nguyên"), ("CÔNG TY TNHH MẪU", "Công ty TNHH mẫu"),
    ("TRUNG TÂM DỊCH VỤ VIỆC LÀM", "Trung tâm Dịch vụ việc làm"), ("CỤC ĐƯỜNG BỘ VIỆT NAM", "Cục Đường bộ Việt Nam"),
    ("ĐẢNG ỦY PHƯỜNG AN HẢI", "Đảng ủy phường An Hải"), ("HUYỆN ỦY MẪU SƠN", "Huyện ủy Mẫu Sơn"),
    ("BỘ CHỈ HUY QUÂN SỰ TỈNH AN GIANG", "Bộ Chỉ huy Quân sự tỉnh An Giang"),
    ("HẠT KIỂM LÂM HUYỆN MẪU SƠN", "Hạt Kiểm lâm huyện Mẫu Sơn"),
    ("HỘI ĐỒNG TUYỂN SINH", "Hội đồng tuyển sinh"), ("HỘI NÔNG DÂN", "Hội Nông dân"),
    ("SỞ KH&ĐT", "Sở Kế hoạch và Đầu tư"), ("SỞ GD&ĐT", "Sở Giáo dục và Đào tạo"),
])  # fmt: skip
def test_names_of_bodies(capitals: str, name: str) -> None:
    assert proper(capitals) == name


@pytest.mark.parametrize("rule", load_rules("letterhead", Abbreviation), ids=lambda rule: rule.id)
def test_abbreviations(rule: Abbreviation) -> None:
    pattern, _ = abbreviations()[load_rules("letterhead", Abbreviation).index(rule)]
    assert rule.examples and all(pattern.search(example) for example in rule.examples)
    assert not any(pattern.search(example) for example in rule.counter_examples)
    assert expand("SỞ MẪU") == "SỞ MẪU"


def check_letterhead(case: list[str]) -> None:
    assert proper(case[0]) == case[1]


def check_symbol(case: list[str]) -> None:
    rule = issuer_of_symbol(case[0])
    assert rule is not None and rule.name == case[1]


def check_signed(case: list[str]) -> None:
    """The line of the office: the authority and the signer's own office in it."""
    line, capacity, title = case
    raw = f"UBND TỈNH MẪU GIANG\nSỞ MẪU\nSố: 12/SM-VP\nKính gửi: Các sở.\nCác sở lập sổ.\n{TAIL}"
    header = header_of(raw.replace("GIÁM ĐỐC", line))
    assert values(header)["signer_title"] == title
    assert values(header)["signer_capacity"] == (capacity or None)


CHECKS = {"letterheads": check_letterhead, "symbols": check_symbol, "signed": check_signed}


@pytest.mark.parametrize("case", load("header")["letterheads"], ids=lambda case: case[0])
def test_letterhead(case: list[str]) -> None:
    check_letterhead(case)


@pytest.mark.parametrize("case", load("header")["signed"], ids=lambda case: case[0])
def test_signed(case: list[str]) -> None:
    check_signed(case)


@pytest.mark.parametrize("name", ["TRƯƠNG THỊ MẪU", "Trương Thị Mẫu", "TRẦN THỊ MẪU"])
def test_a_surname_is_no_office(name: str) -> None:
    tail = TAIL.replace("Nguyễn Văn Mẫu", name)
    found = values(header_of(f"SỞ MẪU\nSố: 12/SM-VP\nKính gửi: Các sở.\nCác sở lập sổ.\n{tail}"))
    assert (found["signer_title"], found["signer"]) == ("GIÁM ĐỐC", name)


@pytest.mark.parametrize("case", load("header")["symbols"], ids=lambda case: case[0])
def test_symbol(case: list[str]) -> None:
    check_symbol(case)


@pytest.mark.parametrize("rule", issuers().values(), ids=lambda rule: rule.id)
def test_issuers(rule: Any) -> None:
    assert rule.examples
    for example in rule.examples:
        assert issuer_of_symbol(example.partition("/")[2]) is rule
    for example in rule.counter_examples:
        assert issuer_of_symbol(example.partition("/")[2]) is not rule


def references_of(raw: str) -> list[str]:
    text = extract_text(SourceFile("mau.txt", "", "text/plain", raw.encode()))
    zones = find_zones(text)
    found = find_references(build_outline(text, zones), parse_header(text, zones))
    return [citation.number for citation in found]


@pytest.mark.parametrize(("number", "kind", "own"), [
    ("Số 318-CV/VPTU", "Về việc mẫu", "Công văn số 318-CV/VPTU"),
    ("Số: 55/2025/TT-BCT", "THÔNG TƯ", "Thông tư số 55/TT-BCT"),
    ("Số: 55/2025/TT-BCT", "THÔNG TƯ", "Thông tư số 55/2025/TT-BCT"),
    ("Số: 07/UBND-TH", "V/v mẫu", "Công văn số 7/UBND-TH"),
])  # fmt: skip
def test_the_own_number_is_no_reference(number: str, kind: str, own: str) -> None:
    raw = (
        f"CƠ QUAN MẪU\n{number}\nHà Nội, ngày 2 tháng 3 năm 2026\n{kind}\nKính gửi: Sở Mẫu.\n"
        f"Thực hiện {own}, Sở Mẫu gửi báo cáo theo Quyết định số 9/QĐ-BTC.\n" + TAIL
    )
    assert references_of(raw) == ["9/QĐ-BTC"]


def test_provinces() -> None:
    assert province_kind("an giang") == "tỉnh"
    assert province_kind("hai phong") == "thành phố"
    assert province_kind("ha tinh") == "tỉnh"
    assert province_kind("mau son") is None
