package feeds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Addable reports whether a person can add a source of this type. Types without fields are
// made by an import only.
func (s Spec) Addable() bool { return len(s.Fields) > 0 }

// Identity returns what two sources of this type have in common when they are the same; it
// is empty where that is their address.
func (s Spec) Identity(src Source) string {
	if s.Identify != nil {
		return s.Identify(src)
	}
	if src.URL != "" && src.Query == "" && len(src.Settings) == 0 {
		return ""
	}
	return strings.Join([]string{string(src.Type), src.Workspace, src.URL, src.Query, string(src.Settings)}, "\n")
}

// FieldError is returned when one field of a source, a channel or a feed of visits is wrong.
// Reason is English. Code and Params are the same for the desk to phrase in the user's
// language; services/api lists the codes.
type FieldError struct {
	Field  string
	Reason string // a sentence
	Code   string
	Params map[string]string
}

func (e *FieldError) Error() string { return e.Reason }

// Coded returns the code with its parameters. The field's name is one of them.
func (e *FieldError) Coded() (code string, params map[string]string) {
	params = maps.Clone(e.Params)
	if params == nil {
		params = map[string]string{}
	}
	params["name"] = e.Field
	if params["field"] == "" {
		params["field"] = e.Field
	}
	return e.Code, params
}

// Validate checks a source against the fields of its type, replaces its settings by a
// normalized form, and then calls the adapter's own Check. Errors are sentences for a person.
func (s Spec) Validate(src *Source) error {
	given := map[string]any{}
	if len(src.Settings) > 0 {
		dec := json.NewDecoder(bytes.NewReader(src.Settings))
		dec.UseNumber()
		if err := dec.Decode(&given); err != nil {
			return &FieldError{Field: "settings", Code: "bad_settings", Reason: "The settings are not an object with a value for each field."}
		}
	}
	settings := map[string]any{}
	for _, f := range s.Fields {
		var text string
		switch {
		case f.Name == URLField:
			text = src.URL
		case f.Name == QueryField:
			src.Query = strings.TrimSpace(src.Query)
			text = src.Query
		case f.Kind == FieldSecret:
			text = src.Secret.Reveal()
		default:
			v, ok := given[f.Name]
			if delete(given, f.Name); !ok && f.Default != "" {
				v = f.Default
			}
			value, err := f.value(v)
			if err != nil {
				return err
			}
			if value != nil {
				settings[f.Name] = value
				text = fmt.Sprint(value)
			}
		}
		if f.Required && text == "" {
			return f.wrong("field_missing", "is needed.")
		}
	}
	for name := range given {
		return &FieldError{
			Field: name, Code: "no_setting", Params: map[string]string{"names": strings.Join(s.names(), ", ")},
			Reason: fmt.Sprintf("%s has no field called %q; it has %s.", s.Name, name, strings.Join(s.names(), ", ")),
		}
	}
	if src.URL != "" && !s.has(URLField) {
		return &FieldError{Field: URLField, Code: "takes_no_address", Params: map[string]string{"type": s.Name}, Reason: s.Name + " takes no address."}
	}
	if src.Query != "" && !s.has(QueryField) {
		return &FieldError{Field: QueryField, Code: "takes_no_query", Params: map[string]string{"type": s.Name}, Reason: s.Name + " takes no query."}
	}
	if src.Secret != "" && !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Kind == FieldSecret }) {
		return &FieldError{Field: "secret", Code: "takes_no_secret", Params: map[string]string{"type": s.Name}, Reason: s.Name + " takes no secret."}
	}
	src.Settings = nil
	if len(settings) > 0 {
		b, err := json.Marshal(settings) // sorted by name
		if err != nil {
			return err
		}
		src.Settings = b
	}
	if s.Check != nil {
		return s.Check(*src)
	}
	return nil
}

// value returns a setting converted to the field's kind; nil where it is empty.
func (f Field) value(v any) (any, error) {
	text := ""
	switch v := v.(type) {
	case nil:
		return nil, nil
	case bool, json.Number, string:
		text = strings.TrimSpace(fmt.Sprint(v))
	default:
		return nil, f.wrong("field_one_value", "takes one value.")
	}
	if text == "" {
		return nil, nil
	}
	switch f.Kind {
	case FieldURL:
		if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, f.wrong("field_not_url", "is not a web address. It should look like {example}.", "example", f.example("https://example.com"))
		}
	case FieldNumber:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, f.wrong("field_not_number", "is not a number.")
		}
		return n, nil
	case FieldSwitch:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return nil, f.wrong("field_not_boolean", "is either true or false.")
		}
		return on, nil
	case FieldChoice:
		var known []string
		for _, c := range f.Choices {
			known = append(known, c.Value)
		}
		if !slices.Contains(known, text) {
			return nil, f.wrong("field_not_choice", "is one of {values}.", "values", strings.Join(known, ", "))
		}
	}
	return text, nil
}

// FieldCodes returns the codes of field errors of this package, with the names of their
// parameters. All have name and field beside those: the field's name and its label.
func FieldCodes() map[string][]string {
	return map[string][]string{
		"bad_settings":      nil,
		"no_setting":        {"names"},
		"field_missing":     nil,
		"field_one_value":   nil,
		"field_not_url":     {"example"},
		"field_not_number":  nil,
		"field_not_boolean": nil,
		"field_not_choice":  {"values"},
		"takes_no_address":  {"type"},
		"takes_no_query":    {"type"},
		"takes_no_secret":   {"type"},
	}
}

// wrong returns what is wrong with the field, in words that follow its label. Params are the
// name and the value of a parameter that the words contain in braces, if they do.
func (f Field) wrong(code, words string, params ...string) *FieldError {
	filled := map[string]string{"field": f.label()}
	if len(params) == 2 {
		filled[params[0]] = params[1]
		words = strings.Replace(words, "{"+params[0]+"}", params[1], 1)
	}
	return &FieldError{Field: f.Name, Code: code, Params: filled, Reason: fmt.Sprintf("%q %s", f.label(), words)}
}

func (f Field) label() string {
	if f.Label != "" {
		return f.Label
	}
	return f.Name
}

func (f Field) example(or string) string {
	if f.Example != "" {
		return f.Example
	}
	return or
}

func (s Spec) has(name string) bool {
	return slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == name })
}

func (s Spec) names() []string {
	out := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		out[i] = f.Name
	}
	return out
}
