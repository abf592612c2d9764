"""Plots: what they show, and what they cost."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
from run_samples import DSIGMOID, SIGMOID, found, full, node, vector_node, verdict

from proofgrad.oracle.report.error_axis import place_of, places, ticks
from proofgrad.oracle.report.files import render
from proofgrad.oracle.report.svg_axes import LEFT, RIGHT, WIDTH, Axes, round_ticks
from proofgrad.oracle.ulp import format_of

FORMATS = ("float64", "float32", "float16", "bfloat16")


def figures(run, name):
    """The figures in the section of a node, as text."""
    text = render(run, "html")
    section = text[text.index(f'<article id="node-Proofs.Autograd.TapeNodes.{name}"') :]
    return re.findall(r"<figure>.*?</figure>", section[: section.index("</article>")], re.DOTALL), text


def test_kinks_proved_domain_and_worst_input_are_marked():
    (formulas, *errors), _ = figures(full(), "relu")
    assert len(errors) == 2
    assert formulas.count('class="bad"') == 1  # the kink at 0
    assert formulas.count('class="shade good"') == 1  # all around it is proved
    assert formulas.count('class="accent"') == 2  # f left and right of the kink
    for svg in errors:
        assert svg.count('class="shade good"') >= 1
        assert "0.87 ULP at −0.69" in svg
        assert "<circle" in svg


def test_every_reference_of_a_page_with_plots_is_met_and_every_id_is_there_once():
    text = render(full(), "html")
    ids = re.findall(r' id="([^"]+)"', text)
    wanted = set(re.findall(r'(?:href="|url\()#([^)"]+)', text))
    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def test_outside_the_proved_domain_nothing_is_shaded():
    run = full()
    zero = {"op": "const", "value": "0"}
    positive = {"text": "0 < x", "scope": "input", "relation": "lt", "left": zero, "right": {"op": "var"}}
    run["nodes"]["nodes"][1]["proofs"][0]["hypotheses"] = [positive]
    (formulas, *_), _ = figures(run, "relu")
    (shade,) = re.findall(r'<rect class="shade good" x="([\d.]+)" y="\d+" width="([\d.]+)"', formulas)
    assert float(shade[0]) + float(shade[1]) == pytest.approx(WIDTH - RIGHT)
    assert float(shade[1]) == pytest.approx((WIDTH - LEFT - RIGHT) / 2, rel=0.02)


def test_a_node_whose_domain_is_not_understood_is_not_shaded():
    run = full()
    run["nodes"]["nodes"][1]["proofs"][0]["hypotheses"] = [
        {"text": "P x", "scope": "input", "relation": None, "left": None, "right": None}
    ]
    (formulas, *_), _ = figures(run, "relu")
    assert "shade" not in formulas


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


def test_a_plot_breaks_its_lines_where_there_is_no_number_and_keeps_marks_inside():
    axes = Axes((0.0, 4.0), (0.0, 1.0))
    axes.line(np.arange(5.0), np.array([0.0, 1.0, np.nan, 1.0, np.inf]), "accent")
    axes.level(0.5, "bad")
    axes.shade(-10.0, 2.0, "good")
    drawn = axes.svg("a <b> plot")
    assert len(re.findall(r'd="M[^"]*M[^"]*"', drawn)) == 1
    assert "nan" not in drawn
    assert "inf" not in drawn
    assert f'x="{LEFT}.0"' in drawn
    assert "a &lt;b&gt; plot" in drawn


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (-6.0, 6.0, ["−6", "−4", "−2", "0", "2", "4", "6"]),
        (0.0, 1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (-1600.0, 1600.0, ["−1000", "0", "1000"]),
    ],
)
def test_ticks_are_round_numbers(low, high, labels):
    assert [label for _, label in round_ticks(low, high)] == labels


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
    assert text.count('<svg class="plot"') == 105
