"""The names by which a project is understood: what a node is called there, what correctness, what the reals.

Everything that the catalogue knows of a Lean library by name stands here and in
:mod:`~proofgrad.bridge.reading.operators`; projects by others give their own in a `proofgrad.toml`
(:mod:`~proofgrad.bridge.reading.configure`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from proofgrad.bridge.reading.operators import CLASS_OPERATIONS, OPERATORS, ClassOperation, Operator

__all__ = ["ALLOWED_AXIOMS", "CatalogueConfig"]

ALLOWED_AXIOMS = ("Classical.choice", "Quot.sound", "propext")
"""The axioms of Lean's classical mathematics, which every proof may rest on."""

_AUTOGRAD = "Proofs.Autograd"
_NODES = "Proofs.Autograd.TapeNodes"


@dataclass(frozen=True, slots=True)
class CatalogueConfig:
    """Names of a Lean library; the defaults are those of the library that ships with proofgrad.

    Attributes:
        namespaces: only definitions in these namespaces are nodes, and only theorems in them certify nodes;
            all if there are none.
        node: the type of nodes; a definition whose type ends in it is a node.
        correct: ``correct N``: the node N is differentiated correctly at every input.
        correct_at: ``correct_at N x``: at the input x.
        forward: the forward map of a node, ``forward N x``.
        jvp: its derivative in a direction, ``jvp N x dx``.
        get: ``get idx x``: an entry of the context x.
        coordinates: projections that lie between a vector and its coordinates, ``ofLp v i``.
        elemwise: the constructor of elementwise nodes from an index, f and f'.
        elemwise_forward: the theorem that says what its forward map is.
        elemwise_jvp: the theorem that says what its derivative is.
        slope: ``slope f d x``: d is the derivative of f, a function of one number, at x.
        limits: ``tends_at_top f l``, ``tends_at_bot f l``, ``diverges_at_top f``: f tends to l at +∞, at
            -∞, or grows beyond every bound at +∞; f a function of one number.
        limit_class: the class of the field that these are over.
        linear_spec: the structure with the weights and the bias of a linear layer.
        shape: the type of shapes, with constructors ``scalar`` and ``dim n s``.
        index: the type of places in a context, with constructors ``here`` and ``there``.
        vector: ``vector n``: the type of vectors of n numbers.
        vjp: its reverse rule, ``vjp N x δ``; gradients at every size are read from it.
        row_major: ``row_major i j``: entry j of row i of a table, among all its entries.
        left_index: ``left_index n i``: index i of the left of two families, side by side.
        right_index: ``right_index m j``: index j of the right one.
        index_rules: theorems by which entries of tables and of families side by side are found.
        sum: ``sum f``: the sum over a finite index.
        tensor_get: ``tensor_get t i``: a row of a tensor.
        tensor_item: ``tensor_item t``: the entry of a scalar.
        real: the type of real numbers.
        field_class: the class of complete ordered fields.
        index_types: types of indices, such as ``Fin n``: a function of them is data, not a function of
            numbers.
        suffixes: of names of theorems about the node that comes before the suffix, longest first.
        certificates: kinds of declarations that certify nodes: ``theorem``, and ``def`` where correctness is
            a structure with data in it.
        operators: the constants that formulas may be made of.
        arithmetic: the fields of classes that are arithmetic.
        trusted_axioms: axioms that a proof may use.
        sorry: the axiom behind ``sorry``.
        open: namespaces that printed statements leave out.
        symbols: other ways of writing constants in printed statements.
        mark: says which configuration this is, for what is remembered; empty for the default.
    """

    namespaces: tuple[str, ...] = ()
    node: str = f"{_AUTOGRAD}.Node"
    correct: str = f"{_AUTOGRAD}.NodeFDerivCorrect"
    correct_at: str = f"{_AUTOGRAD}.NodeFDerivCorrectAt"
    forward: str = f"{_AUTOGRAD}.Op.forward"
    jvp: str = f"{_AUTOGRAD}.Op.jvp"
    vjp: str = f"{_AUTOGRAD}.Op.vjp"
    get: str = f"{_AUTOGRAD}.CtxVec.get"
    coordinates: tuple[str, ...] = ("Vec.ofLp",)
    elemwise: str = f"{_NODES}.elemwise"
    elemwise_forward: str = f"{_NODES}.elemwise_forward_apply"
    elemwise_jvp: str = f"{_NODES}.elemwise_jvp_apply"
    slope: str = "HasDerivAt"
    limits: tuple[str, str, str] = ("TendsAtTop", "TendsAtBot", "DivergesAtTop")
    limit_class: str = "OrderedField"
    linear_spec: str = "Spec.LinearSpec"
    shape: str = "Spec.Shape"
    index: str = f"{_AUTOGRAD}.Idx"
    vector: str = "Vec"
    row_major: str = "Fin.rowMajor"
    left_index: str = "Fin.castAdd"
    right_index: str = "Fin.natAdd"
    index_rules: tuple[str, ...] = ("Fin.flatten_rowMajor", "Fin.append_left", "Fin.append_right")
    sum: str = "Fin.sum"
    tensor_get: str = "Spec.Tensor.get"
    tensor_item: str = "Spec.Tensor.item"
    real: str = "Real"
    field_class: str = "CompleteOrderedField"
    index_types: tuple[str, ...] = ("Fin", "Nat", f"{_AUTOGRAD}.Idx")
    suffixes: tuple[str, ...] = ("FderivAt", "Fderiv")
    certificates: tuple[Literal["theorem", "def"], ...] = ("theorem",)
    operators: Mapping[str, Operator] = field(default_factory=lambda: OPERATORS)
    arithmetic: Mapping[str, ClassOperation] = field(default_factory=lambda: CLASS_OPERATIONS)
    trusted_axioms: tuple[str, ...] = ALLOWED_AXIOMS
    sorry: str = "sorryAx"
    open: tuple[str, ...] = (_NODES, _AUTOGRAD)
    symbols: Mapping[str, str] = field(default_factory=lambda: {"Real": "ℝ"})
    mark: str = ""

    @property
    def index_makers(self) -> tuple[str, ...]:
        """The constants that indices of several axes and inputs are made with."""
        return self.row_major, self.left_index, self.right_index

    def covers(self, name: str) -> bool:
        """Whether a declaration of that name may be a node or certify one: by its namespace."""
        return not self.namespaces or any(name.startswith(f"{n}.") for n in self.namespaces)
