package passage

import (
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// A passage is closed at the end of a sentence or at a change of speaker once it is
// long enough, and wherever it stands once it is too long.
const (
	enoughSeconds = 30
	mostSeconds   = 60
	enoughWords   = 70
	mostWords     = 160
)

// Split returns the passages of d, the head first. A document without text has only
// its head.
func Split(d *feeds.Document) []index.Passage {
	base := declared(d)
	head := index.Passage{
		ID: ID(d.ID, 0), Document: d.ID, Text: Head(d),
	}
	head.Language = language(base, head.Text)
	out := []index.Passage{head}

	body := d.Body()
	var cur group
	flush := func() {
		if cur.n == 0 {
			return
		}
		p := index.Passage{
			ID: ID(d.ID, len(out)), Document: d.ID, Number: len(out),
			Start: cur.first.start, End: cur.last.end,
			From: cur.from, To: cur.to, Speakers: cur.speakers,
			Text: body[cur.first.from:cur.last.to],
		}
		p.Language = language(base, p.Text)
		out = append(out, p)
		cur = group{}
	}
	for _, a := range atoms(d) {
		if cur.n > 0 && cur.full(a) {
			flush()
		}
		cur.add(a)
	}
	flush()
	return out
}

// ID names a passage.
func ID(document string, number int) string { return document + "-" + strconv.Itoa(number) }

// Head is the text of passage 0: the title, the notes and the chapters, a line each.
func Head(d *feeds.Document) string {
	var b strings.Builder
	b.WriteString(d.Title)
	for _, s := range append([]string{d.Notes}, chapterTitles(d)...) {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	return b.String()
}

func chapterTitles(d *feeds.Document) []string {
	out := make([]string, 0, len(d.Chapters))
	for _, c := range d.Chapters {
		out = append(out, c.Title)
	}
	return out
}

// group is a passage in the making.
type group struct {
	n           int
	words       int
	first, last atom
	from, to    float64
	speakers    []string
}

func (g *group) add(a atom) {
	if g.n == 0 {
		g.first, g.from = a, a.begin
	}
	g.n++
	g.words += a.words
	g.last = a
	g.to = max(g.to, a.finish, a.begin)
	if a.speaker == "" {
		return
	}
	for _, s := range g.speakers {
		if s == a.speaker {
			return
		}
	}
	g.speakers = append(g.speakers, a.speaker)
}

// full reports whether the passage should end before next.
func (g *group) full(next atom) bool {
	if g.words+next.words > mostWords || next.timed && max(next.finish, next.begin)-g.from > mostSeconds {
		return true
	}
	enough := g.words >= enoughWords
	if next.timed {
		enough = next.begin-g.from >= enoughSeconds
	}
	return enough && (g.last.sentence || next.speaker != g.last.speaker || next.begin-g.from >= (enoughSeconds+mostSeconds)/2)
}
