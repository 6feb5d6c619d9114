package passage

import (
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// A passage ends at the end of a sentence or at a change of speaker once it is long enough, and
// anywhere once it is too long.
const (
	minSeconds = 30
	maxSeconds = 60
	minWords   = 70
	maxWords   = 160
	maxBytes   = 2500 // words are no measure for scripts that have no spaces
)

// Split returns the passages of d, the head first. A document without text has only
// its head.
func Split(d *feeds.Document) []index.Passage {
	head, body := Head(d), d.Body()
	base := documentLanguage(d, head, body)
	s := splitter{doc: d.ID, body: body, base: base, known: text.LanguageOf(base)}
	s.out = make([]index.Passage, 0, 2+len(body)/typicalBytes)
	s.addPassage(index.Passage{Text: head})
	atoms(d, s.add)
	s.flush()
	return s.out
}

// typicalBytes is a guess at the length of a passage, to allocate the list once.
const typicalBytes = 600

// splitter builds the passages of a document from its atoms.
type splitter struct {
	doc   string
	body  string
	base  string        // the document's language
	known text.Language // the same
	out   []index.Passage
	cur   group
}

func (s *splitter) add(a atom) {
	if s.cur.n > 0 && s.cur.full(a) {
		s.flush()
	}
	s.cur.add(a)
}

func (s *splitter) flush() {
	g := &s.cur
	if g.n == 0 {
		return
	}
	s.addPassage(index.Passage{
		Start: g.first.start, End: g.last.end, From: g.from, To: g.to,
		Speakers: g.speakers, Text: s.body[g.first.from:g.last.to],
	})
	s.cur = group{}
}

// addPassage appends a passage.
func (s *splitter) addPassage(p index.Passage) {
	p.ID, p.Document, p.Number = ID(s.doc, len(s.out)), s.doc, len(s.out)
	p.Language = language(s.base, s.known, p.Text)
	s.out = append(s.out, p)
}

// ID returns the id of a passage.
func ID(document string, number int) string { return document + "-" + strconv.Itoa(number) }

// Head returns the text of passage 0: title, notes and chapters, one a line.
func Head(d *feeds.Document) string {
	var b strings.Builder
	line := func(s string) {
		if s != "" && b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	line(d.Title)
	line(d.Notes)
	for _, c := range d.Chapters {
		line(c.Title)
	}
	return b.String()
}

// group is the passage that is being built.
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
	if g.words+next.words > maxWords || next.to-g.first.from > maxBytes || next.timed && max(next.finish, next.begin)-g.from > maxSeconds {
		return true
	}
	enough := g.words >= minWords
	if next.timed {
		enough = next.begin-g.from >= minSeconds
	}
	return enough && (g.last.sentence || next.speaker != g.last.speaker || next.begin-g.from >= (minSeconds+maxSeconds)/2)
}
