prelude
import NN.Analysis.FDeriv.Differential
import NN.Analysis.Vec.Flatten
/-!
# Two-dimensional convolution

`c` channels of `h` rows and `w` columns, `o` kernels of `c` channels of `p` rows and `q` columns, `o` biases;
the result has `o` channels of `h'` rows and `w'` columns. The image is surrounded by `pad` rows and columns
of zeros, and the kernel moves by `stride`. As everywhere in this field it is not reflected.

## Main definitions
- `padded pad f n`, entry `n` of the family `f` with `pad` zeros before it, and zeros behind; `hit pad n r`, 1
  where that is entry `r` of `f`, else 0; `padded_eq_sum`.
- `conv2d stride pad x k b s i j`: the sum of `k s t a l` times the entry at `stride * i + a`,
  `stride * j + l` of channel `t` of the padded image, plus the bias `b s`.
- `conv2dJvp`: its change; `conv2dVjpX`, `conv2dVjpK`, `conv2dVjpB`: the gradients at image, kernels and
  biases.

## Main results
- `inner_conv2dJvp`: the reverse rules are the adjoint of the forward rule.
- `HasDifferentialAt.padded`: the differential of `padded` is itself.
-/

namespace Spec
open Vec

/-! ### Padding with zeros -/

/-- Entry `p` of the family `f` with `pad` zeros before it and zeros behind. -/
noncomputable def padded (pad : Nat) : {n : Nat} → (Fin n → ℝ) → Nat → ℝ
  | .zero, _, _ => 0
  | .succ n, f, p => if p = pad + n then f (.last n) else padded pad (fun i : Fin n => f i.castSucc) p

/-- 1 if entry `p` of the padded family is entry `r` of the family, else 0. -/
noncomputable def hit (pad p : Nat) {n : Nat} (r : Fin n) : ℝ := if p = pad + r.val then 1 else 0

/-- The padded family as a sum. -/
theorem padded_eq_sum (pad p : Nat) : {n : Nat} → (f : Fin n → ℝ) → padded pad f p = ∑ r, hit pad p r * f r
  | .zero, _ => rfl
  | .succ n, f => by
    rw [Fin.sum_succ]
    by_cases e : p = pad + n
    · have rest : ∑ r : Fin n, hit pad p r.castSucc * f r.castSucc = 0 := Fin.sum_eq_zero fun r => by
        have ne : ¬p = pad + r.castSucc.val := fun e' =>
          Nat.ne_of_lt r.isLt (Nat.add_left_cancel (e'.symm.trans e))
        rw [hit, if_neg ne, zero_mul]
      have last : hit pad p (Fin.last n) = 1 := if_pos e
      rw [rest, last, zero_add, one_mul]
      exact if_pos e
    · have last : hit pad p (Fin.last n) = 0 := if_neg e
      rw [last, zero_mul, add_zero]
      exact (if_neg e).trans (padded_eq_sum pad p _)

/-- Padding is linear: its differential is itself. -/
theorem _root_.HasDifferentialAt.padded {U : Type} [NormedSpace ℝ U] {x : U} (pad p : Nat) {n : Nat}
    {f d : Fin n → U → ℝ} (h : ∀ r, HasDifferentialAt (f r) (d r) x) :
    HasDifferentialAt (fun y => padded pad (fun r => f r y) p) (fun v => padded pad (fun r => d r v) p) x :=
  ((HasDifferentialAt.sum fun r => (h r).const_mul (hit pad p r)).congr_fun fun y =>
    (padded_eq_sum pad p fun r => f r y).symm).congr fun v => (padded_eq_sum pad p fun r => d r v).symm

/-! ### Exchanging many sums -/

section
variable {m₁ m₂ m₃ m₄ m₅ m₆ : Nat}

/-- The last of three sums becomes the first. -/
private theorem sum_rotate₃ (f : Fin m₁ → Fin m₂ → Fin m₃ → ℝ) :
    ∑ a, ∑ b, ∑ c, f a b c = ∑ c, ∑ a, ∑ b, f a b c :=
  (Fin.sum_congr fun a => Fin.sum_comm (f a)).trans (Fin.sum_comm fun a c => ∑ b, f a b c)

/-- The last of four sums becomes the first. -/
private theorem sum_rotate₄ (f : Fin m₁ → Fin m₂ → Fin m₃ → Fin m₄ → ℝ) :
    ∑ a, ∑ b, ∑ c, ∑ d, f a b c d = ∑ d, ∑ a, ∑ b, ∑ c, f a b c d :=
  (Fin.sum_congr fun a => sum_rotate₃ (f a)).trans (Fin.sum_comm fun a d => ∑ b, ∑ c, f a b c d)

/-- The last of five sums becomes the first. -/
private theorem sum_rotate₅ (f : Fin m₁ → Fin m₂ → Fin m₃ → Fin m₄ → Fin m₅ → ℝ) :
    ∑ a, ∑ b, ∑ c, ∑ d, ∑ e, f a b c d e = ∑ e, ∑ a, ∑ b, ∑ c, ∑ d, f a b c d e :=
  (Fin.sum_congr fun a => sum_rotate₄ (f a)).trans (Fin.sum_comm fun a e => ∑ b, ∑ c, ∑ d, f a b c d e)

/-- The last of six sums becomes the first. -/
private theorem sum_rotate₆ (f : Fin m₁ → Fin m₂ → Fin m₃ → Fin m₄ → Fin m₅ → Fin m₆ → ℝ) :
    ∑ a, ∑ b, ∑ c, ∑ d, ∑ e, ∑ g, f a b c d e g = ∑ g, ∑ a, ∑ b, ∑ c, ∑ d, ∑ e, f a b c d e g :=
  (Fin.sum_congr fun a => sum_rotate₅ (f a)).trans (Fin.sum_comm fun a g => ∑ b, ∑ c, ∑ d, ∑ e, f a b c d e g)

end

/-! ### Convolution -/

variable {o c h w p q h' w' : Nat}

/-- The entry of the padded image in channel `t`, row `r`, column `s`, counted with the padding. -/
noncomputable def paddedImage (pad : Nat) (x : Vec ((w * h) * c)) (t : Fin c) (r s : Nat) : ℝ :=
  padded pad (fun r' : Fin h => padded pad (fun s' : Fin w => x.ofLp (.rowMajor t (.rowMajor r' s'))) s) r

/-- Entry `i`, `j` of channel `s` of the convolution. -/
noncomputable def conv2d (stride pad : Nat) (x : Vec ((w * h) * c)) (k : Vec (((q * p) * c) * o)) (b : Vec o)
    (s : Fin o) (i : Fin h') (j : Fin w') : ℝ :=
  (∑ t, ∑ a, ∑ l, k.ofLp (.rowMajor s (.rowMajor t (.rowMajor a l))) *
    paddedImage pad x t (stride * i.val + a.val) (stride * j.val + l.val)) + b.ofLp s

/-- The change of entry `i`, `j` of channel `s`. -/
noncomputable def conv2dJvp (stride pad : Nat) (x : Vec ((w * h) * c)) (k : Vec (((q * p) * c) * o))
    (dx : Vec ((w * h) * c)) (dk : Vec (((q * p) * c) * o)) (db : Vec o) (s : Fin o) (i : Fin h')
    (j : Fin w') : ℝ :=
  (∑ t, ∑ a, ∑ l, (k.ofLp (.rowMajor s (.rowMajor t (.rowMajor a l))) *
      paddedImage pad dx t (stride * i.val + a.val) (stride * j.val + l.val) +
    paddedImage pad x t (stride * i.val + a.val) (stride * j.val + l.val) *
      dk.ofLp (.rowMajor s (.rowMajor t (.rowMajor a l))))) + db.ofLp s

/-- The gradient at the image. -/
noncomputable def conv2dVjpX (stride pad : Nat) (k : Vec (((q * p) * c) * o)) (δ : Vec ((w' * h') * o))
    (t : Fin c) (r : Fin h) (s : Fin w) : ℝ :=
  ∑ u, ∑ i : Fin h', ∑ j : Fin w', ∑ a, ∑ l,
    hit pad (stride * i.val + a.val) r * hit pad (stride * j.val + l.val) s *
      (k.ofLp (.rowMajor u (.rowMajor t (.rowMajor a l))) * δ.ofLp (.rowMajor u (.rowMajor i j)))

/-- The gradient at the kernels. -/
noncomputable def conv2dVjpK (stride pad : Nat) (x : Vec ((w * h) * c)) (δ : Vec ((w' * h') * o)) (s : Fin o)
    (t : Fin c) (a : Fin p) (l : Fin q) : ℝ :=
  ∑ i : Fin h', ∑ j : Fin w', paddedImage pad x t (stride * i.val + a.val) (stride * j.val + l.val) *
    δ.ofLp (.rowMajor s (.rowMajor i j))

/-- The gradient at the biases. -/
noncomputable def conv2dVjpB (δ : Vec ((w' * h') * o)) (s : Fin o) : ℝ :=
  ∑ i : Fin h', ∑ j : Fin w', δ.ofLp (.rowMajor s (.rowMajor i j))

/-- The padded image as a sum. -/
theorem paddedImage_eq_sum (pad : Nat) (x : Vec ((w * h) * c)) (t : Fin c) (r s : Nat) :
    paddedImage pad x t r s = ∑ r', ∑ s', hit pad r r' * hit pad s s' *
      x.ofLp (.rowMajor t (.rowMajor (n := h) (k := w) r' s')) := by
  refine (padded_eq_sum pad r _).trans (Fin.sum_congr fun r' => ?_)
  rw [padded_eq_sum, Fin.mul_sum]
  exact Fin.sum_congr fun s' => (mul_assoc _ _ _).symm

/-- The reverse rules are the adjoint of the forward rule. -/
theorem sum_conv2dJvp_mul (stride pad : Nat) (x : Vec ((w * h) * c)) (k : Vec (((q * p) * c) * o))
    (dx : Vec ((w * h) * c)) (dk : Vec (((q * p) * c) * o)) (db : Vec o) (δ : Vec ((w' * h') * o)) :
    ∑ s, ∑ i : Fin h', ∑ j : Fin w', conv2dJvp stride pad x k dx dk db s i j * δ.ofLp
      (.rowMajor s (.rowMajor i j)) =
      (∑ t, ∑ r, ∑ s, dx.ofLp (.rowMajor t (.rowMajor r s)) * conv2dVjpX stride pad k δ t r s) +
        ((∑ s, ∑ t, ∑ a, ∑ l, dk.ofLp (.rowMajor s (.rowMajor t (.rowMajor a l))) *
          conv2dVjpK stride pad x δ s t a l) + ∑ s, db.ofLp s * conv2dVjpB δ s) := by
  simp only [conv2dJvp, conv2dVjpK, conv2dVjpB, add_mul, Fin.sum_add_distrib, Fin.sum_mul, Fin.mul_sum]
  rw [add_assoc]
  refine congr (congrArg HAdd.hAdd ?_) (congr (congrArg HAdd.hAdd ?_) rfl)
  · simp only [paddedImage_eq_sum, conv2dVjpX, Fin.sum_mul, Fin.mul_sum]
    refine (sum_rotate₄ _).trans (Fin.sum_congr fun t => (sum_rotate₆ _).trans (Fin.sum_congr fun r =>
      (sum_rotate₆ _).trans (Fin.sum_congr fun s => ?_)))
    exact Fin.sum_congr fun u => Fin.sum_congr fun i => Fin.sum_congr fun j => Fin.sum_congr fun a =>
      Fin.sum_congr fun l => ring
  · refine Fin.sum_congr fun s => (sum_rotate₃ _).trans (Fin.sum_congr fun t => (sum_rotate₃ _).trans
      (Fin.sum_congr fun a => (sum_rotate₃ _).trans (Fin.sum_congr fun l => ?_)))
    exact Fin.sum_congr fun i => Fin.sum_congr fun j => ring

end Spec
