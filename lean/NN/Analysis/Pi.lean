prelude
import NN.Analysis.ExpEnclosure
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! π as twice the length of the quarter circle: the supremum of the lengths `x` of chains of `2^n` equal chords that stay
within a quarter turn. `v` = squared chord, `v (4 - v)` = squared chord of the doubled angle, `2` = that of a quarter turn. -/
variable {R : Type} [CompleteOrderedField R]
def Good : Nat → R → Prop
  | .zero, v => v ≤ 2
  | .succ n, v => v ≤ 2 ∧ Good n (v * (4 - v))
noncomputable def chain (n : Nat) (x : R) : R := x * x * (halfPow R n * halfPow R n)
theorem Good.le2 {n : Nat} {v : R} (h : Good n v) : v ≤ 2 := by
  cases n with
  | zero => exact h
  | succ n => exact h.1
theorem g_mono {u v : R} (h : u ≤ v) (hv : v ≤ 2) : u * (4 - u) ≤ v * (4 - v) := by
  have t : 0 ≤ (2 - v) + (2 - u) := lin (add_le_add (sub_nonneg_of_le hv) (sub_nonneg_of_le (le_trans h hv)))
  exact lin (mul_nonneg (sub_nonneg_of_le h) t)
theorem g_nonneg {u : R} (h : 0 ≤ u) (g : u ≤ 2) : 0 ≤ u * (4 - u) :=
  mul_nonneg h (lin (add_le_add g (le_of_lt (two_pos (R := R)))))
theorem Good.mono : (n : Nat) → {u v : R} → 0 ≤ u → u ≤ v → Good n v → Good n u
  | .zero, _, _, _, h, k => le_trans h k
  | .succ n, _, _, hu, h, k => ⟨le_trans h k.1, Good.mono n (g_nonneg hu (le_trans h k.1)) (g_mono h k.1) k.2⟩
theorem Good.raise {n : Nat} {s : R} (hs : 0 ≤ s) (h : Good n (4 * s)) : Good (.succ n) s := by
  have t : s ≤ 2 := lin (add_le_add (add_le_add h.le2 hs) (add_le_add hs hs))
  exact ⟨t, h.mono n (g_nonneg hs t) (lin (mul_self_nonneg s))⟩
theorem chain_nonneg (n : Nat) (x : R) : 0 ≤ chain n x := mul_nonneg (mul_self_nonneg x) (mul_self_nonneg _)
theorem chain_succ (n : Nat) (x : R) : chain n x = 4 * chain (.succ n) x := by
  show x * x * (halfPow R n * halfPow R n) = 4 * (x * x * (halfPow R n * 2⁻¹ * (halfPow R n * 2⁻¹)))
  rw [show 4 * (x * x * (halfPow R n * 2⁻¹ * (halfPow R n * 2⁻¹))) = x * x * (halfPow R n * halfPow R n) * ((2 * 2⁻¹) * (2 * 2⁻¹)) from ring, two_mul_inv_two, mul_one, mul_one]
theorem good_add {n : Nat} {x : R} (h : Good n (chain n x)) (d : Nat) : Good (n + d) (chain (n + d) x) := by
  induction d with
  | zero => exact h
  | succ d ih =>
    rw [chain_succ] at ih
    exact Good.raise (chain_nonneg _ _) ih
/-- the circumscribed polygon grows: `s (4 - v) ≤ 4 v` passes from `(s, v)` to `(4 s, v (4 - v))` -/
theorem Good.iter (K n : Nat) {s v : R} (hs : 0 ≤ s) (hv : 0 ≤ v) (h : s * (4 - v) ≤ 4 * v) (g : Good (K + n) v) :
    ∃ w, 0 ≤ w ∧ twoPow R n * twoPow R n * s * (4 - w) ≤ 4 * w ∧ Good K w := by
  induction n generalizing s v with
  | zero =>
    refine ⟨v, hv, ?_, g⟩
    show 1 * 1 * s * (4 - v) ≤ 4 * v
    rwa [mul_one, one_mul]
  | succ n ih =>
    obtain ⟨v2, g⟩ := (g : v ≤ 2 ∧ Good (K + n) (v * (4 - v)))
    have p : 0 < 4 - v := lt_of_lt_of_le (two_pos (R := R)) (lin v2)
    have key : 4 * s * (4 - v * (4 - v)) ≤ 4 * (v * (4 - v)) := by
      refine le_of_mul_le p ?_
      have a := mul_nonneg (sub_nonneg_of_le h) (mul_self_nonneg (2 - v))
      have b := mul_nonneg (mul_nonneg hv hv) (sub_nonneg_of_le v2)
      have c := mul_nonneg hv hv
      refine lin (c := 0) (d := 4 * ((4 * v - s * (4 - v)) * ((2 - v) * (2 - v)) + 3 * (v * v * (2 - v)) + 2 * (v * v))) ?_
      exact lin (add_le_add (add_le_add (add_le_add a a) (add_le_add a a)) (add_le_add (add_le_add (add_le_add (add_le_add b b) (add_le_add b b)) (add_le_add (add_le_add b b) (add_le_add b b)))
        (add_le_add (add_le_add (add_le_add b b) (add_le_add b b)) (add_le_add (add_le_add (add_le_add c c) (add_le_add c c)) (add_le_add (add_le_add c c) (add_le_add c c))))))
    have four : 0 ≤ 4 * s := lin (add_le_add (add_le_add hs hs) (add_le_add hs hs))
    obtain ⟨w, hw, k, gw⟩ := ih four (g_nonneg hv v2) key g
    refine ⟨w, hw, ?_, gw⟩
    show 2 * twoPow R n * (2 * twoPow R n) * s * (4 - w) ≤ 4 * w
    exact lin k
theorem tw_hf_add (K n : Nat) : twoPow R n * halfPow R (K + n) = halfPow R K := by
  induction n with
  | zero => exact one_mul _
  | succ n ih =>
    show 2 * twoPow R n * (halfPow R (K + n) * 2⁻¹) = _
    rw [show 2 * twoPow R n * (halfPow R (K + n) * 2⁻¹) = (2 * 2⁻¹) * (twoPow R n * halfPow R (K + n)) from ring, two_mul_inv_two, one_mul, ih]
def chkUp (D : Nat) : Nat → List Nat → Bool
  | m, .nil => Nat.ble m (2 * D)
  | m, .cons k l => Bool.and (Nat.ble m (2 * D)) (Bool.and (Nat.ble (4 * (D * m)) (k * D + m * m)) (chkUp D k l))
def chkDn (D : Nat) : Nat → List Nat → Bool
  | m, .nil => Nat.ble (.succ (2 * D)) m
  | m, .cons k l => Bool.and (Nat.ble (k * D + m * m) (4 * (D * m))) (chkDn D k l)
theorem cast2 : natCast R 2 = 2 := rfl
theorem cast4 : natCast R 4 = 4 := rfl
theorem le2_of {D m : Nat} {u : R} (hD : 0 < natCast R D) (c : Nat.ble m (2 * D) = true) (h : natCast R D * u ≤ natCast R m) : u ≤ 2 := by
  have s := cast_le (R := R) _ _ c
  rw [natCast_mul, cast2] at s
  exact le_of_mul_le hD (lin (add_le_add h s))
theorem chkUp_good {D : Nat} (hD : 0 < natCast R D) (l : List Nat) {m : Nat} {u : R} (c : chkUp D m l = true) (hu : 0 ≤ u)
    (h : natCast R D * u ≤ natCast R m) : Good (len l) u := by
  induction l generalizing m u with
  | nil => exact le2_of hD c h
  | cons k l ih =>
    obtain ⟨c1, c⟩ := and_true' (a := Nat.ble m (2 * D)) c
    obtain ⟨c2, c⟩ := and_true' (a := Nat.ble (4 * (D * m)) (k * D + m * m)) c
    have u2 := le2_of hD c1 h
    refine ⟨u2, ih c (g_nonneg hu u2) (le_of_mul_le hD ?_)⟩
    have s1 := cast_le (R := R) _ _ c1
    have s2 := cast_le (R := R) _ _ c2
    rw [natCast_mul, cast2] at s1
    rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, cast4] at s2
    have t := mul_nonneg (sub_nonneg_of_le h) (add_le_add (sub_nonneg_of_le s1) (sub_nonneg_of_le (le_trans h s1)) |> lin : 0 ≤ (2 * natCast R D - natCast R m) + (2 * natCast R D - natCast R D * u))
    exact lin (add_le_add t s2)
theorem chkDn_bad {D : Nat} (hD : 0 < natCast R D) (l : List Nat) {m : Nat} {w : R} (c : chkDn D m l = true) (hw : 0 ≤ w)
    (h : natCast R m ≤ natCast R D * w) (g : Good (len l) w) : False := by
  induction l generalizing m w with
  | nil =>
    have s := cast_lt (R := R) _ _ c
    rw [natCast_mul, cast2] at s
    have g : w ≤ 2 := g
    have t := mul_nonneg (le_of_lt hD) (sub_nonneg_of_le g)
    exact lt_irrefl (0 : R) (lt_of_lt_of_le (sub_pos_of_lt s) (lin (add_le_add h t)))
  | cons k l ih =>
    obtain ⟨c1, c⟩ := and_true' (a := Nat.ble (k * D + m * m) (4 * (D * m))) c
    obtain ⟨w2, g⟩ := (g : w ≤ 2 ∧ Good (len l) (w * (4 - w)))
    refine ih c (g_nonneg hw w2) (le_of_mul_le hD ?_) g
    have s2 := cast_le (R := R) _ _ c1
    rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, cast4] at s2
    have r := mul_nonneg (le_of_lt hD) (sub_nonneg_of_le w2)
    have r' : 0 ≤ (2 * natCast R D - natCast R D * w) + (2 * natCast R D - natCast R m) := lin (add_le_add (add_le_add r r) h)
    exact lin (add_le_add (mul_nonneg (sub_nonneg_of_le h) r') s2)
theorem chain_le {B D m : Nat} {l : List Nat} (c : Bool.and (Nat.ble 1 D) (Bool.and (Nat.ble (m * (4 * (D * D * (tp (len l) * tp (len l))) + B * B)) (4 * (B * B * D))) (chkDn D m l)) = true)
    {x : R} (n : Nat) (hx : 0 ≤ x) (g : Good n (chain n x)) : natCast R D * x ≤ natCast R B := by
  obtain ⟨c1, c⟩ := and_true' c
  obtain ⟨c2, c⟩ := and_true' c
  have hD : 0 < natCast R D := cast_lt 0 D c1
  apply Classical.byContradiction
  intro hc
  have hc := le_of_lt (not_le.mp hc)
  have g := good_add g (len l)
  rw [Nat.add_comm] at g
  have v0 := chain_nonneg (len l + n) x
  obtain ⟨w, hw, k, gw⟩ := Good.iter (len l) n v0 v0 (lin (mul_self_nonneg (chain (len l + n) x))) g
  refine chkDn_bad hD l c hw ?_ gw
  have e : twoPow R n * twoPow R n * chain (len l + n) x = chain (len l) x := by
    show twoPow R n * twoPow R n * (x * x * (halfPow R (len l + n) * halfPow R (len l + n))) = x * x * (halfPow R (len l) * halfPow R (len l))
    rw [← tw_hf_add (len l) n]
    exact ring
  rw [e] at k
  have s := cast_le (R := R) _ _ c2
  rw [natCast_mul, natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, cast4, ← tw_cast] at s
  have ht := twoPow_mul_halfPow (R := R) (len l)
  have hT := twoPow_pos (R := R) (len l)
  generalize len l = K at *
  have dt := mul_pos hD hT
  have k2 := mul_nonneg (sub_nonneg_of_le k) (mul_self_nonneg (natCast R D * twoPow R K))
  rw [show (4 * w - chain K x * (4 - w)) * (natCast R D * twoPow R K * (natCast R D * twoPow R K))
    = 4 * w * (natCast R D * twoPow R K * (natCast R D * twoPow R K)) - (natCast R D * x) * (natCast R D * x) * (4 - w) * ((twoPow R K * halfPow R K) * (twoPow R K * halfPow R K)) from by
      show (4 * w - x * x * (halfPow R K * halfPow R K) * (4 - w)) * (natCast R D * twoPow R K * (natCast R D * twoPow R K)) = _
      exact ring, ht, mul_one, mul_one] at k2
  have w4 : 0 ≤ 4 - w := lin (add_le_add gw.le2 (le_of_lt (two_pos (R := R))))
  have sq := mul_le_mul hc hc (cast_nonneg B) (mul_nonneg (le_of_lt hD) hx)
  have k3 := mul_nonneg (sub_nonneg_of_le sq) w4
  have pos : 0 < 4 * (natCast R D * natCast R D * (twoPow R K * twoPow R K)) + natCast R B * natCast R B := by
    have q := mul_pos dt dt
    exact slin (add_lt_add_of_lt_of_le (add_lt_add (add_lt_add q q) (add_lt_add q q)) (mul_self_nonneg (natCast R B)))
  have fin := mul_nonneg (le_of_lt hD) (add_le_add k2 k3 |> lin : 0 ≤ 4 * w * (natCast R D * twoPow R K * (natCast R D * twoPow R K)) - natCast R B * natCast R B * (4 - w))
  exact le_of_mul_le pos (lin (add_le_add s fin))
theorem pi_exists : ∃ s : R, (∀ x, (0 ≤ x ∧ ∃ n, Good n (chain n x)) → x ≤ s) ∧ ∀ b, (∀ x, (0 ≤ x ∧ ∃ n, Good n (chain n x)) → x ≤ b) → s ≤ b :=
  exists_isLUB _ ⟨0, le_refl _, 0, by
    show (0 : R) * 0 * (1 * 1) ≤ 2
    exact lin (le_of_lt (two_pos (R := R)))⟩
    ⟨2, fun x ⟨hx, n, g⟩ => by
      have h := chain_le (B := 20) (D := 10) (m := 8) (l := .cons 25 .nil) (by decide +kernel) n hx g
      exact le_of_mul_le (cast_lt 0 10 (by decide +kernel)) (le_trans (le_of_eq (mul_comm _ _)) (le_trans h (le_of_eq (natCast_mul 2 10))))⟩
noncomputable def pi (R : Type) [CompleteOrderedField R] : R := 2 * Classical.choose (pi_exists (R := R))
theorem pi_upper {B D m : Nat} {l : List Nat} (c : Bool.and (Nat.ble 1 D) (Bool.and (Nat.ble (m * (4 * (D * D * (tp (len l) * tp (len l))) + B * B)) (4 * (B * B * D))) (chkDn D m l)) = true) :
    natCast R D * pi R ≤ natCast R (2 * B) := by
  have hD : 0 < natCast R D := cast_lt 0 D (and_true' c).1
  have h := (Classical.choose_spec (pi_exists (R := R))).2 (natCast R B * (natCast R D)⁻¹) fun x ⟨hx, n, g⟩ =>
    le_mul_inv_of_mul_le (by rw [mul_comm]; exact chain_le c n hx g) hD
  have h := mul_le_of_le_mul_inv h hD
  rw [natCast_mul, cast2]
  exact lin (add_le_add h h) (by
    show 2 * natCast R B - natCast R D * (2 * Classical.choose (pi_exists (R := R))) = _
    exact ring)
theorem pi_lower {b D m : Nat} {l : List Nat} (c : Bool.and (Nat.ble 1 D) (Bool.and (Nat.ble (b * b) (m * (D * (tp (len l) * tp (len l))))) (chkUp D m l)) = true) :
    natCast R (2 * b) ≤ natCast R D * pi R := by
  obtain ⟨c1, c⟩ := and_true' c
  obtain ⟨c2, c⟩ := and_true' c
  have hD : 0 < natCast R D := cast_lt 0 D c1
  have i := mul_inv_cancel₀ (ne_of_gt hD)
  have s := cast_le (R := R) _ _ c2
  rw [natCast_mul, natCast_mul, natCast_mul, natCast_mul, ← tw_cast] at s
  have h := (Classical.choose_spec (pi_exists (R := R))).1 (natCast R b * (natCast R D)⁻¹) ⟨mul_nonneg (cast_nonneg b) (le_of_lt (inv_pos_of_pos hD)), len l, by
    refine chkUp_good hD l c (chain_nonneg _ _) ?_
    have ht := twoPow_mul_halfPow (R := R) (len l)
    have hh := halfPow_pos (R := R) (len l)
    have p := mul_nonneg (sub_nonneg_of_le s) (mul_nonneg (mul_nonneg (le_of_lt hh) (le_of_lt hh)) (le_of_lt (inv_pos_of_pos hD)))
    generalize len l = K at *
    rw [show (natCast R m * (natCast R D * (twoPow R K * twoPow R K)) - natCast R b * natCast R b) * (halfPow R K * halfPow R K * (natCast R D)⁻¹)
      = natCast R m * (natCast R D * (natCast R D)⁻¹) * ((twoPow R K * halfPow R K) * (twoPow R K * halfPow R K)) - natCast R b * natCast R b * (halfPow R K * halfPow R K * (natCast R D)⁻¹) from ring, i, ht, mul_one, mul_one, mul_one] at p
    show natCast R D * (natCast R b * (natCast R D)⁻¹ * (natCast R b * (natCast R D)⁻¹) * (halfPow R K * halfPow R K)) ≤ natCast R m
    rw [show natCast R D * (natCast R b * (natCast R D)⁻¹ * (natCast R b * (natCast R D)⁻¹) * (halfPow R K * halfPow R K))
      = (natCast R D * (natCast R D)⁻¹) * (natCast R b * natCast R b * (halfPow R K * halfPow R K * (natCast R D)⁻¹)) from ring, i, one_mul]
    exact le_of_sub_nonneg p⟩
  have h := mul_le_mul_of_nonneg_left h (le_of_lt hD)
  rw [show natCast R D * (natCast R b * (natCast R D)⁻¹) = (natCast R D * (natCast R D)⁻¹) * natCast R b from ring, i, one_mul] at h
  rw [natCast_mul, cast2]
  exact lin (add_le_add h h) (by
    show natCast R D * (2 * Classical.choose (pi_exists (R := R))) - 2 * natCast R b = _
    exact ring)
theorem pi_lo : natCast R 31415926535897932384626433832794828841971693966388222109805564964691112 ≤ natCast R 10000000000000000000000000000000000000000000000000000000000000000000000 * pi R := pi_lower (b := 15707963267948966192313216916397414420985846983194111054902782482345556) (m := 76032666621256186653394802636588559291) (l := (.cons 304130666485024746613579210546353659068 (.cons 1216522665940098986454316842185405386726 (.cons 4866090663760395945817267368741473554165 (.cons 19464362655041583783269069474963526332826 (.cons 77857450620166335133076277899816219189948 (.cons 311429802480665340532305111598658698498085 (.cons 1245719209922661362129220446384935941805026 (.cons 4982876839690645448516881785384562132223071 (.cons 19931507358762581794067527139055342368939741 (.cons 79726029435050327176270108516494870916518270 (.cons 318904117740201308705080433430355506718221961 (.cons 1275616470960805234820321723551438395707269939 (.cons 5102465883843220939281286731486015484179193264 (.cons 20409863535372883757125144322428252358318589183 (.cons 81639454141491535028500535633460056178903414750 (.cons 326557816565966140114001476033792972645678587283 (.cons 1306231266263864560455995240134415857463753201703 (.cons 5224925065055458241823810336525566899951634450722 (.cons 20899700260221832967292511361908723121352484283739 (.cons 83598801040887331869126365700538180830145092239729 (.cons 334395204163549327475806586848605336836343580950168 (.cons 1337580816654197309892044332137663163597632455814137 (.cons 5350323266616789239389265084442521714429651305291776 (.cons 21401293066467156954694464432039991818535996602197610 (.cons 85605172265868627772976323236478446659474899287158279 (.cons 342420689063474510359080741079009457587363853242822584 (.cons 1369682756253898029711130134445568615727741113057781125 (.cons 5478731025015591931241435259854770240922422218700341735 (.cons 21914924100062364723316376592579218977241753303764259814 (.cons 87659696400249410866875675220892240309399414665582793928 (.cons 350638785600996875045265402493616787394875798927419069441 (.cons 1402555142403975205425264835789120096118975198721969668176 (.cons 5610220569615704105608310959639742122580811393191823706879 (.cons 22440882278459668964949269923015290282288055477736572770096 (.cons 89763529113788316540053511169706884664679601707228422481105 (.cons 359054116454347517044317852407211905958329703709950758567117 (.cons 1436216465804498082322990194790375961345067156115900145670845 (.cons 5744865863011720555627164478218141335775832717765637746269229 (.cons 22979463448746533844108917831988973652680588479929456651160241 (.cons 91917853742180561337207877020821001842477145078395939323184608 (.cons 367671414123833061691941805709894030600229643422371883762345849 (.cons 1470685642977105370385852242861018183386889654637309782807834711 (.cons 5882742355616795435645224686457603548020920136847728445462546233 (.cons 23530965961801419485796569479618749945657569026299523267291876881 (.cons 94123808476569768397485997602007801465128847389419179952226349301 (.cons 376494347977146860191245428645671966547623581381726679572332562164 (.cons 1505963217109181567070176072335494767784188262885633701615177124582 (.cons 6023626075915597684687006676555990123920388071317106788916354739026 (.cons 24090875896552145704567904817985819724289937780958205292109252319782 (.cons 96305466556062275103260937810400404248023872952225329835883732963209 (.cons 384294391935391017476355277315214625975993392458980046325299331299216 (.cons 1522409349774264877436336212064216081576295574825313321028768519445099 (.cons 5857864376269049511983112757902952022483654326224502729128524745854186 (.cons 19999999999999999999999999999999809952834806166023959017631940555575326 (.nil)))))))))))))))))))))))))))))))))))))))))))))))))))))))) (by decide +kernel)
theorem pi_hi : natCast R 10000000000000000000000000000000000000000000000000000000000000000000000 * pi R ≤ natCast R 31415926535897932384626433832795228841971693966388222109805564964691112 := pi_upper (B := 15707963267948966192313216916397614420985846983194111054902782482345556) (m := 76032666621256186653394802636590350922) (l := (.cons 304130666485024746613579210546360825591 (.cons 1216522665940098986454316842185434052817 (.cons 4866090663760395945817267368741588218528 (.cons 19464362655041583783269069474963984990277 (.cons 77857450620166335133076277899818053819751 (.cons 311429802480665340532305111598666037017296 (.cons 1245719209922661362129220446384965295881869 (.cons 4982876839690645448516881785384679548530442 (.cons 19931507358762581794067527139055812034169224 (.cons 79726029435050327176270108516496749577436201 (.cons 318904117740201308705080433430363021361893684 (.cons 1275616470960805234820321723551468454281956830 (.cons 5102465883843220939281286731486135718477940827 (.cons 20409863535372883757125144322428733295513579434 (.cons 81639454141491535028500535633461979927683375753 (.cons 326557816565966140114001476033800667640798431294 (.cons 1306231266263864560455995240134446637444232577746 (.cons 5224925065055458241823810336525690019873551954893 (.cons 20899700260221832967292511361909215601040154300422 (.cons 83598801040887331869126365700540150748895772306460 (.cons 334395204163549327475806586848613216511346301217091 (.cons 1337580816654197309892044332137694682297643336881827 (.cons 5350323266616789239389265084442647789229694829562526 (.cons 21401293066467156954694464432040496117736170699280474 (.cons 85605172265868627772976323236480463856275595675487575 (.cons 342420689063474510359080741079017526374566638796105231 (.cons 1369682756253898029711130134445600890876552255270359128 (.cons 5478731025015591931241435259854899341517666787541812403 (.cons 21914924100062364723316376592579735379622731578988680998 (.cons 87659696400249410866875675220894305918923327764217094866 (.cons 350638785600996875045265402493625049832971451285742132443 (.cons 1402555142403975205425264835789153145871357807575835668191 (.cons 5610220569615704105608310959639874321590341819336467675057 (.cons 22440882278459668964949269923015819078326177033982028132724 (.cons 89763529113788316540053511169708999848832085558880315771273 (.cons 359054116454347517044317852407220366694939601143279481226211 (.cons 1436216465804498082322990194790409804291506138276753432372331 (.cons 5744865863011720555627164478218276707561578925249665491898618 (.cons 22979463448746533844108917831989515139823417771315417968879946 (.cons 91917853742180561337207877020823167791045973627138462215026285 (.cons 367671414123833061691941805709902694394465139748589441759680706 (.cons 1470685642977105370385852242861052838563194554046531445313521072 (.cons 5882742355616795435645224686457742168715946360435323908630138238 (.cons 23530965961801419485796569479619304428274579953850744330677039462 (.cons 94123808476569768397485997602010019392987388782165122416441407578 (.cons 376494347977146860191245428645680838217305783558270734081375813747 (.cons 1505963217109181567070176072335530253794890373097943888741302114711 (.cons 6023626075915597684687006676556132057275071144302199082075287025174 (.cons 24090875896552145704567904817986387286717978810671445453204042437297 (.cons 96305466556062275103260937810402671763120833574627415593428072047165 (.cons 384294391935391017476355277315223652361561367807082843390823487283104 (.cons 1522409349774264877436336212064251493360696832322627961340148066585441 (.cons 5857864376269049511983112757903082887374926423237325811893385290119097 (.cons 20000000000000000000000000000000180094642957126165378382184944339071510 (.nil)))))))))))))))))))))))))))))))))))))))))))))))))))))))) (by decide +kernel)
theorem pi_gt : (3141592653589793238462643383279 : R) / 1000000000000000000000000000000 < pi R := lt_of_lo pi_lo 3141592653589793238462643383279 1000000000000000000000000000000 (by decide +kernel) (cast_lt 0 1000000000000000000000000000000 (by decide +kernel))
theorem pi_lt : pi R < (3141592653589793238462643383280 : R) / 1000000000000000000000000000000 := lt_of_hi pi_hi 3141592653589793238462643383280 1000000000000000000000000000000 (by decide +kernel) (cast_lt 0 1000000000000000000000000000000 (by decide +kernel))
