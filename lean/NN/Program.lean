prelude
import NN.Program.Basic
import NN.Program.Positive

/-!
# Programs

What a framework's trace of a model becomes: `NN.Program.Tangent` differentiates formulas in all variables,
`NN.Program.Entry` adds sums over indices, `NN.Program.Basic` puts steps together to a tape and has the theorem,
`Program.hasFDerivAt`.
-/
