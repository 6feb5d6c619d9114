package feeds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// answers are the values that were given for the fields of a type.
type answers struct {
	url, query, secret string
	secrets            map[string]string // by field, of types with several; else secret is the only one
	settings           json.RawMessage
}

// check checks the answers against the fields of the type that is called name, and replaces the
// settings by a normalized form with their defaults.
func (a *answers) check(name string, fields []Field) error {
	given := map[string]any{}
	if len(a.settings) > 0 {
		dec := json.NewDecoder(bytes.NewReader(a.settings))
		dec.UseNumber()
		if err := dec.Decode(&given); err != nil {
			return &FieldError{Field: "settings", Code: "bad_settings", Reason: "The settings are not an object with a value for each field."}
		}
	}
	settings := map[string]any{}
	for _, f := range fields {
		var text string
		switch {
		case f.Name == URLField:
			text = a.url
		case f.Name == QueryField:
			a.query = strings.TrimSpace(a.query)
			text = a.query
		case f.Kind == FieldSecret:
			if text = a.secret; a.secrets != nil {
				text = a.secrets[f.Name]
			}
			if len(text) > maxSecret {
				return f.wrong("field_too_long", "is longer than {max} characters.", "max", strconv.Itoa(maxSecret))
			}
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
	names := strings.Join(fieldNames(fields), ", ")
	for other := range given {
		return &FieldError{
			Field: other, Code: "no_setting", Params: map[string]string{"names": names},
			Reason: fmt.Sprintf("%s has no field called %q; it has %s.", name, other, names),
		}
	}
	for other := range a.secrets {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == other && f.Kind == FieldSecret }) {
			return &FieldError{Field: other, Code: "takes_no_secret", Params: map[string]string{"type": name}, Reason: name + " takes no secret " + strconv.Quote(other) + "."}
		}
	}
	has := func(is func(Field) bool) bool { return slices.ContainsFunc(fields, is) }
	refuse := func(field, code, what string) error {
		return &FieldError{Field: field, Code: code, Params: map[string]string{"type": name}, Reason: name + " takes no " + what + "."}
	}
	switch {
	case a.url != "" && !has(func(f Field) bool { return f.Name == URLField }):
		return refuse(URLField, "takes_no_address", "address")
	case a.query != "" && !has(func(f Field) bool { return f.Name == QueryField }):
		return refuse(QueryField, "takes_no_query", "query")
	case a.secret != "" && !has(func(f Field) bool { return f.Kind == FieldSecret }):
		return refuse("secret", "takes_no_secret", "secret")
	}
	a.settings = nil
	if len(settings) > 0 {
		b, err := json.Marshal(settings) // sorted by name
		if err != nil {
			return err
		}
		a.settings = b
	}
	return nil
}

func fieldNames(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

// maxSetting is how many bytes a setting may have.
const maxSetting = 2000

// maxSecret is how many bytes a secret may have: keys of service accounts are long.
const maxSecret = 8000

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
	switch {
	case text == "":
		return nil, nil
	case len(text) > maxSetting:
		return nil, f.wrong("field_too_long", "is longer than {max} characters.", "max", strconv.Itoa(maxSetting))
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
		"field_too_long":    {"max"},
		"takes_no_address":  {"type"},
		"takes_no_query":    {"type"},
		"mailbox_server":    nil, "mailbox_unencrypted": nil, "mailbox_senders": nil, // of feeds/mail
		"takes_no_secret": {"type"},
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
