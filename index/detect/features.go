package detect

import (
	"math"
	"strings"
)

// Features of a sound-alike, by which it is judged. Their weights are learned, see [Weights].
const (
	featureBias             = iota
	featureSimilarity       // share of the name's worth that was heard
	featureSaved            // what was heard right, less what wasn't: long names earn more
	featureLength           // worth of the name
	featureShort            // how far it is from a name that is long enough
	featureTitle            // the title names the brand
	featureRelated          // the notes name it, the people, or a related name
	featureUnsupported      // nothing else names it
	featureUnsupportedAlike // the same, by similarity
	featureLetters          // similarity of the letters
	featureRarity           // of the words, on average
	featureRarest           // of the rarest word
	featureCapital          // a capital inside a sentence
	featureSmall            // small letters in a text with capitals
	featureBefore           // how often a name stands behind the word before
	featureAfter            // and before the word behind
	featurePossessive       // with 's
	featureWord             // the name is one word of a dictionary
	featureInitials         // the name is initials
	featureRival            // how much more another name is heard there
	featureTaken            // overlaps a hit of the exact stage
	featureMany             // the name has several words
	featureEqual            // written like the name, though the exact stage doubts it
	featurePlural           // written like the name with an s
	featureContains         // a longer word contains the name
	featurePart             // only a part of the name
	features
)

var featureNames = [features]string{
	"bias", "similarity", "saved", "length", "short", "title", "related", "unsupported", "unsupported_similarity", "letters",
	"rarity", "rarest", "capital", "small", "before", "after", "possessive", "word", "initials", "rival", "taken", "many", "equal", "plural", "contains", "part",
}

// Scales of the features, so that most lie between -1 and 1.
const (
	usualSimilarity = 0.7
	usualLetters    = 0.6
	usualRarity     = 7.5
	usualRarest     = 9.0
	nats            = 1.0 / 100 // costs are in hundredths
	longEnough      = 14        // nats
	longest         = 45
	mostRival       = 1.5
)

// featuresOf returns the features of one of the heard names of a text.
func (h *hearing) featuresOf(w *work, r *fieldText, field int32, c *heardName, most []int32) (f [features]float64) {
	set := func(feature int, is bool) {
		if is {
			f[feature] = 1
		}
	}
	t, n := &h.transcript, c.name
	worth, alike := float64(c.worth)*nats, c.similarity()-usualSimilarity
	f[featureBias] = 1
	f[featureSimilarity] = alike
	f[featureSaved] = float64(c.saved) * nats / 10
	f[featureLength] = min(worth, longest) / 10
	f[featureShort] = max(0, longEnough-worth) / 5
	set(featureTitle, c.support == titled)
	set(featureRelated, c.support == related)
	if c.support == noSupport {
		f[featureUnsupported], f[featureUnsupportedAlike] = 1, alike
	}
	written := h.written(c)
	f[featureLetters] = letterSimilarity(n.key, written) - usualLetters
	sum, rarest := 0.0, 0.0
	for i := c.first; i < c.first+c.n; i++ {
		sum += t.word(i).rarity
		rarest = math.Max(rarest, t.word(i).rarity)
	}
	f[featureRarity] = (sum/float64(c.n) - usualRarity) / 5
	f[featureRarest] = (rarest - usualRarest) / 5
	capital := beginsUpper(r.text[c.start:c.end])
	set(featureCapital, r.cased == mixedCase && capital && !t.words[c.first].breaks)
	set(featureSmall, r.cased == mixedCase && !capital)
	f[featureBefore], f[featureAfter] = h.slots(c)
	set(featurePossessive, t.word(c.first+c.n-1).owns)
	set(featureWord, n.kind == nameIsWord)
	set(featureInitials, n.kind == nameInitials)
	best := int32(0)
	for i := c.first; i < c.first+c.n; i++ {
		best = max(best, most[i])
	}
	f[featureRival] = min(mostRival, float64(best-c.saved)*nats/10)
	set(featureTaken, w.occupied.overlapping(field, c.start, c.end, func(*occupied) bool { return true }))
	set(featureMany, len(n.words) > 1)
	set(featureEqual, written == n.key)
	set(featurePlural, written == n.key+"s")
	set(featureContains, f[featureEqual]+f[featurePlural] == 0 && strings.Contains(written, n.key))
	set(featurePart, h.isPart(c))
	return f
}

// slots returns how likely a name stands where the words are, by the word before and behind.
func (h *hearing) slots(c *heardName) (before, after float64) {
	s := nameSlots()
	left, right := h.beside(c)
	b, known := s.before[left]
	if !known {
		b = unknownBefore
	}
	a, known := s.after[right]
	if !known {
		a = unknownAfter
	}
	return b / 2, a / 2
}

// beside returns the words before and behind. At the ends of a sentence it is ".".
func (h *hearing) beside(c *heardName) (before, after string) {
	t := &h.transcript
	before, after = ",", "."
	if c.first > 0 {
		if before = t.word(c.first - 1).text; t.words[c.first].breaks {
			before = "."
		}
	}
	if end := c.first + c.n; end < len(t.words) && !t.words[end].breaks {
		after = t.word(end).text
	}
	return before, after
}

// isPart reports whether all of fewer words are words of the name: "Bitcoin" for Bitcoin Core.
func (h *hearing) isPart(c *heardName) bool {
	if c.n >= len(c.name.words) {
		return false
	}
	for i := c.first; i < c.first+c.n; i++ {
		in := false
		for _, w := range c.name.words {
			in = in || h.transcript.word(i).text == w
		}
		if !in {
			return false
		}
	}
	return true
}

// letterSimilarity returns 1 for the same letters and 0 for nothing in common.
func letterSimilarity(a, b string) float64 {
	a, b = a[:min(len(a), maxSurface)], b[:min(len(b), maxSurface)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			up := row[j+1]
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			row[j+1] = min(cost, up+1, row[j]+1)
			corner = up
		}
	}
	return 1 - float64(row[len(b)])/float64(max(len(a), len(b), 1))
}
