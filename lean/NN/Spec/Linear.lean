prelude
import NN.Spec.Tensor
/-!
# The linear layer

`Spec.LinearSpec inDim outDim`: a matrix of weights and a bias, and the layer `y = W x + b` on tensors.
-/

namespace Spec

/-- The parameters of a linear layer: `outDim` rows of `inDim` weights, and `outDim` biases. -/
structure LinearSpec (inDim outDim : Nat) where
  /-- the matrix `W` -/
  weights : Tensor ℝ (.dim outDim (.dim inDim .scalar))
  /-- the vector `b` -/
  bias : Tensor ℝ (.dim outDim .scalar)

namespace LinearSpec
variable {inDim outDim : Nat}

/-- The weight `W i j`. -/
def weight (m : LinearSpec inDim outDim) (i : Fin outDim) (j : Fin inDim) : ℝ :=
  ((m.weights.get i).get j).item

/-- The bias `b i`. -/
def biasAt (m : LinearSpec inDim outDim) (i : Fin outDim) : ℝ := (m.bias.get i).item

/-- `y i = ∑ j, W i j * x j + b i` -/
noncomputable def forward (m : LinearSpec inDim outDim) (x : Tensor ℝ (.dim inDim .scalar)) :
    Tensor ℝ (.dim outDim .scalar) :=
  .dim fun i => .scalar ((∑ j, m.weight i j * (x.get j).item) + m.biasAt i)

/-- `dy i = ∑ j, W i j * dx j`: the layer without its bias. -/
noncomputable def jvp (m : LinearSpec inDim outDim) (dx : Tensor ℝ (.dim inDim .scalar)) :
    Tensor ℝ (.dim outDim .scalar) :=
  .dim fun i => .scalar (∑ j, m.weight i j * (dx.get j).item)

/-- `dx j = ∑ i, W i j * δ i`: the transposed matrix. -/
noncomputable def vjp (m : LinearSpec inDim outDim) (δ : Tensor ℝ (.dim outDim .scalar)) :
    Tensor ℝ (.dim inDim .scalar) :=
  .dim fun j => .scalar (∑ i, m.weight i j * (δ.get i).item)

end LinearSpec

end Spec
