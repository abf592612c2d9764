"""Definitional equality: lazy unfolding, proof irrelevance, eta for functions and structures, literals."""

from __future__ import annotations

from proofgrad.bridge.checker import levels
from proofgrad.bridge.checker.declarations import Constructor, Definition, Theorem
from proofgrad.bridge.checker.inference import Inference
from proofgrad.bridge.checker.machine import Machine
from proofgrad.bridge.checker.reduction import TRUE
from proofgrad.bridge.checker.terms import (
    APP,
    CONST,
    FVAR,
    LAM,
    LIT,
    PI,
    PROJ,
    SORT,
    Term,
    app,
    bvar,
    const,
    fvar,
    instantiate,
    lam,
    lit,
    proj,
    spine,
)

__all__ = ["Conversion"]

_NAT_ZERO, _NAT_SUCC = const("Nat.zero"), const("Nat.succ")


class Conversion(Inference):
    """The comparing half. Terms are well-typed, and have the same type wherever equality is asked."""

    machine: Machine
    _equal: set[tuple[Term, Term]]
    _different: set[tuple[Term, Term]]
    """Pairs that are not equal by definition, as things stand: forgotten with every new declaration."""
    _elsewhere: set[tuple[Term, Term]]
    """Applications of the same constant whose arguments differ: they may be equal once it is unfolded."""

    def forget_differences(self) -> None:
        """More may be equal from here on."""
        self._different.clear()
        self._elsewhere.clear()

    def is_def_eq(self, a: Term, b: Term) -> bool:
        """Whether two well-typed terms are definitionally equal.

        Both answers are remembered, so that what is shared is compared once."""
        if a is b:
            return True
        kind = a.kind
        if kind == b.kind:
            if kind == SORT:
                return levels.equal(a.a, b.a)
            if kind == LIT:
                return bool(a.a == b.a and type(a.a) is type(b.a))
        key = (a, b) if id(a) < id(b) else (b, a)
        if key in self._equal:
            return True
        if key in self._different:
            return False
        binders = kind == b.kind and (kind == LAM or kind == PI)
        if self._binders(a, b) if binders else self._is_def_eq(a, b):
            self._equal.add(key)
            return True
        self._different.add(key)
        return False

    def _quick(self, a: Term, b: Term) -> bool | None:
        """Decide at once where the heads say all; None where they do not."""
        kind = a.kind
        if kind == b.kind and (kind == LAM or kind == PI or kind == SORT or kind == LIT):
            return self.is_def_eq(a, b)
        return None

    def _binders(self, a: Term, b: Term) -> bool:
        kind = a.kind
        depth = max(a.free, b.free)
        reverse: list[Term] = []
        while a.kind == kind and b.kind == kind:
            domain = instantiate(a.a, reverse) if a.a.loose else a.a
            if a.a is not b.a:
                other = instantiate(b.a, reverse) if b.a.loose else b.a
                if not self.is_def_eq(domain, other):
                    return False
            reverse.insert(0, fvar(depth + len(reverse), domain))
            a, b = a.b, b.b
            if a is b:
                return True
        return self.is_def_eq(instantiate(a, reverse), instantiate(b, reverse))

    def _is_def_eq(self, a: Term, b: Term) -> bool:
        if a is TRUE:
            a, b = b, a
        if b is TRUE and not a.free and a.kind == APP:  # how `decide` and `ring` end: compute, do not compare
            if a.whnf is None:
                computed = self.machine.constant(a)
                if computed is not None:
                    a.whnf = computed
            if self.whnf(a) is TRUE:
                return True
        a, b = self.whnf_core(a), self.whnf_core(b)
        if a is b:
            return True
        quick = self._quick(a, b)
        if quick is not None:
            return quick
        if self._proof_irrelevant(a, b):
            return True
        return self._lazy_unfolding(a, b)

    def _proof_irrelevant(self, a: Term, b: Term) -> bool:
        type_ = self.infer(a)
        return self.is_proposition(type_) and self.is_def_eq(type_, self.infer(b))

    def _height(self, head: Term) -> int:
        """What to unfold first: the larger number. -1 if there is nothing to unfold."""
        if head.kind != CONST:
            return -1
        declaration = self.env.get(head.a)
        if type(declaration) is Definition:
            return declaration.height
        return 0 if type(declaration) is Theorem else -1

    def _lazy_unfolding(self, a: Term, b: Term) -> bool:
        while True:
            if (not a.free and not b.free) or a.kind == LIT or b.kind == LIT:
                offset = self._nat_offset(a, b)
                if offset is not None:
                    return offset
            step = self.nat_step(a)
            if step is not None:
                return self.is_def_eq(step, b)
            step = self.nat_step(b)
            if step is not None:
                return self.is_def_eq(a, step)
            head_a, head_b = a, b
            while head_a.kind == APP:
                head_a = head_a.a
            while head_b.kind == APP:
                head_b = head_b.a
            height_a, height_b = self._height(head_a), self._height(head_b)
            if height_a < 0 and height_b < 0:
                return self._same_shape(a, b, head_a, head_b)
            if height_a == height_b and a.kind == APP and b.kind == APP and head_a.a == head_b.a:
                key = (a, b) if id(a) < id(b) else (b, a)
                if key not in self._elsewhere:
                    if self._same_levels(head_a, head_b) and self._same_arguments(a, b):
                        return True
                    self._elsewhere.add(key)
            unfolded_a = self._unfold_core(a) if height_a >= height_b else a
            unfolded_b = self._unfold_core(b) if height_b >= height_a else b
            if unfolded_a is a and unfolded_b is b:
                return self._same_shape(a, b, head_a, head_b)
            a, b = unfolded_a, unfolded_b
            if a is b:
                return True
            quick = self._quick(a, b)
            if quick is not None:
                return quick

    def _unfold_core(self, e: Term) -> Term:
        unfolded = self.unfold(e)
        return e if unfolded is None else self.whnf_core(unfolded)

    def _nat_offset(self, a: Term, b: Term) -> bool | None:
        """Compare predecessors where both sides are visibly zero or a successor."""
        if not self.nat_literals:
            return None
        zero_a, zero_b = _is_zero(a), _is_zero(b)
        if zero_a and zero_b:
            return True
        pred_a = None if zero_a else _predecessor(a)
        pred_b = None if zero_b else _predecessor(b)
        if pred_a is not None and pred_b is not None:
            return self.is_def_eq(pred_a, pred_b)
        if (zero_a and pred_b is not None) or (zero_b and pred_a is not None):
            return False
        return None

    def _same_levels(self, a: Term, b: Term) -> bool:
        return len(a.b) == len(b.b) and all(levels.equal(u, v) for u, v in zip(a.b, b.b, strict=True))

    def _same_arguments(self, a: Term, b: Term) -> bool:
        pairs = []
        while a.kind == APP and b.kind == APP:
            if a.b is not b.b:
                pairs.append((a.b, b.b))
            a, b = a.a, b.a
        if a.kind == APP or b.kind == APP:
            return False
        return all(self.is_def_eq(x, y) for x, y in reversed(pairs))

    def _same_shape(self, a: Term, b: Term, head_a: Term, head_b: Term) -> bool:
        """Neither side unfolds any further."""
        kind = head_a.kind
        if kind == head_b.kind:
            if kind == CONST:
                if head_a.a == head_b.a and self._same_levels(head_a, head_b) and self._same_arguments(a, b):
                    return True
            elif kind == FVAR:
                if head_a is head_b and self._same_arguments(a, b):
                    return True
            elif (
                kind == PROJ
                and head_a.b == head_b.b
                and head_a.a == head_b.a
                and self.is_def_eq(head_a.c, head_b.c)
                and self._same_arguments(a, b)
            ):
                return True
        return (
            self._eta(a, b)
            or self._eta(b, a)
            or self._eta_structure(a, b)
            or self._eta_structure(b, a)
            or self._literal(a, b)
            or self._literal(b, a)
            or self._unit_like(a, b)
        )

    def _eta(self, a: Term, b: Term) -> bool:
        """`fun x => f x` is `f`."""
        if a.kind != LAM or b.kind == LAM:
            return False
        type_ = self.whnf(self.infer(b))
        return type_.kind == PI and self.is_def_eq(a, lam(type_.a, app(b, bvar(0))))

    def _eta_structure(self, a: Term, b: Term) -> bool:
        """A structure is its constructor applied to its projections."""
        head, arguments = spine(b)
        if head.kind != CONST:
            return False
        constructor = self.env.get(head.a)
        if type(constructor) is not Constructor or len(arguments) != constructor.params + constructor.fields:
            return False
        name = constructor.inductive
        if not self.is_structure_like(name) or not self.is_def_eq(self.infer(a), self.infer(b)):
            return False
        return all(
            self.is_def_eq(proj(name, i, a), arguments[constructor.params + i])
            for i in range(constructor.fields)
        )

    def _literal(self, a: Term, b: Term) -> bool:
        """A literal against a constructor."""
        if a.kind != LIT or b.kind == LIT:
            return False
        expanded = self.literal_to_constructor(a)
        return expanded is not a and spine(b)[0] is spine(expanded)[0] and self.is_def_eq(expanded, b)

    def _unit_like(self, a: Term, b: Term) -> bool:
        """All terms of a structure without fields are equal."""
        type_ = self.whnf(self.infer(a))
        head, _ = spine(type_)
        if head.kind != CONST or not self.is_structure_like(head.a):
            return False
        constructor = self.only_constructor(head.a)
        if constructor is None or constructor.fields:
            return False
        return self.is_def_eq(type_, self.infer(b))


def _is_zero(e: Term) -> bool:
    return e is _NAT_ZERO or (e.kind == LIT and e.a == 0 and isinstance(e.a, int))


def _predecessor(e: Term) -> Term | None:
    if e.kind == LIT and isinstance(e.a, int) and e.a > 0:
        return lit(e.a - 1)
    if e.kind == APP and e.a is _NAT_SUCC:
        result: Term = e.b
        return result
    return None
