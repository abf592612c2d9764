"""Sweeps find what is planted, agree with exhaustive enclosures, and go on where they were stopped."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.inputs import exhaustive
from proofgrad.oracle.sweep import Tally, sweep
from proofgrad.oracle.sweep.journal import Journal
from proofgrad.oracle.sweep.schedule import done_by
from proofgrad.oracle.sweep.stretches import segment, segment_count
from proofgrad.oracle.ulp import FORMATS, NARROWEST, format_of

HERE = Path(__file__).parent
LENGTH = 1 << 16


@pytest.fixture
def planted(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    sys.modules.pop("planted", None)
    import planted as module

    return module


def around(bits, more=0):
    """The segments around a positive input."""
    return range(int(bits) // LENGTH - more, int(bits) // LENGTH + more + 1)


def test_one_wrong_number_is_found_and_named(nodes, planted):
    found = sweep(nodes["tanh"], planted.one_wrong, segments=around(planted.WRONG), limit=0.6)
    assert found.verdict == "fail"
    assert found.worst["bits"] == f"{int(planted.WRONG):#x}"
    assert 0.5 < found.worst["error"] <= found.tally.bound < 1.5
    assert found.tally.over[0] == 1
    right = sweep(nodes["tanh"], planted.tanh, segments=around(planted.WRONG), limit=0.6)
    assert right.tally.over == [0, 0, 0]


def test_two_hundredths_of_an_ulp_in_one_binade_are_seen(nodes, planted):
    inside, outside = around(0x3EC00000, 1), around(0x3F400000, 1)
    assert 0.515 < sweep(nodes["tanh"], planted.a_little_worse, segments=inside).tally.bound < 0.525
    assert sweep(nodes["tanh"], planted.a_little_worse, segments=outside).tally.bound < 0.501


def test_neighbours_in_the_wrong_order_are_found(nodes, planted):
    found = sweep(nodes["tanh"], planted.out_of_order, segments=around(planted.SWAPPED))
    assert found.tally.descents >= 1
    assert found.tally.descent == int(planted.SWAPPED)
    assert sweep(nodes["tanh"], planted.tanh, segments=around(planted.SWAPPED)).tally.descents == 0


def test_nan_is_wrong_and_an_exception_is_no_verdict(nodes, planted):
    found = sweep(nodes["tanh"], planted.gives_nan, segments=around(planted.WRONG))
    assert (found.verdict, found.tally.wrong_count, found.tally.bound) == ("fail", 1, np.inf)
    assert found.tally.wrong == [int(planted.WRONG)]
    found = sweep(nodes["tanh"], planted.raises, segments=around(0x3F000000))
    assert found.verdict == "inconclusive"
    assert list(found.tally.failures) == ["ValueError: not at 0.5"]
    assert found.tally.undecided == LENGTH


@pytest.mark.parametrize("dtype", NARROWEST)
@pytest.mark.parametrize("name", ["tanh", "gelu", "log", "exp", "relu", "sin"])
def test_all_of_the_numbers_of_8_bits_round_as_they_should(nodes, dtype, name):
    """Ours are rounded from float64 once, so that the nearest of the format's numbers is wanted of each."""
    fmt = NARROWEST[dtype]
    for what in ("forward", "jvp"):
        found = sweep(nodes[name], dtype=dtype, what=what)
        assert found.verdict == "pass"
        assert found.tally.inputs + found.tally.conventional == 2 * fmt.infinity_ordinal
        assert found.tally.bound < 0.51 or name == "relu"


def test_one_wrong_number_of_8_bits_is_found(nodes, planted):
    """At 0.5 the neighbour of tanh's right answer: an error between a half and one and a half ULP."""
    fmt = NARROWEST["float8_e4m3"]
    found = sweep(nodes["tanh"], planted.one_wrong_of_8_bits, dtype=fmt.name, limit=0.6)
    assert found.verdict == "fail"
    assert found.worst["input"] == 0.5


def test_formats_of_8_bits_are_those_of_ml_dtypes():
    import ml_dtypes

    for fmt in NARROWEST.values():
        about = ml_dtypes.finfo(fmt.dtype)
        assert float(about.max) == fmt.max_finite
        assert float(about.smallest_subnormal) == 2.0**fmt.tiny_exponent
        values = fmt.from_ordinal(np.arange(fmt.infinity_ordinal + 1)).astype(np.float64)
        assert np.isinf(values[-1])
        assert np.all(np.diff(values) > 0)
        middles = (values[:-2] + values[1:-1]) / 2
        beside = np.concatenate([np.nextafter(middles, -np.inf), middles, np.nextafter(middles, np.inf)])
        wanted = [fmt.round_exact(Fraction(float(x))) for x in beside]
        assert fmt.narrow(beside).astype(np.float64).tolist() == wanted


def test_other_commands_refuse_8_bits(nodes):
    """By name, and by dtype."""
    from proofgrad.oracle.difftest import test

    fmt = NARROWEST["float8_e4m3"]
    assert format_of(fmt.dtype) is fmt
    for asked in ("float8_e4m3", fmt.dtype):
        with pytest.raises(UsageError, match="unknown dtype"):
            test(nodes["tanh"], dtype=asked)


@pytest.mark.parametrize("what", ["forward", "jvp"])
@pytest.mark.parametrize("name", ["tanh", "gelu", "log", "inv", "relu", "elu", "sqrt", "exp", "sinh", "sin"])
def test_a_whole_format_gives_what_single_enclosures_give(nodes, params, name, what):
    node, fmt = nodes[name], FORMATS["float16"]
    own = {p: params[p] for p in node.parameters}
    found = sweep(node, dtype="float16", what=what, params=own)
    tree = node.formula.f if what == "forward" else node.formula.df
    (wanted,) = Reference((tree,), own).enclose(exhaustive(fmt), fmt)
    from proofgrad.oracle.kernels import kernel

    k, x = kernel(name, own), exhaustive(fmt)
    got = k.forward(x) if what == "forward" else k.jvp(x, np.ones(len(x), x.dtype))
    free = wanted.conventional.copy()
    free[wanted.kinks.index] = True
    judged = np.isfinite(x.astype(np.float64)) & ~free
    error = np.abs(wanted.values.errors(got))[judged].max()
    assert found.segments[0] == found.segments[1] == segment_count(fmt)
    assert found.tally.undecided == 0
    assert error - 1e-9 <= found.tally.bound <= error + 2.0**-7
    assert found.verdict == "pass"
    assert all(s.right is not False for s in found.special)


def test_a_wrong_special_value_fails(nodes, planted):
    def flat(x):
        return np.where(np.isinf(x), np.float16(7), np.tanh(x.astype(np.float64)).astype(np.float16))

    found = sweep(nodes["tanh"], flat, dtype="float16")
    assert found.verdict == "fail"
    assert [s.input for s in found.special if s.right is False] == ["inf", "-inf"]


def test_a_part_is_no_statement_about_the_whole(nodes):
    found = sweep(nodes["tanh"], dtype="float16", segments=range(20, 24))
    assert (found.verdict, found.whole, found.segments) == ("inconclusive", False, (4, 62))


def test_a_sweep_goes_on_where_it_stopped_and_a_damaged_line_does_not_count(nodes, tmp_path, monkeypatch):
    monkeypatch.setattr("proofgrad.oracle.sweep.campaign.PIECE", 8)
    options = {"dtype": "float16", "kept": tmp_path}
    first = sweep(nodes["tanh"], budget=0.0, **options)
    assert first.segments[0] == 8
    (journal,) = (tmp_path / "sweep" / "journals").iterdir()
    journal.write_bytes(journal.read_bytes() + b'0123 {"first": 8, "count": 8, "tally": {')
    done: list[tuple[int, int]] = []
    second = sweep(nodes["tanh"], on_piece=lambda n, total: done.append((n, total)), **options)
    assert done[0] == (1, 8)
    whole = sweep(nodes["tanh"], dtype="float16")
    for found in (second, sweep(nodes["tanh"], **options)):
        assert found.whole
        ours, theirs = found.tally.to_json(), whole.tally.to_json()
        assert {k: v for k, v in ours.items() if k != "seconds"} == {
            k: v for k, v in theirs.items() if k != "seconds"
        }
    lines = journal.read_text().splitlines()
    journal.write_text("\n".join([lines[0].replace('"undecided": 0', '"undecided": 1'), *lines[1:]]) + "\n")
    assert (0, 8) not in Journal(journal).read()
    assert sweep(nodes["tanh"], fresh=True, **options).tally.bound == whole.tally.bound


def test_tallies_add_up_in_any_order(nodes):
    parts = [sweep(nodes["gelu"], dtype="float16", segments=range(i, i + 8)).tally for i in (0, 20, 40)]
    sums = []
    for order in ((0, 1, 2), (2, 0, 1)):
        total = Tally()
        for i in order:
            total.add(Tally.from_json(parts[i].to_json()))
        sums.append(total)
    assert sums[0].bound == sums[1].bound
    assert sums[0].over == sums[1].over
    assert sums[0].inputs == sum(p.inputs for p in parts)


def test_a_process_that_dies_is_replaced(tmp_path, planted, monkeypatch):
    monkeypatch.setenv("PROOFGRAD_TEST_FLAG", str(tmp_path / "flag"))
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    found = dict(done_by(planted.dies_once, list(range(6)), jobs=2))
    assert (tmp_path / "flag").exists()
    assert found == {n: n * n for n in range(6)}


def test_processes_find_what_one_finds(nodes, monkeypatch):
    monkeypatch.setattr("proofgrad.oracle.sweep.campaign.PIECE", 16)
    one, two = (sweep(nodes["tanh"], dtype="float16", jobs=jobs) for jobs in (1, 2))
    assert two.whole
    assert (one.tally.bound, one.tally.inputs, one.worst) == (two.tally.bound, two.tally.inputs, two.worst)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dtype": "float64"}, "too many numbers"),
        ({"what": "vjp"}, "no part"),
        ({"backend": "numpyy"}, "numpyy"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "Dask"),
    ],
)
def test_what_makes_no_sense_is_told(nodes, change, said):
    with pytest.raises(UsageError, match=said):
        sweep(nodes["tanh"], **{"dtype": "float16", **change})


def test_a_parameter_without_a_value_is_told(nodes):
    with pytest.raises(UsageError, match="alpha"):
        sweep(nodes["elu"], dtype="float16")


def test_a_segment_beyond_the_range_wants_infinities(nodes):
    fmt = FORMATS["float32"]
    number = 0x42C80000 // LENGTH  # from 100 on: exp is beyond float32
    assert segment(fmt, number).first == 0x42C80000
    found = sweep(nodes["exp"], segments=range(number, number + 1))
    assert (found.tally.inputs, found.tally.wrong_count) == (LENGTH, 0)
    assert found.tally.bound < 1e-6
    large = sweep(nodes["exp"], lambda x: np.full_like(x, 3e38), segments=range(number, number + 1))
    assert large.tally.wrong_count == LENGTH
