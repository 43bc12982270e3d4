"""Counts beside a table that is itself counted at a glance; of a long one, when somebody asks (``_facet=``)."""

from typing import Any

from datasette.facets import ArrayFacet, ColumnFacet, DateFacet

from datasette import hookimpl
from datasette.plugins import pm

_FEW = 20_000  # rows


class GlancedFacet(ColumnFacet):  # type: ignore[misc]
    """Columns to count, less those that only metadata.yaml names where there are too many rows, or nobody knows."""

    def get_configs(self) -> list[dict[str, Any]]:
        return [config for config in super().get_configs() if self._is_counted(config)]

    async def facet_results(self) -> tuple[list[Any], list[str]]:
        results, late = await super().facet_results()
        left = [config["config"]["simple"] for config in super().get_configs() if not self._is_counted(config)]
        return results, [*late, *left]

    def _is_counted(self, config: dict[str, Any]) -> bool:
        few = self.row_count is not None and self.row_count <= _FEW
        return few or config["source"] == "request"


@hookimpl
def register_facet_classes() -> list[type]:
    return [GlancedFacet, DateFacet, ArrayFacet]


# Datasette's own classes would count beside ours.
if pm.has_plugin("datasette.facets"):
    pm.unregister(name="datasette.facets")
