package detect

import (
	"strings"

	"github.com/namedrop/namedrop/index"
)

// Shown returns the hits that a mention shows, in the same order, of all hits of one brand in
// one document. The most confident hit is always among them.
//
// Where a hit is reported, unsure ones are left out: the mention is certain without them, and
// most of them are wrong. So are doubtful sound-alikes of a name that the recognizer also wrote
// right, see [doubtful]. A mention without a reported hit keeps those that come near its best.
func Shown(hits []index.Hit) []index.Hit {
	best, unsure := Summarise(hits)
	spelled := spelledRight(hits)
	var out []index.Hit
	for _, h := range hits {
		if unsure && h.Confidence < best*nearBest || !unsure && (h.Unsure || spelled >= knowsName && doubtful(h)) {
			continue
		}
		out = append(out, h)
	}
	return out
}

// ShownTotal returns what remains of the number of hits found when Find kept only held of them
// and shown are left. Find keeps the most confident, so where it kept any that is unsure, all
// that it dropped are unsure too.
func ShownTotal(total int, held, shown []index.Hit) int {
	if total == 0 {
		return 0
	}
	_, unsure := Summarise(held)
	for _, h := range held {
		if h.Unsure && !unsure {
			return 0
		}
	}
	return total - (len(held) - len(shown))
}

const (
	// nearBest is the share of the best hit's confidence that a hit of an unsure mention needs.
	nearBest = 0.5
	// knowsName is how many certain hits of the name itself show that the recognizer knows it.
	// One may be luck, or the show notes that the recognizer was given.
	knowsName = 2
)

// spelledRight counts the certain hits in the text that are the name itself.
func spelledRight(hits []index.Hit) int {
	n := 0
	for _, h := range hits {
		if h.Field == index.InText && h.Confidence >= index.Sure && !h.IsSoundAlike() {
			n++
		}
	}
	return n
}

// doubtful reports whether a sound-alike is probably what was really said, given that the
// recognizer knows the name. Dictionary words are ("cloud" where Claude is spelled right
// elsewhere), unless one of them is a word of the name itself ("next our energy" for NextEra
// Energy). So is a part of the name: "timestamps" in a talk about OpenTimestamps.
func doubtful(h index.Hit) bool {
	if !h.IsSoundAlike() {
		return false
	}
	name := h.SoundsLike()
	if strings.Contains(string(key(nil, name)), string(key(nil, h.Surface))) {
		return true
	}
	return h.HasReason(index.ReasonOneWord, index.ReasonOrdinaryWords, index.ReasonOneEverydayWord, index.ReasonEverydayWords) && !shareWord(name, h.Surface)
}

// minShared is the least length of a shared word: "of" and "and" are in many names.
const minShared = 4

// shareWord reports whether two texts have a word in common.
func shareWord(a, b string) bool {
	a, b = plainWords(a), plainWords(b)
	for w := range strings.FieldsSeq(a) {
		if len(w) >= minShared && strings.Contains(b+" ", " "+w+" ") {
			return true
		}
	}
	return false
}
