"""The HTML report in a real browser, wide and narrow: every section has its place and nothing overflows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape

import pytest
from run_samples import broken, clean, full

from proofgrad.oracle.report.files import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

# Runs in a copy of the page, opens every fold, measures, and leaves the figures in the outer page's title.
# The copy is in a frame, since Chromium makes no window as narrow as a telephone.
MEASURE = """
<script>
document.querySelectorAll("details").forEach(d => d.open = true);
const page = document.documentElement, all = (s, e = document) => [...e.querySelectorAll(s)];
const right = e => e.getBoundingClientRect().right;
const size = e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height];
const own = e => !e.parentElement.closest(".scroll, svg, math");
parent.document.title = JSON.stringify({
  width: page.clientWidth, scroll: page.scrollWidth,
  wide: all("body *").filter(e => own(e) && right(e) > page.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 200)),
  spilling: all("body *").filter(e => own(e) && e.clientWidth && e.scrollWidth > e.clientWidth + 1
    && !e.matches(".scroll, .scroll *")).map(e => e.outerHTML.slice(0, 200)),
  sections: all("h2").map(e => e.id),
  nodes: Object.fromEntries(all("article[id]").map(e => [e.id, {
    height: size(e)[1], parts: all("h3, h4, dt, summary, th", e).map(x => x.textContent),
    math: all("math", e).map(size), plots: all("svg.plot", e).map(size),
    labels: all("svg.plot text", e).map(x => x.getBoundingClientRect().height),
    pictures: all("svg.picture", e).map(size) }])),
  picture: all("#dependencies ~ .scroll svg.picture circle").length,
  colour: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
});
</script>
"""


def measure(run, tmp_path, width, *flags, old=None):
    """What the browser makes of the report of a run."""
    return measured(render(run, "html", old), tmp_path, width, *flags)


def measured(html, tmp_path, width, *flags):
    """What the browser makes of a page."""
    inner = escape(html.replace("</body>", MEASURE + "</body>"))
    frame = f'<iframe style="border: 0; width: {width}px; height: 900px" srcdoc="{inner}"></iframe>'
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><meta charset="utf-8"><title>?</title>{frame}', "utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [CHROMIUM, *FLAGS, profile, "--window-size=1500,950", *flags, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    return json.loads(unescape(title[1]))


@pytest.mark.parametrize("make", [clean, broken, full])
@pytest.mark.parametrize("width", [1400, 400])
def test_nothing_overflows(make, width, tmp_path):
    found = measure(make(), tmp_path, width, old=clean())
    assert found["width"] == width
    assert found["scroll"] <= width
    assert found["wide"] == []
    assert found["spilling"] == []


def test_the_measure_sees_what_overflows(tmp_path):
    run = clean()
    run["nodes"]["nodes"][0]["doc"] = "MARK"
    wide = render(run, "html").replace("MARK", '<span style="display: inline-block; width: 3000px">x</span>')
    found = measured(wide, tmp_path, 1400)
    assert found["scroll"] > 1400
    assert found["wide"]


def test_every_section_is_there_and_every_node_has_all_its_parts(tmp_path):
    run = full()
    run["check"]["problems"] = broken()["check"]["problems"]
    run["test"]["verdicts"][0]["verdict"] = "fail"
    found = measure(run, tmp_path, 1400, old=clean())
    sections = ["changes", "problems", "kernels", "nodes", "details", "dependencies", "environment"]
    assert found["sections"] == sections
    assert found["picture"] == 4
    nodes = [n for n in run["nodes"]["nodes"] if n["kind"] != "generic"]
    assert len(found["nodes"]) == len(nodes) == 4
    for node in nodes:
        seen = found["nodes"][f"node-{node['name']}"]
        assert seen["height"] > 300
        parts = " | ".join(seen["parts"])
        for part in (
            "Theorem ",
            "hypotheses",
            "axioms",
            "accepted by",
            "kind",
            "source",
            "What it stands on",
        ):
            assert part in parts
        assert all(width > 5 and height > 5 for width, height in seen["math"])
        assert len(seen["math"]) >= 6  # what it computes, and what the theorem says
        assert all(width > 400 and height > 50 for width, height in seen["pictures"])
    for name in ("sigmoid", "relu"):
        seen = found["nodes"][f"node-Proofs.Autograd.TapeNodes.{name}"]
        assert len(seen["plots"]) == 3  # f and f', and the errors in two formats
        assert all(width > 250 and height > 100 for width, height in seen["plots"])
        assert min(seen["labels"]) > 8
        assert "Errors by class of inputs: numpy float64" in seen["parts"]


def test_dark_is_dark_and_light_is_light(tmp_path):
    def levels(colour):
        return [int(level) for level in re.findall(r"\d+", colour)]

    light = measure(clean(), tmp_path, 1000, "--blink-settings=preferredColorScheme=1")
    dark = measure(clean(), tmp_path, 1000, "--blink-settings=preferredColorScheme=0")
    assert min(levels(light["colour"])) == 255
    assert max(levels(light["ink"])) < 64
    assert max(levels(dark["colour"])) < 64
    assert min(levels(dark["ink"])) > 200
