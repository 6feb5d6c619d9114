package alerts

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Validate checks the fields of a channel of this type and then calls the adapter's own Check. The
// error is a sentence for a person and never repeats a secret.
func (s Spec) Validate(ch Channel) error {
	if err := s.unknown(ch); err != nil {
		return err
	}
	values := ch.Values()
	for _, f := range s.Fields {
		var value any
		if f.Kind == feeds.FieldSecret {
			value = ch.Secrets[f.Name].Reveal()
		} else {
			value = values[f.Name]
		}
		if err := checkField(f, value); err != nil {
			return err
		}
	}
	if s.Check == nil {
		return nil
	}
	return s.Check(ch)
}

// unknown refuses settings and secrets for which there is no field. Otherwise a misspelt name would
// be ignored silently.
func (s Spec) unknown(ch Channel) error {
	values := ch.Values()
	if values == nil && len(ch.Settings) > 0 && string(ch.Settings) != "null" {
		return &feeds.FieldError{Field: "settings", Code: "bad_settings", Reason: "the settings are not a JSON object"}
	}
	named := func(name string, secret bool) bool {
		return slices.ContainsFunc(s.Fields, func(f feeds.Field) bool {
			return f.Name == name && (f.Kind == feeds.FieldSecret) == secret
		})
	}
	for name := range values {
		switch {
		case named(name, true):
			return refuse("field_is_secret", name, nil, "%s is a secret: put it under secrets, where it is never shown", name)
		case !named(name, false):
			return refuse("no_setting", name, params{"names": s.names(false)}, "a channel of type %s has no setting %s. Its settings are: %s", s.Type, name, s.names(false))
		}
	}
	for name := range ch.Secrets {
		if !named(name, true) {
			return refuse("no_secret", name, params{"names": s.names(true)}, "a channel of type %s has no secret %s. Its secrets are: %s", s.Type, name, s.names(true))
		}
	}
	return nil
}

func (s Spec) names(secret bool) string {
	var names []string
	for _, f := range s.Fields {
		if (f.Kind == feeds.FieldSecret) == secret {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func checkField(f feeds.Field, value any) error {
	if value == nil || value == "" {
		if f.Required {
			return refuse("field_missing", f.Name, label(f), "%s is missing: %s", f.Name, lowerFirst(f.Help))
		}
		return nil
	}
	switch f.Kind {
	case feeds.FieldNumber:
		if n, ok := value.(float64); !ok || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
			return refuse("field_not_integer", f.Name, label(f), "%s must be a whole number", f.Name)
		}
		return nil
	case feeds.FieldSwitch:
		if _, ok := value.(bool); !ok {
			return refuse("field_not_boolean", f.Name, label(f), "%s must be true or false", f.Name)
		}
		return nil
	}
	text, ok := value.(string)
	switch {
	case !ok:
		return refuse("field_not_text", f.Name, label(f), "%s must be text", f.Name)
	case len(text) > maxField:
		return refuse("field_too_long", f.Name, params{"field": f.Label, "max": strconv.Itoa(maxField)}, "%s is longer than %d characters", f.Name, maxField)
	case f.Kind == feeds.FieldURL:
		return checkURL(f, text)
	case f.Kind == feeds.FieldChoice && !slices.ContainsFunc(f.Choices, func(c feeds.Choice) bool { return c.Value == text }):
		values := make([]string, len(f.Choices))
		for i, c := range f.Choices {
			values[i] = c.Value
		}
		all := strings.Join(values, ", ")
		return refuse("field_not_choice", f.Name, params{"field": f.Label, "values": all}, "%s must be one of: %s", f.Name, all)
	}
	return nil
}

const maxField = 2000

// checkURL doesn't quote the address, which may contain a password or a token.
func checkURL(f feeds.Field, text string) error {
	wrong := func(words string) error {
		return refuse("field_not_url", f.Name, params{"field": f.Label, "example": f.Example}, "%s %s", f.Name, words)
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return wrong("can't be read as a web address")
	case u.Scheme != "https" && u.Scheme != "http":
		return wrong("must be a web address that starts with https:// or http://")
	case u.Hostname() == "":
		return wrong("has no host name")
	}
	return nil
}

// FieldCodes returns the codes of field errors of this package that [feeds.FieldCodes] lacks, with
// the names of their parameters.
func FieldCodes() map[string][]string {
	return map[string][]string{
		"field_is_secret":   nil,
		"no_secret":         {"names"},
		"field_not_integer": nil,
		"field_not_text":    nil,
	}
}

type params = map[string]string

func label(f feeds.Field) params { return params{"field": f.Label} }

// refuse returns what is wrong with one field, as a sentence and as a code.
func refuse(code, field string, p params, format string, args ...any) error {
	return &feeds.FieldError{Field: field, Code: code, Params: p, Reason: fmt.Sprintf(format, args...)}
}

// lowerFirst returns a help sentence so that it can follow a colon.
func lowerFirst(s string) string {
	if s == "" {
		return "it is required"
	}
	return strings.ToLower(s[:1]) + strings.TrimSuffix(s[1:], ".")
}
