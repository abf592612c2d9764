prelude
import NN.Core.Classical
/-!
# Shapes of tensors

A shape is `scalar` or `dim n s`, which is `n` times the shape `s`: a matrix of `m` rows of `n` entries has
the shape `dim m (dim n scalar)`.

## Implementation
`Shape.size` is `n` for `dim n scalar` *by definition*, so that `Vec (dim n scalar).size` is literally `Vec
n`, without a cast. It is reducible, so that the elaborator sees this too. `Shape.size_dim` is the equation
that one expects.
-/

namespace Spec

/-- The shape of a tensor. -/
inductive Shape where
  /-- a single number -/
  | scalar : Shape
  /-- `n` times the shape `s` -/
  | dim (n : Nat) (s : Shape) : Shape

namespace Shape

/-- The number of entries. -/
@[reducible] def size : Shape → Nat
  | .scalar => 1
  | .dim n .scalar => n
  | .dim n (.dim m s) => size (.dim m s) * n

/-- `n` times a shape has `n` times as many entries. -/
theorem size_dim (n : Nat) : (s : Shape) → (dim n s).size = s.size * n
  | .scalar => show n = 1 * n by
    induction n with
    | zero => rfl
    | succ n ih => exact congrArg Nat.succ ih
  | .dim _ _ => rfl

end Shape

end Spec
