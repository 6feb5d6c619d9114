package attribute

import "slices"

// reading is what an answer says, before it is compared with the mentions.
type reading struct {
	tokens   []token
	active   []bool // by clause: false where it is denied or came too late
	shows    []foundShow
	people   []foundPerson
	channels []foundChannel
	others   [kinds]bool
	another  [kinds]span
	unknown  bool // a show or a person is named that has no mention
	denied   bool // a show or a channel is named, and said not to be it
	decided  bool // one source is said to have made the difference
	several  bool
}

type foundChannel struct {
	cue  int
	span span
}

// read finds the sources in an answer and leaves those that count.
func (m *Matcher) read(ts []token) *reading {
	r := &reading{tokens: ts}
	clauses := 1
	if len(ts) > 0 {
		clauses = ts[len(ts)-1].clause + 1
	}
	r.active = slices.Repeat([]bool{true}, clauses)
	shows, people := m.findAliases(ts) // as they were written, before mistakes in words are corrected
	for i := range ts {
		if len(ts[i].word) >= 6 && !ordinary(ts[i].word) {
			cueWords.find(ts[i].word, true, func(id int32, d int) {
				if d == 1 && !m.known(ts[i].word) {
					ts[i].word = cueWords.words[id]
				}
			})
		}
	}
	kindIn := make([]bool, clauses)
	said := false
	for c, cue := range channelCues {
		for _, s := range cue.words.all(ts) {
			r.channels = append(r.channels, foundChannel{c, s})
			kindIn[ts[s.from].clause], said = true, true
		}
	}
	for i, t := range ts {
		switch t.word {
		case "show", "channel", "kanaal", "host", "presenter", "programma", "heard", "listening", "luister", "gehoord", "subreddit", "account":
			kindIn[ts[i].clause], said = true, true
		}
	}
	kindSaid := func(clause int) bool {
		if clause < 0 {
			return said
		}
		return kindIn[clause]
	}
	r.people = append(m.findPeople(ts), people...)
	r.shows = strongest(append(shows, m.findShows(ts, r.people, kindSaid)...))
	r.people = slices.DeleteFunc(r.people, func(p foundPerson) bool {
		for _, s := range r.shows {
			if s.span.from <= p.span.from && p.span.to <= s.span.to && !m.accountOf(s.show, p) {
				return true // a name inside a show's
			}
		}
		return false
	})
	r.channels = slices.DeleteFunc(r.channels, func(c foundChannel) bool {
		return slices.ContainsFunc(r.shows, func(s foundShow) bool { return s.span.has(c.span.from) && !s.partly })
	})
	r.several = several.any(ts)
	var cues [kinds][]span
	for k, c := range elsewhereCues {
		cues[k] = c.words.all(ts)
		cues[k] = slices.DeleteFunc(cues[k], func(s span) bool {
			return slices.ContainsFunc(r.shows, func(f foundShow) bool { return f.span.has(s.from) })
		})
	}
	r.deny(clauses)
	r.weigh(cues)
	r.drop(&cues)
	for k := range cues {
		if r.others[k] = len(cues[k]) > 0; r.others[k] {
			r.another[k] = cues[k][0]
		}
	}
	r.notTheirs()
	r.unknown = m.strangeName(r)
	return r
}

// known reports whether a word is part of a name.
func (m *Matcher) known(word string) bool {
	_, ok := m.names.ids[word]
	return ok
}

// accountOf reports whether a show is the account of a person.
func (m *Matcher) accountOf(s int, p foundPerson) bool {
	return slices.ContainsFunc(p.who, func(who int32) bool { return compactOf(m.people[who].name) == m.shows[s].compact })
}

// deny marks clauses that are denied, and cuts what a clause denies from one of its words on.
func (r *reading) deny(clauses int) {
	ts := r.tokens
	cut := slices.Repeat([]int{len(ts)}, clauses) // where the denial begins
	for i := range ts {
		c := ts[i].clause
		if n := backward.at(ts, i); n > 0 && (n > 1 || alone(ts, i)) && !forgets(ts, i) {
			// "Heard it on X, no wait, Y", "I like X, but that's not where": what came before is denied.
			for k := range c {
				r.active[k] = false
			}
			if n > 1 {
				r.active[c] = r.sourceAfter(i+n, c)
			}
			r.denied = r.denied || c > 0
		}
		if (forward.at(ts, i) > 0 || negations[ts[i].word] && r.begins(ts, i+1)) && !forgets(ts, i) {
			cut[c] = min(cut[c], i)
		}
	}
	r.shows = slices.DeleteFunc(r.shows, func(s foundShow) bool { return r.out(s.span, cut) })
	r.people = slices.DeleteFunc(r.people, func(p foundPerson) bool { return r.out(p.span, cut) })
	r.channels = slices.DeleteFunc(r.channels, func(c foundChannel) bool { return r.out(c.span, cut) })
}

var negations = set("not no niet geen never nooit")

// begins reports whether a source begins at a word, or behind its article.
func (r *reading) begins(ts []token, i int) bool {
	if i < len(ts) && articles[ts[i].word] {
		i++
	}
	return slices.ContainsFunc(r.shows, func(s foundShow) bool { return s.span.from == i }) ||
		slices.ContainsFunc(r.people, func(p foundPerson) bool { return p.span.from == i }) ||
		slices.ContainsFunc(r.channels, func(c foundChannel) bool { return c.span.from == i })
}

func (r *reading) out(s span, cut []int) bool {
	c := r.tokens[s.from].clause
	if !r.active[c] || s.from >= cut[c] {
		r.denied = true
		return true
	}
	return false
}

// sourceAfter reports whether a clause names something behind a word.
func (r *reading) sourceAfter(i, clause int) bool {
	in := func(s span) bool { return s.from >= i && r.tokens[s.from].clause == clause }
	return slices.ContainsFunc(r.shows, func(s foundShow) bool { return in(s.span) }) ||
		slices.ContainsFunc(r.people, func(p foundPerson) bool { return in(p.span) }) ||
		slices.ContainsFunc(r.channels, func(c foundChannel) bool { return in(c.span) }) ||
		slices.ContainsFunc(elsewhereCues[:], func(e elsewhereCue) bool { return slices.ContainsFunc(e.words.all(r.tokens), in) })
}

// alone reports whether a word is a clause of its own, or begins one that corrects.
func alone(ts []token, i int) bool {
	return (i == 0 || ts[i-1].clause != ts[i].clause) && (i+1 == len(ts) || ts[i+1].clause != ts[i].clause)
}

// forgets reports whether "no" and "not" belong to "no idea which", which denies nothing.
func forgets(ts []token, i int) bool {
	for j := i; j < len(ts) && j <= i+2; j++ {
		switch ts[j].word {
		case "idea", "clue", "sure", "idee", "zeker", "remember", "know", "which", "welke", "meer":
			return true
		}
	}
	return i > 0 && (ts[i-1].word == "weet" || ts[i-1].word == "sure" || ts[i-1].word == "remember")
}

// weigh leaves the clause that says what made somebody act, if there is one with a source, and else drops those
// that came afterwards.
func (r *reading) weigh(cues [kinds][]span) {
	ts := r.tokens
	has := make([]bool, len(r.active))
	mark := func(s span) { has[ts[s.from].clause] = true }
	for _, s := range r.shows {
		mark(s.span)
	}
	for _, p := range r.people {
		mark(p.span)
	}
	for _, c := range r.channels {
		mark(c.span)
	}
	for _, list := range cues[:forgotten] {
		for _, s := range list {
			mark(s)
		}
	}
	var chosen []int
	for i := range ts {
		if deciders.at(ts, i) == 0 {
			continue
		}
		c := ts[i].clause
		if k := r.decidedBy(c, has); k >= 0 {
			chosen = append(chosen, k)
		}
	}
	if len(chosen) > 0 {
		// Clauses without a source stay: they hold the topic and the date.
		for k := range r.active {
			if has[k] && !slices.Contains(chosen, k) && !r.beside(k, chosen) {
				r.active[k] = false
			}
		}
		r.decided = true
		return
	}
	late := make([]bool, len(r.active))
	for i := range ts {
		if afterwards.at(ts, i) > 0 {
			late[ts[i].clause] = true
		}
	}
	for k := range late {
		if late[k] && slices.ContainsFunc([]int{k - 1, k - 2, 0}, func(o int) bool { return o >= 0 && o != k && has[o] && !late[o] && r.active[o] }) {
			r.active[k] = false
		}
	}
}

// decidedBy returns the clause with the source that a decider in clause c means, or -1: its own, one of its sentence, or, as in
// "X. That convinced me", the one before.
func (r *reading) decidedBy(c int, has []bool) int {
	sentence := make([]int, len(has))
	for _, t := range r.tokens {
		sentence[t.clause] = t.sentence
	}
	for _, same := range []bool{true, false} {
		for _, k := range []int{c, c + 1, c - 1, c - 2} {
			if k >= 0 && k < len(has) && has[k] && r.active[k] && (!same || sentence[k] == sentence[c]) {
				return k
			}
		}
	}
	return -1
}

// beside reports whether a clause only adds a person or a word for a show to the chosen one next to it, as in
// "what convinced me was X, the podcast with Y".
func (r *reading) beside(k int, chosen []int) bool {
	for _, s := range r.shows {
		if r.tokens[s.span.from].clause == k {
			return false
		}
	}
	for _, e := range elsewhereCues[:forgotten] {
		for _, s := range e.words.all(r.tokens) {
			if r.tokens[s.from].clause == k {
				return false
			}
		}
	}
	return slices.Contains(chosen, k-1)
}

// drop removes what is in clauses that don't count.
func (r *reading) drop(cues *[kinds][]span) {
	idle := func(s span) bool { return !r.active[r.tokens[s.from].clause] }
	r.shows = slices.DeleteFunc(r.shows, func(s foundShow) bool { return idle(s.span) })
	r.people = slices.DeleteFunc(r.people, func(p foundPerson) bool { return idle(p.span) })
	r.channels = slices.DeleteFunc(r.channels, func(c foundChannel) bool { return idle(c.span) })
	for k := range cues {
		cues[k] = slices.DeleteFunc(cues[k], idle)
	}
}

// notTheirs drops people who only share a name: "my sister Loes", "Claire from your sales team".
func (r *reading) notTheirs() {
	ts := r.tokens
	r.people = slices.DeleteFunc(r.people, func(p foundPerson) bool {
		near := false
		for j := max(0, p.span.from-3); j < min(len(ts), p.span.to+4); j++ {
			if p.span.has(j) || !relations[ts[j].word] || ts[j].clause > ts[p.span.from].clause+1 || ts[j].clause < ts[p.span.from].clause-1 {
				continue
			}
			if j < p.span.from && j < p.span.from-2 {
				continue
			}
			near = true
		}
		theirs := r.others[company] && (!p.full || len(r.channels) == 0)
		return near && !p.full || theirs
	})
}
