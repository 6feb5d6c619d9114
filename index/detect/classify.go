package detect

import (
	"fmt"
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
		for _, w := range guestBefore {
			if strings.HasSuffix(before, " "+w+" ") || strings.HasSuffix(before, " "+w+" the ") {
				return fmt.Sprintf("“%s” stands right before the name", w)
			}
		}
		for _, w := range guestAfter {
			if strings.HasPrefix(after, " "+w+" ") {
				return fmt.Sprintf("“%s” stands right behind the name", w)
			}
		}
		if h.Field != index.InText && titled(before) {
			return "the title or the notes present somebody of the company"
		}
	}
	return ""
}

// titled reports whether a person of the company has just been named: "with Jane Doe of".
func titled(before string) bool {
	words := strings.Fields(before)
	if len(words) < 4 {
		return false
	}
	switch words[len(words)-1] {
	case "of", "from", "at", "van", "bij", "von", "bei":
	default:
		return false
	}
	for _, w := range words[max(0, len(words)-5) : len(words)-2] {
		switch w {
		case "with", "guest", "feat", "featuring", "met", "gast", "mit":
			return true
		}
	}
	return false
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

// Own reports whether a document is the brand's own: by its address, its author, or the
// account it came from; and how that was seen.
func Own(doc *feeds.Document, brand index.Brand) (bool, string) {
	host := domainOf(doc.URL)
	for _, d := range brand.Domains {
		if d = domainOf(d); d != "" && (host == d || strings.HasSuffix(host, "."+d)) {
			return true, "published on " + d
		}
	}
	author := string(key(nil, doc.Author))
	if author == "" {
		return false, ""
	}
	for _, h := range brand.Handles {
		if string(key(nil, h)) == author {
			return true, "posted by " + h
		}
	}
	if author == string(key(nil, brand.Name)) {
		return true, "the author is " + brand.Name
	}
	return false, ""
}
