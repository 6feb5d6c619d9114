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

// Classify returns the part that the brand plays in the document, and why. A host or guest from
// the company comes first, then a paid mention, then a name that is discussed; everything else
// is passing. Unsure hits don't count.
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

// ofTheShow looks for the company among the people of the document.
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

// guest looks for an introduction of someone from the company right before or after the name. A
// heading is a written text, where less is needed.
func guest(before, after string, heading bool) string {
	if ties(before) {
		if w := ending(before, works); w != "" {
			return fmt.Sprintf("“%s” right before the name", w)
		}
		if w := ending(before, titles); w != "" && (heading || !spokenOf(before, w) || anyIn(before, presence) || anyIn(after, presence)) {
			return fmt.Sprintf("“%s” right before the name", w)
		}
	}
	for _, w := range guestAfter {
		if beginsWith(after[1:], w) {
			return fmt.Sprintf("“%s” right after the name", w)
		}
	}
	if ties(before) && presented(before, heading) {
		return "someone from the company is introduced right before the name"
	}
	return ""
}

// ties reports whether the text before a name ends with a word that connects a person to a
// company, perhaps followed by an article. It is a cheap first test that most mentions fail.
func ties(before string) bool {
	words := strings.TrimSuffix(strings.TrimSuffix(before, " "), " the")
	return slices.Contains(tying, words[strings.LastIndexByte(words, ' ')+1:])
}

// ending returns the phrase that the words end with, perhaps followed by an article.
func ending(before string, phrases []string) string {
	for _, w := range phrases {
		if strings.HasSuffix(before, " "+w+" ") || strings.HasSuffix(before, " "+w+" the ") {
			return w
		}
	}
	return ""
}

// spokenOf reports whether a title is used about someone who is absent: "the CEO of", but not
// "is CEO of".
func spokenOf(before, title string) bool {
	at := strings.LastIndex(before, " "+title+" ")
	words := strings.Fields(before[:at])
	return len(words) == 0 || slices.Contains(articles, words[len(words)-1])
}

// tying holds the last words of works, titles and [belongs].
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

// presenceReach is how many words there may be between an introduction and the company.
const presenceReach = 9

// presented reports whether a person is introduced as belonging to the company: "our guest is
// Jane Doe of", "I am the head of design at". A written heading needs less.
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

// sponsor looks for phrases of a paid mention next to the name.
func sponsor(plain string) string {
	var room [16]int
	found := sponsorBook.find(plain, room[:0])
	if len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	if first := found[0]; first < len(sponsorPhrases) {
		return fmt.Sprintf("“%s” next to the name", sponsorPhrases[first])
	}
	if w := paid(plain); w != "" {
		return fmt.Sprintf("“%s” and the show next to the name", w)
	}
	var signs []string
	for _, n := range slices.Compact(found) {
		if n -= len(sponsorPhrases); n < len(offerPhrases) {
			signs = append(signs, "“"+offerPhrases[n]+"”")
		}
	}
	if len(signs) > 1 {
		return strings.Join(signs, " and ") + " next to the name"
	}
	return ""
}

// sponsorBook includes the words for shows, which [paid] needs.
var sponsorBook = newPhrasebook(sponsorPhrases, offerPhrases, shows)

// paid looks for a form of "sponsor" that is about a show and not denied.
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

// discussed counts the certain hits: the name is in the title, or three times in the text, or
// twice within a minute and a half.
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
		return "named twice within a short time"
	}
	return ""
}

// around returns a hit's quote as plain words with an X in place of the name, and the offset of
// that X.
func around(h *index.Hit) (plain string, name int) {
	at := strings.Index(h.Quote, h.Surface)
	// A quote may contain the name twice: the hit is the one nearest to its middle.
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

// plainWords returns the words of a text in lower case with a space before and after each.
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
