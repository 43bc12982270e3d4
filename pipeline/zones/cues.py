"""The words by which the parts of a head are told, as patterns over folded text (see :mod:`pipeline.zones.cells`).

Folded, a scan that lost a diacritic (``Sô:``, ``Kinh gửi``) reads the same.
"""

from __future__ import annotations

import re

_BLANK = r"[\d.…_\s]*"
NATION = re.compile(
    r"cong hoa xa hoi chu\s+nghia viet nam|doc lap\s*[-.]?\s*tu do\s*[-.]?\s*hanh phuc|dang cong san viet nam"
)
DATE = re.compile(rf"ngay\s*(?:{_BLANK}thang{_BLANK}nam{_BLANK}|\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{4}})[.;]?$")
RULE = re.compile(r"[\s\-_=*.~…+]*$|\s*-\s*[o0]\s*-\s*$")
NUMBER = re.compile(r"s[o0]\s*[:;.]|so\s+[\d….]|so\s*/|so\s*-\s*[a-z]|so$")
CODE = re.compile(r"\d{1,6}[a-z]?\s*(?:/\s?\d{4}\s?)?[/-]\s?[a-z][\w&.,]*(?:\s?[-/]\s?[\w&.,]+)*$")
MARK = re.compile(
    r"\W*(?:(?:do|muc do)\s+(?:mat|khan)\s*:?\s*)?"
    r"(?:hoa\s*toc(?:\s+hen gio)?|thuong\s*khan|khan|t\s?o\s?i\s?m\s?a\s?t|t\s?u\s?y\s?e\s?t\s?m\s?a\s?t"
    r"|m\s?a\s?t)\W*$"
)
ABOUT = re.compile(r"v\s*/\s*v\b|v\.v\b|ve viec\b|trich yeu\s*:")
ABOUT_PLAIN = re.compile(r"ve\b")
TO = re.compile(r"(?:dong\s+)?kinh\s+(?:gui|moi|trinh)\s*:?|(?:noi|gui)\s+den\s*:")
MOST_KIND_WORDS = 3  # behind a title, of what kind it is: BÁO CÁO GIẢI TRÌNH, KẾ HOẠCH HÀNH ĐỘNG
_WIRE = re.compile(r"(?=.{0,120}$)[^;:]{2,110}\b(?P<last>dien)\s*:?\s*$|[^;:]{2,80}\b(?P<inner>dien)\s*:")
_IN_PLACES = frozenset(["điền", "điển", "diễn", "diên"])  # xã An Điền, phường Phong Điền
# The first line of a form, under a title without a subject.
FILLED_IN = re.compile(r"(?:cap cho|ho va ten|ho ten|ong|ba|don vi|ten|nguoi)\b[^:]{0,40}:")
BULLET = re.compile(r"[-+•*·▪●]\s*|\d{1,2}[.)]\s+")
BODY = re.compile(
    r"""(?: can\ cu | thuc\ hien | ngay\ \d | trong\ thoi\ gian | thoi\ gian\ qua | de\ | nham\ | tren\ co\ so | theo\
      | xet\ | qua\ | tiep\ theo | tiep\ tuc | sau\ khi | vua\ qua | hien\ nay | trien\ khai | phuc\ dap | tra\ loi
      | kinh\ thua | tu\ ngay | nhan\ dip | nhan\ duoc | trong\ (?:\d|cac\b|nhung|nam\b|thang|boi\ canh)
      | nhung\ (?:nam|ngay|thang)\b | thang\ \d | nam\ \d | ngay\ \d
      | dieu\ \d | phan\ [ivx\d] | chuong\ [ivx\d]+\b | [ivx]+[./)] | \d{1,2}[.)] | [a-z]\)
      | quyet\ dinh\s*: | quyet\ nghi
      | tai\ (?:phien\ hop|cuoc\ hop|hoi\ nghi|ky\ hop|buoi\ lam\ viec)
      | thua\ | chieu\ ngay | sang\ ngay | hoi\ \d | hom\ nay | \(?kem\ theo | gop\ phan | co\ quan\ | don\ vi\ )""",
    re.VERBOSE,
)
# What opens a body in capitals as well: the other words of BODY begin names there (CƠ QUAN …, THỪA THIÊN …).
BODY_CAPITALS = re.compile(
    r"can cu\b|dieu \d|phan [ivx\d]+\b|chuong [ivx\d]+\b|[ivx]+[./)]|\d{1,2}[.)]|[a-z]\)|quyet dinh\s*:|quyet nghi\b"
)
# Read with their marks: these only look like the words of BODY once they are folded.
_NOT_BODY = re.compile(r"(?:đề|thừa thiên|quả|quà|quá|hội|phân|phan)\b")
AUTHORITY = re.compile(
    r"""(?: (?:pho\ )?chu\ tich | bo\ truong | thu\ tuong | chinh\ phu | uy\ ban | ubnd | hoi\ dong | hdnd | quoc\ hoi
      | (?:tong\ |chi\ )?cuc\ truong | (?:tong\ )?giam\ doc | thong\ doc | tong\ thanh\ tra | tong\ kiem\ toan
      | chanh\ an | vien\ truong | truong\ ban | hieu\ truong | chu\ nhiem | chanh\ van\ phong | ban\ thuong\ vu
      | chanh\ thanh\ tra )""",
    re.VERBOSE,
)
SITTING = re.compile(r"\(?(?:khoa|ky hop|nhiem ky)\b")
ORGANISATION = re.compile(
    r"(?:uy ban|ubnd|hoi dong|hdnd|bo|so|cuc|chi cuc|tong cuc|van phong|ban|phong|trung tam|truong|benh vien"
    r"|vien|cong ty"
    r"|cong an|tong cong ty|tap doan|ngan hang|bao hiem|kho bac|chinh phu|thu tuong|quoc hoi|tinh|thanh pho"
    r"|huyen|quan"
    r"|thanh tra|toa an|hoi|doan|dang uy|thue|hai quan)\b"
)
# A line that ends so is not the end of a subject, whatever the next one begins with …
JOINED_END = re.compile(
    r"(?:[,\-(“\"/&]|\b(?:va|cua|ve|tai|tren|theo|trong|cho|voi|cac|nhung|tu|den|de|doi voi|hoac|(?<!cao )bang))$"
)
# … and one that ends so needs a name or a number after it.
OPEN_END = re.compile(
    r"(?:[,\-(“\"/&]|\b(?:va|cua|ve|tai|tren|theo|trong|cho|voi|cac|nhung|tu|den|de|thuc hien|giai doan|nam|so"
    r"|ngay|thang"
    r"|khoa|lan thu|thu|tinh|huyen|xa|thanh pho|thi xa|phuong|quan|dia ban|doi voi|giua"
    r"|boi|thuoc|hoac|(?<!cao )bang|duoc|khi|la|do"
    r"|cong tac|nhan dan"
    r"|uy ban|(?<!hai )phong|chong|ban hanh|quy dinh|mot so))$"
)
GLUED_BODY = re.compile(r"(?<=\S) (?=(?:Căn cứ|Thực hiện|Trả lời|Phúc đáp|Tiếp theo|Xét|Theo|Ngày \d|Trên cơ sở) )")


def wire(text: str, key: str) -> re.Match[str] | None:
    """The line ``… điện:`` that a wire begins with, in ``key``, the line folded.

    None for a place named so, and for a name in capitals that ends with the word and announces nothing: ``THỦY ĐIỆN``.
    """
    match = _WIRE.match(key)
    if match is None:
        return None
    word = text[slice(*match.span("last" if match["last"] else "inner"))]
    named = word.lower() in _IN_PLACES or (word.isupper() and ":" not in match[0])
    return None if named else match


def opens_body(text: str, key: str) -> bool:
    """Whether a line begins as the first paragraph of a body does."""
    return BODY.match(key) is not None and _NOT_BODY.match(text[:20].lower()) is None
