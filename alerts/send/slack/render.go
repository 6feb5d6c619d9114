package slack

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/text"
)

const mediaType = "application/json"

// The longest texts that are shown, in characters.
const (
	maxName     = 120
	maxTitle    = 200
	maxQuote    = 1500 // in a message of one mention
	maxShort    = 300  // in a message of several
	maxFallback = 3000
)

type renderer struct{}

// Render renders a message in Block Kit: a report, one mention in full, or as many of several as fit,
// with the number of the rest.
func (renderer) Render(ch alerts.Channel, m alerts.Message) (alerts.Rendered, error) {
	if len(m.Events) == 0 && m.Report == nil {
		return alerts.Rendered{}, errors.New("a message to Slack holds at least one event")
	}
	m = m.ForTeam()
	w := wordsOf(ch)
	p := payload{Parse: "none"}
	switch {
	case m.Report != nil:
		p.Text, p.Blocks = w.report(*m.Report)
	case len(m.Events) == 1 && m.More == 0:
		p.Text, p.Blocks = w.one(m.Events[0])
	default:
		p.Text, p.Blocks = w.several(m)
	}
	p.Text = escape(text.Cut(p.Text, maxFallback))
	body, err := p.encode()
	if err != nil {
		return alerts.Rendered{}, fmt.Errorf("rendering a message to Slack: %w", err)
	}
	return alerts.Rendered{MediaType: mediaType, Body: body}, nil
}

// one returns a mention in full, with its fallback text.
func (w words) one(ev alerts.Event) (string, []block) {
	hit := ev.Data.BestHit()
	head, quote := w.head(ev), quoted(hit, maxQuote)
	blocks := []block{header(head)}
	if quote != "" {
		blocks = append(blocks, section(plain(quote)))
	}
	if details := w.details(ev, hit); details != "" {
		blocks = append(blocks, aside(plain(details)))
	}
	if links := w.links(ev, hit); links != "" {
		blocks = append(blocks, section(markup(links)))
	}
	return strings.TrimSpace(head + ": " + quoted(hit, maxShort)), blocks
}

// several returns a list. Mentions that don't fit are counted.
func (w words) several(m alerts.Message) (string, []block) {
	total := len(m.Events) + m.More
	head := fmt.Sprintf(w.mentions, total, w.brands(m.Events))
	blocks := []block{header(head)}
	length := blocks[0].length()
	lines := []string{head}
	shown := 0
	for _, ev := range m.Events {
		hit := ev.Data.BestHit()
		line := w.head(ev)
		if quote := quoted(hit, maxShort); quote != "" {
			line += "\n" + quote
		}
		next := []block{section(plain(line))}
		var about []*object
		if details := w.details(ev, hit); details != "" {
			about = append(about, plain(details))
		}
		if links := w.links(ev, hit); links != "" {
			about = append(about, markup(links))
		}
		if len(about) > 0 {
			next = append(next, aside(about...))
		}
		size := 0
		for _, b := range next {
			size += b.length()
		}
		if len(blocks)+len(next) >= maxBlocks || length+size > maxAll-maxShort { // room for the rest's number
			break
		}
		blocks, length, shown = append(blocks, next...), length+size, shown+1
		lines = append(lines, w.head(ev))
	}
	if rest := total - shown; rest > 0 {
		more := fmt.Sprintf(w.more, rest)
		o := plain(more)
		if inbox := link(strings.TrimSuffix(m.BaseURL, "/")+"/inbox", more); inbox != "" {
			o = markup(inbox)
		}
		blocks = append(blocks, aside(o))
		lines = append(lines, more)
	}
	return strings.Join(lines, "; "), blocks
}

// head returns "Fernwick on Signal Paths", preceded by what happened to the mention.
func (w words) head(ev alerts.Event) string {
	d := ev.Data
	s := w.happened[ev.Name()] + text.Cut(text.Clean(d.Brand.Name), maxName)
	where := text.Clean(d.Document.Source.Name)
	if where == "" {
		where = text.Clean(d.Document.Title)
	}
	if where != "" {
		s += w.on + text.Cut(where, maxName)
	}
	return s
}

// details returns who said it, where and when.
func (w words) details(ev alerts.Event, hit *alerts.EventHit) string {
	doc := ev.Data.Document
	who := doc.Author
	if hit != nil && hit.Speaker != "" {
		who = hit.Speaker
	}
	parts := []string{text.Cut(text.Clean(who), maxName)}
	if doc.Source.Name != "" {
		parts = append(parts, text.Cut(text.Clean(doc.Title), maxTitle))
	}
	parts = append(parts, w.kinds[doc.Kind], text.Day(w.language, doc.Published))
	switch n := len(ev.Data.Hits) - 1; {
	case n == 1:
		parts = append(parts, w.place)
	case n > 1:
		parts = append(parts, fmt.Sprintf(w.places, n))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// links returns the links to the mention in the desk and to the document.
func (w words) links(ev alerts.Event, hit *alerts.EventHit) string {
	address, label := ev.Data.Link, w.open
	if hit != nil && hit.Second != nil {
		address, label = hit.Link, fmt.Sprintf(w.listen, clock(*hit.Second))
	}
	var parts []string
	for _, l := range []string{link(address, label), foreign(ev.Data.Document.URL)} {
		if l != "" {
			parts = append(parts, l)
		}
	}
	if also := w.copies(ev); also != "" {
		parts = append(parts, also)
	}
	return strings.Join(parts, " · ")
}

// copies returns links to the other documents that carry the same conversation, at most three.
func (w words) copies(ev alerts.Event) string {
	var links []string
	rest := 0
	for _, c := range ev.Data.Copies {
		if c.Mention == ev.Data.Mention {
			continue
		}
		label := text.Cut(text.Clean(c.Source), 40)
		if label == "" {
			label = w.kinds[c.Kind]
		}
		if l := link(c.Link, label); l != "" && len(links) < 3 {
			links = append(links, l)
		} else {
			rest++
		}
	}
	if len(links) == 0 {
		return ""
	}
	return w.also + w.list(links, rest)
}

// brands returns the names in the events, at most three.
func (w words) brands(events []alerts.Event) string {
	var names []string
	for _, ev := range events {
		if name := text.Cut(text.Clean(ev.Data.Brand.Name), 40); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > 3 {
		return w.list(names[:3], len(names)-3)
	}
	return w.list(names, 0)
}

func quoted(hit *alerts.EventHit, most int) string {
	if hit == nil {
		return ""
	}
	q := text.Cut(text.Clean(hit.Quote), most)
	if q == "" {
		return ""
	}
	return "“" + q + "”"
}
