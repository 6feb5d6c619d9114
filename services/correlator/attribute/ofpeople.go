package attribute

import (
	"slices"
	"strings"
)

// ofPeople decides where people are named and no show is.
func (c *choice) ofPeople(topics map[int]topicMatch) (Result, bool) {
	r, m := c.r, c.m
	if len(r.people) == 0 {
		return Result{}, false
	}
	full := slices.ContainsFunc(r.people, func(p foundPerson) bool { return p.full })
	var fit []int
	for k, p := range r.people {
		var of []int
		for _, who := range p.who {
			of = append(of, c.keep(m.people[who].mentions, c.published)...)
		}
		slices.Sort(of)
		of = slices.Compact(of)
		if both := c.keep(fit, func(i int) bool { return slices.Contains(of, i) }); k > 0 && len(both) > 0 {
			fit = both
		} else if k == 0 || len(fit) == 0 {
			fit = of
		} else if p.full {
			fit = append(fit, of...)
		}
	}
	names := c.names()
	if len(fit) == 0 {
		return c.none(because("people_later", "people", names)), full
	}
	onTopic := slices.ContainsFunc(fit, func(i int) bool { return topics[i].strong > 0 })
	context := full || len(r.channels) > 0 || onTopic || len(r.tokens) <= 3
	if !context || r.unknown && !full && !onTopic {
		return Result{}, false
	}
	if r.others[fair] && len(r.channels) == 0 && !onTopic && !r.decided {
		return c.none(because("people_event", "people", names)), true
	}
	if r.others[advertising] && !r.decided {
		return c.channel(fit, 0.6, because("people_advertising", "people", names)), true
	}
	c.fit, c.conf = fit, 0.9
	if !full {
		c.conf = 0.75
	}
	missed := c.details(false)
	recent := c.keep(c.fit, c.recent)
	shows := c.showsOf(recent)
	switch {
	case len(recent) == 0:
		if s := c.showsOf(c.fit); len(s) == 1 && s[0] >= 0 {
			return c.show(s[0], c.fit, c.conf-0.2, because("people_old", "people", names)), true
		}
		return c.channel(c.fit, 0.6, because("people_old", "people", names)), true
	case len(recent) == 1 && missed == 0:
		if len(c.why) == 0 {
			c.why = []Reason{because("no_other_of_people")}
		}
		return c.named(recent[0], c.conf, because("people_named", "people", names), c.why...), true
	case len(shows) == 1 && shows[0] >= 0:
		return c.show(shows[0], recent, c.conf, because("people_of_show", "people", names, "show", m.shows[shows[0]].name, "n", len(recent))), true
	}
	return c.channel(recent, 0.75, because("people_several", "people", names)), true
}

// names lists the people that are named, as the mentions write them.
func (c *choice) names() []string {
	var out []string
	for _, p := range c.r.people {
		name := c.m.people[p.who[0]].name
		if !p.full {
			name, _, _ = strings.Cut(name, " ")
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
