"""Prove the derivative of a formula: the one call behind `proofgrad prove`.

Only a leaf is compiled, on the modules of the library that everybody shares; only its node is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from proofgrad.bridge.build.run import BuildEvent, build
from proofgrad.bridge.build.store import Store
from proofgrad.bridge.catalogue.model import LeanInfo, Node
from proofgrad.bridge.catalogue.user import UserFormula
from proofgrad.bridge.checking.contents import contents_of
from proofgrad.bridge.checking.remembered import Remembered
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import cache_dir, translate_os_errors
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.evaluate import Data, EvaluationError, Evaluator
from proofgrad.bridge.olean.module import Module
from proofgrad.bridge.project.project import Project, load_project
from proofgrad.bridge.proving.accepted import Accepted, ProofRejected, accepted, require_theorem
from proofgrad.bridge.proving.conditions import Requirements
from proofgrad.bridge.proving.given import Aligned, given_file, theorem_of
from proofgrad.bridge.proving.leaf import NAMESPACE, Statement, lean_file
from proofgrad.bridge.reading.catalogue import read_catalogue
from proofgrad.bridge.writing.data import Formulas, number
from proofgrad.bridge.writing.text import condition_text

__all__ = ["ProofRejected", "Proven", "Prover", "prove"]

BASE = ("NN.Formula", "NN.Formula.Fraction", "NN.Proofs.Autograd.Tape.Nodes.Elementwise")
"""What every such file imports."""
WITNESSES = tuple(
    map(Fraction, ("1", "2", "1/2", "-1", "3", "-2", "1/4", "4", "-1/2", "3/2", "10", "-10", "0"))
)
"""Numbers at which conditions are tried."""


@dataclass(frozen=True)
class Proven:
    """A formula whose derivative is proven.

    Attributes:
        node: as in a catalogue, with its theorems, hypotheses and formulas as Lean accepted them.
        source: the Lean file.
        module: its name.
        file: where it lies.
        lean: the Lean that accepted it.
        given: where a derivative was given, the theorem that it is one; None if that is not proven, or there
            was none.
        cached: whether it had been accepted before.
        seconds: wall clock of compiling it, at the time.
    """

    node: Node
    source: str
    module: str
    file: Path
    lean: LeanInfo
    cached: bool
    seconds: float
    given: str | None = None

    def __repr__(self) -> str:
        """One line."""
        return f"<Proven {self.node.name}: {self.node.status}>"


def prove(
    formula: UserFormula,
    *,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Proven:
    """Prove the derivative of a formula, and read the node back from what Lean accepted.

    Args:
        formula: the formula.
        timeout: wall-clock seconds for the file; None for the setting.
        on_event: called with progress, where the library has to be compiled first.

    Raises:
        FormulaError: nothing can be proven of it: an operator without a rule, one that is differentiable
            nowhere or too large, a name that Lean cannot have.
        ProofRejected: Lean does not accept the file.
        ToolchainNotFound, ToolchainMismatch, CacheError, OleanError: as for checking the library.
    """
    return Prover(timeout=timeout, on_event=on_event).prove(formula)


class Prover:
    """Proves formulas, one after the other, on one reading of the library.

    Args:
        timeout: as for :func:`prove`.
        on_event: as for :func:`prove`.
        base: the modules of the library that the files stand on.
    """

    def __init__(
        self,
        *,
        timeout: float | None = None,
        on_event: Callable[[BuildEvent], None] | None = None,
        base: Sequence[str] = BASE,
    ) -> None:
        self.timeout, self.on_event = timeout, on_event
        self.library = load_project(None)
        self.toolchain: Toolchain = find_toolchain(self.library.root, needs_init=False)
        built = build(self.library, self.toolchain, modules=base, timeout=timeout, on_event=on_event)
        if built.status != "ok":
            bad = next(name for name, result in built.modules.items() if result.status != "ok")
            raise ProofRejected(
                f"the library's module {bad} was not accepted",
                hint="proofgrad check says what is wrong with it",
            )
        self.env = Environment.load(built.oleans)
        memory = Remembered(Store(), "axioms", built.modules, contents_of(built.oleans))
        if memory.read(self._take_axioms) is None:
            memory.put(self.env.axiom_table().to_json())
        self.evaluator = Evaluator(self.env)
        self.formulas = Formulas(self.env)
        self.requirements = Requirements(self.evaluator)

    def _take_axioms(self, data: Mapping[str, Any]) -> bool:
        self.env.remember_axioms(data)
        return True

    # From a formula to a file

    def statement(self, formula: UserFormula) -> Statement:
        """What the file will state. Raises FormulaError."""
        places = {name: place for place, name in enumerate(formula.parameters, 1)}
        name = formula.name or "f"
        if len(places) != len(formula.parameters):
            twice = next(p for p in places if formula.parameters.count(p) > 1)
            raise FormulaError(f"the parameter {twice} is named twice")
        if {formula.variable, name} & places.keys() or name == formula.variable:
            raise FormulaError(
                f"the names {name}, {formula.variable}, {', '.join(places)} are not all different"
            )
        data = self.formulas.formula(formula.tree, places)
        assumptions = [self.formulas.condition(c, places) for c in formula.assumptions]
        try:
            derivative = self.evaluator.call("Formula.derivative", 0, data)
            given = self.requirements.of(data, assumptions)
        except EvaluationError as error:
            raise FormulaError(f"the formula is too large: {error.message}") from error
        assert isinstance(derivative, Data)
        self._refuse_impossible(given, (formula.variable, *formula.parameters))
        values = [number(value) for value in WITNESSES]
        witness = self.requirements.witness(given, 1 + len(places), values) if given else None
        return Statement(
            name=name,
            variable=formula.variable,
            parameters=formula.parameters,
            formula=data,
            derivative=derivative,
            given=tuple(given),
            witness=None if witness is None else tuple(witness),
        )

    def _refuse_impossible(self, given: Sequence[Data], names: Sequence[str]) -> None:
        """Raises FormulaError for a condition that no number meets: there is nothing to prove."""
        for condition in given:
            if self.requirements.is_impossible(condition):
                raise FormulaError(
                    "the formula is differentiable nowhere, as far as the rules tell: they need "
                    + condition_text(condition, names),
                    hint="is a divisor 0, or the argument of a logarithm or a root never positive?",
                )

    def project(self, sources: Mapping[str, str]) -> Project:
        """A project in the cache with the given modules, which stands on the library."""
        described = "\0".join(f"{name}\0{text}" for name, text in sorted(sources.items()))
        folder = cache_dir() / "formulas" / hashlib.sha256(described.encode()).hexdigest()[:32]
        project = Project(folder, NAMESPACE, folder, self.library.options, (NAMESPACE,), library=self.library)
        with translate_os_errors(folder):
            for name, text in sources.items():
                path = project.path_of(name)
                if not path.is_file() or path.read_text(encoding="utf-8") != text:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_atomically(path, text.encode())
        return project

    # From a file to a node

    def prove(self, formula: UserFormula) -> Proven:
        """Prove one formula. Raises as :func:`prove`."""
        return self.prove_all([formula])[0]

    def prove_all(self, formulas: Sequence[UserFormula], *, together: int = 1) -> list[Proven]:
        """Prove several formulas of different names. Raises as :func:`prove`.

        Args:
            formulas: the formulas.
            together: how many share a file; many small formulas are quicker together.
        """
        statements = [self.statement(formula) for formula in formulas]
        names = [statement.name for statement in statements]
        if len(set(names)) != len(names):
            raise FormulaError("two formulas have the same name")
        groups = [statements[i : i + together] for i in range(0, len(statements), together)]
        sources = {module_of(group[0].name): lean_file(*group) for group in groups}
        project = self.project(sources)
        found = accepted(project, timeout=self.timeout, on_event=self.on_event)
        nodes = self.read(found, sources)
        lean = LeanInfo(self.toolchain.version, self.toolchain.commit, self.toolchain.source)
        results = []
        for (module, text), group in zip(sources.items(), groups, strict=True):
            file, result = project.path_of(module), found.compiled.built.modules[module]
            for statement in group:
                node = nodes[f"{NAMESPACE}.{statement.name}"]
                results.append(Proven(node, text, module, file, lean, result.cached, result.seconds))
        return [
            p if f.derivative is None else replace(p, given=self.given(f, s, p))
            for f, s, p in zip(formulas, statements, results, strict=True)
        ]

    def given(self, formula: UserFormula, statement: Statement, proven: Proven) -> str | None:
        """The theorem that the derivative which was given is one, or None if Lean is not seen to accept it.

        Raises:
            FormulaError: an operator without a rule, a name that is unbound.
            ProofRejected: the kernel does not accept what Lean did.
        """
        if formula.derivative is None:
            return None
        places = {name: place for place, name in enumerate(formula.parameters, 1)}
        data = self.formulas.formula(formula.derivative, places)
        both = Aligned(statement.derivative, data)
        if not both.may_be_equal:
            return None
        text = given_file(statement, proven.module, data, both, self.fraction)
        if text is None:
            return None
        module = f"{proven.module}Given"
        project = self.project({proven.module: proven.source, module: text})
        built = build(project, self.toolchain, modules=[module], timeout=self.timeout, on_event=self.on_event)
        if built.modules[module].status != "ok":
            return None
        found = accepted(project, timeout=self.timeout, on_event=self.on_event)
        names = (proven.module, module)
        leaves = {n: Module(n, found.compiled.built.oleans[n], self.env.terms) for n in names}
        env = Environment.of({**self.env.modules, **leaves}, self.env.terms, before=self.env)
        theorem = theorem_of(statement.name)
        require_theorem(env, theorem)
        return theorem

    def fraction(self, data: Data) -> tuple[Data, Data]:
        """Numerator and denominator, as Lean computes them."""
        found = self.evaluator.call("Formula.fraction", data)
        assert isinstance(found, Data)
        return found.fields[0], found.fields[1]

    def read(self, found: Accepted, modules: Collection[str]) -> dict[str, Node]:
        """The nodes of the modules, by name. Raises ProofRejected."""
        project, oleans = found.compiled.project, found.compiled.built.oleans
        leaves = {name: Module(name, oleans[name], self.env.terms) for name in modules}
        env = Environment.of({**self.env.modules, **leaves}, self.env.terms, before=self.env)
        catalogue = read_catalogue(
            env,
            lean=LeanInfo(self.toolchain.version, self.toolchain.commit, self.toolchain.source),
            by=found.by,
            verdicts={**dict.fromkeys(self.env.modules, "ok"), **dict.fromkeys(modules, "ok")},
            file_of=lambda module: project.path_of(module).relative_to(project.root).as_posix(),
            declarations=False,
            supports=False,
            only=modules,
        )
        for problem in catalogue.problems:
            raise ProofRejected(f"what Lean accepted is not understood: {problem.message}")
        return {node.name: node for node in catalogue.nodes}


def module_of(name: str) -> str:
    """The module of a node."""
    return f"{NAMESPACE}.{name[0].upper()}{name[1:]}"
