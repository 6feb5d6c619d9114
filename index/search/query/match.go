package query

import (
	"math"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// Match reports whether a passage of e matches q, as the index does once it has e. The
// document may be nil.
func (q Query) Match(_ *feeds.Document, e index.Entry) bool {
	for i := range e.Passages {
		if q.matches(&e, i) {
			return true
		}
	}
	return false
}

// Matching returns the passages of e that match q, as indexes of e.Passages.
func (q Query) Matching(e *index.Entry) []int {
	var out []int
	for i := range e.Passages {
		if q.matches(e, i) {
			out = append(out, i)
		}
	}
	return out
}

func (q Query) matches(e *index.Entry, i int) bool {
	if q.Root == nil {
		return true
	}
	p := &e.Passages[i]
	return matches(q.Root, e, p, NewView(p.Text, p.Language))
}

// match reports whether all words are in the passage or the title, and one is in the
// passage.
func (w Words) match(e *index.Entry, p *index.Passage, v *View) bool {
	inText := false
	var title *View
	for _, word := range w.Words {
		if len(v.Spans(word)) > 0 {
			inText = true
			continue
		}
		if title == nil {
			title = NewView(e.Title, p.Language)
		}
		if len(title.Spans(word)) == 0 {
			return false
		}
	}
	return inText
}

// match reports whether the passage has one of the parts, and its document reaches the
// minimum.
func (m MinimumMatch) match(e *index.Entry, v *View) bool {
	inText := false
	for _, part := range m.Parts {
		inText = inText || !part.Light && len(v.Spans(part.Node)) > 0
	}
	if !inText {
		return false
	}
	sum := 0
	for _, part := range m.Parts {
		for i := range e.Passages {
			if len(NewView(e.Passages[i].Text, e.Passages[i].Language).Spans(part.Node)) > 0 {
				sum += part.Weight
				break
			}
		}
	}
	return sum >= m.Minimum
}

func matches(n Node, e *index.Entry, p *index.Passage, v *View) bool {
	switch n := n.(type) {
	case All:
		return true
	case And:
		for _, c := range n.Nodes {
			if !matches(c, e, p, v) {
				return false
			}
		}
		return true
	case Or:
		for _, c := range n.Nodes {
			if matches(c, e, p, v) {
				return true
			}
		}
		return false
	case Not:
		return !matches(n.Node, e, p, v)
	case Words:
		return n.match(e, p, v)
	case MinimumMatch:
		return n.match(e, v)
	case Field:
		return n.match(e, p)
	case Dates:
		return n.Holds(e.Published)
	case Mention:
		for _, b := range e.Brands {
			if b.Passage == p.Number && n.Holds(b.Brand, b.Type, Hundredths(b.Confidence)) {
				return true
			}
		}
		return false
	}
	return len(v.Spans(n)) > 0
}

func (f Field) match(e *index.Entry, p *index.Passage) bool {
	some := func(values ...string) bool {
		for _, v := range values {
			if f.Holds(v) {
				return true
			}
		}
		return false
	}
	switch f.Name {
	case Source:
		return some(e.Sources...) || f.Shows().match(e, p)
	case Show:
		return some(e.Show)
	case Kind:
		return some(string(e.Kind))
	case Lang:
		return some(text.Base(p.Language))
	case Speaker:
		return some(p.Speakers...)
	case Person:
		return some(e.People...)
	case Site:
		return some(e.Site)
	}
	return false
}

// Shows returns source: as a condition on the show: a person who types the name of a source,
// not its id, means what is published under that name.
func (f Field) Shows() Field { return Field{Name: Show, Values: f.Values} }

// Holds reports whether a value of the field is one of those asked for. Names of people and
// shows match if they have the words next to each other, a site matches with its subdomains,
// and ids and codes match as a whole.
func (f Field) Holds(value string) bool {
	if value == "" {
		return false
	}
	for _, want := range f.Values {
		switch f.Name {
		case Show, Speaker, Person:
			if named(value, want) {
				return true
			}
		case Site:
			if value == want || strings.HasSuffix(value, "."+want) {
				return true
			}
		default:
			if strings.EqualFold(value, want) {
				return true
			}
		}
	}
	return false
}

// named reports whether the words of want are next to each other in name. A star at the end
// makes the last word a prefix.
func named(name, want string) bool {
	want, star := strings.CutSuffix(want, "*")
	have, asked := outerTokens(name), outerTokens(want)
	if len(asked) == 0 {
		return star
	}
next:
	for i := 0; i+len(asked) <= len(have); i++ {
		for k, w := range asked {
			got := have[i+k].Term
			if star && k == len(asked)-1 && strings.HasPrefix(got, w.Term) {
				continue
			}
			if got != w.Term {
				continue next
			}
		}
		return true
	}
	return false
}

// Holds reports whether t is in the period. The index keeps whole seconds.
func (d Dates) Holds(t time.Time) bool {
	s := t.Unix()
	return (d.From.IsZero() || s >= d.From.Unix()) && (d.To.IsZero() || s < d.To.Unix())
}

// Hundredths returns a confidence as the index keeps it.
func Hundredths(c float64) int { return int(math.Round(min(1, max(0, c)) * 100)) }

// Holds reports whether a mention is one of those asked for.
func (m Mention) Holds(brand string, t index.MentionType, hundredths int) bool {
	if len(m.Brands) > 0 {
		found := false
		for _, b := range m.Brands {
			found = found || strings.EqualFold(b, brand)
		}
		if !found {
			return false
		}
	}
	if len(m.Types) > 0 {
		found := false
		for _, want := range m.Types {
			found = found || want == t
		}
		if !found {
			return false
		}
	}
	if m.High == 0 && m.Low == 0 {
		return true
	}
	c := float64(hundredths) / 100
	const slack = 1e-9
	return c >= m.Low-slack && c <= m.High+slack
}
