package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"
)

// huma validates requests against their schema and makes an error text of each mistake from a
// template. Our templates hold the mistake's reason and its parameters, separated, so that reason,
// parameters and text can be derived from them: "too_short", separator, "10".

// mistake is one thing that can be wrong with a field: its reason, the names of its parameters, and
// a text that is read after the field's name.
type mistake struct {
	name   string
	params []string
	text   string
}

// separator can't be part of a value: JSON texts and addresses escape control characters. A value
// that holds one anyway only adds a surplus parameter.
const separator = "\x1f"

var mistakes = map[string]mistake{}

// rule defines a mistake and returns huma's template for it. Verbs are those of the values
// that huma fills in, one for each parameter.
func rule(name, text string, verbs, params []string) string {
	mistakes[name] = mistake{name, params, text}
	return strings.Join(append([]string{name}, verbs...), separator)
}

func init() {
	number, text := []string{"%d"}, []string{"%s"}
	value := []string{"%v"}
	validation.MsgUnexpectedProperty = rule("unknown_field", "is not a field of this request", nil, nil)
	validation.MsgExpectedRequiredProperty = rule("missing", "is missing", text, []string{"field"})
	validation.MsgExpectedOneOf = rule("not_one_of", "must be one of {values}", text, []string{"values"})
	validation.MsgExpectedMinLength = rule("too_short", "must have at least {n} characters", number, []string{"n"})
	validation.MsgExpectedMaxLength = rule("too_long", "must have at most {n} characters", number, []string{"n"})
	validation.MsgExpectedMinItems = rule("too_few", "must have at least {n} items", number, []string{"n"})
	validation.MsgExpectedMaxItems = rule("too_many", "must have at most {n} items", number, []string{"n"})
	validation.MsgExpectedMinimumNumber = rule("too_small", "must be at least {n}", value, []string{"n"})
	validation.MsgExpectedMaximumNumber = rule("too_big", "must be at most {n}", value, []string{"n"})
	validation.MsgExpectedNumber = rule("not_number", "must be a number", nil, nil)
	validation.MsgExpectedInteger = rule("not_integer", "must be a whole number", nil, nil)
	validation.MsgExpectedBoolean = rule("not_boolean", "must be true or false", nil, nil)
	validation.MsgExpectedString = rule("not_text", "must be text", nil, nil)
	validation.MsgExpectedArray = rule("not_list", "must be a list", nil, nil)
	validation.MsgExpectedObject = rule("not_object", "must be an object with fields", nil, nil)
	validation.MsgExpectedRFC3339DateTime = rule("not_time", "must be a time such as 2026-11-23T09:00:00Z", nil, nil)
	rule("empty", "must not be empty", nil, nil)
	rule("json_cut_short", "ends in the middle of the JSON", nil, nil)
	rule("json_invalid", "is not valid JSON", nil, nil)
	rule("json_nul", "contains a NUL character", nil, nil)
	rule("json_too_deep", "is nested more than {n} deep", nil, []string{"n"})
	rule("json_too_many_fields", "has an object with more than {n} fields", nil, []string{"n"})
	rule("json_too_many_values", "holds more than {n} values", nil, []string{"n"})
}

// humaTexts are errors that huma makes without a template, as text only.
var humaTexts = map[string]string{
	"required query parameter is missing":  "missing",
	"required path parameter is missing":   "missing",
	"required header parameter is missing": "missing",
	"request body is required":             "empty",
	"invalid integer":                      "not_integer",
	"invalid float":                        "not_number",
	"invalid floating value":               "not_number",
	"invalid boolean":                      "not_boolean",
}

// read returns the mistake for an error text of huma or plainJSON.
func read(location, said string) Mistake {
	parts := strings.Split(said, separator)
	if name, ok := humaTexts[said]; ok {
		parts = []string{name}
	}
	known, ok := mistakes[parts[0]]
	if !ok {
		return Mistake{Location: shortened(location), Message: shortened(said)}
	}
	if known.name == "too_short" && len(parts) > 1 && parts[1] == "1" {
		known, parts = mistakes["empty"], parts[:1]
	}
	out := Mistake{Reason: known.name}
	for i, name := range known.params {
		if i+1 < len(parts) {
			if out.Params == nil {
				out.Params = map[string]string{}
			}
			out.Params[name] = shortened(parts[i+1])
		}
	}
	if field := out.Params["field"]; known.name == "missing" && field != "" {
		// huma points at the object that lacks the field.
		location, out.Params = location+"."+field, nil
	}
	out.Location, out.Message = shortened(location), fill(known.text, out.Params)
	return out
}

// wrongJSON returns an error about a body, in the form of huma's templates.
func wrongJSON(name string, params ...string) error {
	return errors.New(strings.Join(append([]string{name}, params...), separator))
}

// unmarshal is json.Unmarshal with errors that [read] understands.
func unmarshal(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	// Only a decoder distinguishes JSON that is cut short from other mistakes by type.
	var rest json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&rest); errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return wrongJSON("json_cut_short")
	}
	return wrongJSON("json_invalid")
}
