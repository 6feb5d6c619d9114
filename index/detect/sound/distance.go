package sound

// Costs are in hundredths of a consonant.
const whole = 100

// costs of taking one sound for another, and of hearing one too many or too few.
var (
	swap = buildSwap()
	gap  = buildGap()
)

func buildGap() (t [256]uint16) {
	for i := range t {
		t[i] = whole
	}
	for _, c := range "aeiou" {
		t[c] = 38
	}
	t['h'], t['y'], t['w'], t['r'] = 30, 45, 50, 70
	t['s'], t['z'], t['t'], t['d'], t['n'] = 80, 80, 80, 80, 85
	return t
}

func buildSwap() *[256][256]uint16 {
	t := new([256][256]uint16)
	for a := range t {
		for b := range t[a] {
			if a != b {
				t[a][b] = whole
			}
		}
	}
	set := func(pairs string, cost uint16) {
		for i := 0; i+1 < len(pairs); i += 3 {
			a, b := pairs[i], pairs[i+1]
			t[a][b], t[b][a] = cost, cost
		}
	}
	for _, a := range "aeiou" {
		for _, b := range "aeiou" {
			if a != b {
				t[a][b] = 25
			}
		}
	}
	set("ae ei ou ao", 16)
	set("pb td kg fv sz", 25)
	set("SJ CJ SC mn Tt Td Tf Ts kX gX hX yJ wv wf vb", 45)
	set("sS zS sC zJ tC dJ zT lr pf bf kt gd pt kp rw ks", 70)
	for _, v := range "aeiou" {
		for _, c := range "yw" {
			t[v][c], t[c][v] = 40, 40
		}
		t[v]['r'], t['r'][v] = 60, 60
		t[v]['l'], t['l'][v] = 75, 75
	}
	return t
}

// maxSounds bounds the words compared; longer ones are cut.
const maxSounds = 48

// Weight is what a word's sounds are worth together.
func Weight(s []byte) int {
	n := 0
	for _, c := range s[:min(len(s), maxSounds)] {
		n += int(gap[c])
	}
	return n
}

// Similarity is 1 for the same sounds and 0 for nothing in common; heard is compared
// against name.
func Similarity(name, heard []byte) float64 {
	w := max(Weight(name), Weight(heard))
	if w == 0 {
		return 0
	}
	return max(0, 1-float64(Distance(name, heard))/float64(w))
}

// Distance is the least cost that turns one word's sounds into the other's.
func Distance(a, b []byte) int { return Within(a, b, 1<<30) }

// Within is the distance where it is no more than limit, and otherwise something over it;
// it gives up as soon as that is clear.
func Within(a, b []byte, limit int) int {
	a, b = a[:min(len(a), maxSounds)], b[:min(len(b), maxSounds)]
	var row [maxSounds + 1]int32
	for j, c := range b {
		row[j+1] = row[j] + int32(gap[c])
	}
	most := int32(limit)
	for _, c := range a {
		swaps, drop := &swap[c], int32(gap[c])
		corner := row[0]
		left := corner + drop
		row[0] = left
		least := left
		for j, other := range b {
			up := row[j+1]
			left = min(corner+int32(swaps[other]), up+drop, left+int32(gap[other]))
			corner, row[j+1] = up, left
			least = min(least, left)
		}
		if least > most {
			return int(least)
		}
	}
	return int(row[len(b)])
}

// Begins reports whether a word may be the beginning of a name: whether some beginning of
// the name is within limit of it. No words behind it can mend it where none is.
func Begins(name, word []byte, limit int) bool {
	name, word = name[:min(len(name), maxSounds)], word[:min(len(word), maxSounds)]
	var row [maxSounds + 1]int32
	for j, c := range name {
		row[j+1] = row[j] + int32(gap[c])
	}
	for _, c := range word {
		swaps, drop := &swap[c], int32(gap[c])
		corner := row[0]
		left := corner + drop
		row[0] = left
		least := left
		for j, other := range name {
			up := row[j+1]
			left = min(corner+int32(swaps[other]), up+drop, left+int32(gap[other]))
			corner, row[j+1] = up, left
			least = min(least, left)
		}
		if least > int32(limit) {
			return false
		}
	}
	return true
}

// Onset is the classes of a word's first two consonants, by which names are indexed;
// voiced and unvoiced share one. A word without consonants has a class of its own, and
// one with a single consonant has it twice.
type Onset struct {
	First, Second byte  // below Onsets
	Consonants    uint8 // how many of the two there are
}

// OnsetOf finds the first consonants of a word.
func OnsetOf(s []byte) (o Onset) {
	for _, c := range s {
		class := onset[c]
		switch {
		case class == 0:
		case o.Consonants == 0:
			o = Onset{class, class, 1}
		default:
			return Onset{o.First, class, 2}
		}
	}
	if o.Consonants == 0 {
		return Onset{First: Onsets - 1, Second: Onsets - 1}
	}
	return o
}

// Then is the onset of a word with another behind it.
func (o Onset) Then(next Onset) Onset {
	switch {
	case o.Consonants == 0:
		return next
	case o.Consonants == 1 && next.Consonants > 0:
		return Onset{o.First, next.First, 2}
	}
	return o
}

// Classes counts a word's consonants by class, up to three of each: the bit of a class
// is set in the n-th mask where the word has n of them.
type Classes [3]uint16

// ClassesOf counts the consonants of a word.
func ClassesOf(s []byte) (c Classes) {
	for _, b := range s {
		c = c.Plus(Classes{1 << onset[b] &^ 1})
	}
	return c
}

// Plus is the count of two words together.
func (c Classes) Plus(o Classes) Classes {
	return Classes{c[0] | o[0], c[1] | o[1] | c[0]&o[0], c[2] | o[2] | c[1]&o[0] | c[0]&o[1]}
}

// Excess is the least it costs to do without the consonants that only the first has: a
// lower bound of the distance between words with these consonants.
func Excess(a, b Classes) int {
	return int(missing[a[0]&^b[0]] + missing[a[1]&^b[1]] + missing[a[2]&^b[2]])
}

// missing is the least it costs to do without a set of classes.
var missing = func() (t [1 << Onsets]uint16) {
	// By class: vowels, pb, td, kg, fv, sz, mn, l, r, wy, digits, none.
	least := [Onsets]uint16{0, 45, 45, 45, 45, 45, 70, 70, 60, 40, 100, 0}
	for m := range t {
		for class, cost := range least {
			if m>>class&1 != 0 {
				t[m] += cost
			}
		}
	}
	return t
}()

// Onsets is the number of classes.
const Onsets = 12

var onset = func() (t [256]byte) {
	for i, class := range []string{"", "pb", "tdT", "kgX", "fv", "szSCJ", "mn", "l", "r", "wy", "0123456789"} {
		for _, c := range class {
			t[c] = byte(i)
		}
	}
	for c := 0x80; c < 256; c++ {
		t[c] = 10
	}
	return t
}()
