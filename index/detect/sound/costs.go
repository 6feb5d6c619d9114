package sound

// Costs says how sounds are mistaken for each other, in hundredths. What was heard costs nothing
// where it is what was said.
type Costs struct {
	swap  [256][256]uint16 // by what was heard, then by what was said
	drop  [256]uint16      // said, but not heard
	add   [256]uint16      // heard, but not said
	worth [256]uint16      // of hearing a sound right
}

// Row is the cost of what was heard so far against each beginning of a name: one row of the
// usual table of edit distances. The last value is the cost against the whole name.
type Row [MaxSounds + 1]int32

// Worth returns what hearing all sounds of a name right is worth. One minus the distance divided
// by it is the similarity.
func (c *Costs) Worth(name []byte) (sum int32) {
	for _, s := range name[:min(len(name), MaxSounds)] {
		sum += int32(c.worth[s])
	}
	return sum
}

// Begin sets a row to the costs of nothing heard.
func (c *Costs) Begin(row *Row, name []byte) {
	row[0] = 0
	for j, said := range name[:min(len(name), MaxSounds)] {
		row[j+1] = row[j] + int32(c.drop[said])
	}
}

// Hear adds the sounds of a word to a row. It returns the least value of the row, below which no
// further word can bring the distance, and stops early when that is above the limit.
func (c *Costs) Hear(row *Row, name, word []byte, limit int32) (least int32) {
	name = name[:min(len(name), MaxSounds)]
	for _, heard := range word[:min(len(word), MaxSounds)] {
		swaps, add := &c.swap[heard], int32(c.add[heard])
		corner := row[0]
		left := corner + add
		row[0], least = left, left
		for j, said := range name {
			up := row[j+1]
			left = min(corner+int32(swaps[said]), up+add, left+int32(c.drop[said]))
			corner, row[j+1] = up, left
			least = min(least, left)
		}
		if least > limit {
			return least
		}
	}
	return least
}

// Distance returns the least cost of hearing some sounds for a name.
func (c *Costs) Distance(name, heard []byte) int32 {
	var row Row
	c.Begin(&row, name)
	c.Hear(&row, name, heard, 1<<30)
	return row[min(len(name), MaxSounds)]
}

// Similarity returns 1 for the sounds of the name and 0 or less for nothing in common.
func (c *Costs) Similarity(name, heard []byte) float64 {
	worth := c.Worth(name)
	if worth == 0 {
		return 0
	}
	return 1 - float64(c.Distance(name, heard))/float64(worth)
}

// Bounds returns the most that each beginning of a name may cost, so that what was heard may still
// become the name. No beginning may cost more than the limit. None may be less similar by itself
// than share, because errors are spread over a name.
func (c *Costs) Bounds(name []byte, limit int32, share float64) (bounds Row) {
	worth := int32(0)
	bounds[0] = -1
	for j, said := range name[:min(len(name), MaxSounds)] {
		worth += int32(c.worth[said])
		bounds[j+1] = min(limit, int32((1-share)*float64(worth)))
	}
	return bounds
}

// Within reports whether some beginning of a name of n sounds is within its bound.
func (r *Row) Within(bounds *Row, n int) bool {
	for j := 1; j <= n; j++ {
		if r[j] <= bounds[j] {
			return true
		}
	}
	return false
}

// Foreign is the least cost of each sound, wherever in a name it is heard. The sum over a word is
// no more than what the word adds to a distance.
type Foreign [256]uint16

// Foreign returns the least costs for a name.
func (c *Costs) Foreign(name []byte) (f Foreign) {
	for heard := range f {
		f[heard] = c.add[heard]
		for _, said := range name {
			f[heard] = min(f[heard], c.swap[heard][said])
		}
	}
	return f
}

// Of returns the least cost of a word.
func (f *Foreign) Of(word []byte) (sum int32) {
	for _, heard := range word {
		sum += int32(f[heard])
	}
	return sum
}

// Starts reports whether a name may begin with a word: whether some beginning of the name is within
// its bound, and cheaper to hear in the word by a margin than to leave out. Where it isn't cheaper,
// the same name is found at least as well from the next word on.
func (c *Costs) Starts(begun, bounds *Row, name, word []byte, limit, margin int32) bool {
	row := *begun
	if len(word) == 0 || c.Hear(&row, name, word, limit) > limit {
		return false
	}
	for j := 1; j <= min(len(name), MaxSounds); j++ {
		if row[j] <= bounds[j] && row[j]+margin < begun[j] {
			return true
		}
	}
	return false
}
