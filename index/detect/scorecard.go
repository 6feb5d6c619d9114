package detect

import "slices"

// card adds up the evidence for one hit, and remembers the words for it.
type scorecard struct {
	sum   float64
	basis string
	also  string
	parts []part

	context bool // a context word stands near
}

type part struct {
	weight float64
	words  string
}

// base sets what the name itself is worth.
func (k *scorecard) base(weight float64, words string) { k.sum, k.basis = weight, words }

// say adds words that are worth nothing by themselves.
func (k *scorecard) note(words string) { k.also = words }

// add counts a piece of evidence; up or down are its words by the sign it has.
func (k *scorecard) add(weight float64, up, down string) {
	k.sum += weight
	words := up
	if weight < 0 {
		words = down
	}
	if words != "" && weight != 0 {
		if k.parts == nil {
			k.parts = make([]part, 0, 8) // few have more
		}
		k.parts = append(k.parts, part{weight, words})
	}
}

// sentence is the reason in words: what it is, what speaks for it, what against. The
// weightiest evidence comes first and no more than three pieces are told of each side.
func (k *scorecard) sentence() string {
	slices.SortStableFunc(k.parts, func(a, b part) int {
		switch x, y := max(a.weight, -a.weight), max(b.weight, -b.weight); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var room [256]byte
	b := append(room[:0], k.basis...)
	if k.also != "" {
		b = append(append(b, ", "...), k.also...)
	}
	write := func(positive bool, lead string) {
		n := 0
		for _, p := range k.parts {
			if p.weight > 0 != positive || n == 3 {
				continue
			}
			if n > 0 {
				lead = ", "
			}
			b = append(append(b, lead...), p.words...)
			n++
		}
	}
	write(true, "; ")
	write(false, "; against it: ")
	return string(b)
}
