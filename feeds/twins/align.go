package twins

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Two copies of a recording have other advertisements, so that their times differ by another number of
// seconds after each break. Anchors are places that are known in both.
const (
	phrase     = 5    // words in a row that have to be equal
	agree      = 2.0  // seconds by which the shifts of two anchors may differ without a break between them
	reach      = 30.0 // seconds from an anchor within which its shift still counts at the ends and beside a break
	leastPlace = 3    // places at which the two have to be matched
	placeEvery = 20.0 // seconds between two places
)

// anchor is a place in both copies.
type anchor struct{ from, to float64 }

func (a anchor) shift() float64 { return a.to - a.from }

// Shift returns the cues of one copy with the times that they have in another, of which some words with
// their times are known, or chapters. Cues whose time can't be told are untimed. moved reports whether the
// copies could be matched at several places; without that no time is known.
func Shift(cues []feeds.Cue, known []feeds.Cue, chapters, others []feeds.Chapter, duration float64) (out []feeds.Cue, moved bool) {
	anchors := rising(append(phrases(cues, known), titles(chapters, others)...))
	if places(anchors) < leastPlace {
		return nil, false
	}
	out = make([]feeds.Cue, len(cues))
	at := 0.0
	for i, c := range cues {
		out[i] = c
		shift, ok := shiftAt(anchors, c.Start)
		start, end := c.Start+shift, c.End+shift
		if !ok || c.Untimed || start < 0 || start < at || duration > 0 && start > duration*1.05+10 {
			out[i].Start, out[i].End, out[i].Untimed = at, at, true
			continue
		}
		out[i].Start, out[i].End = start, max(start, end)
		at = start
	}
	return out, true
}

// timedWord is a word with the second at which it is spoken.
type timedWord struct {
	text string
	at   float64
}

// wordsOf spreads the words of each cue over its time.
func wordsOf(cues []feeds.Cue) []timedWord {
	var out []timedWord
	for _, c := range cues {
		if c.Untimed {
			continue
		}
		words := split(c.Text)
		for i, w := range words {
			out = append(out, timedWord{w, c.Start + (c.End-c.Start)*float64(i)/float64(len(words))})
		}
	}
	return out
}

// phrases finds runs of words that occur once in each copy.
func phrases(a, b []feeds.Cue) []anchor {
	x, y := wordsOf(a), wordsOf(b)
	in, only := once(y), once(x)
	var out []anchor
	for key, i := range only {
		if j, ok := in[key]; ok && i >= 0 && j >= 0 {
			out = append(out, anchor{x[i].at, y[j].at})
		}
	}
	return out
}

// once returns where each run of words begins; -1 for one that occurs several times.
func once(words []timedWord) map[string]int {
	out := map[string]int{}
	for i := 0; i+phrase <= len(words); i++ {
		texts := make([]string, phrase)
		for k := range texts {
			texts[k] = words[i+k].text
		}
		key := strings.Join(texts, " ")
		if _, seen := out[key]; seen {
			out[key] = -1
		} else {
			out[key] = i
		}
	}
	return out
}

// titles finds chapters of the same title.
func titles(a, b []feeds.Chapter) []anchor {
	name := func(c feeds.Chapter) string { return strings.Join(split(c.Title), " ") }
	index := func(list []feeds.Chapter) map[string]int {
		out := map[string]int{}
		for i, c := range list {
			if _, seen := out[name(c)]; seen || c.Untimed || name(c) == "" {
				out[name(c)] = -1
				continue
			}
			out[name(c)] = i
		}
		return out
	}
	in := index(b)
	var out []anchor
	for key, i := range index(a) {
		// Every list begins at 0, also where a jingle comes first: that is no place in the recording.
		if j, ok := in[key]; ok && i >= 0 && j >= 0 && a[i].Start > 0 && b[j].Start > 0 {
			out = append(out, anchor{a[i].Start, b[j].Start})
		}
	}
	return out
}

// rising sorts anchors and drops those that are out of order in the other copy: it keeps the longest list in
// which both times rise.
func rising(anchors []anchor) []anchor {
	slices.SortFunc(anchors, func(a, b anchor) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var tails []int // the last anchor of the best list of each length
	before := make([]int, len(anchors))
	for i, a := range anchors {
		n, _ := slices.BinarySearchFunc(tails, a.to, func(j int, to float64) int { return cmp.Compare(anchors[j].to, to) })
		if before[i] = -1; n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	var out []anchor
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			out = append(out, anchors[i])
		}
	}
	slices.Reverse(out)
	return out
}

// places counts the anchors that another one confirms and that are apart from each other.
func places(anchors []anchor) (n int) {
	last := math.Inf(-1)
	for i, a := range anchors {
		confirmed := i > 0 && math.Abs(anchors[i-1].shift()-a.shift()) <= agree || i+1 < len(anchors) && math.Abs(anchors[i+1].shift()-a.shift()) <= agree
		if confirmed && a.from-last >= placeEvery {
			n, last = n+1, a.from
		}
	}
	return n
}

// shiftAt returns the shift at a second: that of the anchors around it if they agree, or that of a near
// one.
func shiftAt(anchors []anchor, second float64) (float64, bool) {
	i, _ := slices.BinarySearchFunc(anchors, second, func(a anchor, s float64) int { return cmp.Compare(a.from, s) })
	hasNext, hasPrevious := i < len(anchors), i > 0
	switch {
	case hasNext && hasPrevious:
		p, n := anchors[i-1], anchors[i]
		if math.Abs(p.shift()-n.shift()) <= agree {
			return p.shift() + (n.shift()-p.shift())*(second-p.from)/max(n.from-p.from, 1e-9), true
		}
		// There is a break somewhere between the two.
		if second-p.from <= n.from-second {
			return p.shift(), second-p.from <= reach/3
		}
		return n.shift(), n.from-second <= reach/3
	case hasPrevious:
		return anchors[i-1].shift(), second-anchors[i-1].from <= reach
	case hasNext:
		return anchors[i].shift(), anchors[i].from-second <= reach
	}
	return 0, false
}
