"""The pages of follow-up: tasks, recording on them, agencies."""

from __future__ import annotations

from pipeline.web import agency_page, bulk, recording, task_list, task_page

ROUTES = (*task_list.ROUTES, *bulk.ROUTES, *task_page.ROUTES, *recording.ROUTES, *agency_page.ROUTES)
