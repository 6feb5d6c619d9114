package detect

import (
	"strings"
	"unicode/utf8"
)

// quoteReach is how many bytes of text a quote shows on either side of the name.
const quoteReach = 110

// quote returns the text around a name. It begins and ends between words if there are any, and
// never inside a rune.
func quote(text string, start, end int) string {
	from, to := max(0, start-quoteReach), min(len(text), end+quoteReach)
	for from < start && !utf8.RuneStart(text[from]) {
		from++
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	if from > 0 {
		if i := strings.IndexAny(text[from:start], " \n\t"); i >= 0 {
			from += i + 1
		}
	}
	if to < len(text) {
		if i := strings.LastIndexAny(text[end:to], " \n\t"); i >= 0 {
			to = end + i
		}
	}
	q := strings.TrimSpace(text[from:to])
	if strings.ContainsAny(q, "\n\t\r") || strings.Contains(q, "  ") {
		q = strings.Join(strings.Fields(q), " ")
	}
	switch {
	case from > 0 && to < len(text):
		return "… " + q + " …"
	case from > 0:
		return "… " + q
	case to < len(text):
		return q + " …"
	}
	return q
}
