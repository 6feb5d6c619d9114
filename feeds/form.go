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

// FieldError is returned when one field of a source is wrong.
type FieldError struct {
	Field  string
	Reason string // a sentence
}

func (e *FieldError) Error() string { return e.Reason }

// Validate checks a source against the fields of its type, replaces its settings by a
// normalized form, and then calls the adapter's own Check. Errors are sentences for a person.
func (s Spec) Validate(src *Source) error {
	given := map[string]any{}
	if len(src.Settings) > 0 {
		dec := json.NewDecoder(bytes.NewReader(src.Settings))
		dec.UseNumber()
		if err := dec.Decode(&given); err != nil {
			return &FieldError{"settings", "The settings are not an object with a value for each field."}
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
			return &FieldError{f.Name, fmt.Sprintf("%q is needed.", f.label())}
		}
	}
	for name := range given {
		return &FieldError{name, fmt.Sprintf("%s has no field called %q; it has %s.", s.Name, name, strings.Join(s.names(), ", "))}
	}
	if src.URL != "" && !s.has(URLField) {
		return &FieldError{URLField, s.Name + " takes no address."}
	}
	if src.Query != "" && !s.has(QueryField) {
		return &FieldError{QueryField, s.Name + " takes no query."}
	}
	if src.Secret != "" && !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Kind == FieldSecret }) {
		return &FieldError{"secret", s.Name + " takes no secret."}
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
		return nil, &FieldError{f.Name, fmt.Sprintf("%q takes one value.", f.label())}
	}
	if text == "" {
		return nil, nil
	}
	switch f.Kind {
	case FieldURL:
		if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, &FieldError{f.Name, fmt.Sprintf("%q is not a web address. It should look like %s.", f.label(), f.example("https://example.com"))}
		}
	case FieldNumber:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, &FieldError{f.Name, fmt.Sprintf("%q is not a number.", f.label())}
		}
		return n, nil
	case FieldSwitch:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return nil, &FieldError{f.Name, fmt.Sprintf("%q is either true or false.", f.label())}
		}
		return on, nil
	case FieldChoice:
		var known []string
		for _, c := range f.Choices {
			known = append(known, c.Value)
		}
		if !slices.Contains(known, text) {
			return nil, &FieldError{f.Name, fmt.Sprintf("%q is one of %s.", f.label(), strings.Join(known, ", "))}
		}
	}
	return text, nil
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
