package detect

// contextReach is how many bytes from a name its context words count. Excluded words count less
// far, unless they contain the name.
const (
	contextReach = 220
	excludeReach = 60
)

// surroundings is what was found near a candidate: a context word, an excluded word.
type surroundings struct {
	context, exclude string
	inside           bool // the excluded phrase contains the name
	count            int  // different context words
}

// exclusion returns the weight of the excluded phrase. A name inside one must not be reported
// whatever else supports it, so that weight exceeds the sum of everything that can.
func (s surroundings) exclusion() float64 {
	if s.inside {
		return -30
	}
	return -6
}

// near looks for the brand's context words and excluded words around a candidate.
func (p *phrases) near(text string, c *candidate) (seen surroundings) {
	if len(p.entries) == 0 {
		return seen
	}
	low, high := max(0, c.start-contextReach), min(len(text), c.end+contextReach)
	for low > 0 && low < c.start && foldByte[text[low-1]] != breakByte {
		low++
	}
	for high < len(text) && high > c.end && foldByte[text[high]] != breakByte {
		high--
	}
	var room [64]span
	last := int32(-1)
	for _, s := range p.table.scan(text[low:high], room[:0]) {
		e := &p.entries[s.entry]
		if e.brand != c.brand {
			continue
		}
		from, to := s.start+low, s.end+low
		holds := from < c.end && c.start < to
		switch {
		case e.form == excludeForm && (holds || from-c.end < excludeReach && c.start-to < excludeReach):
			if !seen.inside {
				seen.exclude, seen.inside = e.name, holds
			}
		case e.form == contextForm && !holds:
			if last != s.entry {
				seen.count++
				last = s.entry
			}
			seen.context = e.name
		}
	}
	return seen
}
