"""The entry point: finds the command, and turns every failure into one sentence on standard error and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from pipeline.cli.vietnamese import Group, sentence
from pipeline.errors import GiaoviecError

# The short helps stand here so that `giaoviec --help` imports no command.
COMMANDS = {
    "extract": "Đọc văn bản, in thông tin đầu văn bản và nhiệm vụ ra JSON.",
    "explain": "Cho biết từng giá trị đọc từ chỗ nào, bằng quy tắc nào.",
    "ingest": "Đọc văn bản (tệp hoặc thư mục) và ghi vào cơ sở dữ liệu.",
    "watch": "Theo dõi một thư mục, nạp tệp nào vừa chép đến.",
    "retry": "Đọc lại những tệp chưa đọc được.",
    "reprocess": "Đọc lại các bản gốc đã lưu bằng quy tắc của bản này.",
    "stats": "In số văn bản, nhiệm vụ, tệp lỗi, dung lượng, các lần nạp.",
    "backup": "Sao lưu cơ sở dữ liệu và các bản gốc.",
    "receipt": "Ghi ngày đến của văn bản, tính các thời hạn kể từ ngày nhận.",
    "follow": "Ghi tiếp nhận, báo cáo, gia hạn … của một việc; xem việc ấy đến đâu.",
    "measure": "Ghi giá trị đo được của một chỉ tiêu.",
    "verify": "Kiểm tra nhật ký, bản gốc và cơ sở dữ liệu có còn nguyên.",
    "agencies": "Danh bạ cơ quan: nạp danh bạ riêng, tìm, xuất, kiểm tra.",
    "user": "Tài khoản đăng nhập: thêm, liệt kê, đổi mật khẩu, xóa.",
    "serve": "Mở cơ sở dữ liệu trên trình duyệt bằng Datasette.",
    "demo": "Nạp các văn bản mẫu rồi mở trên trình duyệt.",
    "doctor": "Kiểm tra những gì đã cài, còn thiếu và lệnh để cài.",
    "evaluate": "Chấm điểm kết quả đọc so với đáp án (gold).",
    "export-gold": "Xuất văn bản đã xác nhận thành đáp án (gold).",
    "calibrate": "Khớp lại độ tin cậy của nhiệm vụ theo đáp án.",
    "train": "Huấn luyện mô hình đọc song song với quy tắc.",
    "version": "In số phiên bản.",
}

EXIT_CODES = (
    "Mã thoát: 0 xong; 1 có tệp lỗi, dữ liệu không còn nguyên hoặc lỗi ngoài dự kiến; 2 gõ sai lệnh hoặc ghi điều "
    "không hợp lệ; 3 không đọc được tệp; 4 văn bản mật, bị từ chối; 5 cơ sở dữ liệu không dùng được; "
    "130 bị ngắt giữa chừng."
)

DEBUG = "GIAOVIEC_DEBUG"


class _Giaoviec(Group):
    """Imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pipeline.cli.{name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise GiaoviecUsage(f"Không có lệnh {args[0]}; các lệnh: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)


class GiaoviecUsage(GiaoviecError):
    """The command line is wrong; the text says how."""

    exit_code = 2


_app = _Giaoviec(
    "giaoviec",
    help="Đọc công văn, chỉ thị, kế hoạch …: ai phải làm việc gì, đến khi nào; lưu và theo dõi ngay trên máy này.",
    epilog=EXIT_CODES,
    subcommand_metavar="LỆNH …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run ``giaoviec`` with ``args`` (the process's own by default) and exit with its code."""
    _speak_utf8()
    sys.exit(_run(args))


def _run(args: Sequence[str] | None) -> int:
    try:
        return int(_app.main(args=args, prog_name="giaoviec", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        return _fail(sentence(error), 2)
    except GiaoviecError as error:
        return _fail(str(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _fail("Đã dừng theo yêu cầu.", 130)
    except BrokenPipeError:
        # The reader (`| head`) went away: point the stream at nothing so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # Its text may quote a document, so only its kind is shown.
        return _fail(f"Lỗi ngoài dự kiến ({type(error).__name__}); đặt {DEBUG}=1 để xem chi tiết.", 1)


def _fail(message: str, code: int) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exc()
    click.echo(f"giaoviec: {message}", err=True)
    return code


def _speak_utf8() -> None:
    """UTF-8 whatever the console's code page (Windows): the JSON contract is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")  # a password must not be read as another one
