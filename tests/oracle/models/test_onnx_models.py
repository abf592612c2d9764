"""Files of ONNX: captured, certified, their values tested."""

from __future__ import annotations

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
from onnx.reference import ReferenceEvaluator  # noqa: E402
from onnx_models import MODELS, of_one_node  # noqa: E402

from proofgrad.bridge.errors import UsageError  # noqa: E402
from proofgrad.oracle.cli import main  # noqa: E402
from proofgrad.oracle.models.evaluate import evaluate  # noqa: E402
from proofgrad.oracle.models.onnx_file import FREE, OnnxModel, capture_onnx  # noqa: E402
from proofgrad.oracle.work.certify import certify  # noqa: E402

MASK = np.tri(3, dtype=bool)
INPUTS = {"attention": (np.cos(np.arange(12, dtype=np.float32)).reshape(1, 3, 4), MASK)}


@pytest.mark.parametrize("name", MODELS)
def test_the_program_computes_what_the_file_does(name):
    proto = MODELS[name]()
    captured = capture_onnx(OnnxModel(proto), INPUTS.get(name, ()))
    assert captured.unsupported == ()
    found = evaluate(captured.program, captured.inputs).values[captured.program.output]
    holders = [i.name for i in proto.graph.input]
    given = dict(zip(holders, INPUTS.get(name, ()), strict=False)) or {
        i.name: a.astype(np.float32) for i, a in zip(proto.graph.input, captured.inputs, strict=False)
    }
    if name == "recurrent":
        given["ids"] = np.zeros(1, np.int64)
    (wanted,) = ReferenceEvaluator(proto).run(None, given)
    assert captured.program.shape(captured.program.output) == wanted.shape
    assert found == pytest.approx(wanted.ravel(), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", MODELS)
def test_it_is_certified_and_its_values_are_right(name):
    found = certify(OnnxModel(MODELS[name]()), INPUTS.get(name, ()), name=name)
    assert [(v["what"], v["verdict"], v["message"]) for v in found.verdicts] == [("forward", "pass", "")]
    assert found.checked_by == ("lean", "python")


def test_weights_are_inputs_and_statistics_are_held():
    captured = capture_onnx(OnnxModel(MODELS["mobile"]()))
    names = [name for name, _ in captured.program.inputs]
    assert names[:1] == ["x"]
    assert {names[n] for n in captured.fixed} == {"mean", "variance"}


def test_an_axis_without_a_size_has_one_that_is_told():
    captured = capture_onnx(OnnxModel(MODELS["mlp"]()))
    assert captured.program.inputs[0] == ("x", (FREE, 4))
    assert capture_onnx(OnnxModel(MODELS["mlp"]()), (np.ones((3, 4)),)).program.inputs[0][1] == (3, 4)


def test_what_has_no_proof_is_named_and_the_command_says_so(tmp_path, capsys):
    file = tmp_path / "model.onnx"
    onnx.save(of_one_node("Hardmax", ["x"], [(2, 3)]), file)
    assert main(["coverage", f"onnx:{file}", "--min", "50%"]) == 1
    assert "Hardmax at the_Hardmax: Hardmax has no proof" in " ".join(capsys.readouterr().out.split())
    assert main(["certify", f"onnx:{file}"]) == 3
    assert main(["certify", f"onnx:{file}", "--require-proof"]) == 1


def test_indices_that_depend_on_the_inputs_are_told():
    proto = onnx.parser.parse_model(
        """<ir_version: 9, opset_import: ["" : 20]> g (float[3] x) => (float[1] y) {
            i = ArgMax (x)
            y = Gather (x, i)
        }"""
    )
    captured = capture_onnx(OnnxModel(proto))
    assert captured.unsupported == (("Gather", "y", "Gather of indices or counts that depend on the inputs"),)


def test_a_file_that_is_none_is_told(tmp_path):
    (tmp_path / "no.onnx").write_text("no model")
    with pytest.raises(UsageError, match="is no model of ONNX"):
        capture_onnx(OnnxModel(tmp_path / "no.onnx"))
    with pytest.raises(UsageError, match="there is no file"):
        capture_onnx(OnnxModel(tmp_path / "none.onnx"))
