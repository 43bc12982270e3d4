"""Orders that ask for nothing of their own: "Yêu cầu Thủ trưởng các đơn vị nghiêm túc triển khai thực hiện."

Guideline "Where a task begins and ends", 6: the closing formula that only asks to carry out the document is no task;
it is one where it asks for a report, names a date, a period, or somebody to watch over it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.values.names import read_names

# All but _FILLER and _ORDER_WORD, which run where names are taken out, run on small letters.
_CONCRETE = re.compile(
    r"\b(?:báo\s+cáo|trước\s+ngày|chậm\s+nhất|theo\s+dõi|đôn\s+đốc|kiểm\s+tra|tổng\s+hợp|giám\s+sát"
    r"|chuyển|phản\s+ánh|gửi\s+về"
    r"|định\s+kỳ|hằng\s+(?:tháng|quý|năm|tuần)|hàng\s+(?:tháng|quý|năm|tuần))\b",
)
_FILLER = re.compile(
    r"\b(?:yêu\s+cầu|đề\s+nghị|giao|trân\s+trọng|kính|nghiêm\s+túc|khẩn\s+trương|quyết\s+liệt"
    r"|tập\s+trung|chủ\s+động|tích\s+cực|kịp\s+thời|nghiêm|tốt|có\s+hiệu\s+quả|hiệu\s+quả|đầy\s+đủ"
    r"|đúng|phối\s+hợp"
    r"|quán\s+triệt|chỉ\s+đạo|lãnh\s+đạo|tổ\s+chức|triển\s+khai|thực\s+hiện|thi\s+hành|chấp\s+hành"
    r"|biết|nghiên\s+cứu|quan\s+tâm|lưu\s+ý|được|để|và|các|những|nội\s+dung|nhiệm\s+vụ|chỉ\s+đạo"
    r"|công\s+tác|nêu|trên|này|sau"
    r"|theo|quy\s+định|hiện\s+hành|pháp\s+luật|của|chức\s+năng|thẩm\s+quyền|thuộc|phạm\s+vi|quản\s+lý"
    r"|chỉ\s+thị|công\s+văn|kế\s+hoạch|công\s+điện|thông\s+báo|văn\s+bản|nghị\s+quyết|quyết\s+định"
    r"|hướng\s+dẫn|cho|căn\s+cứ|tinh\s+thần"
    r"|chỉ|tiếp\s+tục|thống\s+nhất|đảm\s+bảo|bảo\s+đảm|yêu\s+cầu|tiến\s+độ|chất\s+lượng|cơ\s+sở"
    r"|đối\s+chiếu|với|hồ\s+sơ|thực\s+tế|xử\s+lý|áp\s+dụng|tuân\s+thủ|liên\s+hệ|giải\s+quyết|kể\s+từ"
    r"|ngày|nhận|ký|ban\s+hành|cụ\s+thể|tình\s+hình"
    r"|đơn\s+vị|cơ\s+quan|địa\s+phương|mình|trong|việc|liên\s+quan|có|khi|từ|nhân\s+được|nhận\s+được"
    r"|trực\s+tiếp|phải|cần|chịu\s+trách\s+nhiệm|trước|tính\s+chính\s+xác|pháp\s+lý|như|nói|đã|đạt"
    r"|kết\s+quả|mục\s+tiêu|đề\s+ra|nghiệp\s+vụ|đúng\s+quy\s+định)\b",
    re.I,
)
_ORDER_WORD = re.compile(r"\b(?:yêu\s+cầu|đề\s+nghị|giao)\s+", re.I)
_GUIDED = re.compile(
    r"\b(?:liên\s+hệ|trao\s+đổi|phản\s+ánh)\b.*\bđể\s+được\s+(?:hướng\s+dẫn|giải\s+đáp|hỗ\s+trợ|giải\s+quyết|biết)\b",
)
# "đề nghị … căn cứ quy định … để thực hiện theo quy định": an answer, not an assignment.
_BY_LAW = re.compile(
    r"\bcăn\s+cứ\s+(?:các\s+|vào\s+|theo\s+)?(?:quy\s+định|hướng\s+dẫn|nội\s+dung|văn\s+bản|hồ\s+sơ"
    r"|tình\s+hình|thực\s+tế|điều\s+kiện|khoản|điểm|luật|nghị\s+định|thông\s+tư|pháp\s+luật)\b"
    r".*\b(?:thực\s+hiện|xử\s+lý|giải\s+quyết|hướng\s+dẫn|xác\s+định|áp\s+dụng"
    r"|trả\s+lời)\b[^;]*\b(?:theo|đúng)\s+(?:đúng\s+)?(?:các\s+)?(?:quy\s+định|thẩm\s+quyền"
    r"|pháp\s+luật)",
    re.S,
)
# "kiểm tra hồ sơ, đối chiếu quy định để xử lý theo thẩm quyền", "… để hướng dẫn người nộp thuế thực hiện".
_EXAMINES = re.compile(
    r"\b(?:căn\s+cứ|nghiên\s+cứu|đối\s+chiếu|tham\s+khảo|rà\s+soát|kiểm\s+tra|xác\s+định)"
    r"\s+(?:(?:các|cụ\s+thể|vào|với|nội\s+dung)\s+)*"
    r"(?:quy\s+định|hướng\s+dẫn|văn\s+bản|hồ\s+sơ|hợp\s+đồng|chứng\s+từ|tài\s+liệu|tình\s+hình|thực\s+tế|điều\s+kiện"
    r"|điều|khoản|luật|nghị\s+định|thông\s+tư|pháp\s+luật)\b[^;]*"
    r"\bđể\s+(?:kê\s+khai|xác\s+định|thực\s+hiện|áp\s+dụng|xử\s+lý|giải\s+quyết|trả\s+lời|hướng\s+dẫn)\b[^;]*"
    r"(?:\b(?:theo|đúng)\s+(?:đúng\s+)?(?:các\s+)?(?:quy\s+định|thẩm\s+quyền|pháp\s+luật)\b|\bthực\s+hiện\s*[./]*\s*$)",
    re.S,
)
# "nghiên cứu Điều 15 … để xác định điều kiện hoàn thuế": to look a rule up is no assignment.
_LOOKS_UP = re.compile(
    r"\b(?:nghiên\s+cứu|đối\s+chiếu|căn\s+cứ|tham\s+khảo)\s+(?:các\s+|nội\s+dung\s+)?(?:quy\s+định"
    r"|hướng\s+dẫn|điều|khoản|điểm|luật|nghị\s+định|thông\s+tư|văn\s+bản|hồ\s+sơ|tình\s+hình)\b"
    r"[^;]*\bđể\s+(?:xác\s+định|thực\s+hiện|áp\s+dụng|kê\s+khai|được|xem\s+xét|xử\s+lý)\b",
    re.S,
)
# "căn cứ Kế hoạch này tổ chức thực hiện đồng bộ, thiết thực": the document, however it is praised …
_BY_THIS = re.compile(
    r"\bcăn\s+cứ\s+(?:vào\s+)?(?:nội\s+dung\s+)?(?:của\s+)?(?:quyết\s+định|nghị\s+quyết|kế\s+hoạch|chương\s+trình"
    r"|chỉ\s+thị|công\s+văn|thông\s+báo|hướng\s+dẫn|văn\s+bản)(?:\s+này)?\s*,?\s*(?:để\s+|nghiêm\s+túc\s+)*"
    r"(?:tổ\s+chức\s+|triển\s+khai\s+)*(?:thực\s+hiện|thi\s+hành)\b",
)
# … and powers it gives: "thực hiện thẩm quyền được phân cấp theo Quy định này".
_EXERCISES = re.compile(
    r"\bthực\s+hiện\s+(?:các\s+)?(?:(?:nhiệm\s+vụ|quyền\s+hạn|thẩm\s+quyền|trách\s+nhiệm)\s*(?:,\s*|và\s+)?)+(?:đã\s+)?được"
    r"\s+(?:giao|phân\s+cấp|phân\s+quyền|[ủu][ỷy]\s+quyền)\b[^;]*\b(?:quyết\s+định|nghị\s+quyết|quy\s+định|quy\s+chế)\s+này\b",
)
# "đề nghị các đồng chí quan tâm lãnh đạo, hoàn thành các nhiệm vụ nêu trên": all that was said before, once more.
_ONCE_MORE = re.compile(
    r"\b(?:quan\s+tâm|dành\s+thời\s+gian)\b[^;]*\b(?:hoàn\s+thành|thực\s+hiện|triển\s+khai)\s+(?:tốt\s+|xong\s+)?"
    r"(?:các\s+|những\s+)?(?:nhiệm\s+vụ|nội\s+dung|công\s+việc|yêu\s+cầu)\s+(?:đã\s+)?(?:nêu\s+|nói\s+)?trên\b",
)
_ATTEND = re.compile(
    r"\b(?:đến\s+dự|tham\s+dự|đến\s+(?:họp|làm\s+việc)|có\s+mặt)\b[^;]*\b(?:đúng\s+(?:giờ|thành\s+phần"
    r"|thời\s+gian)|đầy\s+đủ)\b",
)
_DATED = re.compile(r"\b(?:trước\s+ngày|chậm\s+nhất|trong\s+(?:tháng|quý)|báo\s+cáo\s+(?:kết\s+quả|về))\b")
_CARRY_OUT = re.compile(
    r"\b(?:thực\s+hiện|thi\s+hành|triển\s+khai|chấp\s+hành|biết|(?:đảm\s+bảo|bảo\s+đảm)\s+tiến\s+độ|quán\s+triệt|xử\s+lý|giải\s+quyết\s+theo|quy\s+định)\b",
)
_CITED = re.compile(r"\b(?:số\s*)?\d+/[\w/\-]+|\bngày\s+\d{1,2}[/\s].*?\d{4}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_KEPT_WORDS = 3
_LONGEST = 420  # characters


@lru_cache(maxsize=64)  # asked of a clause as long as it is not known where it goes
def is_generic(clause: str) -> bool:
    """Whether nothing concrete is left of an order once names and set phrases are taken out.

    >>> is_generic("Yêu cầu Thủ trưởng các sở, ban, ngành nghiêm túc triển khai thực hiện./.")
    True
    >>> is_generic("Yêu cầu Sở Mẫu tổng hợp, báo cáo trước ngày 30/6.")
    False
    """
    small = clause.lower()
    if _only_refers(small):
        return True
    if _CONCRETE.search(small):
        return False
    if _BY_THIS.search(small) or ("thực" in small and _EXERCISES.search(small)):
        return True
    if "trên" in small and _ONCE_MORE.search(small):
        return True
    if len(clause) > _LONGEST or not _CARRY_OUT.search(small):
        return False
    rest = clause
    for match in list(_ORDER_WORD.finditer(clause))[:2]:
        names = read_names(clause, match.end())
        if names is not None:
            rest = rest.replace(clause[names.start : names.end], " ")
    names = read_names(clause, 0)
    if names is not None:
        rest = rest.replace(clause[names.start : names.end], " ", 1)
    left = _WORD.findall(_FILLER.sub(" ", _CITED.sub(" ", rest)))
    return len(left) < _KEPT_WORDS


def _only_refers(small: str) -> bool:
    """Whether a clause in small letters only says by what rules to act, whom to ask or to be there on time.

    Each pattern is tried where a word stands that it needs: most clauses have none of these words.
    """
    for_what = "để" in small
    if for_what and _GUIDED.search(small):
        return True
    by_rule = ("căn" in small and _BY_LAW.search(small)) or (
        for_what and (_LOOKS_UP.search(small) or _EXAMINES.search(small))
    )
    if by_rule and not _DATED.search(small):
        return True
    return ("đúng" in small or "đầy" in small) and _ATTEND.search(small) is not None
