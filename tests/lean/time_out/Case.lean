prelude
import Base

set_option genCtorIdx false

/-- Sequences of bits, the last one first. -/
inductive Bits where
  | empty : Bits
  | zero (rest : Bits) : Bits
  | one (rest : Bits) : Bits

/-- Always true, but only after looking at the whole sequence. -/
noncomputable def look (b : Bits) : Bool :=
  Bits.rec Bool.true (fun _ ih => ih) (fun _ ih => ih) b

/-- Looks at all sequences of `n` bits: 2^n of them. -/
noncomputable def lookAtAll (n : Nat) : Bits → Bool :=
  Nat.rec (fun b => look b)
    (fun _ ih b => Bool.rec Bool.false (ih (Bits.one b)) (ih (Bits.zero b))) n

/-- Soon done. -/
theorem soon : Eq (lookAtAll 3 Bits.empty) Bool.true :=
  Eq.refl

/-- True, and Lean would need years. -/
theorem later : Eq (lookAtAll 50 Bits.empty) Bool.true :=
  Eq.refl
