package jsonl

import (
	"regexp"
	"strings"
)

// Mistake is what is wrong with a line. Code identifies the English text, and Params holds what is
// filled into it, so that the desk can say the same in the user's language.
type Mistake struct {
	Code   string
	Params map[string]string
	text   string
}

// Error returns the text. It is read after the number of the line.
func (m *Mistake) Error() string { return m.text }

// texts are all mistakes, by their codes.
var texts = map[string]string{
	"line_date":         `published "{date}" is not a date; write 2026-11-23 or 2026-11-23T09:00:00Z`,
	"line_field_type":   "the field {field} has the wrong type: {type}",
	"line_not_json":     "this is not a JSON object",
	"line_not_object":   "this is not a JSON object but JSON of the type {type}",
	"line_too_long":     "the line is longer than {limit_mb} MiB",
	"line_unidentified": "it has neither id nor url: one of them is needed to identify the document",
	"line_url":          `url "{url}" is not a web address; it should look like https://example.com/page`,
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// Codes returns the codes of all mistakes, with the names of their parameters.
func Codes() map[string][]string {
	codes := map[string][]string{}
	for code, text := range texts {
		codes[code] = nil
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			codes[code] = append(codes[code], found[1])
		}
	}
	return codes
}

// TooLong returns the mistake of a line that is longer than the limit in MiB.
func TooLong(limit string) *Mistake { return mistake("line_too_long", "limit_mb", limit) }

// mistake returns a mistake. params are the names and values of its parameters in turn.
func mistake(code string, params ...string) *Mistake {
	m := &Mistake{Code: code}
	pairs := make([]string, 0, len(params))
	for i := 0; i+1 < len(params); i += 2 {
		if m.Params == nil {
			m.Params = map[string]string{}
		}
		m.Params[params[i]] = params[i+1]
		pairs = append(pairs, "{"+params[i]+"}", params[i+1])
	}
	m.text = strings.NewReplacer(pairs...).Replace(texts[code])
	return m
}

// shortened bounds a value that is shown to people.
func shortened(value string) string {
	if r := []rune(value); len(r) > 100 {
		return string(r[:100]) + "…"
	}
	return value
}
