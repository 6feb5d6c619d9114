package feeds

import (
	"maps"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FileMistake is why a file that somebody exported, or a line of it, can't be read.
//
// Detail is English. As with a [Warning], Code identifies the sentence and Params holds what is filled
// into it, so that the desk can say the same in the user's language.
type FileMistake struct {
	Line   int               `json:"line,omitempty" doc:"From 1; absent where it is about the whole file."`
	Code   string            `json:"code" doc:"For you to phrase it. More may be added."`
	Params map[string]string `json:"params,omitempty" doc:"What varies in detail, by name."`
	Detail string            `json:"detail" doc:"The same in English, read after the number of the line."`
}

// Mistaken returns a mistake. Its English text has its parameters in braces. params are their names
// and values in turn.
func Mistaken(code, text string, params ...string) *FileMistake {
	w := Warn(code, text, params...)
	return &FileMistake{Code: w.Code, Params: w.Params, Detail: w.Detail}
}

// On returns the mistake as that of a line.
func (m *FileMistake) On(line int) *FileMistake {
	out := *m
	out.Line = line
	return &out
}

// Error returns the English text after the number of the line.
func (m *FileMistake) Error() string {
	if m.Line > 0 {
		return "line " + strconv.Itoa(m.Line) + ": " + m.Detail
	}
	return m.Detail
}

// Coded returns the code with its parameters, and the line as one of them.
func (m *FileMistake) Coded() (code string, params map[string]string) {
	params = maps.Clone(m.Params)
	if m.Line > 0 {
		if params == nil {
			params = map[string]string{}
		}
		params["line"] = strconv.Itoa(m.Line)
	}
	return m.Code, params
}

// FileMistakes are the first lines of a file that can't be read. There is at least one.
type FileMistakes []*FileMistake

// Error returns the first of them.
func (m FileMistakes) Error() string { return m[0].Error() }

// Coded returns the code of the first.
func (m FileMistakes) Coded() (code string, params map[string]string) { return m[0].Coded() }

// Sentences returns them as English sentences.
func (m FileMistakes) Sentences() []string {
	out := make([]string, len(m))
	for i, one := range m {
		text := one.Error()
		first, size := utf8.DecodeRuneInString(text)
		out[i] = string(unicode.ToUpper(first)) + text[size:]
		if !strings.HasSuffix(text, "?") {
			out[i] += "."
		}
	}
	return out
}

// What is read of a file after its first mistake, so that a person hears of more than one at a time and
// not of each line of a file that was taken for something else.
const (
	MostMistakes = 20     // that are told
	MostLooked   = 10_000 // rows after the first
)
