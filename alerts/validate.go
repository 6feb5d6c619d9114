package alerts

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
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
		return errors.New("the settings are not a JSON object")
	}
	named := func(name string, secret bool) bool {
		return slices.ContainsFunc(s.Fields, func(f feeds.Field) bool {
			return f.Name == name && (f.Kind == feeds.FieldSecret) == secret
		})
	}
	for name := range values {
		switch {
		case named(name, true):
			return fmt.Errorf("%s is a secret: put it under secrets, where it is never shown", name)
		case !named(name, false):
			return fmt.Errorf("a channel of type %s has no setting %s. Its settings are: %s", s.Type, name, s.names(false))
		}
	}
	for name := range ch.Secrets {
		if !named(name, true) {
			return fmt.Errorf("a channel of type %s has no secret %s. Its secrets are: %s", s.Type, name, s.names(true))
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
			return fmt.Errorf("%s is missing: %s", f.Name, lowerFirst(f.Help))
		}
		return nil
	}
	switch f.Kind {
	case feeds.FieldNumber:
		if n, ok := value.(float64); !ok || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
			return fmt.Errorf("%s must be a whole number", f.Name)
		}
		return nil
	case feeds.FieldSwitch:
		if _, ok := value.(bool); !ok {
			return fmt.Errorf("%s must be true or false", f.Name)
		}
		return nil
	}
	text, ok := value.(string)
	switch {
	case !ok:
		return fmt.Errorf("%s must be text", f.Name)
	case len(text) > maxField:
		return fmt.Errorf("%s is longer than %d characters", f.Name, maxField)
	case f.Kind == feeds.FieldURL:
		return checkURL(f.Name, text)
	case f.Kind == feeds.FieldChoice && !slices.ContainsFunc(f.Choices, func(c feeds.Choice) bool { return c.Value == text }):
		values := make([]string, len(f.Choices))
		for i, c := range f.Choices {
			values[i] = c.Value
		}
		return fmt.Errorf("%s must be one of: %s", f.Name, strings.Join(values, ", "))
	}
	return nil
}

const maxField = 2000

// checkURL doesn't quote the address, which may contain a password or a token.
func checkURL(name, text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return fmt.Errorf("%s can't be read as a web address", name)
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%s must be a web address that starts with https:// or http://", name)
	case u.Hostname() == "":
		return fmt.Errorf("%s has no host name", name)
	}
	return nil
}

// lowerFirst returns a help sentence so that it can follow a colon.
func lowerFirst(s string) string {
	if s == "" {
		return "it is required"
	}
	return strings.ToLower(s[:1]) + strings.TrimSuffix(s[1:], ".")
}
