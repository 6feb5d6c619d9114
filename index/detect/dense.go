package detect

import (
	"hash/maphash"
	"slices"

	"github.com/namedrop/namedrop/feeds"
)

// dense finds the hits of a document that has too many candidates to hold at once: a long list
// of names, or a hostile text. It reads the document twice, one window at a time. The first
// pass collects the evidence that hits give each other. The second pass scores the candidates,
// and each brand keeps only its quota of them. Such documents are not searched for
// sound-alikes.
func (d *Detector) dense(doc *feeds.Document, w *work) Found {
	w.resetEvidence()
	known := new(judgementCache)
	counts := make(map[int32]int)
	d.eachJudged(doc, w, known, func(c *candidate, sum float64, judged bool) {
		counts[c.brand]++
		if judged {
			w.addEvidence(c, sum)
		}
	}, func() {})
	s := topHits{work: w, most: quota(counts), brands: make(map[int32]*shortlist, len(counts))}
	var window []candidate
	var k scorecard
	d.eachJudged(doc, w, known, func(c *candidate, sum float64, judged bool) {
		if w.texts[c.field].field == people {
			return
		}
		if !judged {
			s.of(c.brand).total++
			return
		}
		k = scorecard{sum: sum, parts: k.parts[:0]}
		d.corroborate(doc, w, c, &k)
		c.score = k.sum
		if s.accepts(c) {
			k = scorecard{parts: k.parts[:0]}
			d.judge(doc, w, c, &k)
			d.corroborate(doc, w, c, &k)
			c.card = k.clone()
		}
		window = append(window, *c)
	}, func() {
		window = resolveOverlaps(window)
		for i := range window {
			s.take(window[i])
		}
		clear(window)
		window = window[:0]
	})
	totals := make(map[string]int)
	w.found = w.found[:0]
	for brand, l := range s.brands {
		s.trim(l)
		w.found = append(w.found, l.kept...)
		if l.total > len(l.kept) {
			totals[d.brands[brand].id] = l.total
		}
	}
	slices.SortFunc(w.found, inOrder)
	return Found{d.hits(doc, w), totals}
}

// eachJudged calls see for each candidate of the document with the sum of its own scorecard,
// and end after each window. Once too many different candidates were judged, see is called with
// judged false. Two passes over the same document call see with the same arguments.
func (d *Detector) eachJudged(doc *feeds.Document, w *work, known *judgementCache, see func(c *candidate, sum float64, judged bool), end func()) {
	var k scorecard
	judged, seen := 0, 0
	clear(known[:])
	for i := range w.texts {
		if i == 1 {
			judged, seen = 0, 0 // the title is judged even when the text used up the limits
		}
		for from := 0; from < len(w.texts[i].text) && seen < maxCounted; {
			w.found = w.found[:0]
			from = d.exactWindow(w, i, from)
			seen += len(w.found)
			for at := range w.found {
				c := &w.found[at]
				j := known.of(w, c)
				if !j.same(c) && judged < maxJudged {
					judged++
					traits := c.traits
					k = scorecard{parts: k.parts[:0]}
					d.judge(doc, w, c, &k)
					*j = judgement{hash: j.wanted, wanted: j.wanted, entry: c.entry, before: traits, after: c.traits, sum: k.sum}
				}
				if !j.same(c) {
					see(c, 0, false)
					continue
				}
				c.traits = j.after
				see(c, j.sum, true)
			}
			end()
		}
	}
}

// judgementCache holds the sums of candidates by a hash of their surroundings, so that a text
// that repeats itself is judged once. It is a direct-mapped cache: a new judgement replaces
// the one in its slot. The full hash is kept and compared, so a replaced one is never used.
type judgementCache [1 << 13]judgement

type judgement struct {
	hash          uint64 // of the surroundings of the candidate that the sum belongs to
	wanted        uint64 // of the surroundings of the candidate that was looked up last
	entry         int32
	before, after trait
	sum           float64
}

// surroundingBytes is more than a judgement reads to either side of a candidate. Two candidates
// with the same surroundings therefore get the same sum.
const surroundingBytes = 256

func (l *judgementCache) of(w *work, c *candidate) *judgement {
	text := w.texts[c.field].text
	h := maphash.String(seed, text[max(0, c.start-surroundingBytes):min(len(text), c.end+surroundingBytes)])
	h ^= (uint64(c.field)<<32 | uint64(c.end-c.start) + 1) * prime // its place in the surroundings follows from the bytes around it, except near the beginning of a text
	h ^= uint64(min(c.start, surroundingBytes)) << 48
	j := &l[(h^uint64(c.entry))%uint64(len(l))]
	j.wanted = h
	return j
}

var seed = maphash.MakeSeed()

// same reports whether the judgement holds for a candidate.
func (j *judgement) same(c *candidate) bool {
	return j.hash == j.wanted && j.entry == c.entry && (j.before == c.traits || j.after == c.traits)
}

// topHits keeps the most confident candidates of each brand.
type topHits struct {
	*work
	most   int
	brands map[int32]*shortlist
}

// shortlist is the candidates that a brand has kept so far. It grows to twice the quota before
// it is sorted and cut, so that sorting costs little for each candidate.
type shortlist struct {
	kept    []candidate
	weakest *candidate // the least confident one kept at the last cut; nil before that
	total   int
}

func (s *topHits) of(brand int32) *shortlist {
	l := s.brands[brand]
	if l == nil {
		l = &shortlist{}
		s.brands[brand] = l
	}
	return l
}

// accepts reports whether a candidate may be among the most confident.
func (s *topHits) accepts(c *candidate) bool {
	l := s.of(c.brand)
	return l.weakest == nil || s.compareConfidence(c, l.weakest) < 0
}

func (s *topHits) take(c candidate) {
	l := s.of(c.brand)
	l.total++
	if !s.accepts(&c) {
		return
	}
	if l.kept = append(l.kept, c); len(l.kept) >= 2*s.most {
		s.trim(l)
		weakest := l.kept[len(l.kept)-1]
		l.weakest = &weakest
	}
}

func (s *topHits) trim(l *shortlist) {
	slices.SortFunc(l.kept, func(a, b candidate) int { return s.compareConfidence(&a, &b) })
	if len(l.kept) > s.most {
		clear(l.kept[s.most:])
		l.kept = l.kept[:s.most]
	}
}
