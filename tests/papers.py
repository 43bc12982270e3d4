"""Whole dispatches for tests, drawn up from a type and a body, read as a file would be. All of it is invented."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from pipeline.process import process_source
from pipeline.types import Dispatch, SourceFile

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
DATE = "Mẫu Giang, ngày 10 tháng 3 năm 2025\n"
TAIL = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n{signature}\nNguyễn Văn Mẫu\n"
CHAIRMAN, OFFICE = "CHỦ TỊCH", "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"

# type: (letterhead, number and symbol, title and subject, signature); "{to}" takes the addressees
FORMS: dict[str, tuple[str, str, str, str]] = {
    "cong_van": ("UBND TỈNH MẪU GIANG", "120/UBND-TH", "V/v thực hiện nhiệm vụ mẫu\nKính gửi: {to}", CHAIRMAN),
    "cong_van_vp": (
        "UBND TỈNH MẪU GIANG\nVĂN PHÒNG",
        "121/VP-TH",
        "V/v thực hiện nhiệm vụ mẫu\nKính gửi: {to}",
        "CHÁNH VĂN PHÒNG",
    ),
    "phieu_chuyen": (
        "UBND TỈNH MẪU GIANG\nVĂN PHÒNG",
        "45/PC-VP",
        "PHIẾU CHUYỂN\nVề việc chuyển đơn\nKính gửi: {to}",
        "CHÁNH VĂN PHÒNG",
    ),
    "cong_van_thue": ("BỘ TÀI CHÍNH\nCỤC THUẾ", "122/CT-CS", "V/v chính sách thuế mẫu\nKính gửi: {to}", "CỤC TRƯỞNG"),
    "chi_thi": ("ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG", "05/CT-UBND", "CHỈ THỊ\nVề tăng cường công tác mẫu", CHAIRMAN),
    "cong_dien": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "03/CĐ-UBND",
        "CÔNG ĐIỆN\nVề ứng phó mưa lũ\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU GIANG ĐIỆN:\n{to}",
        CHAIRMAN,
    ),
    "cong_dien_moi": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "04/CĐ-UBND",
        "CÔNG ĐIỆN\nmời dự Hội nghị mẫu\nỦY BAN NHÂN DÂN TỈNH MẪU GIANG ĐIỆN:\n{to}",
        CHAIRMAN,
    ),
    "thong_bao": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "40/TB-UBND",
        "THÔNG BÁO\nKết luận cuộc họp về công tác mẫu",
        OFFICE,
    ),
    "ke_hoach": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "60/KH-UBND",
        "KẾ HOẠCH\nThực hiện công tác mẫu năm 2025",
        CHAIRMAN,
    ),
    "chuong_trinh": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "12/CTr-UBND",
        "CHƯƠNG TRÌNH\nĐại hội Thi đua mẫu năm 2025",
        CHAIRMAN,
    ),
    "quyet_dinh": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "70/QĐ-UBND",
        "QUYẾT ĐỊNH\nVề việc thành lập Tổ công tác mẫu\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        CHAIRMAN,
    ),
    "quyet_dinh_quy_pham": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "15/2025/QĐ-UBND",
        "QUYẾT ĐỊNH\nQuy định điều kiện mẫu trên địa bàn tỉnh",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    ),
    "nghi_quyet": ("HỘI ĐỒNG NHÂN DÂN\nTỈNH MẪU GIANG", "21/NQ-HĐND", "NGHỊ QUYẾT\nVề việc mẫu năm 2025", CHAIRMAN),
    "ket_luan": (
        "UBND TỈNH MẪU GIANG\nTHANH TRA TỈNH",
        "29/KL-TTr",
        "KẾT LUẬN THANH TRA\nVề quản lý kinh phí mẫu tại huyện Mẫu Hòa",
        "CHÁNH THANH TRA",
    ),
    "lich": ("ỦY BAN NHÂN DÂN\nXÃ MẪU LÂM", "12/LCT-UBND", "LỊCH CÔNG TÁC\nTuần 11 năm 2025", CHAIRMAN),
    "giay_uy_quyen": (
        "UBND TỈNH MẪU GIANG\nSỞ XÂY DỰNG",
        "11/GUQ-SXD",
        "GIẤY ỦY QUYỀN\nThực hiện một số nhiệm vụ mẫu",
        "GIÁM ĐỐC",
    ),
    "bao_cao": (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU GIANG",
        "80/BC-UBND",
        "BÁO CÁO\nKết quả công tác mẫu quý I năm 2025",
        CHAIRMAN,
    ),
    "to_trinh": (
        "UBND TỈNH MẪU GIANG\nSỞ TÀI CHÍNH",
        "90/TTr-STC",
        "TỜ TRÌNH\nVề việc phân bổ kinh phí mẫu\nKính gửi: {to}",
        "GIÁM ĐỐC",
    ),
    "giay_moi": (
        "UBND TỈNH MẪU GIANG\nSỞ NỘI VỤ",
        "33/GM-SNV",
        "GIẤY MỜI\nHọp triển khai nhiệm vụ mẫu\nKính gửi: {to}",
        "GIÁM ĐỐC",
    ),
    "huong_dan": ("UBND TỈNH MẪU GIANG\nSỞ NỘI VỤ", "15/HD-SNV", "HƯỚNG DẪN\nLập sổ theo dõi mẫu", "GIÁM ĐỐC"),
}


def paper(form: str, body: str, to: str = "Các sở, ban, ngành tỉnh", after: str = "") -> str:
    """The text of a dispatch of that form; ``after`` stands behind the signature."""
    letterhead, number, title, signature = FORMS[form]
    head = f"{letterhead}\n{NATION}Số: {number}\n{DATE}{title.format(to=to)}\n"
    return head + body + TAIL.format(signature=signature) + after


def read(text: str, name: str = "van-ban.txt") -> Dispatch:
    """What the program reads in a plain text file that holds ``text``."""
    data = text.encode()
    return process_source(SourceFile(name, sha256(data).hexdigest(), "text/plain", data))


def spoken(text: str) -> list[str]:
    """The words of a text, whatever its line breaks and its form of Unicode."""
    return unicodedata.normalize("NFC", text).split()
