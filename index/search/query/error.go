package query

import (
	"fmt"
	"strconv"
)

// Error is a mistake in a query. At is the code point where it is, Length how many code
// points it spans. The web interface phrases Code and Params in the reader's language;
// Message is the English text, which says what would be right.
type Error struct {
	At      int               `json:"at"`
	Length  int               `json:"length"`
	Code    MistakeCode       `json:"code"`
	Params  map[string]string `json:"params,omitempty"`
	Message string            `json:"message"`
}

// Coded returns the mistake as a code with parameters.
func (e *Error) Coded() (code string, params map[string]string) { return string(e.Code), e.Params }

// MistakeCode names a kind of mistake. Its comment lists the parameters.
type MistakeCode string

const (
	QuoteOpen         MistakeCode = "quote_open"
	QuoteEmpty        MistakeCode = "quote_empty"
	QuoteWithoutWord  MistakeCode = "quote_without_word"
	QuoteWithStar     MistakeCode = "quote_with_star"
	GroupOpen         MistakeCode = "group_open"
	GroupExtra        MistakeCode = "group_extra"
	GroupDeep         MistakeCode = "group_deep" // max
	Unexpected        MistakeCode = "unexpected"
	OnlySigns         MistakeCode = "only_signs"        // text
	TooLong           MistakeCode = "too_long"          // length, max
	TooManyParts      MistakeCode = "too_many_parts"    // max
	TooManyExpanded   MistakeCode = "too_many_expanded" // max
	NothingBefore     MistakeCode = "nothing_before"    // operator
	NothingAfter      MistakeCode = "nothing_after"     // operator
	NothingToExclude  MistakeCode = "nothing_to_exclude"
	NearDistance      MistakeCode = "near_distance"
	NearOperand       MistakeCode = "near_operand" // operator
	StarInside        MistakeCode = "star_inside"
	SignWithoutWord   MistakeCode = "sign_without_word"
	SeveralWords      MistakeCode = "several_words" // text
	FuzzyDistance     MistakeCode = "fuzzy_distance"
	FuzzyLength       MistakeCode = "fuzzy_length"        // distance, min
	UnknownField      MistakeCode = "unknown_field"       // field, suggestion
	FieldElsewhere    MistakeCode = "field_elsewhere"     // field, fields
	ValueMissing      MistakeCode = "value_missing"       // field, example
	ValueInvalid      MistakeCode = "value_invalid"       // field, value, example
	ValueGroupEmpty   MistakeCode = "value_group_empty"   // field
	ValueGroupInvalid MistakeCode = "value_group_invalid" // field
	DateInvalid       MistakeCode = "date_invalid"        // value
	UnknownBrand      MistakeCode = "unknown_brand"       // brand, suggestion if there is one
)

// MistakeCodes returns all codes of mistakes, with the names of their parameters.
func MistakeCodes() map[MistakeCode][]string {
	return map[MistakeCode][]string{
		QuoteOpen:         {},
		QuoteEmpty:        {},
		QuoteWithoutWord:  {},
		QuoteWithStar:     {},
		GroupOpen:         {},
		GroupExtra:        {},
		GroupDeep:         {"max"},
		Unexpected:        {},
		OnlySigns:         {"text"},
		TooLong:           {"length", "max"},
		TooManyParts:      {"max"},
		TooManyExpanded:   {"max"},
		NothingBefore:     {"operator"},
		NothingAfter:      {"operator"},
		NothingToExclude:  {},
		NearDistance:      {},
		NearOperand:       {"operator"},
		StarInside:        {},
		SignWithoutWord:   {},
		SeveralWords:      {"text"},
		FuzzyDistance:     {},
		FuzzyLength:       {"distance", "min"},
		UnknownField:      {"field", "suggestion"},
		FieldElsewhere:    {"field", "fields"},
		ValueMissing:      {"field", "example"},
		ValueInvalid:      {"field", "value", "example"},
		ValueGroupEmpty:   {"field"},
		ValueGroupInvalid: {"field"},
		DateInvalid:       {"value"},
		UnknownBrand:      {"brand", "suggestion"},
	}
}

func (e *Error) Error() string { return fmt.Sprintf("character %d: %s", e.At+1, e.Message) }

// params are the parameters of a mistake: names and values in turn.
type params []any

func mistake(at, length int, code MistakeCode, p params, format string, args ...any) *Error {
	e := &Error{At: at, Length: max(1, length), Code: code, Message: fmt.Sprintf(format, args...)}
	for i := 0; i+1 < len(p); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		switch v := p[i+1].(type) {
		case int:
			e.Params[p[i].(string)] = strconv.Itoa(v)
		case string:
			e.Params[p[i].(string)] = v
		}
	}
	return e
}
