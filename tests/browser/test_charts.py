"""The charts of the dashboard: names stand beside their bars whole, on a phone too."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]

OVERFLOWING = """() => [...document.querySelectorAll("canvas[data-chart]")].flatMap((canvas) => {
  const chart = Chart.getChart(canvas);
  if (chart.options.indexAxis !== "y") return [];
  const pen = canvas.getContext("2d");
  pen.font = `${Chart.defaults.font.size}px ${Chart.defaults.font.family}`;
  return chart.data.labels.flat().filter((line) => pen.measureText(line).width > chart.scales.y.width);
})"""
NAMES = """() => [...document.querySelectorAll("canvas[data-chart]")].flatMap((canvas) => {
  const chart = Chart.getChart(canvas);
  return chart.options.indexAxis === "y" ? chart.data.labels.map((lines) => lines.join(" ")) : [];
})"""


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_no_name_beside_a_bar_is_cut(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("supervisor", "/", size)
    page.wait_for_function("window.Chart && document.querySelectorAll('canvas[data-chart]').length")
    assert page.evaluate(OVERFLOWING) == []
    names = page.locator("table[data-sideways] tbody th").all_text_contents()
    assert page.evaluate(NAMES) == names and names
