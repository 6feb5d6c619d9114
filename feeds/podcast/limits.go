package podcast

import "bytes"

// maxParts is the limit on tags, or JSON values, in a feed. The parser uses about a hundred times
// as much memory for each as the text does. A feed of maxItems items has half as many.
const maxParts = 1 << 20

// limited cuts a feed after maxParts parts, and reports whether it was cut.
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
