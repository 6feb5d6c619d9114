package attribute

import (
	"fmt"
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
		return c.none(fmt.Sprintf("No mention with %s had been published by then", names)), full
	}
	onTopic := slices.ContainsFunc(fit, func(i int) bool { return topics[i].strong > 0 })
	context := full || len(r.channels) > 0 || onTopic || len(r.tokens) <= 3
	if !context || r.unknown && !full && !onTopic {
		return Result{}, false
	}
	if r.others[fair] && len(r.channels) == 0 && !onTopic && !r.decided {
		return c.none(fmt.Sprintf("The answer names %s, but at an event", names)), true
	}
	if r.others[advertising] && !r.decided {
		return c.channel(fit, 0.6, fmt.Sprintf("The answer names %s and advertising", names)), true
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
			return c.show(s[0], c.fit, c.conf-0.2, fmt.Sprintf("The answer names %s, whose mentions were published more than 90 days before", names)), true
		}
		return c.channel(c.fit, 0.6, fmt.Sprintf("The answer names %s, whose mentions were published more than 90 days before", names)), true
	case len(recent) == 1 && missed == "":
		if len(c.why) == 0 {
			c.why = []string{"no other mention with that name was published in the 90 days before"}
		}
		return c.named(recent[0], c.conf, fmt.Sprintf("the answer names %s, and %s", names, and(c.why))), true
	case len(shows) == 1 && shows[0] >= 0:
		return c.show(shows[0], recent, c.conf, fmt.Sprintf("The answer names %s, of %s, and %d of its mentions could be meant", names, m.shows[shows[0]].name, len(recent))), true
	}
	return c.channel(recent, 0.75, fmt.Sprintf("The answer names %s, which fits mentions of several shows", names)), true
}

// names lists the people that are named, as the mentions write them.
func (c *choice) names() string {
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
	return and(out)
}
