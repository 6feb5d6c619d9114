package detect

import (
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Own reports whether a brand published the document itself, by its address, its author or its
// account, and how that was recognized.
func Own(doc *feeds.Document, brand index.Brand) (bool, string) {
	code, value := OwnBecause(doc, brand)
	switch code {
	case OwnDomain:
		return true, "published on " + value
	case OwnHandle:
		return true, "posted by " + value
	case OwnAuthor:
		return true, "the author is " + value
	}
	return false, ""
}

// Why a document is the brand's own.
const (
	OwnDomain = "domain" // the site is the brand's
	OwnHandle = "handle" // the account is the brand's
	OwnAuthor = "author" // the author has the brand's name
)

// OwnBecause returns why a document is the brand's own, as a code and the domain, handle or
// author that shows it. The code is empty where it isn't.
func OwnBecause(doc *feeds.Document, brand index.Brand) (code, value string) {
	host := domainOf(doc.URL)
	for _, d := range brand.Domains {
		if d = domainOf(d); d != "" && (host == d || strings.HasSuffix(host, "."+d)) {
			return OwnDomain, d
		}
	}
	author := string(key(nil, doc.Author))
	if author == "" {
		return "", ""
	}
	for _, h := range brand.Handles {
		if string(key(nil, h)) == author {
			return OwnHandle, h
		}
	}
	for _, name := range append([]string{brand.Name}, brand.Aliases...) {
		if ofCompany(doc.Author, name) {
			return OwnAuthor, doc.Author
		}
	}
	return "", ""
}

// ofCompany reports whether an author is the company itself, perhaps with words that companies
// add to their names: "Acme", "Acme Inc.", "The Acme Podcast Team".
func ofCompany(author, name string) bool {
	rest, found := strings.CutPrefix(strings.TrimPrefix(plainWords(author), " the"), strings.TrimSuffix(plainWords(name), " "))
	if !found || rest != "" && rest[0] != ' ' {
		return false
	}
	for w := range strings.FieldsSeq(rest) {
		if !slices.Contains(companyWords, w) {
			return false
		}
	}
	return true
}

var companyWords = strings.Fields("inc incorporated ltd limited llc corp corporation co company plc gmbh ag se bv nv group media team podcast podcasts show studio studios network official hq blog news")
