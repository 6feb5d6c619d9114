package api

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// Requests that don't fit their schema are refused before a handler sees them. huma makes the
// answer with this package variable; there is no other hook.
func init() { huma.NewError = unfit }

const (
	mostErrors    = 20  // mistakes of one request that are listed
	mostSentences = 5   // of them in detail, which is all that most people see
	mostText      = 300 // bytes of a name or value from the request
)

// unfit returns the answer to a request that doesn't fit. Values are not repeated: they may
// be large, or secret.
func unfit(status int, message string, errs ...error) huma.StatusError {
	var p *Problem
	switch {
	case status == http.StatusRequestEntityTooLarge:
		p = tooLarge.problem()
	case status == http.StatusUnsupportedMediaType:
		p = unknownMediaType.problem()
	case status >= http.StatusInternalServerError:
		p = problem(status, "Something went wrong on the server.")
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity:
		p = invalidRequest.problem()
		p.Status, p.Title = status, http.StatusText(status)
		if _, ok := humaTexts[message]; ok {
			p.Errors = append(p.Errors, read("body", message))
		} else if message != "validation failed" && len(errs) == 0 {
			p.Detail = sentence(message)
		}
	default:
		p = problem(status, sentence(message))
	}
	for _, err := range errs[:min(len(errs), mostErrors)] {
		if d, ok := err.(huma.ErrorDetailer); ok { //nolint:errorlint // huma returns its errors unwrapped
			p.Errors = append(p.Errors, read(d.ErrorDetail().Location, d.ErrorDetail().Message))
		} else if err != nil {
			p.Errors = append(p.Errors, read("", err.Error()))
		}
	}
	if p.Reason == invalidRequest.name && len(p.Errors) > 0 {
		var sentences []string
		for _, e := range p.Errors[:min(len(p.Errors), mostSentences)] {
			sentences = append(sentences, e.sentence())
		}
		p.Detail = "Invalid request: " + strings.TrimSuffix(strings.Join(sentences, "; "), ".") + "."
	}
	return p
}

// wrongField returns a problem with one field of a request.
func wrongField(location, name string, params ...string) *Problem {
	p := invalidRequest.problem()
	m := Mistake{Location: location, Reason: name}
	if len(params) > 0 {
		m.Params = pairs(params)
	}
	m.Message = fill(mistakes[name].text, m.Params)
	p.Errors, p.Detail = []Mistake{m}, "Invalid request: "+m.sentence()+"."
	return p
}

// sentence names the field by its name in the form: channels for body.channels.
func (m Mistake) sentence() string {
	field := m.Location
	for _, where := range []string{"body.", "query.", "path."} {
		field = strings.TrimPrefix(field, where)
	}
	switch {
	case field == "":
		return m.Message
	case m.Reason == "": // a text of huma's own, which isn't made to follow a name
		return field + ": " + m.Message
	case field == "body":
		field = "the body"
	}
	return field + " " + m.Message
}

// shortened keeps a long name or value of the request from filling the answer.
func shortened(text string) string {
	if len(text) <= mostText {
		return text
	}
	return strings.ToValidUTF8(text[:mostText], "") + "…"
}

// sentence returns an error's text as a sentence.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	end := "."
	if strings.HasSuffix(words, ".") || strings.HasSuffix(words, "?") {
		end = ""
	}
	return string(unicode.ToUpper(first)) + words[size:] + end
}
