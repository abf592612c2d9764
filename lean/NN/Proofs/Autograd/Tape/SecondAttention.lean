prelude
import NN.Proofs.Autograd.Tape.Nodes.Attention
import NN.Proofs.Autograd.Tape.Second
/-!
# The reverse rule of attention can be differentiated

## Main results
- `exists_secondAt`: an operation whose JVP is differentiable in the point, coordinate by coordinate, whatever
  its differentials are: by `SecondAt.unique` there is one change of the reverse rule.
- `exists_secondAt_attention`, `exists_secondAt_causalAttention`, `exists_secondAt_maskedAttention`.
-/

namespace Proofs.Autograd
open Spec Vec

/-- Where the coordinates of the JVP are differentiable, the reverse rule is. -/
theorem exists_secondAt {m n : Nat} {A : Op m n} {x : Vec m} (correct : A.CorrectAt x)
    (h : ∀ v i, ∃ d, HasDifferentialAt (fun y => (A.jvp y v).ofLp i) d x) : ∃ d, SecondAt A d x :=
  ⟨_, secondAt_of_differential (S := fun _ v w => ⟨fun i => Classical.choose (h v i) w⟩) correct fun v i =>
    Classical.choose_spec (h v i)⟩

namespace TapeNodes
open Activation.Math (scores scoresJvp noMask causalMask)
variable {Γ : List Shape} {m n d e : Nat}

/-- Attention with a mask, where no row of the scores is masked completely. -/
theorem exists_secondAt_of_unmasked (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim n (.dim d .scalar))) (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ)
    (x : CtxVec Γ) (ne : ∀ i (_ : Fin n) (s : Vec n), ∑ j, w i j * _root_.exp (s.ofLp j) ≠ 0)
    (correct : NodeFDerivCorrectAt (maskedAttention a b c w) x) :
    ∃ d, SecondAt (maskedAttention a b c w) d x := by
  refine exists_secondAt correct.op fun v => Fin.rowMajorCases fun i l => ?_
  have q := fun j => CtxVec.hasDifferentialAt_get a j x
  have k := fun j => CtxVec.hasDifferentialAt_get b j x
  have score := fun j => (HasDifferentialAt.sum fun l =>
    (q (.rowMajor i l)).mul (k (.rowMajor j l))).const_mul (attentionScale d)
  have weight := fun j => HasDifferentialAt.maskedSoftmax (w := w i) score
    (ne i j (scores (attentionScale d) (CtxVec.get a x) (CtxVec.get b x) i)) j
  have moved := fun j => (HasDifferentialAt.sum fun l =>
    ((q (.rowMajor i l)).mul_const ((CtxVec.get b v).ofLp (.rowMajor j l))).add
      ((k (.rowMajor j l)).mul_const ((CtxVec.get a v).ofLp (.rowMajor i l)))).const_mul (attentionScale d)
  exact ⟨_, (HasDifferentialAt.sum fun j =>
    ((weight j).mul_const ((CtxVec.get c v).ofLp (.rowMajor j l))).add
      ((CtxVec.hasDifferentialAt_get c (.rowMajor j l) x).mul ((weight j).mul ((moved j).sub
        (HasDifferentialAt.sum fun j' => (weight j').mul (moved j')))))).congr_fun fun y =>
          (maskedAttention_jvp_apply a b c w y v i l).symm⟩

/-- Attention with weights as a mask, if no weight is negative and every query sees a key. -/
theorem exists_secondAt_maskedAttention (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim n (.dim d .scalar))) (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ)
    (nonneg : ∀ i j, 0 ≤ w i j) (sees : ∀ i, ∃ j, 0 < w i j) (x : CtxVec Γ) :
    ∃ d, SecondAt (maskedAttention a b c w) d x :=
  exists_secondAt_of_unmasked a b c w x
    (fun i _ s => let ⟨j, pos⟩ := sees i; ne_of_gt (Activation.Math.sum_mul_exp_pos (nonneg i) s j pos))
    (maskedAttentionFderiv a b c w nonneg sees x)

/-- Attention without a mask, everywhere. -/
theorem exists_secondAt_attention (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (x : CtxVec Γ) : ∃ d, SecondAt (attention a b c) d x :=
  exists_secondAt_of_unmasked a b c noMask x Activation.Math.sum_noMask_ne_zero (attentionFderiv a b c x)

/-- Causal attention, everywhere. -/
theorem exists_secondAt_causalAttention (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim n (.dim d .scalar))) (c : Idx Γ (.dim n (.dim e .scalar))) (x : CtxVec Γ) :
    ∃ d, SecondAt (causalAttention a b c) d x :=
  exists_secondAt_of_unmasked a b c causalMask x Activation.Math.sum_causalMask_ne_zero
    (causalAttentionFderiv a b c x)

end TapeNodes

end Proofs.Autograd
