prelude
import NN.Proofs.Autograd.Op
/-! # Cells: maps of vectors with a rule forwards and a rule backwards -/

namespace Grad
open Vec

/-- Where a cell reads its input: a linear map with its adjoint. -/
structure Port (n m : Nat) where
  /-- what is read -/
  read : Vec n → Vec m
  /-- the adjoint -/
  write : Vec m → Vec n
  /-- that it is the adjoint -/
  adjoint : ∀ x y, ⟪read x, y⟫ = ⟪x, write y⟫

/-- A map with its two rules. -/
structure Cell (n m : Nat) where
  /-- the map -/
  run : Vec n → Vec m
  /-- the rule forwards -/
  push : Vec n → Vec n → Vec m
  /-- the rule backwards -/
  pull : Vec n → Vec m → Vec n

variable {n m : Nat}

/-- The rules at `x` are the derivative and its adjoint. -/
structure SoundAt (c : Cell n m) (x : Vec n) : Prop where
  /-- `push` is the derivative -/
  derivative : ∃ D : Vec n →L[ℝ] Vec m, (∀ v, D v = c.push x v) ∧ HasFDerivAt c.run D x
  /-- `pull` is its adjoint -/
  adjoint : ∀ v w, ⟪c.push x v, w⟫ = ⟪v, c.pull x w⟫

/-- The rules are right everywhere. -/
def Sound (c : Cell n m) : Prop := ∀ x, SoundAt c x

/-- The cell that applies a scalar function to every number that it reads. -/
noncomputable def pointwise (p : Port n m) (f f' : ℝ → ℝ) : Cell n m where
  run x := ⟨fun i => f ((p.read x).ofLp i)⟩
  push x v := ⟨fun i => f' ((p.read x).ofLp i) * (p.read v).ofLp i⟩
  pull x w := p.write ⟨fun i => f' ((p.read x).ofLp i) * w.ofLp i⟩

/-- What it computes. -/
theorem run_pointwise (p : Port n m) (f f' : ℝ → ℝ) (x : Vec n) (i : Fin m) :
    ((pointwise p f f').run x).ofLp i = f ((p.read x).ofLp i) := rfl

/-- What its rule forwards computes. -/
theorem push_pointwise (p : Port n m) (f f' : ℝ → ℝ) (x v : Vec n) (i : Fin m) :
    ((pointwise p f f').push x v).ofLp i = f' ((p.read x).ofLp i) * (p.read v).ofLp i := rfl

/-- It is right where `f'` is the derivative of `f`. -/
theorem pointwise_soundAt (p : Port n m) (f f' : ℝ → ℝ) (x : Vec n)
    (h : ∀ i : Fin m, HasDerivAt f (f' ((p.read x).ofLp i)) ((p.read x).ofLp i)) :
    SoundAt (pointwise p f f') x :=
  let A := (Proofs.Autograd.Op.elementwise m f f').comp (.linear p.read p.write p.adjoint)
  ⟨⟨A.jvpCLM x, fun _ => rfl, Proofs.Autograd.Op.CorrectAt.comp
    (B := .elementwise m f f') (A := .linear p.read p.write p.adjoint)
    (Proofs.Autograd.Op.correctAt_elementwise h) (Proofs.Autograd.Op.correct_linear p.adjoint x)⟩,
    A.inner_jvp x⟩

end Grad
