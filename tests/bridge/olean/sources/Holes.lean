prelude
import Small

theorem Small.unfinished (n : Nat) : n = .zero := sorry

theorem Small.standsOnIt : Nat.zero = .zero := Small.unfinished .zero
