"""Every page, in the order in which an address is looked for; the gate, the menu and the table of rights read this."""

from __future__ import annotations

from pipeline.web import (
    arrivals,
    calendar,
    datasette_pages,
    documents,
    guide,
    home,
    intake,
    login,
    originals,
    own_account,
    refusals,
    removing,
    review,
    review_acts,
    task_files,
    tracking,
)

ROUTES = (
    *login.ROUTES, *own_account.ROUTES, *home.ROUTES, *intake.ROUTES, *documents.ROUTES, *originals.ROUTES,
    *arrivals.ROUTES, *removing.ROUTES, *review.ROUTES, *review_acts.ROUTES, *tracking.ROUTES, *task_files.ROUTES,
    *calendar.ROUTES, *guide.ROUTES, *refusals.ROUTES,
)  # fmt: skip
"""The pages of this program. A page of another module is one more line here."""

ALL_ROUTES = (*ROUTES, *datasette_pages.ROUTES)
"""With Datasette's own."""
