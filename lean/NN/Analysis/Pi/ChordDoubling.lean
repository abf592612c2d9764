prelude
import NN.Analysis.Enclosure.Decimal
import NN.Analysis.Trig.Bounds

/-!
# Bounds of the cosine by doubling an angle

The squared chord `v = 2 - 2 cos x = |e^{ix} - 1|²` of the angle `x` doubles by `v ↦ v (4 - v)`, and `cos x >
0` means `v < 2`. It lies between `x² - x⁴/12` and `x²`, so the chord of a tiny angle is known, and doubling
it `n` times in rounded naturals decides the sign of the cosine at a given angle. That is how the enclosures
of `π` are certified; the certificates are written by `scripts/generate_certificates.py`.

## Main definitions

* `chordSq x = 2 - 2 cos x`.
* `DoublingBelow D m l`, `DoublingAbove D m l`: the chord stays below 2, or gets above 2, when doubled along
  `l`.

## Main results

* `cos_pos_of_certificate`: `cos` is positive on `[0, b / D]`.
* `exists_cos_nonpos_of_certificate`: `cos` is not positive somewhere in `[0, b / D]`.
-/

/-- Doubling the chord `m / D` along the list, rounded up to the elements of the list over `D`, stays below 2.
-/
def DoublingBelow (D : Nat) : Nat → List Nat → Bool
  | m, .nil => Nat.ble (.succ m) (2 * D)
  | m, .cons k l => Bool.and (Nat.ble m (2 * D))
    (Bool.and (Nat.ble (4 * (D * m)) (k * D + m * m)) (DoublingBelow D k l))

/-- Doubling the chord `m / D` along the list, rounded down to the elements of the list over `D`, gets above
2. -/
def DoublingAbove (D : Nat) : Nat → List Nat → Bool
  | m, .nil => Nat.ble (2 * D) m
  | m, .cons k l => Bool.and (Nat.ble (k * D + m * m) (4 * (D * m))) (DoublingAbove D k l)

/-- The number of doublings of a certificate. -/
def doublings : List Nat → Nat
  | .nil => .zero
  | .cons _ l => .succ (doublings l)

variable {R : Type} [CompleteOrderedField R] {x u v : R}

/-- The squared chord of the angle `x` on the unit circle: `2 - 2 cos x = |e^{ix} - 1|²`. -/
noncomputable def chordSq (x : R) : R := 2 - 2 * cos x

/-- The squared chord is nonnegative. -/
theorem chordSq_nonneg (x : R) : 0 ≤ chordSq x := by
  have k := sub_nonneg_of_le (cos_le_one x)
  show 0 ≤ 2 - 2 * cos x
  exact lin (add_le_add k k)

/-- The squared chord of the doubled angle is `v (4 - v)`. -/
theorem chordSq_add_self (x : R) : chordSq (x + x) = chordSq x * (4 - chordSq x) := by
  show 2 - 2 * cos (x + x) = (2 - 2 * cos x) * (4 - (2 - 2 * cos x))
  rw [cos_add]
  exact lin_eq 2 (cos_mul_self_add_sin_mul_self x)

/-- `v ≤ x²` for `0 ≤ x`. -/
theorem chordSq_le (hx : 0 ≤ x) : chordSq x ≤ x * x := by
  show 2 - 2 * cos x ≤ x * x
  exact lin (le_cos hx)

/-- `12 x² - x⁴ ≤ 12 v` for `0 ≤ x`. -/
theorem le_chordSq (hx : 0 ≤ x) : 12 * (x * x) - x * x * (x * x) ≤ 12 * chordSq x := by
  show _ ≤ 12 * (2 - 2 * cos x)
  exact lin (cos_le hx)

/-- `v < 2` means that the cosine is positive. -/
theorem cos_pos_of_chordSq_lt_two (h : chordSq x < 2) : 0 < cos x := by
  have h : 2 - 2 * cos x < 2 := h
  exact lt_of_mul_lt_mul_right (slin h : 0 * 2 < cos x * 2) (le_of_lt two_pos)

/-- `2 ≤ v` means that the cosine is not positive. -/
theorem cos_nonpos_of_two_le_chordSq (h : 2 ≤ chordSq x) : cos x ≤ 0 := by
  have h : 2 ≤ 2 - 2 * cos x := h
  exact le_of_mul_le_mul_right (lin h : cos x * 2 ≤ 0 * 2) two_pos

/-- Doubling a chord is monotone up to `v = 2`. -/
theorem mul_four_sub_le (h : u ≤ v) (hv : v ≤ 2) : u * (4 - u) ≤ v * (4 - v) :=
  lin (mul_nonneg (sub_nonneg_of_le h) (add_nonneg (sub_nonneg_of_le hv) (sub_nonneg_of_le (le_trans h hv))))

/-! ### Angles scaled by a power of two -/

/-- `2ⁿ⁺¹ y = 2ⁿ (y + y)`. -/
theorem twoPow_succ_mul (n : Nat) (y : R) : twoPow R (.succ n) * y = twoPow R n * (y + y) :=
  show 2 * twoPow R n * y = twoPow R n * (y + y) from ring

/-- `2ⁿ (x / 2ⁿ) = x`. -/
theorem twoPow_mul_mul_halfPow (n : Nat) (x : R) : twoPow R n * (x * halfPow R n) = x :=
  lin_eq x (twoPow_mul_halfPow n)

/-! ### The certificates -/

section Certificate

variable {D : Nat} (hD : 0 < natCast R D)

include hD

/-- A chord below `m / D` stays below 2 when doubled along a certificate. -/
theorem chordSq_lt_two (l : List Nat) {m : Nat} {y : R} (certificate : DoublingBelow D m l = true)
    (h : natCast R D * chordSq y ≤ natCast R m) : chordSq (twoPow R (doublings l) * y) < 2 := by
  induction l generalizing m y with
  | nil =>
    have last := natCast_lt (R := R) _ _ certificate
    rw [natCast_mul] at last
    show chordSq (1 * y) < 2
    rw [one_mul]
    refine lt_of_mul_lt_mul_right (c := natCast R D) (lt_of_le_of_lt ?_ last) (le_of_lt hD)
    rwa [mul_comm]
  | cons k l ih =>
    obtain ⟨le_two, certificate⟩ := Bool.and_eq_true_imp (a := Nat.ble m (2 * D)) certificate
    obtain ⟨double, certificate⟩ :=
      Bool.and_eq_true_imp (a := Nat.ble (4 * (D * m)) (k * D + m * m)) certificate
    have le_two := natCast_le (R := R) _ _ le_two
    have double := natCast_le (R := R) _ _ double
    rw [natCast_mul] at le_two
    rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul] at double
    have le_two : natCast R m ≤ 2 * natCast R D := le_two
    have double : 4 * (natCast R D * natCast R m) ≤ natCast R k * natCast R D + natCast R m * natCast R m :=
      double
    rw [show twoPow R (doublings (.cons k l)) * y = twoPow R (doublings l) * (y + y) from twoPow_succ_mul _ _]
    refine ih certificate (le_of_mul_le_mul_right ?_ hD)
    rw [chordSq_add_self]
    have gap := mul_nonneg (sub_nonneg_of_le h)
      (add_nonneg (sub_nonneg_of_le le_two) (sub_nonneg_of_le (le_trans h le_two)))
    exact lin (add_le_add gap double)

/-- A chord above `m / D` gets above 2 at some angle when doubled along a certificate. -/
theorem exists_two_le_chordSq (l : List Nat) {m : Nat} {y : R} (certificate : DoublingAbove D m l = true)
    (hy : 0 ≤ y) (h : natCast R m ≤ natCast R D * chordSq y) :
    ∃ x, 0 ≤ x ∧ x ≤ twoPow R (doublings l) * y ∧ 2 ≤ chordSq x := by
  induction l generalizing m y with
  | nil =>
    have last := natCast_le (R := R) _ _ certificate
    rw [natCast_mul] at last
    refine ⟨y, hy, le_of_eq (one_mul y).symm, le_of_mul_le_mul_right (c := natCast R D) (le_trans last ?_) hD⟩
    rwa [mul_comm]
  | cons k l ih =>
    obtain ⟨double, certificate⟩ :=
      Bool.and_eq_true_imp (a := Nat.ble (k * D + m * m) (4 * (D * m))) certificate
    have double := natCast_le (R := R) _ _ double
    rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul] at double
    have double : natCast R k * natCast R D + natCast R m * natCast R m ≤ 4 * (natCast R D * natCast R m) :=
      double
    rw [show twoPow R (doublings (.cons k l)) * y = twoPow R (doublings l) * (y + y) from twoPow_succ_mul _ _]
    rcases le_total 2 (chordSq y) with large | small
    · have one_le := mul_nonneg (sub_nonneg_of_le (natCast_le_twoPow (R := R) (doublings l)).2) hy
      refine ⟨y, hy, ?_, large⟩
      exact lin (add_le_add one_le (mul_nonneg (le_of_lt (twoPow_pos (R := R) (doublings l))) hy))
    · refine ih certificate (add_nonneg hy hy) (le_of_mul_le_mul_right ?_ hD)
      rw [chordSq_add_self]
      have le_two := mul_nonneg (le_of_lt hD) (sub_nonneg_of_le small)
      have gap := mul_nonneg (sub_nonneg_of_le h)
        (add_nonneg (add_nonneg le_two le_two) (sub_nonneg_of_le h))
      exact lin (add_le_add gap double)

end Certificate

/-- The certificate that `cos` is positive on `[0, b / D]`: the chord of `b / (2ⁿ D)` is at most `m / D`, and
stays below 2 when doubled `n` times. -/
def CosPosCertificate (D b m : Nat) (l : List Nat) : Bool :=
  Bool.and (Nat.ble 1 D) (Bool.and (Nat.ble (b * b) (m * (D * (2 ^ doublings l * 2 ^ doublings l))))
    (DoublingBelow D m l))

/-- The certificate that `cos` is not positive everywhere on `[0, b / D]`: the chord of `b / (2ⁿ D)` is at
least `m / D`, and gets above 2 when doubled `n` times. -/
def CosNonposCertificate (D b m : Nat) (l : List Nat) : Bool :=
  Bool.and (Nat.ble 1 D) (Bool.and
    (Nat.ble (12 * m * (D * 2 ^ doublings l) ^ 4 + D * b ^ 4) (12 * D * (b * (D * 2 ^ doublings l)) ^ 2))
    (DoublingAbove D m l))

/-- `cos` is positive on `[0, b / D]`. -/
theorem cos_pos_of_certificate {D b m : Nat} {l : List Nat} (certificate : CosPosCertificate D b m l = true)
    (hx : 0 ≤ x) (h : natCast R D * x ≤ natCast R b) : 0 < cos x := by
  obtain ⟨hD, certificate⟩ := Bool.and_eq_true_imp certificate
  obtain ⟨start, certificate⟩ := Bool.and_eq_true_imp certificate
  have hD : 0 < natCast R D := natCast_lt 0 D hD
  have start := natCast_le (R := R) _ _ start
  rw [natCast_mul, natCast_mul, natCast_mul, natCast_mul, ← twoPow_eq_natCast] at start
  have half := le_of_lt (halfPow_pos (R := R) (doublings l))
  refine cos_pos_of_chordSq_lt_two ?_
  rw [← twoPow_mul_mul_halfPow (doublings l) x]
  refine chordSq_lt_two hD l certificate
    (le_trans (mul_le_mul_of_nonneg_left (chordSq_le (mul_nonneg hx half))
    (le_of_lt hD)) (le_of_mul_le_mul_right ?_ (mul_pos hD (mul_pos (twoPow_pos (R := R) (doublings l))
    (twoPow_pos (R := R) (doublings l))))))
  have inverse := twoPow_mul_halfPow (R := R) (doublings l)
  have square := mul_le_mul h h (mul_nonneg (le_of_lt hD) hx) (natCast_nonneg b)
  generalize doublings l = n at *
  have e : natCast R D * (x * halfPow R n * (x * halfPow R n)) * (natCast R D * (twoPow R n * twoPow R n))
      = natCast R D * x * (natCast R D * x) :=
    lin_eq (natCast R D * x * (natCast R D * x) * (twoPow R n * halfPow R n + 1)) inverse
  rw [e]
  exact le_trans square start

/-- `cos` is not positive everywhere on `[0, b / D]`. -/
theorem exists_cos_nonpos_of_certificate {D b m : Nat} {l : List Nat}
    (certificate : CosNonposCertificate D b m l = true) :
    ∃ x : R, 0 ≤ x ∧ natCast R D * x ≤ natCast R b ∧ cos x ≤ 0 := by
  obtain ⟨hD, certificate⟩ := Bool.and_eq_true_imp certificate
  obtain ⟨start, certificate⟩ := Bool.and_eq_true_imp certificate
  have hD : 0 < natCast R D := natCast_lt 0 D hD
  have start := natCast_le (R := R) _ _ start
  rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_pow, natCast_pow,
    natCast_pow, natCast_mul, natCast_mul, natCast_mul, ← twoPow_eq_natCast] at start
  have start : 12 * natCast R m * (natCast R D * twoPow R (doublings l)) ^ 4 + natCast R D * natCast R b ^ 4
      ≤ 12 * natCast R D * (natCast R b * (natCast R D * twoPow R (doublings l))) ^ 2 := start
  have scale := mul_pos hD (twoPow_pos (R := R) (doublings l))
  -- the angle `y = b / (2ⁿ D)`
  obtain ⟨y, hy⟩ : ∃ y, y * (natCast R D * twoPow R (doublings l)) = natCast R b :=
    ⟨_, div_mul_cancel₀ _ (ne_of_gt scale)⟩
  have y0 : 0 ≤ y := le_of_mul_le_mul_right (c := natCast R D * twoPow R (doublings l)) (by
    rw [zero_mul, hy]
    exact natCast_nonneg b) scale
  have fourth := pow_pos scale 4
  rw [← hy] at start ⊢
  obtain ⟨x, x0, le_scaled, large⟩ := exists_two_le_chordSq hD l certificate y0 (by
    have chord := mul_nonneg (mul_nonneg (le_of_lt hD) (le_of_lt fourth)) (sub_nonneg_of_le (le_chordSq y0))
    have twelve : (0 : R) < 12 := natCast_lt 0 12 rfl
    refine le_of_mul_le_mul_right ?_ (mul_pos twelve fourth)
    exact lin (add_le_add start chord))
  refine ⟨x, x0, ?_, cos_nonpos_of_two_le_chordSq large⟩
  exact lin (mul_le_mul_of_nonneg_left le_scaled (le_of_lt hD))
