"""Inductive types: positivity, universes, and recursors regenerated from scratch, to be compared with the
stored ones.

Rules as in Lean's kernel: mutual and indexed families, large elimination out of Prop only for
subsingletons, K for propositions with one constructor without fields. Nested types are first turned into
mutual ones (:mod:`.nested`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from proofgrad.bridge.checker import levels
from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import (
    Constructor,
    Inductive,
    Recursor,
    RecursorRule,
    Rejected,
    Undecided,
)
from proofgrad.bridge.checker.levels import ZERO, Level, param
from proofgrad.bridge.checker.terms import (
    CONST,
    PI,
    SORT,
    Term,
    apply,
    const,
    constants,
    fvar,
    instantiate,
    sort,
    spine,
)

__all__ = ["Block", "InductiveChecker", "rule_type"]


@dataclass(slots=True)
class Block:
    """A mutual block: its types and, in order, the constructors of each."""

    types: list[Inductive]
    constructors: list[list[Constructor]]


@dataclass(slots=True)
class _Type:
    inductive: Inductive
    indices: list[Term]
    level: Level


@dataclass(slots=True)
class _Recursive:
    """A recursive field: `(xs) → I_target params indices`."""

    variables: list[Term]
    target: int
    indices: list[Term]


@dataclass(slots=True)
class _Constructor:
    constructor: Constructor
    target: int
    fields: list[Term]
    indices: list[Term]
    recursive: list[tuple[Term, _Recursive]] = field(default_factory=list)


class InductiveChecker:
    """Checks one block without nested occurrences; its types and constructors enter the environment as they
    pass, and stay there. (:meth:`check_types` and :meth:`check_as_they_stand` are of use for nested ones as
    well.)"""

    def __init__(self, core: Conversion, block: Block) -> None:
        self.core = core
        self.block = block
        first = block.types[0]
        self.level_params = first.level_params
        self.levels = tuple(param(p) for p in self.level_params)
        self.names = {t.name for t in block.types}
        self.depth = 0
        self.params: list[Term] = []
        self.types: list[_Type] = []
        self.constructors: list[_Constructor] = []
        self.standing = False

    def variable(self, type_: Term) -> Term:
        """A new free variable, above all others of this block."""
        self.depth = max(self.depth, type_.free)
        result = fvar(self.depth, type_)
        self.depth += 1
        return result

    def check_types(self) -> None:
        """The headers: parameters agree, each ends in a sort, all in the same one.

        The sort has to stand there literally. Lean reduces the header, and what it reduces to can depend on
        what stands for the parameters, since definitional equality is not transitive: a proposition could
        then pass for data.

        Raises:
            Rejected: a header is none.
            Undecided: it is one only after reduction.
        """
        first = self.block.types[0]
        if len(self.names) != len(self.block.types):
            raise Rejected("two types of the block have the same name")
        for inductive in self.block.types:
            if inductive.level_params != self.level_params or inductive.params != first.params:
                raise Rejected(f"{inductive.name}: parameters differ within the block")
            self.core.sort_of(inductive.type, True)
            type_ = inductive.type
            variables: list[Term] = []
            while type_.kind == PI:
                i = len(variables)
                if i >= inductive.params or i >= len(self.params):
                    variables.append(self.variable(type_.a))
                    if i < inductive.params:
                        self.params.append(variables[i])
                else:
                    variables.append(self.params[i])
                    if type_.a is not variables[i].b and not self.core.is_def_eq(type_.a, variables[i].b):
                        raise Rejected(
                            f"{inductive.name}: the type of parameter {i + 1} differs within the block"
                        )
                type_ = instantiate(type_.b, (variables[-1],))
            if type_.kind != SORT:
                self._no_literal_header(inductive, type_)
            if len(variables) < inductive.params:
                raise Rejected(f"{inductive.name} has fewer parameters than it says")
            indices = variables[inductive.params :]
            if len(indices) != inductive.indices:
                raise Rejected(f"{inductive.name} has {len(indices)} indices, not {inductive.indices}")
            self.types.append(_Type(inductive, indices, type_.a))
        level = self.types[0].level
        if not all(levels.equal(level, t.level) for t in self.types):
            raise Rejected("the types of the block live in different universes")
        for inductive in self.block.types:
            self.core.declare(inductive)

    def _no_literal_header(self, inductive: Inductive, type_: Term) -> NoReturn:
        """Say whether the header could be one."""
        reduced = self.core.whnf(type_)
        while reduced.kind == PI:
            reduced = self.core.whnf(instantiate(reduced.b, (self.variable(reduced.a),)))
        if reduced.kind == SORT:
            raise Undecided(f"the header of {inductive.name} does not end in a literal sort")
        raise Rejected(f"{inductive.name} does not end in a sort")

    def check_as_they_stand(self) -> None:
        """The types of the constructors are types; they enter the environment."""
        for inductive, constructors in zip(self.block.types, self.block.constructors, strict=True):
            if tuple(c.name for c in constructors) != inductive.constructors:
                raise Rejected(f"{inductive.name} does not list its constructors")
            for index, constructor in enumerate(constructors):
                if (
                    constructor.inductive != inductive.name
                    or constructor.index != index
                    or constructor.params != inductive.params
                    or constructor.level_params != self.level_params
                ):
                    raise Rejected(f"{constructor.name} does not belong where it says")
                self.core.sort_of(constructor.type, True)
        for constructors in self.block.constructors:
            for constructor in constructors:
                self.core.declare(constructor)
        self.standing = True

    def check_constructors(self) -> None:
        """Types, universes and positivity of all constructors."""
        if not self.standing:
            self.check_as_they_stand()
        for target, constructors in enumerate(self.block.constructors):
            for constructor in constructors:
                self.constructors.append(self._check_constructor(constructor, target))
        # As Lean tells them: by what is written, not by what it reduces to.
        domains = [domain for c in self.constructors for domain in _domains(c.constructor.type)]
        self.is_recursive = any(self._occurs(domain) for domain in domains)
        self.is_reflexive = any(domain.kind == PI and self._occurs(domain) for domain in domains)

    def _check_constructor(self, constructor: Constructor, target: int) -> _Constructor:
        name = constructor.name
        type_ = constructor.type
        for parameter in self.params:
            if type_.kind != PI or not self.core.is_def_eq(type_.a, parameter.b):
                raise Rejected(f"{name} does not begin with the parameters of its type")
            type_ = instantiate(type_.b, (parameter,))
        fields: list[Term] = []
        level = self.types[target].level
        while type_.kind == PI:
            if level is not ZERO:
                universe = self.core.sort_of(type_.a)
                if not levels.leq(universe, level):
                    raise Rejected(f"{name}: a field lives in universe {universe}, above {level}")
            fields.append(self.variable(type_.a))
            type_ = instantiate(type_.b, (fields[-1],))
        result = self._application(type_)
        if result is None or result[0] != target:
            raise Rejected(f"{name} does not build its own type")
        if len(fields) != constructor.fields:
            raise Rejected(f"{name} has {len(fields)} fields, not {constructor.fields}")
        checked = _Constructor(constructor, target, fields, result[1])
        for variable in fields:
            recursive = self._recursive_field(variable, name)
            if recursive is not None:
                checked.recursive.append((variable, recursive))
        return checked

    def _occurs(self, *terms: Term) -> bool:
        return not self.names.isdisjoint(constants(*terms))

    def _application(self, type_: Term) -> tuple[int, list[Term]] | None:
        """`I params indices` for a type of the block: its position and the indices."""
        head, arguments = spine(type_)
        for position, inductive in enumerate(self.block.types):
            if head is const(inductive.name, self.levels):
                count = len(self.params)
                if len(arguments) != count + inductive.indices:
                    return None
                if any(a is not p for a, p in zip(arguments, self.params, strict=False)):
                    return None
                indices = arguments[count:]
                return None if self._occurs(*indices) else (position, indices)
        return None

    def _recursive_field(self, variable: Term, constructor: str) -> _Recursive | None:
        """How the block occurs in a field's type: not at all, or strictly positively; else Rejected."""
        type_ = self.core.whnf(variable.b)
        if not self._occurs(type_):
            return None
        variables: list[Term] = []
        while type_.kind == PI:
            if self._occurs(type_.a):
                raise Rejected(f"{constructor}: a non-positive occurrence of the type being defined")
            variables.append(self.variable(type_.a))
            type_ = self.core.whnf(instantiate(type_.b, (variables[-1],)))
            if not self._occurs(type_):
                return None
        result = self._application(type_)
        if result is None:
            raise Rejected(f"{constructor}: an occurrence of the type being defined that is not allowed")
        return _Recursive(variables, *result)

    def _eliminates_into_any_sort(self) -> bool:
        """Large elimination: always out of Type, out of Prop only for subsingletons."""
        if levels.is_never_zero(self.types[0].level):
            return True
        if len(self.types) > 1 or len(self.constructors) > 1:
            return False
        if not self.constructors:
            return True
        only = self.constructors[0]
        return all(self.core.is_proposition(f.b) or f in only.indices for f in only.fields)

    def recursors(self, names: Sequence[str]) -> list[Recursor]:
        """The recursors of the block, regenerated; `names` in the order of the types."""
        large = self._eliminates_into_any_sort()
        elimination = ZERO
        level_params = self.level_params
        if large:
            # The names that Lean takes: it compares stored recursors with its own, these names included.
            candidates = ("u", *(f"u_{i}" for i in range(1, len(level_params) + 1)))
            fresh = next(name for name in candidates if name not in level_params)
            level_params = (fresh, *level_params)
            elimination = param(fresh)
        majors, motives = [], []
        for t in self.types:
            major = self.variable(apply(const(t.inductive.name, self.levels), [*self.params, *t.indices]))
            majors.append(major)
            motives.append(self.variable(self.core.bind_pi([*t.indices, major], sort(elimination))))
        minors = [self._minor(c, motives) for c in self.constructors]
        rec_levels = tuple(param(p) for p in level_params)
        is_k = (
            self.types[0].level is ZERO
            and len(self.types) == 1
            and len(self.constructors) == 1
            and not self.constructors[0].fields
        )
        first = [*self.params, *motives, *minors]
        result = []
        for position, (t, major) in enumerate(zip(self.types, majors, strict=True)):
            conclusion = apply(motives[position], [*t.indices, major])
            rules = []
            for c, minor in zip(self.constructors, minors, strict=True):
                if c.target == position:
                    hypotheses = [
                        self.core.bind_lam(
                            r.variables,
                            apply(
                                const(names[r.target], rec_levels),
                                [*first, *r.indices, apply(f, r.variables)],
                            ),
                        )
                        for f, r in c.recursive
                    ]
                    rhs = self.core.bind_lam([*first, *c.fields], apply(minor, [*c.fields, *hypotheses]))
                    rules.append(RecursorRule(c.constructor.name, len(c.fields), rhs))
            recursor = Recursor(
                name=names[position],
                level_params=level_params,
                type=self.core.bind_pi([*first, *t.indices, major], conclusion),
                all=self.block.types[0].all,
                params=len(self.params),
                indices=len(t.indices),
                motives=len(motives),
                minors=len(minors),
                rules=tuple(rules),
                k=is_k,
            )
            result.append(recursor)
        return result

    def _minor(self, c: _Constructor, motives: list[Term]) -> Term:
        hypotheses = [
            self.variable(
                self.core.bind_pi(r.variables, apply(motives[r.target], [*r.indices, apply(f, r.variables)]))
            )
            for f, r in c.recursive
        ]
        built = apply(const(c.constructor.name, self.levels), [*self.params, *c.fields])
        conclusion = apply(motives[c.target], [*c.indices, built])
        return self.variable(self.core.bind_pi([*c.fields, *hypotheses], conclusion))


def _domains(type_: Term) -> Iterator[Term]:
    """The types of the arguments of a constructor, as they are written."""
    while type_.kind == PI:
        yield type_.a
        type_ = type_.b


def rule_type(core: Conversion, recursor: Recursor, rule: RecursorRule) -> Term:
    """What the right-hand side of a rule has to be of, told from the types of recursor and constructor alone.

    Raises:
        Rejected: the rule is for no constructor of what the recursor eliminates.
    """
    constructor = core.env.get(rule.constructor)
    before, rest = _opened(recursor.type, recursor.params + recursor.motives + recursor.minors, 0)
    indices, last = _opened(rest, recursor.indices, len(before))
    head, arguments = spine(last.a)
    if not isinstance(constructor, Constructor) or head.kind != CONST or head.a != constructor.inductive:
        raise Rejected(f"{recursor.name} has a rule for {rule.constructor}")
    type_ = constructor.type_at(head.b)
    for argument in arguments[: constructor.params]:
        type_ = instantiate(type_.b, (argument,))
    fields, result = _opened(type_, constructor.fields, len(before) + len(indices))
    made = apply(const(constructor.name, head.b), [*arguments[: constructor.params], *fields])
    for argument in [*spine(result)[1][constructor.params :], made]:
        rest = instantiate(rest.b, (argument,))
    return core.bind_pi([*before, *fields], rest)


def _opened(type_: Term, count: int, depth: int) -> tuple[list[Term], Term]:
    """The first `count` arguments of a function type as free variables, and what is left."""
    variables: list[Term] = []
    for i in range(count):
        if type_.kind != PI:
            raise Rejected("a recursor or constructor with too few arguments")
        variables.append(fvar(depth + i, type_.a))
        type_ = instantiate(type_.b, (variables[-1],))
    return variables, type_
