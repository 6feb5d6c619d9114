package attribute

import (
	"slices"
	"strings"
	"time"
)

const maxCandidates = 10

// Match returns what an answer means.
func (m *Matcher) Match(a Answer) Result {
	c := &choice{m: m, at: a.At}
	if i, ok := m.pasted(a.Text); ok && c.published(i) {
		return c.named(i, 0.98, because("address"))
	}
	ts := tokens(a.Text)
	switch {
	case !slices.ContainsFunc(ts, func(t token) bool { return len(t.word) > 1 }):
		return c.none(because("no_words"))
	case orders.any(ts):
		return c.none(because("orders"))
	}
	c.r = m.read(ts)
	return c.decide()
}

// pasted finds the address of a mention in a text.
func (m *Matcher) pasted(s string) (int, bool) {
	for w := range strings.FieldsSeq(s[:min(len(s), maxText)]) {
		if strings.Contains(w, ".") && strings.Contains(w, "/") {
			if i, ok := m.urls[address(w)]; ok {
				return i, true
			}
		}
	}
	return 0, false
}

// choice is one decision.
type choice struct {
	m    *Matcher
	at   time.Time
	r    *reading
	fit  []int    // mentions that still fit
	why  []Reason // what told them apart
	conf float64
}

func (c *choice) published(i int) bool {
	return c.at.IsZero() || !c.m.mentions[i].Published.After(c.at)
}

func (c *choice) recent(i int) bool {
	return c.at.IsZero() || c.at.Sub(c.m.mentions[i].Published) <= Window
}

// decide goes from the most telling kind of evidence to the least: shows, people, titles, kinds.
func (c *choice) decide() Result {
	r, m := c.r, c.m
	shows := c.distinctShows()
	future := 0
	for _, s := range shows {
		if !slices.ContainsFunc(m.shows[s].mentions, c.published) {
			future++
		}
	}
	switch {
	case len(shows) > 0 && future == len(shows):
		return c.none(because("show_later", "show", m.shows[shows[0]].name))
	case len(shows)-future > 1:
		return c.channel(c.mentionsOf(shows), 0.7, because("several_shows", "n", len(shows)-future))
	case len(shows) > 0:
		for _, s := range shows {
			if slices.ContainsFunc(m.shows[s].mentions, c.published) {
				return c.ofShow(s)
			}
		}
	}
	topics := c.topics()
	if res, ok := c.ofPeople(topics); ok {
		return res
	}
	if r.others[company] {
		return c.none(about(company))
	}
	if res, ok := c.ofTitle(topics); ok {
		return res
	}
	return c.ofKind()
}

// distinctShows returns the shows an answer names. A whole name outweighs parts of others, and an account does not count beside
// a show that its owner was on.
func (c *choice) distinctShows() []int {
	whole := slices.ContainsFunc(c.r.shows, func(f foundShow) bool { return !f.partly })
	var out []int
	for _, f := range c.r.shows {
		if (!whole || !f.partly) && !slices.Contains(out, f.show) && (!f.partly || c.agrees(f.show)) {
			out = append(out, f.show)
		}
	}
	if len(out) > 1 {
		out = slices.DeleteFunc(out, func(s int) bool {
			return slices.ContainsFunc(out, func(o int) bool {
				return o != s && slices.ContainsFunc(c.m.shows[o].mentions, func(i int) bool {
					return slices.ContainsFunc(c.m.mentions[i].people, func(p int32) bool { return compactOf(c.m.people[p].name) == c.m.shows[s].compact })
				})
			})
		})
	}
	slices.Sort(out)
	return out
}

// agrees reports whether kind and people allow a show of which only a part of the name was found.
func (c *choice) agrees(s int) bool {
	mentions := c.m.shows[s].mentions
	if len(c.r.channels) > 0 && !slices.ContainsFunc(c.r.channels, func(ch foundChannel) bool {
		return slices.ContainsFunc(mentions, func(i int) bool { return c.is(i, channelCues[ch.cue]) })
	}) {
		return false
	}
	return len(c.r.people) == 0 || slices.ContainsFunc(c.r.people, func(p foundPerson) bool {
		return slices.ContainsFunc(p.who, func(who int32) bool {
			return slices.ContainsFunc(c.m.people[who].mentions, func(i int) bool { return c.m.mentions[i].show == s })
		})
	})
}

func (c *choice) mentionsOf(shows []int) (out []int) {
	for _, s := range shows {
		out = append(out, c.keep(c.m.shows[s].mentions, c.published)...)
	}
	return out
}

func (c *choice) keep(of []int, ok func(int) bool) (out []int) {
	for _, i := range of {
		if ok(i) {
			out = append(out, i)
		}
	}
	return out
}

func (c *choice) every() []int {
	out := make([]int, len(c.m.mentions))
	for i := range out {
		out[i] = i
	}
	return out
}

func (c *choice) showsOf(of []int) (out []int) {
	for _, i := range of {
		if s := c.m.mentions[i].show; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (c *choice) topics() map[int]topicMatch {
	r := c.r
	return c.m.findTopics(r.tokens, func(i int) bool {
		return !r.active[r.tokens[i].clause] ||
			slices.ContainsFunc(r.shows, func(s foundShow) bool { return s.span.has(i) && !s.partly }) ||
			slices.ContainsFunc(r.people, func(p foundPerson) bool { return p.span.has(i) })
	})
}

func and(list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
