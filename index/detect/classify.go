package detect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Classify says what part the brand plays in the document, and why, in words for the
// team. Somebody of the company as host or guest comes before a paid mention, and that
// before a name that is discussed; anything else is passing. Unsure hits don't count.
func Classify(doc *feeds.Document, brand index.Brand, hits []index.Hit) (index.MentionType, string) {
	var sure []index.Hit
	for _, h := range hits {
		if !h.Unsure {
			sure = append(sure, h)
		}
	}
	if len(sure) == 0 {
		return index.Passing, "only unsure hits"
	}
	if why := guest(doc, brand, sure); why != "" {
		return index.Guest, why
	}
	if why := sponsor(sure); why != "" {
		return index.Sponsor, why
	}
	if why := discussed(sure); why != "" {
		return index.Discussed, why
	}
	return index.Passing, "named in passing"
}

// guest looks for somebody of the company among the people, or introduced in words.
func guest(doc *feeds.Document, brand index.Brand, hits []index.Hit) string {
	name := plainWords(brand.Name)
	for _, p := range doc.People {
		person := plainWords(p.Name + " " + p.Role)
		if strings.Contains(person, " "+strings.TrimSpace(name)+" ") {
			return fmt.Sprintf("%s is among the people of the show", p.Name)
		}
	}
	for _, h := range hits {
		before, after := around(h)
		here := h.Field != index.InText || anyIn(before+after, presence)
		if w := ending(before, works); w != "" {
			return fmt.Sprintf("“%s” stands right before the name", w)
		}
		if w := ending(before, titles); w != "" && (here || !spokenOf(before, w)) {
			return fmt.Sprintf("“%s” stands right before the name", w)
		}
		for _, w := range guestAfter {
			if strings.HasPrefix(after, " "+w+" ") {
				return fmt.Sprintf("“%s” stands right behind the name", w)
			}
		}
		if presented(before, h.Field != index.InText) {
			return "somebody of the company is presented right before the name"
		}
	}
	return ""
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
func sponsor(hits []index.Hit) string {
	for _, h := range hits {
		before, after := around(h)
		whole := before + "X" + after
		for _, w := range sponsorPhrases {
			if strings.Contains(whole, " "+w+" ") {
				return fmt.Sprintf("“%s” stands next to the name", w)
			}
		}
		if w := paid(whole); w != "" {
			return fmt.Sprintf("“%s” and the show stand next to the name", w)
		}
		var signs []string
		for _, w := range offerPhrases {
			if strings.Contains(whole, " "+w+" ") {
				signs = append(signs, "“"+w+"”")
			}
		}
		if len(signs) > 1 {
			return strings.Join(signs, " and ") + " stand next to the name"
		}
	}
	return ""
}

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

// discussed counts: the title names it, or the text names it three times or twice within
// a minute and a half.
func discussed(hits []index.Hit) string {
	n := 0
	var last *index.Hit
	near := false
	for i := range hits {
		h := &hits[i]
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

// around is what the quote has before and behind the name, as lower-case words with one
// space on either side.
func around(h index.Hit) (before, after string) {
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
	if at < 0 {
		return plainWords(h.Quote), " "
	}
	return plainWords(h.Quote[:at]), plainWords(h.Quote[at+len(h.Surface):])
}

func far(at, n, whole int) int {
	d := at + n/2 - whole/2
	return max(d, -d)
}

// plainWords is the words of a text in lower case with a space before and behind each.
func plainWords(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !isWord(r) && r != '%' && r != '-' }) {
		b.WriteString(w)
		b.WriteByte(' ')
	}
	return b.String()
}
