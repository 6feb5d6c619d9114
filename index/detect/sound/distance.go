package sound

// Costs are in hundredths of a consonant.
const whole = 100

// swap is the cost of replacing one sound by another, gap of adding or leaving out one. Sounds
// that people and machines confuse are cheap.
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

// maxSounds is how many sounds of a word are compared. The rest is ignored.
const maxSounds = 48

// Weight returns the cost of all sounds of a word: its distance from nothing.
func Weight(s []byte) int {
	n := 0
	for _, c := range s[:min(len(s), maxSounds)] {
		n += int(gap[c])
	}
	return n
}

// Similarity returns 1 for the same sounds and 0 for nothing in common.
func Similarity(name, heard []byte) float64 {
	w := max(Weight(name), Weight(heard))
	if w == 0 {
		return 0
	}
	return max(0, 1-float64(Distance(name, heard))/float64(w))
}

// Distance returns the least cost of changing the sounds of one word into those of another.
func Distance(a, b []byte) int { return Within(a, b, 1<<30) }

// Within returns the distance if it is at most limit, else some value above limit. It is the
// usual table of edit distances, one row at a time, and stops when a whole row is above the
// limit: costs are never negative, so the result can't be lower than the least of a row.
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

// Begins reports whether a word may be the beginning of a name: whether some prefix of the name
// is within limit of the word. When none is, no words that follow can bring the distance back
// under the limit.
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

// Onset is the classes of the first two consonants of a word, by which names are indexed. Voiced
// and unvoiced consonants share a class. A word without consonants has a class of its own, and a
// word with one consonant has its class twice.
type Onset struct {
	First, Second byte  // less than Onsets
	Consonants    uint8 // how many of the two there are
}

// OnsetOf returns the onset of a word.
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

// Then returns the onset of a word that is followed by another.
func (o Onset) Then(next Onset) Onset {
	switch {
	case o.Consonants == 0:
		return next
	case o.Consonants == 1 && next.Consonants > 0:
		return Onset{o.First, next.First, 2}
	}
	return o
}

// Classes counts the consonants of a word by class, up to three of each, in unary: mask n has
// the bit of a class set when the word has more than n of them. Counts of words can then be
// added with a few bit operations.
type Classes [3]uint16

// ClassesOf returns the count of a word.
func ClassesOf(s []byte) (c Classes) {
	for _, b := range s {
		c = c.Plus(Classes{1 << onset[b] &^ 1})
	}
	return c
}

// Plus returns the count of two words together. It has two of a class when either has two or
// both have one, and so on; counts above three are lost, which only lowers Excess.
func (c Classes) Plus(o Classes) Classes {
	return Classes{c[0] | o[0], c[1] | o[1] | c[0]&o[0], c[2] | o[2] | c[1]&o[0] | c[0]&o[1]}
}

// Excess returns the least cost of the consonants that only the first word has. It never exceeds
// the distance of words with these counts, so a pair it rules out needs no exact comparison.
func Excess(a, b Classes) int {
	return int(missing[a[0]&^b[0]] + missing[a[1]&^b[1]] + missing[a[2]&^b[2]])
}

// missing is the least cost of a set of classes: for each class its cheapest gap or swap.
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

// Onsets is the number of classes of onsets.
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
