prelude
import NN.Analysis.Enclosure.Decimal
import NN.Analysis.Exp

/-!
# Enclosures of the exponential function

`(1 + x / 2ⁿ) ^ (2ⁿ) ≤ exp x` is the definition of `exp`, so `n` squarings, rounded down, bound it from below;
the bound from above is the bound of `exp (-x)` from below. All numbers are naturals over a common denominator
`D`, so that Lean's kernel checks a certificate by a few multiplications and comparisons. The certificates are
written by `scripts/generate_certificates.py`.

## Main definitions

* `SquaringCertificate D m l b`: starting from `m / D`, each element of `l`, over `D`, is at most the square
  of the one before, and the last one is at least `b / D`.
* `ExpCertificate D p p' q m l b`: moreover `m / D ≤ 1 + (p - p') / (q 2ⁿ)` for the length `n` of `l`.

## Main results

* `le_mul_exp`: `b / D ≤ exp x` for `x = (p - p') / q` with an `ExpCertificate`.
* `mul_exp_le`: `exp (-x) ≤ D / b` for the same.
-/

/-- The number of elements of a list. -/
protected def List.length {α : Type} : List α → Nat
  | .nil => .zero
  | .cons _ l => .succ (List.length l)

/-- Starting from `m / D`, each element of the list, over `D`, is at most the square of the one before, and
the last one is at least `b / D`. -/
def SquaringCertificate (D : Nat) : Nat → List Nat → Nat → Bool
  | m, .nil, b => Nat.ble b m
  | m, .cons k l, b => Bool.and (Nat.ble (k * D) (m * m)) (SquaringCertificate D k l b)

/-- The certificate that `b / D ≤ exp ((p - p') / q)`, with `n` squarings for the length `n` of `l`: the start
`m / D` is at most `1 + (p - p') / (q 2ⁿ)`, which is positive, and the squarings lead to `b / D`. -/
def ExpCertificate (D p p' q m : Nat) (l : List Nat) (b : Nat) : Bool :=
  Bool.and (Nat.ble 1 q) (Bool.and (Nat.ble 1 D)
    (Bool.and (Nat.ble (.succ (D * p')) (D * (2 ^ l.length * q + p)))
      (Bool.and (Nat.ble (m * (2 ^ l.length * q) + D * p') (D * (2 ^ l.length * q + p)))
        (SquaringCertificate D m l b))))

variable {R : Type} [CompleteOrderedField R] {x u : R}

/-- The squarings of a certificate bound the power `u ^ (2ⁿ)` from below. -/
theorem le_mul_iterSquare {D : Nat} (hD : 0 < natCast R D) (l : List Nat) {m b : Nat}
    (certificate : SquaringCertificate D m l b = true) (hu : 0 ≤ u) (h : natCast R m ≤ natCast R D * u) :
    natCast R b ≤ natCast R D * iterSquare l.length u := by
  induction l generalizing m u with
  | nil => exact le_trans (natCast_le _ _ certificate) h
  | cons k l ih =>
    obtain ⟨square, certificate⟩ := Bool.and_eq_true_imp (a := Nat.ble (k * D) (m * m)) certificate
    refine ih certificate (mul_nonneg hu hu) (le_of_mul_le_mul_right ?_ hD)
    have square := natCast_le (R := R) _ _ square
    rw [natCast_mul, natCast_mul] at square
    exact le_trans square (le_trans (mul_le_mul h h (natCast_nonneg m) (mul_nonneg (le_of_lt hD) hu))
      (le_of_eq ring))

/-- `b / D ≤ exp x` for `x = (p - p') / q`. -/
theorem le_mul_exp {D p p' q m : Nat} {l : List Nat} {b : Nat}
    (hx : x * natCast R q = natCast R p - natCast R p')
    (certificate : ExpCertificate D p p' q m l b = true) : natCast R b ≤ natCast R D * exp x := by
  obtain ⟨hq, certificate⟩ := Bool.and_eq_true_imp certificate
  obtain ⟨hD, certificate⟩ := Bool.and_eq_true_imp certificate
  obtain ⟨positive, certificate⟩ := Bool.and_eq_true_imp certificate
  obtain ⟨start, certificate⟩ := Bool.and_eq_true_imp certificate
  have hq : 0 < natCast R q := natCast_lt 0 q hq
  have hD : 0 < natCast R D := natCast_lt 0 D hD
  have positive := natCast_lt (R := R) _ _ positive
  have start := natCast_le (R := R) _ _ start
  rw [natCast_mul, natCast_mul, natCast_add, natCast_mul, ← twoPow_eq_natCast] at positive
  rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_add, natCast_mul,
    ← twoPow_eq_natCast] at start
  have inverse := twoPow_mul_halfPow (R := R) l.length
  have scale := mul_pos (twoPow_pos (R := R) l.length) hq
  -- `D (2ⁿ q + p) - D p' = D (1 + x / 2ⁿ) (2ⁿ q)`
  have key : natCast R D * (twoPow R l.length * natCast R q + natCast R p) - natCast R D * natCast R p'
      = natCast R D * (1 + x * halfPow R l.length) * (twoPow R l.length * natCast R q) :=
    lin_eq₂ (-natCast R D) hx (-(natCast R D * (x * natCast R q))) inverse
  have approx_pos : ExpApproxPos l.length x := by
    refine lt_of_mul_lt_mul_right (c := natCast R D * (twoPow R l.length * natCast R q)) ?_
      (le_of_lt (mul_pos hD scale))
    have positive := sub_pos_of_lt positive
    rw [key] at positive
    exact slin positive
  refine le_trans (le_mul_iterSquare hD l certificate (le_of_lt approx_pos) ?_)
    (mul_le_mul_of_nonneg_left (expApprox_le_exp approx_pos) (le_of_lt hD))
  refine le_of_mul_le_mul_right (c := twoPow R l.length * natCast R q) ?_ scale
  rw [← key]
  exact lin start

/-- `exp x ≤ D / b` for `-x = (p - p') / q`. -/
theorem mul_exp_le {D p p' q m : Nat} {l : List Nat} {b : Nat}
    (hx : x * natCast R q = natCast R p' - natCast R p)
    (certificate : ExpCertificate D p p' q m l b = true) : natCast R b * exp x ≤ natCast R D := by
  have lower := le_mul_exp (x := -x) (by rw [neg_mul, hx]; exact ring) certificate
  have product := mul_nonneg (le_of_lt (exp_pos x)) (sub_nonneg_of_le lower)
  have e : exp x * (natCast R D * exp (-x) - natCast R b) = natCast R D - natCast R b * exp x :=
    lin_eq (natCast R D) (exp_mul_exp_neg x)
  rw [e] at product
  exact le_of_sub_nonneg product
