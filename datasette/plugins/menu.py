"""What the frame of every page shows of who is signed in: the menu that is theirs, and their role in words."""

from typing import Any

from datasette import hookimpl
from pipeline.follow import workflow
from pipeline.web.access import is_public, landing, role_of
from pipeline.web.menu import may_get, menu_for


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    role = role_of(request.actor if request else None, is_public(datasette))
    return {
        "menu": menu_for(datasette, role),
        "may_get": lambda path: may_get(role, path),
        "home": landing(request.actor) if request and request.actor else "/",
        "account_role": lambda name: workflow().roles[name].label,
    }
