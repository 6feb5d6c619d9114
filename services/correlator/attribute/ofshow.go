package attribute

import "slices"

// ofShow decides among the mentions of a show that is named.
func (c *choice) ofShow(s int) Result {
	name := c.m.shows[s].name
	c.fit = c.keep(c.m.shows[s].mentions, c.published)
	if c.foundOtherwise(s) {
		return c.none(because("show_search", "show", name))
	}
	if why, ok := c.besides(s); ok {
		return c.channel(c.fit, 0.7, why)
	}
	c.conf = 0.95
	for _, f := range c.r.shows {
		if f.show == s {
			if c.conf -= 0.04 * float64(f.misses); f.partly {
				c.conf -= 0.1
			}
			break
		}
	}
	missed := c.details(true)
	recent := c.keep(c.fit, c.recent)
	switch {
	case len(recent) == 1 && missed == 0:
		if len(c.why) == 0 {
			return c.named(recent[0], c.conf-0.05, because("show_named", "show", name), because("no_other_of_show"))
		}
		return c.named(recent[0], c.conf, because("show_named", "show", name), c.why...)
	case len(recent) == 0:
		return c.show(s, c.fit, c.conf-0.2, because("show_old", "show", name))
	case missed != 0:
		return c.show(s, recent, c.conf-0.1, because("show_number", "show", name, "n", missed))
	}
	return c.show(s, recent, c.conf, because("show_mentions", "show", name, "n", len(recent)))
}

// foundOtherwise reports whether a show's words only stand beside the real source, a search: "Ticket to nowhere? My train, lol. Google."
func (c *choice) foundOtherwise(s int) bool {
	r := c.r
	if !r.others[search] || r.decided || len(r.people) > 0 || len(r.channels) > 0 || passing.any(r.tokens) {
		return false
	}
	at := r.tokens[r.another[search].from].sentence
	for _, f := range r.shows {
		if f.show == s && r.tokens[f.span.from].sentence >= at {
			return false
		}
	}
	return !slices.ContainsFunc(r.tokens, func(t token) bool { return t.sentence == at && thereupon[t.word] })
}

// thereupon are words after which a search follows from what was heard.
var thereupon = set("then later after afterwards daarna toen vervolgens so dus")

// besides returns why a show is one of several sources, if it is.
func (c *choice) besides(s int) (why Reason, ok bool) {
	r := c.r
	var at span
	for _, f := range r.shows {
		if f.show == s {
			at = f.span
			break
		}
	}
	name := c.m.shows[s].name
	if r.others[advertising] && !r.decided {
		return because("show_and_place", "show", name, "place", elsewhereCues[advertising].place), true
	}
	apart := func(o span) bool {
		low, high := at.to, o.from
		if o.from < at.from {
			low, high = o.to, at.from
		}
		for j := low; j < high; j++ {
			if joins[r.tokens[j].word] {
				return true
			}
		}
		return false
	}
	for _, ch := range r.channels {
		cue := channelCues[ch.cue]
		if cue.network == "" || slices.ContainsFunc(c.m.shows[s].mentions, func(i int) bool { return c.is(i, cue) }) {
			continue
		}
		if apart(ch.span) || r.tokens[ch.span.from].clause != r.tokens[at.from].clause && !onIt(r.tokens, ch.span.from) {
			return because("show_and_place", "show", name, "place", cue.place), true
		}
	}
	handedOn := passing.any(r.tokens)
	for k := range kinds {
		switch k {
		case search, forgotten, advertising:
			continue
		case person, company:
			if handedOn {
				continue
			}
		}
		if r.others[k] && !r.decided && (apart(r.another[k]) || k != company && k != person && r.tokens[r.another[k].from].clause != r.tokens[at.from].clause) {
			return because("show_and_place", "show", name, "place", elsewhereCues[k].place), true
		}
	}
	return Reason{}, false
}

// onIt reports whether a network is only where a show was seen: "(on YouTube)".
func onIt(ts []token, i int) bool {
	return i > 0 && (ts[i-1].word == "on" || ts[i-1].word == "op" || ts[i-1].word == "via") && (i < 2 || ts[i-2].clause != ts[i].clause)
}

// is reports whether a mention is of the kind or network that a cue means.
func (c *choice) is(i int, cue channelCue) bool {
	x := c.m.mentions[i]
	return cue.network != "" && x.Network == cue.network || cue.kind != "" && x.Kind == cue.kind && (cue.network == "" || x.Network == cue.network || x.Network == "")
}
