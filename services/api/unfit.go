package api

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// Requests that don't fit their schema are turned down before a handler sees them. huma
// takes its way of saying so, and its words, from these variables alone.
func init() {
	huma.NewError = unfit
	validation.MsgUnexpectedProperty = "there is no such field"
	validation.MsgExpectedRequiredProperty = "%s is missing"
	validation.MsgExpectedOneOf = "must be one of %s"
	validation.MsgExpectedMinLength = "must have at least %d characters"
	validation.MsgExpectedMaxLength = "must have at most %d characters"
	validation.MsgExpectedMinItems = "must hold at least %d"
	validation.MsgExpectedMaxItems = "must hold at most %d"
	validation.MsgExpectedMinimumNumber = "must be at least %v"
	validation.MsgExpectedMaximumNumber = "must be at most %v"
	validation.MsgExpectedNumber = "must be a number"
	validation.MsgExpectedInteger = "must be a whole number"
	validation.MsgExpectedBoolean = "must be true or false"
	validation.MsgExpectedString = "must be a text"
	validation.MsgExpectedArray = "must be a list"
	validation.MsgExpectedObject = "must be an object with fields"
}

// worded says the odd case as people would.
func worded(message string) string {
	switch message {
	case "must have at least 1 characters":
		return "must not be empty"
	case "unexpected end of JSON input":
		return "the JSON breaks off"
	}
	return message
}

// inSentence says of a field what is wrong with it: body.channels is channels to whoever
// filled it in, and of the body as a whole the message says enough.
func inSentence(e *huma.ErrorDetail) string {
	field := e.Location
	for _, where := range []string{"body.", "query.", "path."} {
		field = strings.TrimPrefix(field, where)
	}
	text := e.Message
	if field != "" && field != "body" {
		return field + ": " + text + "."
	}
	return sentence(text)
}

// sentence makes one of an error's words.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	end := "."
	if strings.HasSuffix(words, ".") || strings.HasSuffix(words, "?") {
		end = ""
	}
	return string(unicode.ToUpper(first)) + words[size:] + end
}
