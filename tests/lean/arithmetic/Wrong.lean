prelude
import Standard
set_option genCtorIdx false
set_option linter.unusedVariables false

/-! # Almost the operations of `Standard`: the test puts each in the place of the one it is named after. -/

noncomputable section

def Wrong.add.first (m n : Nat) : Nat := m
def Wrong.add.cut (m n : Nat) : Nat := Nat.rec m (fun k r => ite (Nat.le 6 k) r (Nat.succ r)) n
def Wrong.mul.square (m n : Nat) : Nat := Nat.rec 0 (fun _ r => Nat.add r n) n
def Wrong.sub.integer (m n : Nat) : Nat := Nat.rec m (fun k r => Nat.rec 1 (fun k _ => k) r) n
def Wrong.ble.strict (m n : Nat) : Bool := Nat.ble (Nat.succ m) n
def Wrong.beq.always (m n : Nat) : Bool := Bool.true

def Wrong.div.zero (m n : Nat) : Nat := 0
def Wrong.div.up (m n : Nat) : Nat := Nat.div (Nat.add m 1) n
def Wrong.div.byZero (x y : Nat) : Nat :=
  dite (Nat.lt 0 y) (fun hy => Nat.div.go y hy (Nat.add x 1) x (Nat.lt_succ_self x)) (fun _ => 1)
/-- One unit of fuel, whatever the number: right below twice the divisor. -/
def Wrong.div.short (x y : Nat) : Nat := ite (Nat.le y x) (ite (Nat.lt 0 y) 1 0) 0
/-- Wrong from 1000 on: no small sample shows it. -/
def Wrong.div.late (x y : Nat) : Nat := ite (Nat.le 1000 x) 0 (Nat.div x y)
def Wrong.div.lateGo (y : Nat) (hy : Nat.lt 0 y) (fuel x : Nat) (hf : Nat.lt x fuel) : Nat :=
  Nat.rec (motive := fun fuel => (x : Nat) → Nat.lt x fuel → Nat) (fun _ h => absurd (Nat.not_lt_zero h))
    (fun f ih x hf => dite (Nat.le y x)
      (fun h => Nat.add (ih (Nat.sub x y) (Nat.lt_fuel hy h hf)) (ite (Nat.same f 1000) 0 1)) (fun _ => 0))
    fuel x hf
def Wrong.div.lateFuel (x y : Nat) : Nat :=
  dite (Nat.lt 0 y) (fun hy => Wrong.div.lateGo y hy (Nat.add x 1) x (Nat.lt_succ_self x)) (fun _ => 0)
/-- Right where the fuel lasts, which is not everywhere. -/
def Wrong.div.halfGo (fuel x y : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun _ => 0)
    (fun _ ih x => dite (Nat.le y x) (fun _ => Nat.add (ih (Nat.sub x y)) 1) (fun _ => 0)) fuel x
def Wrong.div.halfFuel (x y : Nat) : Nat :=
  ite (Nat.lt 0 y) (Wrong.div.halfGo (ite (Nat.le 100 x) 100 x) x y) 0

def Wrong.mod.zero (x y : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) 0 (fun k _ => ite (Nat.le y (Nat.succ k)) (Nat.modCore (Nat.succ k) y) 0) x
def Wrong.mod.late (x y : Nat) : Nat := ite (Nat.le 1000 x) 0 (Nat.mod x y)
def Wrong.gcd.first (m n : Nat) : Nat := m
def Wrong.gcd.swapped (m n : Nat) : Nat :=
  Nat.fix (C := fun _ => Nat → Nat) (fun m ih n => dite (Nat.same m 0) (fun _ => n) (fun h => ih (Nat.mod n m) (Nat.mod_lt n h) n))
    m n
def Wrong.gcd.late (m n : Nat) : Nat := ite (Nat.le 1000 m) 0 (Nat.gcd m n)
def Wrong.land.asOr : Nat → Nat → Nat := Nat.bitwise or
def Wrong.lor.asXor : Nat → Nat → Nat := Nat.bitwise bne
def Wrong.xor.left : Nat → Nat → Nat := Nat.bitwise (fun a _ => a)
def Wrong.land.late (m n : Nat) : Nat := ite (Nat.le 1000 m) 0 (Nat.land m n)
def Wrong.shiftLeft.thrice (m n : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun m => m) (fun _ ih m => ih (Nat.mul 3 m)) n m
def Wrong.shiftRight.none (m n : Nat) : Nat := m
def Wrong.log2.up (n : Nat) : Nat := Nat.succ (Nat.log2 n)
def Wrong.log2.late (n : Nat) : Nat := ite (Nat.le 1000 n) 0 (Nat.log2 n)
def Wrong.log2.short (n : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun _ => 0)
    (fun _ ih n => Bool.rec (motive := fun _ => Nat) 0 (Nat.succ (ih (Nat.div n 2))) (Nat.ble 2 n)) (Nat.div n 8) n
/-- Wrong at 0 only, where no fuel is left. -/
def Wrong.log2.atZero (n : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun _ => 1)
    (fun _ ih n => Bool.rec (motive := fun _ => Nat) 0 (Nat.succ (ih (Nat.div n 2))) (Nat.ble 2 n)) n n
