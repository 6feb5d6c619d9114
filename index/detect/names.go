package detect

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// form says where an entry's key came from; it decides what the match must look like
// and what it proves.
type form uint8

const (
	byName form = iota
	byAlias
	byHeardAs
	byHandle // only after @, or in an address
	byDomain // only with its dots, or with "dot" spoken
)

// entry is one key of one brand.
type entry struct {
	brand   int32
	form    form
	words   uint8  // tokens in the name as written
	acronym bool   // written in capitals only
	key     string // letters and digits, folded
	probe   string // what is looked up: the key, or the first words of a long one
	name    string // as the user wrote it
	symbols string // what must stand right behind it, as in C++
}

// probeOf is the part of the key that is looked up: all of it, or the first words of a
// name of more than six.
func probeOf(e *entry) string {
	if e.words <= maxTokens && len(e.key) <= maxLetters {
		return e.key
	}
	n, words := 0, uint8(0)
	for i := 1; i < len(e.name) && words < maxTokens; i++ {
		k := key(nil, e.name[:i])
		if words = wordCount(e.name[:i]); words <= maxTokens && len(k) <= maxLetters && endsWord(e.name, i) {
			n = len(k)
		}
	}
	if n == 0 {
		return e.key[:min(len(e.key), maxLetters)]
	}
	return e.key[:min(n, len(e.key))]
}

// symbolNames are the endings that tell a name from a letter.
const symbolBytes = "+#*!"

// entriesOf lists the keys of a brand.
func entriesOf(b *index.Brand, number int32) []entry {
	var list []entry
	add := func(f form, name string) {
		name = strings.TrimSpace(name)
		for _, k := range variants(f, name) {
			e := entry{brand: number, form: f, key: k, name: name, words: wordCount(name)}
			e.acronym = f <= byAlias && isAcronym(name)
			if len(k) == 1 {
				e.symbols = trailingSymbols(name)
			}
			if !slices.ContainsFunc(list, func(o entry) bool {
				return o.key == k && o.symbols == e.symbols && (o.form <= byHeardAs || o.form == f)
			}) {
				list = append(list, e)
			}
		}
	}
	add(byName, b.Name)
	for _, a := range b.Aliases {
		add(byAlias, a)
	}
	for _, a := range b.HeardAs {
		add(byHeardAs, a)
	}
	for _, a := range b.Domains {
		add(byDomain, domainOf(a))
	}
	for _, a := range b.Handles {
		add(byHandle, a)
	}
	return list
}

// variants returns the keys a name goes by: with and without "and", and with "dot"
// spoken where it is written like an address.
func variants(f form, name string) []string {
	name = strings.TrimPrefix(name, "@")
	keys := []string{string(key(nil, name))}
	if f == byDomain || strings.Contains(strings.Trim(name, "."), ".") && !strings.ContainsAny(name, " ") {
		keys = append(keys, string(key(nil, strings.ReplaceAll(strings.Trim(name, "."), ".", " dot "))))
	}
	for _, and := range []string{"and", "und", "en", "et", "y"} {
		for _, sign := range []string{" & ", " + ", "&"} {
			if strings.Contains(name, sign) && (sign != "&" || !strings.Contains(name, " & ")) {
				keys = append(keys, string(key(nil, strings.ReplaceAll(name, sign, " "+and+" "))))
			}
		}
		if spaced := " " + and + " "; and != "y" && strings.Contains(strings.ToLower(name), spaced) {
			at := strings.Index(strings.ToLower(name), spaced)
			if at+len(spaced) <= len(name) {
				keys = append(keys, string(key(nil, name[:at]+" "+name[at+len(spaced):])))
			}
		}
	}
	slices.Sort(keys[1:])
	keys = slices.DeleteFunc(slices.Compact(keys), func(k string) bool { return k == "" })
	return keys
}

// domainOf strips a domain down to what is said: no scheme, no www, no path.
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
		if is && (!inside || standsAlone(r)) {
			n++
		}
		inside = is
	}
	return uint8(min(n, 255))
}

// sortEntries brings entries of one key together, in a fixed order.
func sortEntries(list []entry) {
	for i := range list {
		list[i].probe = probeOf(&list[i])
	}
	slices.SortStableFunc(list, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.probe, b.probe), strings.Compare(a.key, b.key), cmp.Compare(a.brand, b.brand), cmp.Compare(a.form, b.form))
	})
}
