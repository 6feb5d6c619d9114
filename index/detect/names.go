package detect

import (
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// form is where an entry's key came from. It decides what must surround a match and what the
// match proves.
type form uint8

const (
	byName form = iota
	byAlias
	byHeardAs
	byHandle // matches only after @ or in an address
	byDomain // matches only with its dots, or with "dot" spoken
)

// entry is one key of one brand.
type entry struct {
	brand   int32
	form    form
	words   uint8  // runs of letters and digits in the name as written
	acronym bool   // two to five capitals only
	probe   uint8  // letters of the key that are looked up: all of them, except in long names
	key     string // letters and digits, folded
	name    string // as the user entered it
}

// symbolBytes are the symbols that make a single letter a name, as in C++ and C#.
const symbolBytes = "+#*!"

// symbols returns what must follow a name of one letter in the text.
func (e *entry) symbols() string {
	if len(e.key) > 1 {
		return ""
	}
	return trailingSymbols(e.name)
}

// namer collects the entries of brands.
type namer struct {
	entries []entry
	keys    []byte // scratch
	first   int    // where the current brand's entries begin
}

func (n *namer) brand(b *index.Brand, number int32) {
	n.first = len(n.entries)
	n.add(number, byName, b.Name)
	for _, a := range b.Aliases {
		n.add(number, byAlias, a)
	}
	for _, a := range b.HeardAs {
		n.add(number, byHeardAs, a)
	}
	for _, a := range b.Domains {
		n.add(number, byDomain, domainOf(a))
	}
	for _, a := range b.Handles {
		n.add(number, byHandle, a)
	}
}

// add makes the entries of one name: as written, with and without "and", and with "dot"
// spoken where it is written like an address.
func (n *namer) add(brand int32, f form, name string) {
	name = strings.TrimSpace(name)
	words := wordCount(name)
	n.put(brand, f, name, name, words)
	plain := strings.TrimPrefix(strings.Trim(name, "."), "@")
	if strings.Contains(plain, ".") && !strings.Contains(plain, " ") {
		n.put(brand, f, name, strings.ReplaceAll(plain, ".", " dot "), words)
	}
	if strings.ContainsAny(name, "&+") {
		for _, and := range ands {
			n.put(brand, f, name, strings.NewReplacer("&", " "+and+" ", " + ", " "+and+" ").Replace(name), words)
		}
	}
	if words < 3 {
		return
	}
	for _, and := range ands {
		if before, after, ok := cutFold(name, " "+and+" "); ok {
			n.put(brand, f, name, before+" "+after, words)
		}
	}
}

// ands is how "&" is pronounced in the supported languages.
var ands = []string{"and", "und", "en", "et"}

// cutFold is strings.Cut with an ASCII separator in any case.
func cutFold(s, sep string) (before, after string, ok bool) {
	for i := 0; i+len(sep) <= len(s); i++ {
		if s[i] == ' ' && strings.EqualFold(s[i:i+len(sep)], sep) {
			return s[:i], s[i+len(sep):], true
		}
	}
	return s, "", false
}

func (n *namer) put(brand int32, f form, name, as string, words uint8) {
	n.keys = key(n.keys[:0], as)
	if len(n.keys) == 0 {
		return
	}
	for i := n.first; i < len(n.entries); i++ {
		o := &n.entries[i]
		if o.key == string(n.keys) && (o.form <= byHeardAs && f <= byHeardAs || o.form == f) {
			return
		}
	}
	e := entry{brand: brand, form: f, key: string(n.keys), name: name, words: words}
	e.acronym = f <= byAlias && isAcronym(name)
	e.probe = uint8(len(e.key))
	if words > maxTokens || len(e.key) > maxLetters {
		e.probe = probeOf(&e)
	}
	n.entries = append(n.entries, e)
}

// probeOf returns how many letters of a long name's key are looked up: its first words. match
// compares the rest.
func probeOf(e *entry) uint8 {
	best := 0
	for i := 1; i <= len(e.name); i++ {
		if i < len(e.name) && (!utf8.RuneStart(e.name[i]) || !endsWord(e.name, i)) {
			continue
		}
		if k := len(key(nil, e.name[:i])); wordCount(e.name[:i]) <= maxTokens && k <= maxLetters {
			best = k
		}
	}
	if best == 0 {
		best = min(len(e.key), maxLetters)
	}
	return uint8(best)
}

// domainOf returns the host of a domain as people say it: without scheme, "www." and path.
func domainOf(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	return strings.TrimPrefix(s, "www.")
}

func trailingSymbols(name string) string {
	trimmed := strings.TrimRight(name, symbolBytes)
	return name[len(trimmed):]
}

func isAcronym(name string) bool {
	letters := 0
	for _, r := range name {
		if r >= utf8.RuneSelf || r >= 'a' && r <= 'z' {
			return false
		}
		if r >= 'A' && r <= 'Z' {
			letters++
		}
	}
	return letters >= 2 && letters <= 5
}

// wordCount counts the runs of letters and digits in a name.
func wordCount(name string) uint8 {
	n := 0
	inside := false
	for _, r := range name {
		is := r < utf8.RuneSelf && foldByte[byte(r)] != breakByte || r >= utf8.RuneSelf && foldRune(r) != ""
		if is && (!inside || isWordByItself(r)) {
			n++
		}
		inside = is
	}
	return uint8(min(n, 255))
}
