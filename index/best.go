package index

import "cmp"

// Sure is the least confidence of a hit that is called sure. Reported hits below it are likely.
const Sure = 0.85

// Best returns the index of the hit that represents a mention, where only one is shown: in a
// row of the inbox, in an alert, where playback starts. It returns 0 if there are no hits.
//
// Among hits of the same level (sure, likely, unsure) one in the text is better than one in the
// title or the notes, since it can be listened to. Then the confidence decides, then the order.
func Best(hits []Hit) int {
	best := 0
	for i := 1; i < len(hits); i++ {
		if compareHits(&hits[i], &hits[best]) > 0 {
			best = i
		}
	}
	return best
}

// compareHits returns a positive number if a represents a mention better than b.
func compareHits(a, b *Hit) int {
	return cmp.Or(cmp.Compare(a.level(), b.level()), cmp.Compare(a.inText(), b.inText()), cmp.Compare(a.Confidence, b.Confidence))
}

func (h *Hit) level() int {
	switch {
	case h.Unsure:
		return 0
	case h.Confidence < Sure:
		return 1
	}
	return 2
}

func (h *Hit) inText() int {
	if h.Field == InText {
		return 1
	}
	return 0
}
