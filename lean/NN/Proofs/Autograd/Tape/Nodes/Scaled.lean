prelude
import NN.Analysis.LogBase
import NN.Analysis.LogOnePlus
import NN.Proofs.Autograd.Tape.Nodes.BinaryFunctions
/-!
# Nodes with two inputs: ldexp, xlog1py

The two inputs `a` and `b` are entries of one shape; they may be the same. The certificate of `ldexp` holds at
every context, that of `xlog1py` where every entry of `b` is greater than `-1`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-! ### ldexp -/

/-- `a 2 ^ b`, coordinate by coordinate. -/
noncomputable def ldexp (a b : Idx Γ s) : Node Γ s :=
  zipped (fun x y => x * exp2 y) (fun _ y => exp2 y)
    (fun x y => x * (exp2 y * _root_.log 2)) a b

/-- Coordinate `i` of the result. -/
theorem ldexp_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((ldexp a b).forward xV).ofLp i =
      (CtxVec.get a xV).ofLp i * exp2 ((CtxVec.get b xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem ldexp_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((ldexp a b).jvp xV dxV).ofLp i =
      (exp2 ((CtxVec.get b xV).ofLp i)) * (CtxVec.get a dxV).ofLp i +
        ((CtxVec.get a xV).ofLp i * (exp2 ((CtxVec.get b xV).ofLp i) * _root_.log 2)) *
            (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the inputs. -/
theorem ldexp_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (ldexp a b).vjp xV δ =
      CtxVec.single a ⟨fun i => (exp2 ((CtxVec.get b xV).ofLp i)) * δ.ofLp i⟩ +
        CtxVec.single b ⟨fun i => ((CtxVec.get a xV).ofLp i * (exp2 ((CtxVec.get b xV).ofLp i) *
            _root_.log 2)) * δ.ofLp i⟩ := rfl

/-- `ldexp` is correct everywhere. -/
theorem ldexpFderiv (a b : Idx Γ s) : NodeFDerivCorrect (ldexp a b) := fun xV =>
  Node.correctAt_of_differential fun i =>
    ((CtxVec.hasDifferentialAt_get a i xV).mul ((CtxVec.hasDifferentialAt_get b i xV).scalar
        (hasDerivAt_exp2 _))).congr fun v => by
      show _ * (_ * _) + _ * _ = _ * _ + _ * _ * _
      exact ring

/-! ### xlog1py -/

/-- `a log (1 + b)`, coordinate by coordinate. -/
noncomputable def xlog1py (a b : Idx Γ s) : Node Γ s :=
  zipped (fun x y => x * log1p y) (fun _ y => log1p y)
    (fun x y => x / (1 + y)) a b

/-- Coordinate `i` of the result. -/
theorem xlog1py_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((xlog1py a b).forward xV).ofLp i =
      (CtxVec.get a xV).ofLp i * log1p ((CtxVec.get b xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem xlog1py_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((xlog1py a b).jvp xV dxV).ofLp i =
      (log1p ((CtxVec.get b xV).ofLp i)) * (CtxVec.get a dxV).ofLp i +
        ((CtxVec.get a xV).ofLp i / (1 + (CtxVec.get b xV).ofLp i)) * (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the inputs. -/
theorem xlog1py_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (xlog1py a b).vjp xV δ =
      CtxVec.single a ⟨fun i => (log1p ((CtxVec.get b xV).ofLp i)) * δ.ofLp i⟩ +
        CtxVec.single b ⟨fun i => ((CtxVec.get a xV).ofLp i / (1 + (CtxVec.get b xV).ofLp i)) *
            δ.ofLp i⟩ := rfl

/-- `xlog1py` is correct where every entry of `b` is greater than `-1`. -/
theorem xlog1pyFderivAt (a b : Idx Γ s) (xV : CtxVec Γ)
    (h : ∀ i : Fin s.size, -1 < (CtxVec.get b xV).ofLp i) : NodeFDerivCorrectAt (xlog1py a b) xV :=
  Node.correctAt_of_differential fun i =>
    ((CtxVec.hasDifferentialAt_get a i xV).mul ((CtxVec.hasDifferentialAt_get b i xV).scalar (φ := log1p)
      (f := fun y => (CtxVec.get b y).ofLp i) (hasDerivAt_log1p (ne_of_gt (slin (h i)))))).congr fun v => by
        show _ * (1 / _ * _) + _ * _ = _ * _ + _ / _ * _
        simp only [div_eq_mul_inv]
        exact ring

/-- A context where `xlog1pyFderivAt` applies. -/
theorem exists_xlog1pyFderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, -1 < (CtxVec.get b xV).ofLp i) ∧ NodeFDerivCorrectAt (xlog1py a b) xV := by
  have h : ∀ i : Fin s.size, -1 < (CtxVec.get b (CtxVec.const Γ 1)).ofLp i := fun i => by
    rw [CtxVec.get_const]
    exact lt_trans (slin zero_lt_one : (-1 : ℝ) < 0) zero_lt_one
  exact ⟨_, h, xlog1pyFderivAt a b _ h⟩

/-- With the exponent `n` it is `a` doubled `n` times. -/
theorem ldexp_natCast {a b : Idx Γ s} {xV : CtxVec Γ} {i : Fin s.size} (n : Nat)
    (e : (CtxVec.get b xV).ofLp i = natCast ℝ n) :
    ((ldexp a b).forward xV).ofLp i = (CtxVec.get a xV).ofLp i * 2 ^ n := by
  rw [ldexp_forward_apply, e, exp2_natCast]

end Proofs.Autograd.TapeNodes
