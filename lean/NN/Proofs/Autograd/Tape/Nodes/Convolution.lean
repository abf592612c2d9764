prelude
import NN.Proofs.Autograd.Curried
import NN.Spec.Convolution
/-!
# The node of two-dimensional convolution

`conv2d a b c stride pad`: the image `a` of `ch` channels, the kernels `b`, one for each of `o` output
channels, and the biases `c` are entries of the context. The numbers of rows and columns of the result, `h'`
and `w'`, are free: what is outside of the padded image counts as zero. The usual ones are
`(h + 2 * pad - p) / stride + 1`, and the same for `w`. The certificate holds at every context. The formulas
are in `NN.Spec.Convolution`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {o ch h w p q h' w' : Nat}

/-- Two-dimensional convolution of an image with kernels, plus biases. -/
noncomputable def conv2d (a : Idx Γ (.dim ch (.dim h (.dim w .scalar))))
    (b : Idx Γ (.dim o (.dim ch (.dim p (.dim q .scalar))))) (c : Idx Γ (.dim o .scalar)) (stride pad : Nat) :
    Node Γ (.dim o (.dim h' (.dim w' .scalar))) :=
  Node.curried₃ (τ := .dim o (.dim h' (.dim w' .scalar))) a b c
    (fun x k v => ⟨Fin.flatten fun s => Fin.flatten (Spec.conv2d stride pad x k v s)⟩)
    (fun x k _ dx dk dv => ⟨Fin.flatten fun s => Fin.flatten (conv2dJvp stride pad x k dx dk dv s)⟩)
    (fun _ k _ δ => ⟨Fin.flatten fun t => Fin.flatten (conv2dVjpX (h' := h') (w' := w') stride pad k δ t)⟩)
    (fun x _ _ δ => ⟨Fin.flatten fun s => Fin.flatten fun t => Fin.flatten
      (conv2dVjpK (h' := h') (w' := w') stride pad x δ s t)⟩)
    (fun _ _ _ δ => ⟨conv2dVjpB (h' := h') (w' := w') δ⟩)
    fun x k _ dx dk dv δ => (flatten_inner₃ _ δ).trans ((sum_conv2dJvp_mul stride pad x k dx dk dv δ).trans
      (congr (congrArg HAdd.hAdd (inner_flatten₃ dx _).symm)
        (congr (congrArg HAdd.hAdd (inner_flatten₄ dk _).symm) rfl)))

/-- Entry `i`, `j` of channel `s` of the result. -/
theorem conv2d_forward_apply (a : Idx Γ (.dim ch (.dim h (.dim w .scalar))))
    (b : Idx Γ (.dim o (.dim ch (.dim p (.dim q .scalar))))) (c : Idx Γ (.dim o .scalar)) (stride pad : Nat)
    (xV : CtxVec Γ) (s : Fin o) (i : Fin h') (j : Fin w') :
    ((conv2d a b c stride pad : Node Γ (.dim o (.dim h' (.dim w' .scalar)))).forward xV).ofLp
        (.rowMajor s (.rowMajor i j)) =
      (∑ t, ∑ u, ∑ l, (CtxVec.get b xV).ofLp (.rowMajor s (.rowMajor t (.rowMajor u l))) *
        paddedImage pad (CtxVec.get a xV) t (stride * i.val + u.val) (stride * j.val + l.val)) +
          (CtxVec.get c xV).ofLp s :=
  (Fin.flatten_rowMajor _ s _).trans (Fin.flatten_rowMajor _ i j)

/-- Entry `i`, `j` of channel `s` of the change of the result. -/
theorem conv2d_jvp_apply (a : Idx Γ (.dim ch (.dim h (.dim w .scalar))))
    (b : Idx Γ (.dim o (.dim ch (.dim p (.dim q .scalar))))) (c : Idx Γ (.dim o .scalar)) (stride pad : Nat)
    (xV dxV : CtxVec Γ) (s : Fin o) (i : Fin h') (j : Fin w') :
    ((conv2d a b c stride pad : Node Γ (.dim o (.dim h' (.dim w' .scalar)))).jvp xV dxV).ofLp
        (.rowMajor s (.rowMajor i j)) =
      (∑ t, ∑ u, ∑ l, ((CtxVec.get b xV).ofLp (.rowMajor s (.rowMajor t (.rowMajor u l))) *
          paddedImage pad (CtxVec.get a dxV) t (stride * i.val + u.val) (stride * j.val + l.val) +
        paddedImage pad (CtxVec.get a xV) t (stride * i.val + u.val) (stride * j.val + l.val) *
          (CtxVec.get b dxV).ofLp (.rowMajor s (.rowMajor t (.rowMajor u l))))) + (CtxVec.get c dxV).ofLp s :=
  (Fin.flatten_rowMajor _ s _).trans (Fin.flatten_rowMajor _ i j)

/-- What the gradient adds at image, kernels and biases. -/
theorem conv2d_vjp_apply (a : Idx Γ (.dim ch (.dim h (.dim w .scalar))))
    (b : Idx Γ (.dim o (.dim ch (.dim p (.dim q .scalar))))) (c : Idx Γ (.dim o .scalar)) (stride pad : Nat)
    (xV : CtxVec Γ) (δ : Vec ((w' * h') * o)) :
    (conv2d a b c stride pad : Node Γ (.dim o (.dim h' (.dim w' .scalar)))).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten fun t => Fin.flatten
        (conv2dVjpX (h' := h') (w' := w') stride pad (CtxVec.get b xV) δ t)⟩ +
      (CtxVec.single b ⟨Fin.flatten fun s => Fin.flatten fun t => Fin.flatten
        (conv2dVjpK (h' := h') (w' := w') stride pad (CtxVec.get a xV) δ s t)⟩ +
      CtxVec.single c ⟨conv2dVjpB (h' := h') (w' := w') δ⟩) := rfl

/-- `conv2d` is correct everywhere, in image, kernels and biases. -/
theorem conv2dFderiv (a : Idx Γ (.dim ch (.dim h (.dim w .scalar))))
    (b : Idx Γ (.dim o (.dim ch (.dim p (.dim q .scalar))))) (c : Idx Γ (.dim o .scalar)) (stride pad : Nat) :
    NodeFDerivCorrect (conv2d a b c stride pad : Node Γ (.dim o (.dim h' (.dim w' .scalar)))) := fun xV =>
  Node.correctAt_of_differential (Fin.rowMajorCases (n := o) (k := w' * h') fun s =>
    Fin.rowMajorCases (n := h') (k := w') fun i j => by
      have image : ∀ t r l, HasDifferentialAt (fun y => paddedImage pad (CtxVec.get a y) t r l)
          (fun v => paddedImage pad (CtxVec.get a v) t r l) xV := fun t r l =>
        HasDifferentialAt.padded pad r fun r' => HasDifferentialAt.padded pad l fun l' =>
          CtxVec.hasDifferentialAt_get a (.rowMajor t (.rowMajor r' l')) xV
      have d := (HasDifferentialAt.sum fun t => HasDifferentialAt.sum fun u => HasDifferentialAt.sum fun l =>
        (CtxVec.hasDifferentialAt_get b (.rowMajor s (.rowMajor t (.rowMajor u l))) xV).mul
          (image t (stride * i.val + u.val) (stride * j.val + l.val))).add
            (CtxVec.hasDifferentialAt_get c s xV)
      exact (d.congr_fun fun y => (conv2d_forward_apply a b c stride pad y s i j).symm).congr fun v =>
        (conv2d_jvp_apply a b c stride pad xV v s i j).symm)

end Proofs.Autograd.TapeNodes
