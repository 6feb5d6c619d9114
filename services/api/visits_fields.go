package api

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// checkFields checks the values for an adapter's fields. It returns the address, and the settings
// with their defaults and in their types.
func checkFields(fields []feeds.Field, address string, settings map[string]any, secret bool) (string, map[string]any, error) {
	out := map[string]any{}
	names := []string{}
	address = strings.TrimSpace(address)
	for _, f := range fields {
		label := cmp.Or(f.Label, f.Name)
		switch {
		case f.Kind == feeds.FieldSecret:
			if f.Required && !secret {
				return "", nil, fieldMissingAs.problem("field", label, "name", "secret")
			}
			continue
		case f.Name == feeds.URLField:
			if address = cmp.Or(address, f.Default); address == "" && f.Required {
				return "", nil, fieldMissing.problem("field", label)
			}
			if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
				return "", nil, fieldNotURL.problem("field", label, "example", cmp.Or(f.Example, "https://host.example"))
			}
			continue
		}
		names = append(names, f.Name)
		value, given := settings[f.Name]
		if text, ok := value.(string); !given || ok && strings.TrimSpace(text) == "" {
			value = f.Default
			if f.Default == "" {
				if f.Required {
					return "", nil, fieldMissingAs.problem("field", label, "name", "settings."+f.Name)
				}
				continue
			}
		}
		typed, ok := fieldValue(f, value)
		if !ok {
			return "", nil, wrongValue(f, label)
		}
		out[f.Name] = typed
	}
	for name := range settings {
		if !slices.Contains(names, name) {
			return "", nil, noSetting.problem("name", shortened(name), "names", strings.Join(names, ", "))
		}
	}
	return address, out, nil
}

// fieldValue converts a value to the type of its field: the command line sends all values as text.
func fieldValue(f feeds.Field, value any) (any, bool) {
	switch f.Kind {
	case feeds.FieldSwitch:
		if b, ok := value.(bool); ok {
			return b, true
		}
		b, err := strconv.ParseBool(fmt.Sprint(value))
		return b, err == nil
	case feeds.FieldNumber:
		n, err := strconv.ParseFloat(fmt.Sprint(value), 64)
		return n, err == nil
	case feeds.FieldChoice:
		text, ok := value.(string)
		return text, ok && slices.ContainsFunc(f.Choices, func(c feeds.Choice) bool { return c.Value == text })
	}
	text, ok := value.(string)
	return strings.TrimSpace(text), ok && len(text) <= longestSetting
}

const longestSetting = 2000

// wrongValue returns the problem with a value.
func wrongValue(f feeds.Field, label string) error {
	switch f.Kind {
	case feeds.FieldSwitch:
		return fieldNotBoolean.problem("field", label)
	case feeds.FieldNumber:
		return fieldNotNumber.problem("field", label)
	case feeds.FieldChoice:
		var values []string
		for _, c := range f.Choices {
			values = append(values, c.Value)
		}
		return fieldNotChoice.problem("field", label, "values", strings.Join(values, ", "))
	}
	return fieldNotText.problem("field", label)
}
