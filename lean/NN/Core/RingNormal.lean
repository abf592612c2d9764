prelude
import NN.Core.Ring
universe u v

/-!
# A normal form for polynomials, computed by the kernel

An identity of commutative rings is proven by writing both sides as values of formal expressions (`Expr`),
computing the normal form of their difference (`Expr.normalise`, a sorted list of monomials with coefficients)
and seeing that all coefficients vanish. The computation is a proof step of its own (`by decide +kernel`): it
costs the kernel a few hundred reductions and leaves a proof term that only names the two expressions.

## Main definitions

* `RingNF.Expr`: formal expressions in numbered atoms; `Expr.eval atoms e`: their values.
* `RingNF.Term`: a coefficient, as a difference of two naturals, and a monomial, as a sorted list of atoms.
* `RingNF.Expr.normalise`: the normal form, terms in descending order. `RingNF.vanishes`: are all coefficients
  zero?

## Main results

* `RingNF.eval_normalise`: the normal form has the value of the expression.
* `RingNF.eq_of_vanishes`: expressions whose difference has a vanishing normal form have equal values.

The functions are written with recursors instead of pattern matching, because that is what the kernel (and the
second checker) reduces in one step. Correctness does not depend on the terms being sorted; only completeness
does.
-/

namespace RingNF

variable {α : Type u} [CommRing α]

/-- Formal ring expressions in numbered atoms. -/
inductive Expr where
  /-- Atom number `i`. -/
  | atom (i : Nat)
  /-- The numeral `n`. -/
  | numeral (n : Nat)
  /-- A sum. -/
  | add (a b : Expr)
  /-- A product. -/
  | mul (a b : Expr)
  /-- A negative. -/
  | neg (a : Expr)
  /-- A difference. -/
  | sub (a b : Expr)
  /-- A power with a fixed exponent. -/
  | pow (a : Expr) (n : Nat)

/-- A term: the coefficient `positive - negative` times the product of the atoms in `monomial`, which is
sorted. -/
structure Term where
  /-- What is added. -/
  positive : Nat
  /-- What is subtracted. -/
  negative : Nat
  /-- The atoms, with repetitions, in ascending order. -/
  monomial : List Nat

/-! ### Values -/

/-- Element number `i` of the list, and zero behind its end. -/
noncomputable def lookup (atoms : List α) (i : Nat) : α :=
  (atoms.rec (fun _ => 0) fun a _ later i => i.rec a fun j _ => later j : Nat → α) i

/-- The numeral `n` as it is written: `0`, `1`, or `natCast n`. -/
noncomputable def numeralValue (α : Type u) [CommRing α] (n : Nat) : α :=
  n.rec 0 fun m _ => m.rec 1 fun k _ => natCast α (.succ (.succ k))

/-- The value of an expression, given the values of the atoms. -/
noncomputable def Expr.eval (atoms : List α) (e : Expr) : α :=
  e.rec (lookup atoms) (numeralValue α) (fun _ _ x y => x + y) (fun _ _ x y => x * y) (fun _ x => -x)
    (fun _ _ x y => x - y) (fun _ n x => x ^ n)

/-- The value of a monomial. -/
noncomputable def evalMonomial (atoms : List α) (m : List Nat) : α :=
  m.rec 1 fun i _ rest => lookup atoms i * rest

/-- The value of a term. -/
noncomputable def Term.eval (atoms : List α) (t : Term) : α :=
  (natCast α t.positive - natCast α t.negative) * evalMonomial atoms t.monomial

/-- The value of a sum of terms. -/
noncomputable def evalTerms (atoms : List α) (p : List Term) : α :=
  p.rec 0 fun t _ rest => t.eval atoms + rest

/-! ### The normal form -/

/-- The product of two monomials: sorted lists are merged. -/
noncomputable def mulMonomial (a : List Nat) : List Nat → List Nat :=
  a.rec (fun b => b) fun i a' mulA' b =>
    b.rec (.cons i a') fun j b' mulB' => (Nat.ble i j).rec (.cons j mulB') (.cons i (mulA' (.cons j b')))

/-- Compares monomials: the result is `less`, `same` or `greater`. A smaller first atom makes a greater
monomial, and so does a longer list; this order is compatible with products. -/
noncomputable def compareMonomial {β : Type v} (less same greater : β) (a : List Nat) : List Nat → β :=
  a.rec (fun b => b.rec same fun _ _ _ => less) fun i _ compareRest b =>
    b.rec greater fun j b' _ => (Nat.beq i j).rec ((Nat.ble i j).rec less greater) (compareRest b')

/-- The sum of two lists of terms: descending lists are merged. -/
noncomputable def addTerms (p : List Term) : List Term → List Term :=
  p.rec (fun q => q) fun t p' addP' q =>
    q.rec (.cons t p') fun s q' addQ' =>
      compareMonomial (.cons s addQ')
        (.cons ⟨t.positive + s.positive, t.negative + s.negative, s.monomial⟩ (addP' q'))
        (.cons t (addP' (.cons s q'))) t.monomial s.monomial

/-- The product of two terms. -/
noncomputable def Term.mul (t s : Term) : Term :=
  ⟨t.positive * s.positive + t.negative * s.negative, t.positive * s.negative + t.negative * s.positive,
    mulMonomial t.monomial s.monomial⟩

/-- The product of a term and a list of terms. -/
noncomputable def mulTerm (t : Term) (p : List Term) : List Term :=
  p.rec .nil fun s _ rest => .cons (t.mul s) rest

/-- The product of two lists of terms. -/
noncomputable def mulTerms (p q : List Term) : List Term :=
  p.rec .nil fun t _ rest => addTerms (mulTerm t q) rest

/-- The negative of a list of terms. -/
noncomputable def negTerms (p : List Term) : List Term :=
  p.rec .nil fun t _ rest => .cons ⟨t.negative, t.positive, t.monomial⟩ rest

/-- A power of a list of terms. -/
noncomputable def powTerms (p : List Term) (n : Nat) : List Term :=
  n.rec (.cons ⟨1, 0, .nil⟩ .nil) fun _ power => mulTerms power p

/-- The normal form of an expression. -/
noncomputable def Expr.normalise (e : Expr) : List Term :=
  e.rec (fun i => .cons ⟨1, 0, .cons i .nil⟩ .nil) (fun n => .cons ⟨n, 0, .nil⟩ .nil)
    (fun _ _ p q => addTerms p q) (fun _ _ p q => mulTerms p q) (fun _ p => negTerms p)
    (fun _ _ p q => addTerms p (negTerms q)) (fun _ n p => powTerms p n)

/-- Are all coefficients zero? -/
noncomputable def vanishes (p : List Term) : Bool :=
  p.rec true fun t _ rest => (Nat.beq t.positive t.negative).rec false rest

/-! ### Correctness -/

variable (atoms : List α)

/-- A numeral has the value of the natural number. -/
theorem numeralValue_eq : (n : Nat) → numeralValue α n = natCast α n
  | .zero => rfl
  | .succ .zero => (zero_add _).symm
  | .succ (.succ _) => rfl

/-- The product of monomials has the product of the values. -/
theorem eval_mulMonomial (a b : List Nat) :
    evalMonomial atoms (mulMonomial a b) = evalMonomial atoms a * evalMonomial atoms b := by
  induction a generalizing b with
  | nil => exact (one_mul _).symm
  | cons i a ihA =>
    induction b with
    | nil => exact (mul_one _).symm
    | cons j b ihB =>
      show evalMonomial atoms ((Nat.ble i j).rec (.cons j (mulMonomial (.cons i a) b))
        (.cons i (mulMonomial a (.cons j b)))) = _
      cases Nat.ble i j with
      | true =>
        show lookup atoms i * evalMonomial atoms (mulMonomial a (.cons j b)) =
          lookup atoms i * evalMonomial atoms a * _
        rw [ihA, mul_assoc]
      | false =>
        show lookup atoms j * evalMonomial atoms (mulMonomial (.cons i a) b) =
          _ * (lookup atoms j * evalMonomial atoms b)
        rw [ihB, mul_left_comm]

/-- A comparison gives one of its three results, and `same` only for equal monomials. -/
theorem compareMonomial_spec {β : Type v} (less same greater : β) (a b : List Nat) :
    compareMonomial less same greater a b = less ∨ compareMonomial less same greater a b = greater ∨
      compareMonomial less same greater a b = same ∧ a = b := by
  induction a generalizing b with
  | nil =>
    cases b with
    | nil => exact .inr (.inr ⟨rfl, rfl⟩)
    | cons j b => exact .inl rfl
  | cons i a ih =>
    cases b with
    | nil => exact .inr (.inl rfl)
    | cons j b =>
      show (Nat.beq i j).rec ((Nat.ble i j).rec less greater) (compareMonomial less same greater a b) = less ∨
        (Nat.beq i j).rec ((Nat.ble i j).rec less greater) (compareMonomial less same greater a b) = greater ∨
        (Nat.beq i j).rec ((Nat.ble i j).rec less greater) (compareMonomial less same greater a b) = same ∧ _
      cases e : Nat.beq i j with
      | true =>
        rw [Nat.eq_of_beq_eq_true i j e]
        rcases ih b with h | h | ⟨h, rfl⟩
        · exact .inl h
        · exact .inr (.inl h)
        · exact .inr (.inr ⟨h, rfl⟩)
      | false =>
        cases Nat.ble i j with
        | true => exact .inr (.inl rfl)
        | false => exact .inl rfl

/-- Coefficients add up. -/
theorem coefficient_add (a b c d : α) : (a + c) - (b + d) = (a - b) + (c - d) := by
  simp only [sub_eq_add_neg, neg_add, add_assoc, add_left_comm]

/-- The sum of lists of terms has the sum of the values. -/
theorem eval_addTerms (p q : List Term) :
    evalTerms atoms (addTerms p q) = evalTerms atoms p + evalTerms atoms q := by
  induction p generalizing q with
  | nil => exact (zero_add _).symm
  | cons t p ihP =>
    induction q with
    | nil => exact (add_zero _).symm
    | cons s q ihQ =>
      show evalTerms atoms (compareMonomial (.cons s (addTerms (.cons t p) q))
        (.cons ⟨t.positive + s.positive, t.negative + s.negative, s.monomial⟩ (addTerms p q))
        (.cons t (addTerms p (.cons s q))) t.monomial s.monomial) = _
      rcases compareMonomial_spec (β := List Term) (.cons s (addTerms (.cons t p) q))
        (.cons ⟨t.positive + s.positive, t.negative + s.negative, s.monomial⟩ (addTerms p q))
        (.cons t (addTerms p (.cons s q))) t.monomial s.monomial with h | h | ⟨h, same⟩
      · rw [h]
        show s.eval atoms + evalTerms atoms (addTerms (.cons t p) q) = _ + (s.eval atoms + evalTerms atoms q)
        rw [ihQ, add_left_comm]
      · rw [h]
        show t.eval atoms + evalTerms atoms (addTerms p (.cons s q)) = t.eval atoms + evalTerms atoms p + _
        rw [ihP, add_assoc]
      · rw [h]
        show (natCast α (t.positive + s.positive) - natCast α (t.negative + s.negative)) *
          evalMonomial atoms s.monomial + evalTerms atoms (addTerms p q) =
          (natCast α t.positive - natCast α t.negative) * evalMonomial atoms t.monomial + evalTerms atoms p +
            ((natCast α s.positive - natCast α s.negative) * evalMonomial atoms s.monomial +
              evalTerms atoms q)
        rw [ihP, same, natCast_add, natCast_add, coefficient_add, add_mul, add_assoc, add_assoc,
          add_left_comm (_ * _) (evalTerms atoms p)]

/-- The product of terms has the product of the values. -/
theorem eval_mul (t s : Term) : (t.mul s).eval atoms = t.eval atoms * s.eval atoms := by
  show (natCast α (t.positive * s.positive + t.negative * s.negative) -
    natCast α (t.positive * s.negative + t.negative * s.positive)) *
      evalMonomial atoms (mulMonomial t.monomial s.monomial) =
    (natCast α t.positive - natCast α t.negative) * evalMonomial atoms t.monomial *
      ((natCast α s.positive - natCast α s.negative) * evalMonomial atoms s.monomial)
  have coefficients : natCast α (t.positive * s.positive + t.negative * s.negative) -
      natCast α (t.positive * s.negative + t.negative * s.positive) =
      (natCast α t.positive - natCast α t.negative) * (natCast α s.positive - natCast α s.negative) := by
    rw [natCast_add, natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, coefficient_add]
    simp only [sub_eq_add_neg, mul_add, add_mul, neg_mul, mul_neg, neg_add, neg_neg, add_assoc,
      add_left_comm, add_comm]
  rw [eval_mulMonomial, coefficients, mul_assoc, mul_assoc, mul_left_comm (evalMonomial atoms t.monomial)]

/-- The product of a term and a list of terms has the product of the values. -/
theorem eval_mulTerm (t : Term) (p : List Term) :
    evalTerms atoms (mulTerm t p) = t.eval atoms * evalTerms atoms p := by
  induction p with
  | nil => exact (mul_zero _).symm
  | cons s p ih =>
    show (t.mul s).eval atoms + evalTerms atoms (mulTerm t p) =
      t.eval atoms * (s.eval atoms + evalTerms atoms p)
    rw [eval_mul, ih, mul_add]

/-- The product of lists of terms has the product of the values. -/
theorem eval_mulTerms (p q : List Term) :
    evalTerms atoms (mulTerms p q) = evalTerms atoms p * evalTerms atoms q := by
  induction p with
  | nil => exact (zero_mul _).symm
  | cons t p ih =>
    show evalTerms atoms (addTerms (mulTerm t q) (mulTerms p q)) = (t.eval atoms + evalTerms atoms p) * _
    rw [eval_addTerms, eval_mulTerm, ih, add_mul]

/-- The negative of a list of terms has the negative value. -/
theorem eval_negTerms (p : List Term) : evalTerms atoms (negTerms p) = -evalTerms atoms p := by
  induction p with
  | nil => exact neg_zero.symm
  | cons t p ih =>
    show (natCast α t.negative - natCast α t.positive) * evalMonomial atoms t.monomial +
        evalTerms atoms (negTerms p) =
      -((natCast α t.positive - natCast α t.negative) * evalMonomial atoms t.monomial + evalTerms atoms p)
    rw [ih, neg_add, ← neg_mul, sub_eq_add_neg, sub_eq_add_neg, neg_add, neg_neg,
      add_comm (natCast α t.negative)]

/-- A power of a list of terms has the power of the value. -/
theorem eval_powTerms (p : List Term) (n : Nat) : evalTerms atoms (powTerms p n) = evalTerms atoms p ^ n := by
  induction n with
  | zero =>
    show (0 + 1 - 0) * 1 + 0 = (1 : α)
    rw [add_zero, mul_one, sub_eq_add_neg, neg_zero, add_zero, zero_add]
  | succ n ih =>
    show evalTerms atoms (mulTerms (powTerms p n) p) = evalTerms atoms p ^ n * evalTerms atoms p
    rw [eval_mulTerms, ih]

/-- The normal form has the value of the expression. -/
theorem eval_normalise (e : Expr) : evalTerms atoms e.normalise = e.eval atoms := by
  induction e with
  | atom i =>
    show (0 + 1 - 0) * (lookup atoms i * 1) + 0 = lookup atoms i
    rw [add_zero, mul_one, sub_eq_add_neg, neg_zero, add_zero, zero_add, one_mul]
  | numeral n =>
    show (natCast α n - 0) * 1 + 0 = numeralValue α n
    rw [numeralValue_eq, sub_eq_add_neg, neg_zero, add_zero, add_zero, mul_one]
  | add a b ihA ihB =>
    show evalTerms atoms (addTerms a.normalise b.normalise) = a.eval atoms + b.eval atoms
    rw [eval_addTerms, ihA, ihB]
  | mul a b ihA ihB =>
    show evalTerms atoms (mulTerms a.normalise b.normalise) = a.eval atoms * b.eval atoms
    rw [eval_mulTerms, ihA, ihB]
  | neg a ihA =>
    show evalTerms atoms (negTerms a.normalise) = -a.eval atoms
    rw [eval_negTerms, ihA]
  | sub a b ihA ihB =>
    show evalTerms atoms (addTerms a.normalise (negTerms b.normalise)) = a.eval atoms - b.eval atoms
    rw [eval_addTerms, eval_negTerms, ihA, ihB, sub_eq_add_neg]
  | pow a n ihA =>
    show evalTerms atoms (powTerms a.normalise n) = a.eval atoms ^ n
    rw [eval_powTerms, ihA]

/-- Terms with vanishing coefficients have the value zero. -/
theorem eval_of_vanishes (p : List Term) (h : vanishes p = true) : evalTerms atoms p = 0 := by
  induction p with
  | nil => rfl
  | cons t p ih =>
    have h : (Nat.beq t.positive t.negative).rec false (vanishes p) = true := h
    cases e : Nat.beq t.positive t.negative with
    | true =>
      rw [e] at h
      show (natCast α t.positive - natCast α t.negative) * evalMonomial atoms t.monomial +
        evalTerms atoms p = 0
      rw [ih h, Nat.eq_of_beq_eq_true _ _ e, sub_self, zero_mul, add_zero]
    | false =>
      rw [e] at h
      exact Bool.noConfusion h

/-- Expressions whose difference has a vanishing normal form have equal values. -/
theorem eq_of_vanishes (a b : Expr) (h : vanishes (Expr.sub a b).normalise = true) :
    a.eval atoms = b.eval atoms :=
  eq_of_sub_eq_zero ((eval_normalise atoms (.sub a b)).symm.trans (eval_of_vanishes atoms _ h))

end RingNF
