"""A program as a Lean file: the steps as data, and one instance of the theorem about all programs.

Everything in the file is made from plain data: numbers, operators, and names that are counted here. Nothing
that somebody typed is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range, constant
from proofgrad.bridge.catalogue.program import Program, Step
from proofgrad.bridge.certifying.parts import formula_and_parts
from proofgrad.bridge.certifying.positive import Positive, Sign, at_first
from proofgrad.bridge.errors import UsageError

__all__ = ["END", "HEAD", "MODULE", "THEOREM", "certificate_text", "inputs_text", "lean_file"]

MODULE = "Certificate"
THEOREM = "Certificate.certificate"

_FUNCTIONS: Mapping[str, str] = {
    **{name: name for name in ("exp", "log", "sqrt", "sinh", "cosh", "tanh", "sin", "cos", "abs", "sign")},
    "erf": "erf",
    "erfc": "erfc",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
}
HEAD = """prelude
import NN.Program.Positive

/-!
# A program that was captured

The steps are data; `certificate` is an instance of `Program.hasFDerivAt` and `Program.inner_jvp`.
-/

namespace Certificate
open Proofs.Autograd Spec Vec
"""
END = "\nend Certificate\n"


def lean_file(program: Program, positive: Positive | None = None) -> str:
    """The text of the Lean module.

    Args:
        program: what it is about.
        positive: knows signs; None: conditions that are met because something is positive are not proven.

    Raises:
        UsageError: an operator that formulas in Lean do not have.
    """
    return _Writer(program, positive).text()


def inputs_text(shapes: Sequence[tuple[int, ...]]) -> str:
    """The shapes of a program's inputs, as Lean text."""
    return f"/-- The shapes of the inputs. -/\ndef inputs : List Shape :=\n  {_list(map(_shape, shapes))}\n"


def certificate_text(steps: int, conditional: Collection[int]) -> str:
    """The theorem about a program, as Lean text.

    Args:
        steps: how many steps it has.
        conditional: the numbers of those that have a condition.
    """
    last = f"program{steps}"
    hypotheses, proof, names = [], "trivial", []
    for number in range(steps):
        if number in conditional:
            names.append(f" h{number}")
            hypotheses.append(
                f"    (h{number} : ∀ i : Fin step{number}.shape.size,\n"
                f"      (step{number}.entry i.val).Ok (Program.eval inputs program{number} x).read)\n"
            )
        here = f"h{number}" if number in conditional else f"fun i => step{number}_ok i.val"
        proof = f"⟨{proof}, {here}⟩"
    given = "".join(hypotheses)
    return (
        f"/-- The rules of differentiation apply to all steps. -/\n"
        f"theorem rules_apply (x : CtxVec inputs)\n{given}"
        f"    : Program.Ok inputs {last} x :=\n  {proof}\n\n"
        f"/-- The evaluation of the program has its JVP as Fréchet derivative, and its reverse pass is\n"
        f"the adjoint of that. -/\ntheorem certificate (x : CtxVec inputs)\n{given}"
        f"    : (∃ D : CtxVec inputs →L[ℝ] CtxVec (Program.context inputs {last}),\n"
        f"        (∀ dx, D dx = (Program.graph inputs {last}).jvp x dx) ∧\n"
        f"          HasFDerivAt (Program.eval inputs {last}) D x) ∧\n"
        f"      ∀ dx δ, ⟪(Program.graph inputs {last}).jvp x dx, δ⟫ =\n"
        f"        ⟪dx, (Program.graph inputs {last}).backprop x δ⟫ :=\n"
        f"  ⟨Program.hasFDerivAt {last} (rules_apply x{''.join(names)}),\n"
        f"    fun dx δ => Program.inner_jvp {last} x dx δ⟩\n"
    )


class _Writer:
    def __init__(self, program: Program, positive: Positive | None) -> None:
        self.program, self.positive = program, positive
        self.formulas: dict[Tree, str] = {}
        self.always: set[Tree] = set()
        self.sizes = [prod(shape) for _, shape in program.inputs]
        self.inputs = len(program.inputs)
        self.tables = {name: f"table{n}" for n, name in enumerate(program.tables)}

    def text(self) -> str:
        program = self.program
        steps, proofs = [], []
        for number, step in enumerate(program.steps):
            steps.append(
                f"/-- Step {number}. -/\nnoncomputable def step{number} : Step where\n"
                f"  shape := {_shape(step.shape)}\n  entry := fun i => {self._entry(step.entry)}\n"
            )
            if not step.condition:
                proofs.append(
                    f"/-- The rules of differentiation apply to step {number}, whatever the values are. -/\n"
                    f"theorem step{number}_ok {{x : Nat → ℝ}} (i : Nat) : (step{number}.entry i).Ok x :=\n"
                    f"  {self._ok(step.entry)}\n"
                )
            self.sizes.append(step.size)
        formulas = []
        for tree, name in self.formulas.items():
            formulas.append(
                f"/-- A formula of the program. -/\n"
                f"noncomputable def {name} : Formula :=\n  {_formula(tree)}\n"
            )
            if tree in self.always:
                formulas.append(
                    f"/-- It has no conditions. -/\ntheorem {name}_ok : ∀ v, {name}.Ok v :=\n"
                    f"  Formula.ok_always {name} (by decide +kernel)\n"
                )
        tables = [
            text for name, numbers in program.tables.items() for text in _table(self.tables[name], numbers)
        ]
        inputs = inputs_text([shape for _, shape in program.inputs])
        programs = ["/-- No step. -/\nnoncomputable def program0 : Program := .nil\n"]
        for number in range(len(program.steps)):
            programs.append(
                f"/-- The first {number + 1} steps. -/\n"
                f"noncomputable def program{number + 1} : Program := .cons step{number} program{number}\n"
            )
        conditional = [number for number, step in enumerate(program.steps) if step.condition]
        theorem = certificate_text(len(program.steps), conditional)
        return "\n".join([HEAD, *tables, *formulas, *steps, *proofs, inputs, *programs, theorem]) + END

    def _offset(self, array: int) -> int:
        """Where an array begins among everything that there is: the latest step first, then the inputs."""
        if array >= self.inputs:
            return sum(self.sizes[array + 1 :])
        return sum(self.sizes[self.inputs :]) + sum(self.sizes[:array])

    def _named(self, formula: Tree) -> str:
        return self.formulas.setdefault(formula, f"formula{len(self.formulas)}")

    def _entry(self, tree: Tree) -> str:
        match tree.op, tree.index:
            case "at", At(_, name, (at,)):
                return f"(.var {self._index(at + constant(self._offset(int(name[1:]))))})"
            case "sum", Range(((name, count),)):
                return f"(.sum {self._index(count)} fun {name} => {self._entry(tree.args[0])})"
            case "greatest", Range(((name, count),)):
                fold = self._named(_MAX)
                body = self._entry(tree.args[0])
                last = f"({self._index(count)} - 1)" if count.number is None else str((count.number or 1) - 1)
                return f"(Entry.fold {fold} (fun {name} => {body}) {last})"
            case "where", tuple(conditions):
                test = " ".join(map(self._test, conditions))
                then, other = map(self._entry, tree.args)
                return f"(Entry.choose {_all(conditions, self._test)} {then} {other})" if test else then
        formula, parts = formula_and_parts(tree)
        return f"(.apply {self._named(formula)} (Entry.nth {_list(map(self._entry, parts))}))"

    def _ok(self, tree: Tree) -> str:
        match tree.op:
            case "at":
                return "trivial"
            case "sum":
                return f"(fun _ => {self._ok(tree.args[0])})"
            case "where":
                return f"(Entry.ok_choose {' '.join(map(self._ok, tree.args))})"
            case "greatest":
                raise UsageError("the greatest of several entries has conditions: its step must name them")
        formula, parts = formula_and_parts(tree)
        args = "Entry.ok_nil"
        for part in reversed(parts):
            args = f"(Entry.ok_cons {self._ok(part)} {args})"
        if self.positive is not None and not self.positive.complete(formula, ()):
            return f"(Entry.ok_apply_of {self._facts(parts)} (by decide +kernel) {args})"
        self.always.add(formula)
        return f"(Entry.ok_apply {self._named(formula)}_ok {args})"

    def _facts(self, parts: list[Tree]) -> str:
        """A proof of what is known of the variables of a formula."""
        assert self.positive is not None
        out = "Formula.AllHold.nil"
        for number, sign in reversed(self.positive.facts(parts)):
            out = f"(Formula.allHold_{sign} (j := {number}) {self._sign(parts[number], sign)} {out})"
        return out

    def _sign(self, tree: Tree, wanted: Sign) -> str:
        """A proof that an entry is positive, or not negative."""
        assert self.positive is not None
        if wanted == "nonneg" and self.positive.sign(tree) == "pos":
            return f"(le_of_lt {self._sign(tree, 'pos')})"
        match tree.op, tree.index:
            case "sum", Range(((name, _),)):
                body = tree.args[0]
                if wanted == "nonneg":
                    return f"(Entry.sum_nonneg fun _ => {self._sign(body, wanted)})"
                first = "⟨0, Index.succ_le_succ (Index.zero_le _)⟩"
                if self.positive.sign(body) == "pos":
                    return f"(Entry.sum_pos {first} fun _ => {self._sign(body, 'pos')})"
                one = self._sign(at_first(body, name), "pos")
                return f"(Entry.sum_pos_of {first} (fun _ => {self._sign(body, 'nonneg')}) {one})"
            case "where", _:
                return f"(Entry.choose_{wanted} {' '.join(self._sign(a, wanted) for a in tree.args)})"
        _, parts = formula_and_parts(tree)
        return f"(Entry.apply_{wanted} {self._facts(parts)} (by decide +kernel))"

    def _test(self, c: Condition) -> str:
        left, right = self._index(c.left), self._index(c.right)
        match c.relation:
            case "eq":
                return f"(Nat.beq {left} {right})"
            case "ne":
                return f"(Bool.not (Nat.beq {left} {right}))"
            case "le":
                return f"(Nat.ble {left} {right})"
        return f"(Nat.ble (.succ {left}) {right})"

    def _index(self, index: Index) -> str:
        terms = []
        for monomial, coefficient in index.terms:
            if coefficient < 0:
                raise UsageError("an index of a program has no subtraction")
            factors = [*([str(coefficient)] if coefficient != 1 or not monomial else [])]
            factors += [self._atom(atom) for atom in monomial]
            terms.append(_joined(" * ", factors))
        return _joined(" + ", terms) if terms else "0"

    def _atom(self, atom: Atom) -> str:
        args = " ".join(map(self._index, atom.args))
        match atom.kind:
            case "index":
                return atom.name
            case "div":
                return f"(Index.quot {args})"
            case "mod":
                return f"(Index.rem {args})"
            case "select":
                return f"(Index.at {self.tables[atom.name]} {args})"
            case "monus":
                return f"({self._index(atom.args[0])} - {self._index(atom.args[1])})"
        raise UsageError(f"an index of a program has no {atom.kind}")


_MAX = Tree("max", (Tree("entry", value=0), Tree("entry", value=1)))


def _all(conditions: tuple[Condition, ...], test: object) -> str:
    words = [test(c) for c in conditions]  # type: ignore[operator]
    out = words[-1]
    for word in reversed(words[:-1]):
        out = f"(Bool.and {word} {out})"
    return str(out)


def _joined(operator: str, words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"({operator.join(words)})"


def _list(words: Iterable[str], rest: str = ".nil") -> str:
    out = rest
    for word in reversed(list(words)):
        out = f"(.cons {word} {out})"
    return out


_AT_ONCE = 64
"""Numbers of a table in one definition: Lean reads no term that is nested some hundred times."""


def _table(name: str, numbers: Sequence[int]) -> list[str]:
    """A list of numbers, the last ones first: each definition goes on with the one before it."""
    out: list[str] = []
    starts = range(0, max(len(numbers), 1), _AT_ONCE)
    for part, start in reversed(list(enumerate(starts))):
        rest = f"{name}_{part + 1}" if start + _AT_ONCE < len(numbers) else ".nil"
        words = _list(map(str, numbers[start : start + _AT_ONCE]), rest)
        own = name if part == 0 else f"{name}_{part}"
        out.append(f"/-- Numbers of the program. -/\ndef {own} : List Nat :=\n  {words}\n")
    return out


def _shape(shape: tuple[int, ...]) -> str:
    out = ".scalar"
    for n in reversed(shape):
        out = f"(.dim {n} {out})"
    return out


def _number(value: Fraction) -> str:
    if value < 0:
        return f"(.neg {_number(-value)})"
    if value.denominator == 1:
        return f"(.num {value.numerator})"
    return f"(.div (.num {value.numerator}) (.num {value.denominator}))"


def _formula(tree: Tree) -> str:
    op, args = tree.op, [_formula(a) for a in tree.args]
    match op:
        case "const":
            return _number(Fraction(tree.value or 0))
        case "pi":
            return ".pi"
        case "entry":
            return f"(.var {tree.value})"
        case "powi":
            return f"(.pow {args[0]} {tree.value})"
        case "neg" | "inv" | "add" | "sub" | "mul" | "div" | "max":
            return f"(.{op} {' '.join(args)})"
        case "if_gt":
            return f"(.ifLt {args[1]} {args[0]} {args[2]} {args[3]})"
    if op in _FUNCTIONS:
        return f"(.fn .{_FUNCTIONS[op]} {args[0]})"
    raise UsageError(f"formulas in Lean have no operator {op!r}")


__all__ += ["Step"]
