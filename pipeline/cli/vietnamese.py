"""Click, in Vietnamese: headings of the help and the sentences for what was typed wrong."""

from __future__ import annotations

from typing import Any

import click


class _Speaks(click.Command):
    """Usage line, option section and ``--help`` in Vietnamese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[TÙY CHỌN]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("Tùy chọn"):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write_text(self.epilog)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trợ giúp này."
        return option


class Command(_Speaks):
    """A command of ``giaoviec``."""


class Group(_Speaks, click.Group):
    """The group of commands; subclasses say which there are."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Speaks.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)


class CommandGroup(Group):
    """A group that lists its commands with what each does."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, found.get_short_help_str(100)) for name, found in self.commands.items()])


def sentence(error: click.ClickException) -> str:
    """What was typed wrong, as one Vietnamese sentence."""
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn {error.option_name}."
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_name(error)}."
    if isinstance(error, click.BadParameter):
        return f"Giá trị của {_name(error)} không hợp lệ."
    if isinstance(error, click.BadOptionUsage):
        return f"Tùy chọn {error.option_name} thiếu giá trị hoặc thừa giá trị."
    return f"Lệnh không hợp lệ: {error.format_message()}"


def _name(error: click.BadParameter) -> str:
    """The parameter as the help shows it."""
    if error.param is None:
        return "tham số"
    if isinstance(error.param, click.Argument) and error.param.metavar:
        return error.param.metavar
    return max(error.param.opts, key=len)
