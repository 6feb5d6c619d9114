package podcast

import "bytes"

// maxParts is how many tags, or values of JSON, a feed may come in: each takes a hundred
// times the memory of its bytes while it is read. A feed of maxItems has half as many.
const maxParts = 1 << 20

// limited cuts a feed where it comes in more parts than are read, and reports whether it
// was cut.
func limited(text []byte) ([]byte, bool) {
	sep := []byte("<")
	if bytes.HasPrefix(bytes.TrimSpace(text[:min(len(text), 64)]), []byte("{")) {
		sep = []byte(",")
	}
	if bytes.Count(text, sep) <= maxParts {
		return text, false
	}
	at := 0
	for range maxParts {
		at += bytes.Index(text[at:], sep) + 1
	}
	return text[:at-1], true
}
