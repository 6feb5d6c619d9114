package attribute

import "slices"

// details narrows the mentions that fit by number, people, title, time, kind, language and brand. A detail that fits
// none of them is ignored, except that a number or date then says that the show is all that is certain: missed is then the number.
func (c *choice) details(byShow bool) (missed int) {
	r := c.r
	narrow := func(why Reason, ok func(int) bool) bool {
		kept := c.keep(c.fit, ok)
		if len(kept) == 0 {
			return false
		}
		if len(kept) < len(c.fit) {
			c.fit = kept
			c.why = append(c.why, why)
		}
		return true
	}
	if n, _ := answerNumber(r.tokens, r.shows); n > 0 && byShow {
		ok := narrow(because("number", "n", n), func(i int) bool { return c.m.mentions[i].number == n })
		if !ok && slices.ContainsFunc(c.fit, func(i int) bool { return c.m.mentions[i].number > 0 }) {
			missed = n
		}
	}
	if byShow {
		for _, p := range r.people {
			narrow(because("person", "person", c.m.people[p.who[0]].name), func(i int) bool {
				return slices.ContainsFunc(c.m.mentions[i].people, func(x int32) bool { return slices.Contains(p.who, x) })
			})
		}
	}
	for _, ch := range r.channels {
		narrow(because("place", "place", channelCues[ch.cue].place), func(i int) bool { return c.is(i, channelCues[ch.cue]) })
	}
	for _, t := range r.tokens {
		if l := languages[t.word]; l != "" {
			narrow(because("language"), func(i int) bool { return c.m.mentions[i].Language == l })
		}
	}
	onTopic := c.byTitle(narrow)
	if onTopic {
		missed = 0
	}
	if p := when(r.tokens, c.at); p != nil && r.active[r.tokens[p.words.from].clause] {
		c.byTime(p, narrow)
	}
	for _, t := range r.tokens {
		if c.m.brands[t.word] && len(c.fit) > 1 {
			narrow(because("brand"), func(i int) bool {
				return slices.ContainsFunc(tokens(c.m.mentions[i].Brand), func(b token) bool { return b.word == t.word })
			})
		}
	}
	return missed
}

// byTitle keeps the mention whose title the answer repeats most, if it is clearly one.
func (c *choice) byTitle(narrow func(Reason, func(int) bool) bool) bool {
	found := c.topics()
	best, second := 0.0, 0.0
	for _, i := range c.fit {
		f := found[i]
		if f.strong == 0 && f.words < 2 || c.r.several && f.words < 2 && !c.recent(i) {
			continue
		}
		if f.weight > best {
			best, second = f.weight, best
		} else if f.weight > second {
			second = f.weight
		}
	}
	if best == 0 || second*1.2 > best {
		return false
	}
	return narrow(because("title_fits"), func(i int) bool { f := found[i]; return f.weight == best && (f.strong > 0 || f.words > 1) })
}

// byTime keeps what was published in a period. A day's tolerance covers time zones.
func (c *choice) byTime(p *period, narrow func(Reason, func(int) bool) bool) {
	if p.latest {
		newest := slices.MaxFunc(c.fit, func(a, b int) int { return a - b })
		if len(c.showsOf(c.fit)) == 1 {
			narrow(because("latest"), func(i int) bool { return i == newest })
		}
		return
	}
	if !narrow(p.why, func(i int) bool {
		at := c.m.mentions[i].Published
		return !at.Before(p.from) && at.Before(p.to)
	}) {
		c.conf -= 0.05
	}
}
