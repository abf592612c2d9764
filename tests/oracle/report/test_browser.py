"""The HTML report in a real browser, wide and narrow: every section has its place and nothing overflows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape

import pytest
from run_samples import broken, clean

from proofgrad.oracle.report.files import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

# Runs in a copy of the page, opens every fold, measures, and leaves the figures in the page's title.
MEASURE = """
<script>
document.querySelectorAll("details").forEach(d => d.open = true);
const page = document.documentElement;
const wide = [...document.querySelectorAll("body *")].filter(e =>
  !e.closest(".scroll, math") && e.getBoundingClientRect().right > page.clientWidth + 1);
document.title = JSON.stringify({
  width: page.clientWidth, scroll: page.scrollWidth, wide: wide.map(e => e.tagName + "." + e.className),
  articles: [...document.querySelectorAll("article")].map(e => e.getBoundingClientRect().height),
  math: [...document.querySelectorAll("math")].map(e => e.getBoundingClientRect().width),
  colour: getComputedStyle(document.body).backgroundColor,
});
</script>
"""


def measure(run, tmp_path, width, *flags):
    """What the browser makes of the report of a run."""
    page = tmp_path / "report.html"
    page.write_text(render(run, "html").replace("</body>", MEASURE + "</body>"), "utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [CHROMIUM, *FLAGS, profile, f"--window-size={width},900", *flags, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    return json.loads(unescape(title[1]))


@pytest.mark.parametrize("make", [clean, broken])
@pytest.mark.parametrize("width", [1400, 520])
def test_nothing_overflows_and_every_node_has_its_place(make, width, tmp_path):
    found = measure(make(), tmp_path, width)
    assert found["width"] <= width
    assert found["scroll"] <= found["width"]
    assert found["wide"] == []
    nodes = [n for n in make()["nodes"]["nodes"] if n["kind"] != "generic"]
    assert len(found["articles"]) >= len(nodes)
    assert min(found["articles"]) > 40
    assert len(found["math"]) == 2 * len(nodes)
    assert min(found["math"]) > 40


def test_dark_is_dark_and_light_is_light(tmp_path):
    light = measure(clean(), tmp_path, 1000)["colour"]
    dark = measure(clean(), tmp_path, 1000, "--blink-settings=preferredColorScheme=0")["colour"]
    assert light == "rgb(255, 255, 255)"
    assert max(map(int, re.findall(r"\d+", dark))) < 64
