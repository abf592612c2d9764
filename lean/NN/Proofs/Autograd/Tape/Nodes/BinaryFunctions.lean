prelude
import NN.Analysis.LogFunctions
import NN.Analysis.Rpow
import NN.Proofs.Autograd.Curried
/-!
# Nodes with two inputs: logaddexp, hypot, xlogy

The two inputs `a` and `b` are entries of the same shape; they may be the same entry. The certificate of
`logaddexp` holds at every context, that of `hypot` where no two entries are both zero, that of `xlogy` where
no entry of `b` is zero.

## Main definitions

* `zipped f fa fb a b`: a function of two numbers with its two partial derivatives, coordinate by coordinate.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- A function of two numbers, coordinate by coordinate, with its partial derivatives `fa` and `fb`. -/
noncomputable def zipped (f fa fb : ℝ → ℝ → ℝ) (a b : Idx Γ s) : Node Γ s :=
  Node.curried a b (fun x y => ⟨fun i => f (x.ofLp i) (y.ofLp i)⟩)
    (fun x y dx dy => ⟨fun i => fa (x.ofLp i) (y.ofLp i) * dx.ofLp i + fb (x.ofLp i) (y.ofLp i) * dy.ofLp i⟩)
    (fun x y δ => ⟨fun i => fa (x.ofLp i) (y.ofLp i) * δ.ofLp i⟩)
    (fun x y δ => ⟨fun i => fb (x.ofLp i) (y.ofLp i) * δ.ofLp i⟩) fun x y dx dy δ => by
      refine Eq.trans (Fin.sum_congr fun i => ?_) (Fin.sum_add_distrib _ _)
      show (fa (x.ofLp i) (y.ofLp i) * dx.ofLp i + fb (x.ofLp i) (y.ofLp i) * dy.ofLp i) * δ.ofLp i =
        dx.ofLp i * (fa (x.ofLp i) (y.ofLp i) * δ.ofLp i) +
          dy.ofLp i * (fb (x.ofLp i) (y.ofLp i) * δ.ofLp i)
      generalize fa (x.ofLp i) (y.ofLp i) = p
      generalize fb (x.ofLp i) (y.ofLp i) = q
      exact ring

/-! ### logaddexp -/

/-- `log (exp a + exp b)`, coordinate by coordinate. -/
noncomputable def logaddexp (a b : Idx Γ s) : Node Γ s :=
  zipped _root_.logaddexp (fun x y => exp x / (exp x + exp y)) (fun x y => exp y / (exp x + exp y)) a b

/-- Coordinate `i` of the result. -/
theorem logaddexp_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((logaddexp a b).forward xV).ofLp i =
          _root_.logaddexp ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem logaddexp_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((logaddexp a b).jvp xV dxV).ofLp i =
      exp ((CtxVec.get a xV).ofLp i) / (exp ((CtxVec.get a xV).ofLp i) + exp ((CtxVec.get b xV).ofLp i)) *
          (CtxVec.get a dxV).ofLp i +
        exp ((CtxVec.get b xV).ofLp i) / (exp ((CtxVec.get a xV).ofLp i) + exp ((CtxVec.get b xV).ofLp i)) *
          (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem logaddexp_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (logaddexp a b).vjp xV δ =
      CtxVec.single a ⟨fun i => exp ((CtxVec.get a xV).ofLp i) /
            (exp ((CtxVec.get a xV).ofLp i) + exp ((CtxVec.get b xV).ofLp i)) *
          δ.ofLp i⟩ +
        CtxVec.single b ⟨fun i => exp ((CtxVec.get b xV).ofLp i) /
              (exp ((CtxVec.get a xV).ofLp i) + exp ((CtxVec.get b xV).ofLp i)) *
          δ.ofLp i⟩ := rfl

/-- `logaddexp` is correct everywhere. -/
theorem logaddexpFderiv (a b : Idx Γ s) : NodeFDerivCorrect (logaddexp a b) := fun xV =>
  Node.correctAt_of_differential fun i =>
    (((CtxVec.hasDifferentialAt_get a i xV).exp.add (CtxVec.hasDifferentialAt_get b i xV).exp).log
      (ne_of_gt (add_pos (exp_pos _) (exp_pos _)))).congr fun v => by
        show _ / _ = _ / _ * _ + _ / _ * _
        simp only [div_eq_mul_inv]
        exact ring

/-! ### hypot -/

/-- `sqrt (a² + b²)`, coordinate by coordinate. -/
noncomputable def hypot (a b : Idx Γ s) : Node Γ s :=
  zipped _root_.hypot (fun x y => x / _root_.hypot x y) (fun x y => y / _root_.hypot x y) a b

/-- Coordinate `i` of the result. -/
theorem hypot_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((hypot a b).forward xV).ofLp i =
          _root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem hypot_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((hypot a b).jvp xV dxV).ofLp i =
      (CtxVec.get a xV).ofLp i / _root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) *
          (CtxVec.get a dxV).ofLp i +
        (CtxVec.get b xV).ofLp i / _root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) *
          (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem hypot_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (hypot a b).vjp xV δ =
      CtxVec.single a ⟨fun i => (CtxVec.get a xV).ofLp i /
          _root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) *
          δ.ofLp i⟩ +
        CtxVec.single b ⟨fun i => (CtxVec.get b xV).ofLp i /
          _root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) *
          δ.ofLp i⟩ := rfl

/-- `hypot` is correct where no two entries are both zero. -/
theorem hypotFderivAt (a b : Idx Γ s) (xV : CtxVec Γ)
    (h : ∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ^ 2 + (CtxVec.get b xV).ofLp i ^ 2 ≠ 0) :
    NodeFDerivCorrectAt (hypot a b) xV :=
  Node.correctAt_of_differential fun i =>
    ((((CtxVec.hasDifferentialAt_get a i xV).scalar (hasDerivAt_id _).sq).add
      ((CtxVec.hasDifferentialAt_get b i xV).scalar (hasDerivAt_id _).sq)).sqrt (h i)).congr fun v => by
        show _ / (2 * _root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i)) =
          (CtxVec.get a xV).ofLp i / _root_.hypot _ _ * (CtxVec.get a v).ofLp i +
            (CtxVec.get b xV).ofLp i / _root_.hypot _ _ * (CtxVec.get b v).ofLp i
        simp only [div_eq_mul_inv, mul_inv]
        generalize (_root_.hypot ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i))⁻¹ = r
        exact lin_eq (((CtxVec.get a xV).ofLp i * (CtxVec.get a v).ofLp i +
          (CtxVec.get b xV).ofLp i * (CtxVec.get b v).ofLp i) * r) two_mul_inv_two

/-- A context where `hypotFderivAt` applies. -/
theorem exists_hypotFderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ^ 2 + (CtxVec.get b xV).ofLp i ^ 2 ≠ 0) ∧
      NodeFDerivCorrectAt (hypot a b) xV := by
  have h : ∀ i : Fin s.size, (CtxVec.get a (CtxVec.const Γ 1)).ofLp i ^ 2 +
      (CtxVec.get b (CtxVec.const Γ 1)).ofLp i ^ 2 ≠ 0 := fun i => by
    rw [CtxVec.get_const, CtxVec.get_const, show (1 : ℝ) ^ 2 + 1 ^ 2 = 2 from ring]
    exact two_ne_zero
  exact ⟨_, h, hypotFderivAt a b _ h⟩

/-! ### xlogy -/

/-- `a log b`, coordinate by coordinate. -/
noncomputable def xlogy (a b : Idx Γ s) : Node Γ s :=
  zipped _root_.xlogy (fun _ y => _root_.log y) (fun x y => x / y) a b

/-- Coordinate `i` of the result. -/
theorem xlogy_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((xlogy a b).forward xV).ofLp i =
          _root_.xlogy ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem xlogy_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((xlogy a b).jvp xV dxV).ofLp i =
      _root_.log ((CtxVec.get b xV).ofLp i) *
          (CtxVec.get a dxV).ofLp i +
        (CtxVec.get a xV).ofLp i / (CtxVec.get b xV).ofLp i *
          (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem xlogy_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (xlogy a b).vjp xV δ =
      CtxVec.single a ⟨fun i => _root_.log ((CtxVec.get b xV).ofLp i) *
          δ.ofLp i⟩ +
        CtxVec.single b ⟨fun i => (CtxVec.get a xV).ofLp i / (CtxVec.get b xV).ofLp i *
          δ.ofLp i⟩ := rfl

/-- `xlogy` is correct where no entry of `b` is zero. -/
theorem xlogyFderivAt (a b : Idx Γ s) (xV : CtxVec Γ) (hb : ∀ i : Fin s.size, (CtxVec.get b xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (xlogy a b) xV :=
  Node.correctAt_of_differential fun i =>
    ((CtxVec.hasDifferentialAt_get a i xV).mul ((CtxVec.hasDifferentialAt_get b i xV).log (hb i))).congr
      fun v => by
        show _ * (_ / _) + _ * _ = _ * _ + _ / _ * _
        simp only [div_eq_mul_inv]
        exact ring

/-- A context where `xlogyFderivAt` applies. -/
theorem exists_xlogyFderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get b xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (xlogy a b) xV := by
  have h : ∀ i : Fin s.size, (CtxVec.get b (CtxVec.const Γ 1)).ofLp i ≠ 0 := fun i => by
    rw [CtxVec.get_const]
    exact ne_of_gt zero_lt_one
  exact ⟨_, h, xlogyFderivAt a b _ h⟩

end Proofs.Autograd.TapeNodes
