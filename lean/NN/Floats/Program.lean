prelude
import NN.Floats.Bound

/-!
# The error of a program

A program is a list of instructions; each computes one more number from those before. Register `0` is the one
computed last, register `1` the one before it, and so on; the inputs come first. The bound is a program too,
over formulas.

## Main definitions

* `Instr.computed p w`: the registers after a program.
* `Instr.State`: values without rounding, bounds, coefficients of the rounding errors. `Instr.bounded p s`:
  after the steps of a program. `Instr.Safe p s`: all conditions hold on the way.

## Main results

* `Instr.error_le_bound`: **the result of a program is within the bound of the value without rounding**.
-/

open Formula

namespace Instr

/-! ### Linear combinations of rounding errors -/

/-- One more in front. -/
noncomputable def before {α : Type} (a : α) (c : Nat → α) : Nat → α
  | .zero => a
  | .succ k => c k

/-- Those behind the first. -/
noncomputable def behind {α : Type} (c : Nat → α) (k : Nat) : α := c (.succ k)

/-- `c₀ δ₀ + ... + cₙ₋₁ δₙ₋₁`. -/
noncomputable def combination : Nat → (Nat → ℝ) → (Nat → ℝ) → ℝ
  | .zero, _, _ => 0
  | .succ n, c, δ => c 0 * δ 0 + combination n (behind c) (behind δ)

/-- `|c₀| b₀ + ... + |cₙ₋₁| bₙ₋₁`. -/
noncomputable def weight : Nat → (Nat → ℝ) → (Nat → ℝ) → ℝ
  | .zero, _, _ => 0
  | .succ n, c, b => abs (c 0) * b 0 + weight n (behind c) (behind b)

/-- A combination is at most its weight. -/
theorem abs_combination_le (n : Nat) (c : Nat → ℝ) {δ b : Nat → ℝ} (h : ∀ k, abs (δ k) ≤ b k) :
    abs (combination n c δ) ≤ weight n c b := by
  induction n generalizing c δ b with
  | zero =>
    show abs (0 : ℝ) ≤ 0
    rw [abs_zero]
    exact le_refl _
  | succ n ih =>
    refine abs_add_le_add ?_ (ih (behind c) fun k => h (.succ k))
    rw [abs_mul]
    exact mul_le_mul_of_nonneg_left (h 0) (abs_nonneg _)

/-- Combinations are linear in the coefficients. -/
theorem combination_linear (n : Nat) (p q : ℝ) (c d δ : Nat → ℝ) :
    combination n (fun k => p * c k + q * d k) δ = p * combination n c δ + q * combination n d δ := by
  induction n generalizing c d δ with
  | zero =>
    show (0 : ℝ) = p * 0 + q * 0
    exact ring
  | succ n ih =>
    show (p * c 0 + q * d 0) * δ 0 + combination n (fun k => p * behind c k + q * behind d k) (behind δ) =
      p * (c 0 * δ 0 + combination n (behind c) (behind δ)) +
        q * (d 0 * δ 0 + combination n (behind d) (behind δ))
    rw [ih]
    exact ring

/-! ### Steps and states -/

/-- The registers after a program. -/
noncomputable def computed (r : Rounding) (lib : Library.Implementation) : List Instr → (Nat → ℝ) → Nat → ℝ
  | .nil, w => w
  | .cons c p, w => computed r lib p (before (c.compute r lib w) w)

/-- What the bound needs to know of an instruction. -/
structure Step where
  /-- The value without rounding. -/
  exact : Formula
  /-- The first partial derivative. -/
  left : Part
  /-- The second one. -/
  right : Part
  /-- The bound of the new rounding error. -/
  fresh : Formula
  /-- The bound of the rest. -/
  rest : Formula
  /-- The conditions. -/
  safe : List Condition

/-- The step of an instruction. -/
noncomputable def step (c : Instr) : Step := ⟨c.exact, c.left, c.right, c.fresh, c.rest, c.safe⟩

/-- The steps of a program. -/
noncomputable def steps : List Instr → List Step
  | .nil => .nil
  | .cons c p => .cons c.step (steps p)

/-- What is known after some steps. -/
structure State where
  /-- How many rounding errors there are. -/
  count : Nat
  /-- Their bounds, the last one first. -/
  bounds : Nat → ℝ
  /-- Their coefficients in each register. -/
  coefficients : Nat → Nat → ℝ
  /-- The variables of the formulas: three for each register. -/
  variables : Nat → ℝ

/-- The variables with those of one register more. -/
noncomputable def register (rest total exact : ℝ) (s : Nat → ℝ) : Nat → ℝ :=
  before rest (before total (before exact s))

/-- At the start there is the input, without error. -/
noncomputable def State.start (x : ℝ) : State := ⟨0, fun _ => 0, fun _ _ => 0, register 0 0 x fun _ => 0⟩

/-- The coefficients of a new register. -/
noncomputable def State.row (t : State) (c : Step) : Nat → ℝ :=
  before 1 fun k => c.left.slope.eval t.variables * t.coefficients c.left.place k +
    c.right.slope.eval t.variables * t.coefficients c.right.place k

/-- The bounds with that of the new rounding error. -/
noncomputable def State.longer (t : State) (c : Step) : Nat → ℝ := before (c.fresh.eval t.variables) t.bounds

/-- After one more step. -/
noncomputable def State.after (t : State) (c : Step) : State where
  count := .succ t.count
  bounds := t.longer c
  coefficients := before (t.row c) fun i => before 0 (t.coefficients i)
  variables := register (c.rest.eval t.variables)
    (weight (.succ t.count) (t.row c) (t.longer c) + c.rest.eval t.variables) (c.exact.eval t.variables)
    t.variables

/-- After all steps. -/
noncomputable def bounded : List Step → State → State
  | .nil, t => t
  | .cons c p, t => bounded p (t.after c)

/-- All conditions hold. -/
def Safe : List Step → State → Prop
  | .nil, _ => True
  | .cons c p, t => AllHold t.variables c.safe ∧ Safe p (t.after c)

/-- What is supposed of the library. -/
def Supposed (lib : Library.Implementation) : List Instr → Prop
  | .nil => True
  | .cons c p => c.Supposes lib ∧ Supposed lib p

/-! ### The theorem -/

/-- The registers are as the state says, for some rounding errors within their bounds. -/
def State.Fits (t : State) (w : Nat → ℝ) : Prop := ∃ δ : Nat → ℝ, (∀ k, abs (δ k) ≤ t.bounds k) ∧
  ∀ i, abs (w i - (t.variables (3 * i + 2) + combination t.count (t.coefficients i) δ)) ≤ t.variables (3 * i) ∧
    weight t.count (t.coefficients i) t.bounds + t.variables (3 * i) ≤ t.variables (3 * i + 1)

/-- Then the first order is right. -/
theorem near_of_fits {t : State} {w δ : Nat → ℝ} (h : ∀ k, abs (δ k) ≤ t.bounds k)
    (g : ∀ i, abs (w i - (t.variables (3 * i + 2) + combination t.count (t.coefficients i) δ)) ≤
      t.variables (3 * i) ∧
      weight t.count (t.coefficients i) t.bounds + t.variables (3 * i) ≤ t.variables (3 * i + 1)) :
    Near w (fun i => combination t.count (t.coefficients i) δ) t.variables := fun i =>
  ⟨(g i).1, le_trans (add_le_add (abs_combination_le _ _ h) (le_refl _)) (g i).2⟩

/-- One more instruction fits. -/
theorem State.Fits.after {r : Rounding} {lib : Library.Implementation}
    (rounds : ∀ F : FloatFormat, F.Rounds (r F)) {t : State} {w : Nat → ℝ} (fits : t.Fits w) (c : Instr)
    (supposed : c.Supposes lib) (h : AllHold t.variables c.safe) :
    (t.after c.step).Fits (before (c.compute r lib w) w) := by
  obtain ⟨δ, hδ, g⟩ := fits
  obtain ⟨d, hd, first⟩ := compute_first (near_of_fits hδ g) rounds c supposed h
  refine ⟨before d δ, fun k => ?_, fun i => ?_⟩
  · cases k with
    | zero => exact hd
    | succ k => exact hδ k
  · cases i with
    | zero =>
      refine ⟨?_, le_refl _⟩
      show abs (c.compute r lib w - (c.exact.eval t.variables + (1 * d + combination t.count (fun k =>
        c.left.slope.eval t.variables * t.coefficients c.left.place k +
          c.right.slope.eval t.variables * t.coefficients c.right.place k) δ))) ≤ c.rest.eval t.variables
      rw [combination_linear, one_mul, add_comm d, ← add_assoc]
      exact first
    | succ i =>
      show abs (w i - (t.variables (3 * i + 2) + (0 * d + combination t.count (t.coefficients i) δ))) ≤
          t.variables (3 * i) ∧
        abs (0 : ℝ) * c.fresh.eval t.variables + weight t.count (t.coefficients i) t.bounds +
          t.variables (3 * i) ≤ t.variables (3 * i + 1)
      rw [abs_zero, zero_mul, zero_mul, zero_add, zero_add]
      exact g i

/-- All registers fit after a program, if they do before. -/
theorem fits_bounded {r : Rounding} {lib : Library.Implementation}
    (rounds : ∀ F : FloatFormat, F.Rounds (r F)) : (p : List Instr) → (w : Nat → ℝ) → (t : State) →
    t.Fits w → Supposed lib p → Safe (steps p) t → (bounded (steps p) t).Fits (computed r lib p w)
  | .nil, _, _, fits, _, _ => fits
  | .cons c p, _, _, fits, supposed, safe =>
    fits_bounded rounds p _ _ (fits.after rounds c supposed.1 safe.1) supposed.2 safe.2

/-- The input fits. -/
theorem fits_start (x : ℝ) : (State.start x).Fits (before x fun _ => 0) := by
  refine ⟨fun _ => 0, fun _ => by rw [abs_zero]; exact le_refl _, fun i => ?_⟩
  have zero : ∀ y : ℝ, abs (y - (y + 0)) ≤ 0 := fun y => by
    rw [add_zero, sub_self, abs_zero]
    exact le_refl _
  cases i with
  | zero => exact ⟨zero x, le_of_eq (add_zero 0)⟩
  | succ i => exact ⟨zero 0, le_of_eq (add_zero 0)⟩

/-- **The error of a program.** Run on the float `x` with rounding to nearest, ties to even, and a library as
supposed, it gives a number that is within the bound of the value without rounding, wherever the conditions
hold. After all steps the value without rounding is variable `2`, and the bound variable `1`. -/
theorem error_le_bound {lib : Library.Implementation} (p : List Instr) (q : List Step) (same : steps p = q)
    (supposed : Supposed lib p) (x : ℝ) (safe : Safe q (State.start x)) :
    abs (computed FloatFormat.round lib p (before x fun _ => 0) 0 - (bounded q (State.start x)).variables 2) ≤
      (bounded q (State.start x)).variables 1 := by
  subst same
  obtain ⟨δ, h, g⟩ := fits_bounded FloatFormat.round_rounds p _ _ (fits_start x) supposed safe
  exact (near_of_fits h g).total 0

end Instr
