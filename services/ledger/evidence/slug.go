package evidence

import (
	"crypto/rand"
	"strings"
)

// The shortest and the longest slug.
const (
	shortestSlug = 2
	LongestSlug  = 60
)

// SlugError says why a text can't be a slug, as a code with parameters.
type SlugError struct{ Code, Text string }

func (e *SlugError) Error() string { return "slug: " + e.Code }

// The codes of slugs that can't be used.
const (
	SlugForm     = "slug_form"     // too short or long, or other characters
	SlugLetters  = "slug_letters"  // letters beyond a to z, which may look like them
	SlugReserved = "slug_reserved" // a word that looks like a part of the site
)

// SlugCodes are all of them.
var SlugCodes = []string{SlugForm, SlugLetters, SlugReserved}

// reservedSlugs are skeletons of words that people take for a part of a site, or that a later version may need.
var reservedSlugs = skeletons("admin", "administrator", "api", "app", "assets", "auth", "collect", "desk", "favicon", "favicon-ico", "feeds", "form", "form-js", "healthz", "in", "l",
	"link", "links", "login", "logout", "metrics", "namedrop", "null", "password", "public", "qr", "robots", "robots-txt", "root", "security", "shared", "sign-in", "signin", "sign-up", "signup",
	"support", "system", "tag", "tag-js", "undefined", "unsubscribe", "webmention", "websub", "well-known", "www")

func skeletons(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[Skeleton(w)] = true
	}
	return out
}

// CheckSlug returns a slug as it is stored, in lower case. Only a to z, digits and single hyphens are taken: nothing that is a path, and no
// letter of another script that looks like one of these.
func CheckSlug(text string) (string, error) {
	slug := strings.ToLower(strings.TrimSpace(text))
	for _, r := range slug {
		if r > 0x7f {
			return "", &SlugError{SlugLetters, string(r)}
		}
	}
	if len(slug) < shortestSlug || len(slug) > LongestSlug || !plainSlug(slug) {
		return "", &SlugError{Code: SlugForm}
	}
	if reservedSlugs[Skeleton(slug)] {
		return "", &SlugError{SlugReserved, slug}
	}
	return slug, nil
}

func plainSlug(s string) bool {
	if s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// Skeleton returns what is left of a slug for somebody who reads or hears it: 0 and o are one, so are 1, i and l, rn and m, vv and w, and
// hyphens are not there. Two links never share one, and a link is found by it. It is empty for what can't be a slug, and doesn't
// allocate memory beyond its result.
func Skeleton(slug string) string {
	if len(slug) > LongestSlug {
		return ""
	}
	var b [LongestSlug]byte
	n := 0
	for i := range len(slug) {
		c := slug[i]
		switch {
		case c == '-':
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		default:
			return ""
		}
		switch {
		case c == '0':
			c = 'o'
		case c == '1' || c == 'i':
			c = 'l'
		}
		switch {
		case n > 0 && c == 'n' && b[n-1] == 'r':
			b[n-1] = 'm'
		case n > 0 && c == 'v' && b[n-1] == 'v':
			b[n-1] = 'w'
		default:
			b[n] = c
			n++
		}
	}
	return string(b[:n])
}

// slugLetters are those that can't be taken for one another, and that make no words.
const slugLetters = "bcdfghjkmpqrstxz23456789"

// NewSlug returns a random slug of six characters.
func NewSlug() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // it never fails
	for i := range b {
		b[i] = slugLetters[int(b[i])%len(slugLetters)]
	}
	return string(b)
}
