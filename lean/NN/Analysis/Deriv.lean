prelude
import NN.Analysis.Deriv.Abs
import NN.Analysis.Deriv.Add
import NN.Analysis.Deriv.Basic
import NN.Analysis.Deriv.Comp
import NN.Analysis.Deriv.Inv
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.Deriv.Mul
import NN.Analysis.Deriv.OneSided
import NN.Analysis.Deriv.Pow

/-!
# Differential calculus in one variable

This file only imports the folder; `NN.Analysis.Deriv.Basic` is its map.
-/
