package detect

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Classify says what part the brand plays in the document, and why, in words for the
// team. Somebody of the company as host or guest comes before a paid mention, and that
// before a name that is discussed; anything else is passing. Unsure hits don't count.
func Classify(doc *feeds.Document, brand index.Brand, hits []index.Hit) (index.MentionType, string) {
	if !slices.ContainsFunc(hits, func(h index.Hit) bool { return !h.Unsure }) {
		return index.Passing, "only unsure hits"
	}
	if why := ofTheShow(doc, brand); why != "" {
		return index.Guest, why
	}
	paid := ""
	for i := range hits {
		h := &hits[i]
		if h.Unsure {
			continue
		}
		plain, at := around(h)
		if why := guest(plain[:at], plain[at+1:], h.Field != index.InText); why != "" {
			return index.Guest, why
		}
		if paid == "" {
			paid = sponsor(plain)
		}
	}
	if paid != "" {
		return index.Sponsor, paid
	}
	if why := discussed(hits); why != "" {
		return index.Discussed, why
	}
	return index.Passing, "named in passing"
}

// ofTheShow looks for somebody of the company among the people.
func ofTheShow(doc *feeds.Document, brand index.Brand) string {
	if len(doc.People) == 0 {
		return ""
	}
	name := " " + strings.TrimSpace(plainWords(brand.Name)) + " "
	for _, p := range doc.People {
		if strings.Contains(plainWords(p.Name+" "+p.Role), name) {
			return fmt.Sprintf("%s is among the people of the show", p.Name)
		}
	}
	return ""
}

// guest looks for somebody of the company who is introduced right before or behind the
// name; a heading is a text that was written.
func guest(before, after string, heading bool) string {
	if ties(before) {
		if w := ending(before, works); w != "" {
			return fmt.Sprintf("“%s” stands right before the name", w)
		}
		if w := ending(before, titles); w != "" && (heading || !spokenOf(before, w) || anyIn(before, presence) || anyIn(after, presence)) {
			return fmt.Sprintf("“%s” stands right before the name", w)
		}
	}
	for _, w := range guestAfter {
		if beginsWith(after[1:], w) {
			return fmt.Sprintf("“%s” stands right behind the name", w)
		}
	}
	if ties(before) && presented(before, heading) {
		return "somebody of the company is presented right before the name"
	}
	return ""
}

// ties reports whether the last word is one that ties a person to a company, an article
// behind it or not. Most mentions have none, and need no further look.
func ties(before string) bool {
	words := strings.TrimSuffix(strings.TrimSuffix(before, " "), " the")
	return slices.Contains(tying, words[strings.LastIndexByte(words, ' ')+1:])
}

// ending is the phrase that words end with, an article behind it or not.
func ending(before string, phrases []string) string {
	for _, w := range phrases {
		if strings.HasSuffix(before, " "+w+" ") || strings.HasSuffix(before, " "+w+" the ") {
			return w
		}
	}
	return ""
}

// spokenOf tells "the CEO of" from "is CEO of": with an article, somebody who is not
// there is spoken of.
func spokenOf(before, title string) bool {
	at := strings.LastIndex(before, " "+title+" ")
	words := strings.Fields(before[:at])
	return len(words) == 0 || slices.Contains(articles, words[len(words)-1])
}

// tying is what works, titles and what [belongs] end with.
var tying = lastWords(works, titles, belongs)

func lastWords(lists ...[]string) (last []string) {
	for _, p := range slices.Concat(lists...) {
		if w := p[strings.LastIndexByte(p, ' ')+1:]; !slices.Contains(last, w) {
			last = append(last, w)
		}
	}
	return last
}

func anyIn(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(text, " "+p+" ") })
}

// presenceReach is how many words may lie between somebody's introduction and the company.
const presenceReach = 9

// presented reports whether somebody is introduced and said to be of the company: "our
// guest is Jane Doe of", "I am the head of design at". A written heading needs less.
func presented(before string, heading bool) bool {
	words := strings.Fields(before)
	if n := len(words); n > 0 && words[n-1] == "the" {
		words = words[:n-1]
	}
	n := len(words)
	if n < 3 || !slices.Contains(belongs, words[n-1]) {
		return false
	}
	near := " " + strings.Join(words[max(0, n-1-presenceReach):n-1], " ") + " "
	return anyIn(near, presence) || anyIn(near, self) || heading && n > 3 && anyIn(near, headings)
}

// sponsor looks for the phrases of a paid mention next to the name.
func sponsor(plain string) string {
	var room [16]int
	found := sponsorBook.find(plain, room[:0])
	if len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	if first := found[0]; first < len(sponsorPhrases) {
		return fmt.Sprintf("“%s” stands next to the name", sponsorPhrases[first])
	}
	if w := paid(plain); w != "" {
		return fmt.Sprintf("“%s” and the show stand next to the name", w)
	}
	var signs []string
	for _, n := range slices.Compact(found) {
		if n -= len(sponsorPhrases); n < len(offerPhrases) {
			signs = append(signs, "“"+offerPhrases[n]+"”")
		}
	}
	if len(signs) > 1 {
		return strings.Join(signs, " and ") + " stand next to the name"
	}
	return ""
}

// sponsorBook has the shows too, without which nothing is [paid].
var sponsorBook = newPhrasebook(sponsorPhrases, offerPhrases, shows)

// paid looks for any form of "sponsor", said of a show and not denied.
func paid(text string) string {
	if !anyIn(text, shows) {
		return ""
	}
	before := ""
	for w := range strings.FieldsSeq(text) {
		if strings.HasPrefix(strings.TrimPrefix(w, "ge"), "sponso") || strings.HasPrefix(w, "sponser") {
			if !slices.Contains(denials, before) {
				return w
			}
		}
		before = w
	}
	return ""
}

// discussed counts the sure hits: the title names it, or the text names it three times or twice within
// a minute and a half.
func discussed(hits []index.Hit) string {
	n := 0
	var last *index.Hit
	near := false
	for i := range hits {
		h := &hits[i]
		if h.Unsure {
			continue
		}
		switch h.Field {
		case index.InTitle:
			return "the title names it"
		case index.InChapter:
			return "a chapter is named after it"
		case index.InText:
			n++
			if last != nil && h.Start-last.Start < 700 {
				near = near || h.Second == nil || last.Second == nil || *h.Second-*last.Second < 90
			}
			last = h
		}
	}
	switch {
	case n >= 3:
		return fmt.Sprintf("named %d times", n)
	case near:
		return "named twice in a short stretch"
	}
	return ""
}

// around is the quote of a hit as plain words, with an X in the place of the name, and
// where that stands.
func around(h *index.Hit) (plain string, name int) {
	at := strings.Index(h.Quote, h.Surface)
	// A quote may hold the name twice: ours is the one nearest its middle.
	for next := at; next >= 0; {
		if far(next, len(h.Surface), len(h.Quote)) < far(at, len(h.Surface), len(h.Quote)) {
			at = next
		}
		more := strings.Index(h.Quote[next+1:], h.Surface)
		if more < 0 {
			break
		}
		next += 1 + more
	}
	before, after := h.Quote, ""
	if at >= 0 {
		before, after = h.Quote[:at], h.Quote[at+len(h.Surface):]
	}
	var room [512]byte
	list := appendPlain(room[:0], before)
	name = len(list)
	list = append(list, 'X')
	return string(appendPlain(list, after)), name
}

func far(at, n, whole int) int {
	d := at + n/2 - whole/2
	return max(d, -d)
}

// plainWords is the words of a text in lower case with a space before and behind each.
func plainWords(s string) string {
	var room [256]byte
	return string(appendPlain(room[:0], s))
}

func appendPlain(dst []byte, s string) []byte {
	dst = append(dst, ' ')
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case isWord(r) || r == '%' || r == '-':
			dst = utf8.AppendRune(dst, r)
		case dst[len(dst)-1] != ' ':
			dst = append(dst, ' ')
		}
	}
	if dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}
