prelude
import Grad.Cells
/-! # A cell whose theorem is assumed -/

namespace Grad
open Vec
variable {n m : Nat}

/-- Half of the number. -/
noncomputable def half (p : Port n m) : Cell n m := pointwise p (fun x => x / 2) fun _ => 1 / 2

/-- To be proven. -/
theorem half_sound (p : Port n m) : Sound (half p) := sorry

end Grad
