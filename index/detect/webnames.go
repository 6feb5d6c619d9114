package detect

import (
	"strings"
	"unicode/utf8"
)

// Limits on the addresses that are read in one document.
const (
	maxLabel     = 63 // of one part of a host
	maxAddresses = 50 // of one brand in one document
)

// around a name in its domain: getacme.com, acmehq.io.
var (
	domainBefore = []string{"get", "try", "use", "go", "join", "hello", "my", "with", "the"}
	domainAfter  = []string{"hq", "app", "inc", "labs", "team", "software"}
)

// wordEndings are endings of domains that are words too: "we met on Monday.so far".
const wordEndings = " so at be de us me in it is no am "

// webNames calls found for each web address in a text that is made of the name's key, with the
// host and where it is. Spoken ones ("acme dot com") are written with a dot.
func webNames(text, name string, found func(host string, start, end int)) {
	if name == "" {
		return
	}
	left := maxAddresses
	for at := 0; at < len(text) && left > 0; {
		dot, length := nextDot(text[at:])
		if dot < 0 {
			return
		}
		dot += at
		at = dot + length
		start := dot
		for start > 0 && isLabelByte(text[start-1]) && dot-start < maxLabel {
			start--
		}
		if !holdsName(text[start:dot], name) || start > 0 && isJoined(text[start-1]) {
			continue
		}
		ending, end := endingAt(text, at)
		if ending == "" {
			continue
		}
		left--
		found(strings.ToLower(text[start:dot])+"."+ending, start, end)
		at = end
	}
}

// nextDot returns where the next dot is, written or spoken, and its length.
func nextDot(text string) (at, length int) {
	at, length = strings.IndexByte(text, '.'), 1
	if spoken := strings.Index(text, " dot "); spoken >= 0 && (at < 0 || spoken < at) {
		return spoken, len(" dot ")
	}
	return at, length
}

// endingAt returns the ending of a domain that begins at a place in the text, such as com or
// co.uk, and where it ends.
func endingAt(text string, at int) (ending string, end int) {
	end = at
	for end < len(text) && text[end] >= 'a' && text[end] <= 'z' && end-at < maxLabel {
		end++
	}
	if end == at || !isTopLevel(text[at:]) && text[at:end] != "example" && !strings.Contains(moreEndings, " "+text[at:end]+" ") {
		return "", at
	}
	if end < len(text) && (isLabelByte(text[end]) || text[end] >= utf8.RuneSelf) {
		return "", at
	}
	// co.uk, com.au
	if rest := text[end:]; end-at <= 3 && len(rest) > 2 && rest[0] == '.' && isLower(rest[1]) && isLower(rest[2]) && (len(rest) == 3 || !isLabelByte(rest[3])) {
		if two := text[at:end]; two == "co" || two == "com" {
			return two + rest[:3], end + 3
		}
	}
	return text[at:end], end
}

// moreEndings are further endings of the domains of companies.
const moreEndings = " cloud inc software tools team tech xyz us me in it is no am ca es se dk pl pt fi au nz jp info biz work studio agency digital shop eco "

// holdsName reports whether a part of a host is the name, perhaps with a word that companies put
// before or after it.
func holdsName(label, name string) bool {
	if len(label) < len(name) || len(label) > maxLabel {
		return false
	}
	k := string(key(nil, label))
	if k == name {
		return true
	}
	for _, w := range domainBefore {
		if k == w+name {
			return true
		}
	}
	for _, w := range domainAfter {
		if k == name+w {
			return true
		}
	}
	return false
}

// isWordEnding reports whether the ending of a host is a word too, so that one place with it may
// be a missing space between two sentences.
func isWordEnding(host string) bool {
	return strings.Contains(wordEndings, " "+host[strings.LastIndexByte(host, '.')+1:]+" ")
}

func isLabelByte(b byte) bool {
	return isLower(b) || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-'
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

// isJoined reports whether a byte before a name makes it a part of a longer word.
func isJoined(b byte) bool { return b >= utf8.RuneSelf || b == '_' }
