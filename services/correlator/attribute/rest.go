package attribute

import "slices"

// ofTitle decides where an answer repeats a title and names neither show nor person.
func (c *choice) ofTitle(topics map[int]topicMatch) (Result, bool) {
	others := c.r.others
	if len(c.r.channels) == 0 && (others[search] || others[fair] || others[advertising] || others[assistant] || others[review] || needs.any(c.r.tokens)) {
		return Result{}, false // what was searched for, or talked about elsewhere
	}
	var fit []int
	words := 0 // that say something
	for _, t := range c.r.tokens {
		if !small[t.word] && c.r.active[t.clause] {
			words++
		}
	}
	best, second := 0.0, 0.0
	for i, f := range topics {
		if !c.published(i) {
			continue
		}
		said := len(c.r.channels) > 0
		kind := slices.ContainsFunc(c.r.channels, func(ch foundChannel) bool { return c.is(i, channelCues[ch.cue]) })
		if said && !kind || !f.alone(kind, words) {
			continue
		}
		fit = append(fit, i)
		if f.weight > best {
			best, second = f.weight, best
		} else if f.weight > second {
			second = f.weight
		}
	}
	if len(fit) == 0 {
		return Result{}, false
	}
	slices.Sort(fit)
	if second*1.2 <= best {
		fit = c.keep(fit, func(i int) bool { return topics[i].weight == best })
	}
	recent := c.keep(fit, c.recent)
	shows := c.showsOf(recent)
	switch {
	case len(recent) == 1:
		return c.named(recent[0], min(0.9, 0.55+0.4*topics[recent[0]].share), because("title")), true
	case len(recent) > 1 && len(shows) == 1 && shows[0] >= 0:
		return c.show(shows[0], recent, 0.6, because("titles_of_show", "show", c.m.shows[shows[0]].name)), true
	case len(recent) > 1:
		return c.channel(recent, 0.5, because("titles_of_several")), true
	}
	return Result{}, false
}

// ofKind decides where at most a kind or a network is named.
func (c *choice) ofKind() Result {
	r := c.r
	all := c.keep(c.every(), c.published)
	var there, missing, general []channelCue
	var fit []int
	for _, ch := range r.channels {
		cue := channelCues[ch.cue]
		of := c.keep(all, func(i int) bool { return c.is(i, cue) })
		switch {
		case len(of) == 0:
			missing = append(missing, cue)
		case cue.network == "" && cue.kind != "podcast":
			general = append(general, cue)
			fit = append(fit, of...)
		default:
			there = append(there, cue)
			fit = append(fit, of...)
		}
	}
	switch {
	case len(r.channels) == 0 && r.denied:
		return c.none(because("denied"))
	case len(r.channels) == 0:
		return c.none(c.otherwise())
	case r.unknown:
		return c.none(because("stranger"))
	case len(there) == 0 && len(missing) > 0:
		return c.none(because("place_without", "place", missing[0].place))
	case r.others[company] && !slices.ContainsFunc(there, func(cue channelCue) bool { return cue.kind == "podcast" }):
		return c.none(about(company))
	case r.others[advertising] && !slices.ContainsFunc(there, func(cue channelCue) bool { return cue.kind == "podcast" }) && !c.joined():
		return c.none(about(advertising))
	case len(there) == 0 && (r.others[person] || r.others[search] || r.others[review]):
		return c.none(c.otherwise())
	}
	place := ""
	for _, cue := range append(there, general...) {
		if place == "" {
			place = cue.place
		}
	}
	return c.channel(fit, 0.85, because("place_only", "place", place))
}

// joined reports whether sources are listed side by side.
func (c *choice) joined() bool {
	clauses := map[int]bool{}
	for _, ch := range c.r.channels {
		clauses[c.r.tokens[ch.span.from].clause] = true
	}
	return !clauses[c.r.tokens[c.r.another[advertising].from].clause] || slices.ContainsFunc(c.r.tokens, func(t token) bool { return joins[t.word] })
}

// otherwise says what an answer without a mention is about.
func (c *choice) otherwise() Reason {
	for k := range kinds {
		if c.r.others[k] {
			return about(k)
		}
	}
	if c.r.unknown {
		return because("stranger")
	}
	return because("nothing")
}
