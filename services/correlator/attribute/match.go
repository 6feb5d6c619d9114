package attribute

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const maxCandidates = 10

// Match returns what an answer means.
func (m *Matcher) Match(a Answer) Result {
	c := &choice{m: m, at: a.At}
	if i, ok := m.pasted(a.Text); ok && c.published(i) {
		return c.named(i, 0.98, "the answer holds the mention's own address")
	}
	ts := tokens(a.Text)
	switch {
	case !slices.ContainsFunc(ts, func(t token) bool { return len(t.word) > 1 }):
		return c.none("The answer has no words")
	case orders.any(ts):
		return c.none("The text gives orders to the matcher, which is not where somebody heard of the brand")
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
	why  []string // what told them apart
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
		return c.none(fmt.Sprintf("No mention of %s had been published by then", m.shows[shows[0]].name))
	case len(shows)-future > 1:
		return c.channel(c.mentionsOf(shows), 0.7, fmt.Sprintf("The answer names %d shows, and none as the one that made the difference", len(shows)-future))
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
		return c.none("The answer is about the company itself")
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

// ofShow decides among the mentions of a show that is named.
func (c *choice) ofShow(s int) Result {
	name := c.m.shows[s].name
	c.fit = c.keep(c.m.shows[s].mentions, c.published)
	if c.foundOtherwise(s) {
		return c.none(fmt.Sprintf("The answer has the words of %s, but is about a search", name))
	}
	if why := c.besides(s); why != "" {
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
	case len(recent) == 1 && missed == "":
		if len(c.why) == 0 {
			return c.named(recent[0], c.conf-0.05, fmt.Sprintf("the answer names %s, and no other of its mentions was published in the 90 days before", name))
		}
		return c.named(recent[0], c.conf, fmt.Sprintf("the answer names %s, and %s", name, and(c.why)))
	case len(recent) == 0:
		return c.show(s, c.fit, c.conf-0.2, fmt.Sprintf("The answer names %s, but what it means was published more than 90 days before", name))
	case missed != "":
		return c.show(s, recent, c.conf-0.1, fmt.Sprintf("The answer names %s. %s", name, missed))
	}
	return c.show(s, recent, c.conf, fmt.Sprintf("The answer names %s, and %d of its mentions could be meant", name, len(recent)))
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

// besides returns why a show is one of several sources, or "".
func (c *choice) besides(s int) string {
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
		return fmt.Sprintf("The answer names %s and advertising, and neither as the one that made the difference", name)
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
			return fmt.Sprintf("The answer names %s and %s, and neither as the one that made the difference", name, cue.name)
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
			return fmt.Sprintf("The answer names %s and %s, and neither as the one that made the difference", name, elsewhereCues[k].name)
		}
	}
	return ""
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
