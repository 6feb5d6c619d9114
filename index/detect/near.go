package detect

// contextReach is how far from a name its context words count, in bytes; exclusions
// reach less far, unless they hold the name.
const (
	contextReach = 220
	excludeReach = 60
)

// surroundings are the phrases found near a hit.
type surroundings struct {
	context, exclude string
	count            int // different context words
}

// near looks for the brand's phrases around a candidate.
func (p *phrases) near(text string, c *candidate) (seen surroundings) {
	if len(p.list) == 0 {
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
	var last uint32
	for _, s := range p.table.scan(text[low:high], room[:0]) {
		if s.plural {
			continue
		}
		for i := s.first; i < s.first+s.count; i++ {
			w := &p.list[i]
			if w.brand != c.brand {
				continue
			}
			from, to := s.start+low, s.end+low
			holds := from < c.end && c.start < to
			switch {
			case w.exclude && (holds || from-c.end < excludeReach && c.start-to < excludeReach):
				seen.exclude = w.word
			case !w.exclude && !holds:
				if seen.count == 0 || last != i {
					seen.count++
					last = i
				}
				seen.context = w.word
			}
		}
	}
	return seen
}
