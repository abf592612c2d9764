"""Plots: what they show, what they cost, and a report without them where there is no matplotlib."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from run_samples import DSIGMOID, SIGMOID, found, full, node, vector_node, verdict

from proofgrad.oracle.report import plots
from proofgrad.oracle.report.error_axis import place_of, places, ticks
from proofgrad.oracle.report.files import render
from proofgrad.oracle.report.html import page as _page  # noqa: F401
from proofgrad.oracle.ulp import format_of

FORMATS = ("float64", "float32", "float16", "bfloat16")


def figures(run, name):
    """The figures in the section of a node, as text."""
    text = render(run, "html")
    section = text[text.index(f'<article id="node-Proofs.Autograd.TapeNodes.{name}"') :]
    return re.findall(r"<figure>.*?</figure>", section[: section.index("</article>")], re.DOTALL), text


def rules(page, *wanted):
    """The classes of the page whose rules contain all of these."""
    return [
        name
        for name, rule in re.findall(r"\.(m\d+) \{ (.*?) \}", page)
        if all(part in rule for part in wanted)
    ]


def test_kinks_proved_domain_and_worst_input_are_marked():
    pytest.importorskip("matplotlib")
    (formulas, *errors), page = figures(full(), "relu")
    assert len(errors) == 2

    def drawn(svg, *wanted):
        return sum(svg.count(f'class="{name}"') for name in rules(page, *wanted))

    assert drawn(formulas, "stroke: var(--bad)", "dasharray") == 1  # the kink at 0
    assert drawn(formulas, "fill: var(--good)") == 1  # all around it is proved
    assert drawn(formulas, "stroke: var(--accent)") == 2  # f left and right of the kink
    for svg in errors:
        assert drawn(svg, "fill: var(--good)") >= 1
        assert "0.87 ULP at −0.69" in svg
        assert "<use" in svg


def test_every_reference_of_a_page_with_plots_is_met_and_every_id_is_there_once():
    text = render(full(), "html")
    ids = re.findall(r' id="([^"]+)"', text)
    wanted = set(re.findall(r'(?:href="|url\()#([^)"]+)', text))
    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)
    assert any(name.startswith("frame") for name in wanted) or not plots.available()


def test_outside_the_proved_domain_nothing_is_shaded():
    pytest.importorskip("matplotlib")
    run = full()
    zero = {"op": "const", "value": "0"}
    positive = {"text": "0 < x", "scope": "input", "relation": "lt", "left": zero, "right": {"op": "var"}}
    run["nodes"]["nodes"][1]["proofs"][0]["hypotheses"] = [positive]
    (formulas, *_), page = figures(run, "relu")
    (shade,) = [
        path
        for name in rules(page, "fill: var(--good)")
        for path in re.findall(rf'<path d="([^"]*)"[^>]*class="{name}"', formulas)
    ]
    left, right = (f([float(x) for x in re.findall(r"[ML]([\d.]+) ", shade)]) for f in (min, max))
    width = plots.Plotter().canvas.axes("x").get_position().width * 4.7 * 72
    assert right - left == pytest.approx(width / 2, rel=0.02)


def test_a_node_whose_domain_is_not_understood_is_not_shaded():
    pytest.importorskip("matplotlib")
    run = full()
    run["nodes"]["nodes"][1]["proofs"][0]["hypotheses"] = [
        {"text": "P x", "scope": "input", "relation": None, "left": None, "right": None}
    ]
    (formulas, *_), page = figures(run, "relu")
    assert not any(f'class="{name}"' in formulas for name in rules(page, "fill: var(--good)"))


@pytest.mark.parametrize("name", FORMATS)
def test_the_axis_has_every_number_of_a_format_in_order_and_the_signs_apart(name):
    fmt = format_of(name)
    at = places(fmt)
    assert (at[1:] > at[:-1]).all()
    assert (at == -at[::-1]).all()
    marked = {text: place for place, text in ticks(fmt)}
    assert marked["0"] == 0
    assert marked["1"] == -marked["−1"] == place_of(1.0, fmt)
    assert place_of(2.0**fmt.tiny_exponent, fmt) > 0 == place_of(0.0, fmt)


def test_without_matplotlib_the_report_says_so_and_has_all_else(monkeypatch):
    monkeypatch.setattr(sys.modules["proofgrad.oracle.report.html.page"], "available", lambda: False)
    text = render(full(), "html")
    assert plots.MISSING in text
    assert 'svg class="plot"' not in text
    for part in ("Theorem", "What it stands on", "Errors by class of inputs", "<math"):
        assert part in text


def test_matplotlib_is_loaded_only_for_a_page():
    program = (
        "import sys, proofgrad.oracle, proofgrad.oracle.report.files, proofgrad.oracle.cli.app\n"
        "import proofgrad.oracle.report.plots\n"
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def catalogue():
    """A run of the size of the full catalogue: 35 elementwise and 35 vector nodes in two formats."""
    run = full()
    profile = run["test"]["verdicts"][0]["profile"]
    template = run["nodes"]["nodes"][0]["proofs"][0]["support"]
    modules = [f"NN.Part{i % 17}.Module{i}" for i in range(160)]
    run["nodes"]["modules"] = [
        {"name": name, "imports": modules[max(0, i - 4) : i], "theorems": 20, "constants": 40}
        for i, name in enumerate(modules)
    ]
    nodes = [node(f"elementwise{i}", SIGMOID, DSIGMOID) for i in range(35)]
    nodes += [vector_node(f"vector{i}") for i in range(35)]
    for each in nodes:
        each["proofs"][0]["support"] = template | {"modules": dict.fromkeys(modules[:60], 20)}
    names = [n["name"].rpartition(".")[2] for n in nodes]
    classes = [f"class{i}" for i in range(10)]
    run["nodes"]["nodes"] = nodes
    run["test"]["verdicts"] = [
        verdict(name, what, dtype, classes={c: found(0.1 * i) for i, c in enumerate(classes)})
        | ({"profile": profile if dtype == "float64" else profile[: len(places(format_of(dtype)))]})
        for name in names
        for dtype in ("float64", "float32")
        for what in ("forward", "jvp", "vjp", "adjoint")
    ]
    return run


def test_the_report_of_the_full_catalogue_is_under_3_megabytes_and_10_seconds():
    run = catalogue()
    started = time.process_time()
    text = render(run, "html")
    assert time.process_time() - started < 10
    assert len(text.encode("utf-8")) < 3_000_000
    assert text.count("<article") == 70
    assert text.count('<svg class="plot"') in (0, 105)
