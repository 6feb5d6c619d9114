package attribute

import "slices"

// strangeName reports whether an answer names a show or a person that has no mention: "the Harbour Hour podcast", "a podcast
// with Keira Noble". It goes by capitals and by words that are in no dictionary, beside a word for a kind or network.
func (m *Matcher) strangeName(r *reading) bool {
	ts := r.tokens
	if len(ts) == 0 {
		return false
	}
	capitals := 0
	for _, t := range ts {
		if t.caps {
			capitals++
		}
	}
	shouting := capitals*2 > len(ts)
	taken := func(i int) bool {
		in := func(s span) bool { return s.has(i) }
		return slices.ContainsFunc(r.shows, func(s foundShow) bool { return in(s.span) }) ||
			slices.ContainsFunc(r.people, func(p foundPerson) bool { return in(p.span) }) ||
			slices.ContainsFunc(r.channels, func(c foundChannel) bool { return in(c.span) })
	}
	strange := func(i int) bool {
		if i < 0 || i >= len(ts) || taken(i) {
			return false
		}
		w := ts[i].word
		if m.subjects[stem(w)] && (!ts[i].upper || i == 0 || ts[i-1].clause != ts[i].clause) || ts[i].caps {
			return false
		}
		return len(w) > 2 && !small[w] && !m.brands[w] && !isCue(w) && months[w] == 0 && languages[w] == "" && number(w) == 0
	}
	// A stranger is not in the dictionary, or has a capital that begins no sentence.
	name := func(i int) bool {
		if !strange(i) {
			return false
		}
		return !ordinary(ts[i].word) || ts[i].upper && !shouting && (i > 0 && ts[i-1].clause == ts[i].clause || strange(i+1) && ts[i+1].upper && ts[i+1].clause == ts[i].clause)
	}
	if len(r.channels) > 0 && !passing.any(ts) {
		// "Harbour Hour with Keira Noble, podcast"
		for i := range ts {
			if i+2 < len(ts) && introducing[ts[i].word] && r.active[ts[i].clause] && name(i+1) && name(i+2) && ts[i+1].upper && ts[i+2].upper && !shouting {
				return true
			}
		}
	}
	for _, c := range r.channels {
		clause := ts[c.span.from].clause
		// Before it: "Harbour Hour podcast", "Deskalot's own podcast".
		j := c.span.from - 1
		for j >= 0 && between[ts[j].word] {
			j--
		}
		if j >= 0 && ts[j].clause == clause && name(j) && (ts[j].upper || ts[j].possessive || name(j-1)) {
			return true
		}
		// Behind it: "podcast van Keira Noble", "podcast called Harbour Hour", "podcast: Harbour Hour".
		for k := c.span.to; k < len(ts) && k <= c.span.to+2; k++ {
			if ts[k].clause > clause+1 {
				break
			}
			introduces := introducing[ts[k].word]
			at := k
			if introduces {
				at = k + 1
			} else if k > c.span.to {
				continue
			}
			if at < len(ts) && articles[ts[at].word] {
				at++
			}
			if name(at) && (introduces || ts[at].upper) && (ts[at].upper && !shouting || name(at+1)) {
				return true
			}
			if introduces && at+1 < len(ts) && name(at) && name(at+1) && !ordinary(ts[at].word) {
				return true
			}
		}
	}
	return false
}

// between are words between a name and its kind: "Keira Noble on LinkedIn".
var between = set("own new eigen on op via at zijn haar his her")

var introducing = set("van met by with from of called named genaamd door featuring ft heet hosted heette titled")
