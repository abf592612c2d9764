"""The sections of an explanation: what is computed, what is proven and why so, on what it stands, values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.catalogue.indexed_text import indexed_text
from proofgrad.bridge.catalogue.serial import node_to_json
from proofgrad.bridge.catalogue.text import formula_text, vector_text
from proofgrad.bridge.explaining.model import Dependency, GoalState, NodeBackground, ProofTree, Reason
from proofgrad.oracle.points import FunctionAt, PointValue, VectorPoint
from proofgrad.oracle.report.sections import Row, Section

__all__ = ["sections"]

_ROLES = {
    "witness": "can be met",
    "necessary": "necessary",
    "left-derivative": "from the left",
    "right-derivative": "from the right",
    "no-derivative": "no derivative",
}
_STATUSES = {
    "proved": "proved for all inputs",
    "proved-on-domain": "proved where its hypotheses hold",
    "conditional": "not proved: its theorem supposes what nobody has shown to be possible",
    "unproved": "there is no theorem about it",
    "refuted": "not proved: f' is not the derivative of f, whatever its theorem says",
    "sorry": "not proved: its theorem rests on `sorry`",
    "extra-axiom": "its theorem rests on an axiom that is not allowed",
    "failed": "Lean rejects its theorem",
    "inconclusive": "it could not be checked",
}


class Explained(Protocol):
    """What is told: the fields of :class:`proofgrad.oracle.report.explanation.Explanation`."""

    @property
    def node(self) -> Node: ...
    @property
    def background(self) -> NodeBackground: ...
    @property
    def kinks(self) -> tuple[PointValue, ...]: ...
    @property
    def values(self) -> tuple[PointValue | VectorPoint, ...]: ...
    @property
    def goals(self) -> tuple[GoalState, ...]: ...
    @property
    def outside(self) -> tuple[str, ...]: ...


def sections(about: Explained) -> tuple[Section, ...]:
    """All sections that have something to say."""
    found = [
        Section(about.node.name, tuple(_computes(about))),
        Section(f"What is proven: {about.node.status}", tuple(_proven(about))),
        Section("Why the hypotheses are there", tuple(_why(about))),
    ]
    # What was asked for comes first: the tree below it is long.
    for value in about.values:
        found.append(_point(value) if isinstance(value, PointValue) else _vector_point(value))
    found += [_goal(goal) for goal in about.goals]
    for tree in about.background.trees:
        title = f"What {tree.theorem.name.rpartition('.')[2]} stands on"
        found.append(Section(title, tuple(_stands_on(tree, about.node.name))))
    return tuple(section for section in found if section.rows)


def _computes(about: Explained) -> Iterator[Row]:
    node = about.node
    if node.doc:
        yield Row("", " ".join(node.doc.split()))
    if node.formula is not None:
        yield Row("f(x)", formula_text(node.formula.f))
        yield Row("f'(x)", formula_text(node.formula.df))
    if node.second is not None:
        yield Row("f''(x)", node.second.ddf_text)
    if node.indexed is not None:
        text = indexed_text(node.indexed)
        yield Row("inputs", text.shapes)
        for equation in (text.forward, text.jvp, *text.vjp):
            yield Row("", equation)
    for vector in () if node.indexed else node.vectors[:2]:
        inputs = ", ".join(f"{name} {_shape(shape)}" for name, shape in vector.inputs)
        forward, jvp = vector_text(vector)
        yield Row("inputs", f"{inputs} -> {_shape(vector.output)} (at {vector.label or 'all sizes'})")
        yield Row("y" + "[0]" * bool(vector.output), _cut(forward))
        yield Row("dy" + "[0]" * bool(vector.output), _cut(jvp))
    if node.parameters:
        yield Row("parameters", ", ".join(node.parameters))
    if about.background.definition:
        yield Row("in Lean", about.background.definition, code=True)
    if node.source is not None:
        yield Row("source", f"{node.source.file}:{node.source.line}")


def _cut(text: str) -> str:
    return text if len(text) <= 400 else text[:400] + " ..."


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "number"


def _proven(about: Explained) -> Iterator[Row]:
    from proofgrad.oracle.report.summary import hypothesis_text

    node = about.node
    yield Row("", _STATUSES[node.status])
    if node.by:
        own = f"by this project's own definitions, not by those that ship: {', '.join(node.by)}"
        yield Row("", own, style="magenta")
    if about.outside:
        asked = " and ".join(about.outside)
        yield Row(
            "", f"Nothing is proven for these parameters: the theorem asks for {asked}", style="magenta"
        )
    for proof, data in zip(node.proofs, node_to_json(node)["proofs"], strict=True):
        yield Row("theorem", f"{proof.theorem} ({proof.scope})")
        yield Row("in Lean", proof.statement, code=True)
        words = [
            hypothesis_text(h)
            + (" for every entry x" if h["left"] and h["scope"] == "input" else "")
            + (f"  ({h['why']})" if h["why"] else "")
            for h in data["hypotheses"]
        ]
        yield Row("hypotheses", "\n".join(words) or "none")
        yield Row("checked by", ", ".join(proof.checked_by) or "nobody")
    if node.second is not None:
        proof = node.second.proof
        yield Row("f'' by", f"{proof.theorem} ({proof.scope})")
        yield Row("in Lean", proof.statement, code=True)
        yield Row("hypotheses", "\n".join(h.text for h in proof.hypotheses) or "none")
        yield Row("checked by", ", ".join(proof.checked_by) or "nobody")
    for limit in node.limits:
        yield Row("limit", f"→ {limit.text} at {limit.end}: {limit.proof.theorem}")
        yield Row("in Lean", limit.proof.statement, code=True)
        yield Row("checked by", ", ".join(limit.proof.checked_by) or "nobody")


def _why(about: Explained) -> Iterator[Row]:
    hypotheses = any(proof.hypotheses for proof in about.node.proofs)
    for kink in about.kinks:
        yield Row(f"x = {kink.at}", "\n".join(_kink_lines(kink)))
    for reason in about.background.reasons:
        yield Row(_ROLES[reason.role], _reason(reason))
    if not hypotheses and about.node.status == "proved" and not about.kinks:
        yield Row("", "There are none: the theorem holds at every input.")


def _kink_lines(kink: PointValue) -> Iterator[str]:
    for name, function in (("f", kink.f), ("f'", kink.df)):
        if function.left is not None and function.right is not None:
            sides = f"{function.left} from the left, {function.right} from the right"
            convention = " by convention" if function.conventional else ""
            yield f"{name}: {sides}; its formula says {function.value}{convention}"
        else:
            yield f"{name} = {function.value}"
    if kink.parameters:
        yield "with " + ", ".join(f"{name} = {value}" for name, value in kink.parameters.items())


def _reason(reason: Reason) -> str:
    lines = [reason.doc] if reason.doc else []
    where = f" ({reason.source.file}:{reason.source.line})" if reason.source else ""
    return "\n".join([*lines, f"{reason.theorem}{where}", reason.statement])


def _stands_on(tree: ProofTree, node: str) -> Iterator[Row]:
    opened = node.split(".")[:-1]
    prefixes = tuple(".".join(opened[:n]) + "." for n in range(len(opened), 0, -1))

    def short(name: str) -> str:
        return next((name.removeprefix(p) for p in prefixes if name.startswith(p)), name)

    more = "" if tree.complete else "at least "
    counts = f"{more}{tree.theorem.below:,} theorems and {tree.definitions:,} definitions, and "
    if not tree.theorem.uses:  # the tree was left out: what it stands on is counted all the same
        names = ", ".join(chain.axiom for chain in tree.axioms)
        yield Row("", counts + (f"the axioms {names}" if names else "no axioms"))
        return
    yield from _branch(tree.theorem, 0, short)
    yield Row("in all", counts + ("the axioms:" if tree.axioms else "no axioms"))
    for chain in tree.axioms:
        yield Row(chain.axiom, " -> ".join(map(short, chain.chain)))


def _branch(part: Dependency, depth: int, short: object) -> Iterator[Row]:
    assert callable(short)
    theorems = "" if depth else " theorems"  # what is counted is said once, at the top
    facts = "axiom" if part.kind == "axiom" else f"on {part.below:,}{theorems}" if part.below else ""
    facts += ", above" if part.again else ""
    doc = f": {part.doc}" if part.doc else ""
    yield Row("-", f"{short(part.name)}{f' ({facts})' if facts else ''}{doc}", depth + 1)
    for used in part.uses:
        yield from _branch(used, depth + 1, short)
    if part.uses and part.hidden:
        yield Row("-", f"and {part.hidden} simpler", depth + 2)


def _function(name: str, function: FunctionAt) -> Iterator[Row]:
    convention = (
        " (a convention of Lean's total functions; a kernel may answer nan)" if function.conventional else ""
    )
    yield Row(name, f"{function.value}{convention}")
    if function.left is not None and function.right is not None and function.left != function.right:
        yield Row("", f"  {function.left} from the left, {function.right} from the right")


def _point(value: PointValue) -> Section:
    given = ", ".join(f"{name} = {text}" for name, text in value.parameters.items())
    rows = [*_function("f(x)", value.f), *_function("f'(x)", value.df)]
    if value.proved is False:
        rows.append(Row("", "f'(x) is not proven to be the derivative here: a hypothesis is not met"))
    return Section(f"At x = {value.at}" + (f", with {given}" if given else ""), tuple(rows))


def _vector_point(value: VectorPoint) -> Section:
    rows = [Row(name, f"{', '.join(entries)} ({_shape(shape)})") for name, shape, entries in value.inputs]
    rows += [Row(name, text) for name, text in value.parameters.items()]
    for coordinate in value.values:
        flag = (
            " (a convention of Lean's total functions; a kernel may answer nan)"
            if coordinate.conventional
            else ""
        )
        switch = " (a choice at equality)" if coordinate.on_switch else ""
        rows.append(Row(_entry("y", coordinate.index), f"{coordinate.value}{flag}{switch}"))
    if value.jacobian is None:
        rows.append(Row("derivative", "left out: it has too many entries"))
    else:
        for coordinate, row in zip(value.values, value.jacobian, strict=True):
            rows.append(Row(_entry("dy", coordinate.index), "\n".join(map(str, row))))
    return Section(f"At the point, {value.sizes}", tuple(rows))


def _entry(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def _goal(goal: GoalState) -> Section:
    words = {
        "goals": "",
        "complete": "nothing is left to be proven here",
        "term": "no tactics here; the term must have the type:",
        "no_goal": "this is not inside a proof",
    }
    rows = [Row("", goal.text.strip(), code=True)]
    if words.get(goal.status):
        rows.append(Row("", words[goal.status]))
    rows += [Row("", text, code=True) for text in goal.goals]
    rows += [Row("Lean says", text) for text in goal.messages]
    return Section(f"Goals at {goal.file}:{goal.line}:{goal.column}", tuple(rows))
