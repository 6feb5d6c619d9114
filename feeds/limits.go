package feeds

import (
	"strings"
	"unicode/utf8"
)

// Limits on a document, far above what publishers write. They keep one document from
// using all memory of a machine.
const (
	MaxTitle    = 2 << 10 // bytes
	MaxNotes    = 1 << 20
	MaxText     = 16 << 20
	MaxCues     = 200_000 // about two a second for a day
	MaxChapters = 2000
	MaxPeople   = 500

	MaxOffers = 100

	maxAddress = 8 << 10
)

// Limit cuts what is longer than a document may be, and reports whether anything was cut.
// Of more than MaxCues cues neighbours are joined, so that no words are lost.
func (d *Document) Limit() (cut bool) {
	text := func(s *string, most int) {
		if len(*s) > most {
			*s, cut = strings.Clone(shorten(*s, most)), true
		}
	}
	address := func(s *string) {
		if len(*s) > maxAddress {
			*s, cut = "", true
		}
	}
	text(&d.Title, MaxTitle)
	text(&d.Notes, MaxNotes)
	text(&d.Text, MaxText)
	text(&d.Author, MaxTitle)
	text(&d.Language, 64)
	address(&d.URL)
	address(&d.Audio)
	address(&d.From)
	text(&d.Handle, MaxTitle)
	text(&d.Thread, MaxTitle)
	text(&d.Synthetic, MaxTitle)
	if len(d.Chapters) > MaxChapters {
		d.Chapters, cut = append([]Chapter{}, d.Chapters[:MaxChapters]...), true
	}
	for i := range d.Chapters {
		text(&d.Chapters[i].Title, MaxTitle)
		address(&d.Chapters[i].URL)
	}
	if len(d.People) > MaxPeople {
		d.People, cut = append([]Person{}, d.People[:MaxPeople]...), true
	}
	for i := range d.People {
		text(&d.People[i].Name, MaxTitle)
		text(&d.People[i].Role, MaxTitle)
		address(&d.People[i].URL)
	}
	if len(d.Cues) > MaxCues {
		d.Cues, cut = joinTo(d.Cues, MaxCues), true
	}
	size := 0
	for i := range d.Cues {
		text(&d.Cues[i].Speaker, MaxTitle)
		if size += len(d.Cues[i].Text) + 1; size > MaxText {
			d.Cues, cut = d.Cues[:i], true
			break
		}
	}
	return cut
}

// shorten cuts a text to at most that many bytes, between two runes.
func shorten(s string, most int) string {
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// joinTo joins neighbouring cues until no more than most are left.
func joinTo(cues []Cue, most int) []Cue {
	each := (len(cues) + most - 1) / most
	out := make([]Cue, 0, (len(cues)+each-1)/each)
	for len(cues) > 0 {
		part := cues[:min(each, len(cues))]
		cues = cues[len(part):]
		one := part[0]
		one.Text, one.End = JoinCues(part), part[len(part)-1].End
		out = append(out, one)
	}
	return out
}

// Weight returns about how many bytes of memory a document uses.
func (d *Document) Weight() int {
	n := 512 + len(d.Title) + len(d.Notes) + len(d.Text) + 64*(len(d.Cues)+len(d.Chapters)+len(d.People))
	for i := range d.Cues {
		n += len(d.Cues[i].Text)
	}
	for i := range d.Chapters {
		n += len(d.Chapters[i].Title) + len(d.Chapters[i].URL)
	}
	return n
}
