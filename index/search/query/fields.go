package query

import (
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// value is a value of a field, with its position in the query.
type value struct {
	text  string
	at, n int
	quote bool
}

// field reads the values of a field: a word, a quote, a list, or a group of them.
func (p *parser) field(name token) (Node, error) {
	values, err := p.values(name)
	if err != nil {
		return nil, err
	}
	var nodes []Node
	for _, v := range values {
		n, err := p.one(name, v)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	if len(nodes) == 1 {
		return nodes[0], nil
	}
	// Several values of one field are alternatives.
	switch first := nodes[0].(type) {
	case Field:
		for _, n := range nodes[1:] {
			first.Values = append(first.Values, n.(Field).Values...)
		}
		return first, nil
	case Mention:
		merged := first
		for _, n := range nodes[1:] {
			m, ok := n.(Mention)
			if !ok || m.High != first.High {
				return Or{Nodes: nodes}, nil
			}
			if len(m.Brands)+len(m.Types) == 0 || len(first.Brands)+len(first.Types) == 0 {
				return Or{Nodes: nodes}, nil
			}
			merged.Brands = append(merged.Brands[:len(merged.Brands):len(merged.Brands)], m.Brands...)
			merged.Types = append(merged.Types[:len(merged.Types):len(merged.Types)], m.Types...)
		}
		return merged, nil
	}
	return Or{Nodes: nodes}, nil
}

func (p *parser) values(name token) ([]value, error) {
	t := p.peek()
	switch t.kind {
	case quoteToken:
		p.next()
		return []value{{t.text, t.at, t.n, true}}, nil
	case wordToken, andToken, orToken:
		p.next()
		if name.text == "raw" {
			return []value{{t.text, t.at, t.n, false}}, nil
		}
		return p.list(t), nil
	case minusToken: // confidence:-1, before:-7d
		p.next()
		if w := p.peek(); w.kind == wordToken && w.glued {
			p.next()
			return []value{{w.text, w.at, w.n, false}}, nil
		}
	case openToken:
		p.next()
		var out []value
		for {
			v := p.next()
			switch v.kind {
			case closeToken:
				if len(out) == 0 {
					return nil, mistake(t.at, 2, ValueGroupEmpty, params{"field", name.text}, "%s: has an empty group", name.text)
				}
				return out, nil
			case orToken:
			case quoteToken:
				out = append(out, value{v.text, v.at, v.n, true})
			case wordToken:
				out = append(out, p.list(v)...)
			case endToken:
				return nil, mistake(t.at, 1, GroupOpen, nil, "this bracket is never closed: add ) where the values end")
			default:
				return nil, mistake(v.at, v.n, ValueGroupInvalid, params{"field", name.text}, "the group after %s: takes values with OR between them, as in %s:(a OR b)", name.text, name.text)
			}
			if p.clauses++; p.clauses > MaxClauses {
				return nil, mistake(v.at, v.n, TooManyParts, params{"max", MaxClauses}, "the query has more than %d parts: split it in two", MaxClauses)
			}
		}
	}
	return nil, mistake(name.at, name.n, ValueMissing, params{"field", name.text, "example", example[name.text]}, "put a value after %s: as in %s", name.text, example[name.text])
}

// list splits podcast,video, and goes on after a comma that is followed by a quote:
// show:acme,"the daily".
func (p *parser) list(t token) []value {
	var out []value
	at := t.at
	for _, s := range strings.Split(t.text, ",") {
		n := len([]rune(s))
		if s != "" {
			out = append(out, value{s, at, n, false})
		}
		at += n + 1
	}
	for strings.HasSuffix(t.text, ",") && p.peek().glued && (p.peek().kind == quoteToken || p.peek().kind == wordToken) {
		t = p.next()
		if t.kind == quoteToken {
			out = append(out, value{t.text, t.at, t.n, true})
			if c := p.peek(); c.kind == wordToken && c.glued && strings.HasPrefix(c.text, ",") {
				t = c
				p.next()
				out = append(out, p.list(c)...)
			}
			break
		}
		out = append(out, p.list(t)...)
	}
	if len(out) == 0 {
		out = []value{{t.text, t.at, t.n, false}}
	}
	return out
}

var example = map[string]string{
	"brand": `brand:acme or brand:"Acme Corp"`, "source": `source:name`, "show": `show:"The Daily Growth"`,
	"kind": `kind:podcast, video, post or page`, "lang": `lang:nl or lang:dutch`, "speaker": `speaker:"Ann Lee"`, "person": `person:"Ann Lee"`,
	"site": `site:acme.example`, "before": "before:2026-11-23", "after": "after:2026-11", "on": "on:2026-11-01..2026-11-15",
	"mention": "mention:passing, discussed, sponsor, guest or any", "confidence": "confidence:>0.8 or confidence:0.5..0.9", "raw": `raw:"The Who"`,
}

func (p *parser) one(name token, v value) (Node, error) {
	s := strings.TrimSpace(v.text)
	if s == "" {
		return nil, mistake(v.at, v.n, ValueMissing, params{"field", name.text, "example", example[name.text]}, "put a value after %s: as in %s", name.text, example[name.text])
	}
	bad := func() error {
		return mistake(v.at, v.n, ValueInvalid, params{"field", name.text, "value", clip(s, 30), "example", example[name.text]}, "%q is not a value of %s: — write %s", clip(s, 30), name.text, example[name.text])
	}
	switch name.text {
	case "raw":
		var words []string
		for _, t := range outerTokens(s) {
			words = append(words, s[t.Start:t.End])
		}
		if len(words) == 0 {
			return nil, mistake(v.at, v.n, ValueMissing, params{"field", name.text, "example", example[name.text]}, "raw: needs at least one letter or digit")
		}
		return Raw{Words: words}, nil
	case "before", "after", "on":
		d, ok := dates(name.text, s, p.now)
		if !ok {
			return nil, mistake(v.at, v.n, DateInvalid, params{"value", clip(s, 30)}, "%q is not a date: %s", clip(s, 30), dateHelp)
		}
		return d, nil
	case "kind":
		k, ok := kinds[strings.ToLower(s)]
		if !ok {
			return nil, bad()
		}
		return Field{Name: Kind, Values: []string{k}}, nil
	case "lang":
		l, ok := languages[text.Fold(s)]
		if !ok {
			l = text.Base(s)
			if len(l) < 2 || len(l) > 3 || !letters(l) {
				return nil, bad()
			}
		}
		return Field{Name: Lang, Values: []string{l}}, nil
	case "site":
		return Field{Name: Site, Values: []string{siteOf(s)}}, nil
	case "brand":
		m := Mention{At: Position{name.at, v.at + v.n}}
		if s != "*" {
			m.Brands = []string{s}
		}
		return m, nil
	case "mention":
		return mentionType(s, bad)
	case "confidence":
		low, high, ok := confidence(s)
		if !ok {
			return nil, bad()
		}
		return Mention{Low: low, High: high}, nil
	case "source":
		return Field{Name: Source, Values: []string{s}}, nil
	}
	if len(outerTokens(strings.TrimSuffix(s, "*"))) == 0 {
		return nil, bad()
	}
	return Field{Name: FieldName(name.text), Values: []string{s}}, nil
}

func mentionType(s string, bad func() error) (Node, error) {
	switch t := index.MentionType(strings.ToLower(s)); t {
	case index.Passing, index.Discussed, index.Sponsor, index.Guest:
		return Mention{Types: []index.MentionType{t}}, nil
	case "any", "yes":
		return Mention{}, nil
	case "none", "no":
		return Not{Node: Mention{}}, nil
	case "sponsored":
		return Mention{Types: []index.MentionType{index.Sponsor}}, nil
	}
	return nil, bad()
}

// confidence reads 0.8, >0.8, 80% and 0.5..0.9. A single number is the lowest confidence.
func confidence(s string) (low, high float64, ok bool) {
	const step = 0.005 // confidences are kept in hundredths
	if a, b, isRange := strings.Cut(s, ".."); isRange {
		low, high = 0, 1
		okA, okB := a == "", b == ""
		if a != "" {
			low, okA = number(a)
		}
		if b != "" {
			high, okB = number(b)
		}
		return low, high, okA && okB && low <= high && (a != "" || b != "")
	}
	for _, sign := range []string{">=", "<=", ">", "<"} {
		rest, found := strings.CutPrefix(s, sign)
		if !found {
			continue
		}
		v, ok := number(rest)
		switch sign {
		case ">=":
			return v, 1, ok
		case "<=":
			return 0, v, ok
		case ">":
			return v + step, 1 + step, ok
		}
		return 0, v - step, ok && v > 0
	}
	v, ok := number(s)
	return v, 1, ok
}

func number(s string) (float64, bool) {
	s = strings.ReplaceAll(s, ",", ".")
	rest, percent := strings.CutSuffix(s, "%")
	v, err := strconv.ParseFloat(rest, 64)
	if percent {
		v /= 100
	}
	return v, err == nil && v >= 0 && v <= 1
}

func siteOf(s string) string {
	s = strings.ToLower(s)
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(s, ":")
	return strings.TrimPrefix(strings.TrimPrefix(s, "*."), "www.")
}

var kinds = map[string]string{
	"podcast": "podcast", "podcasts": "podcast", "episode": "podcast", "episodes": "podcast", "aflevering": "podcast",
	"video": "video", "videos": "video", "post": "post", "posts": "post", "bericht": "post",
	"page": "page", "pages": "page", "article": "page", "blog": "page", "pagina": "page",
}

var languages = map[string]string{
	"english": "en", "engels": "en", "dutch": "nl", "nederlands": "nl", "german": "de", "duits": "de", "deutsch": "de",
	"french": "fr", "frans": "fr", "francais": "fr", "spanish": "es", "spaans": "es", "espanol": "es",
}
