package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/api"
)

// channelType is a type of channel, as the server describes it.
type channelType struct{ api.ChannelTypeView }

// channelType asks the server for a type: the server may be of another version than this program.
func (c *client) channelType(ctx context.Context, name string) (channelType, error) {
	var types struct{ Items []api.ChannelTypeView }
	if err := c.do(ctx, http.MethodGet, "/channels/types", nil, nil, &types); err != nil {
		return channelType{}, err
	}
	var names []string
	for _, t := range types.Items {
		if string(t.Type) == name {
			return channelType{t}, nil
		}
		names = append(names, string(t.Type))
	}
	return channelType{}, fmt.Errorf("there is no channel type %s. Known types are %s", name, strings.Join(names, ", "))
}

// body sorts name=value into settings and secrets, by the type's fields, and parses numbers and
// switches. A value that can't be parsed stays text, which the server refuses with a sentence.
func (t channelType) body(fields []string) (map[string]any, error) {
	settings, secrets := map[string]any{}, map[string]string{}
	for _, f := range fields {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			// The value may be a secret, so it isn't repeated.
			return nil, fmt.Errorf("settings are given as name=value; the settings of type %s are %s", t.Type, strings.Join(t.names(), ", "))
		}
		switch t.kind(name) {
		case "secret":
			secrets[name] = value
		case "number":
			settings[name] = anyOf(strconv.ParseFloat(value, 64))(value)
		case "switch":
			settings[name] = anyOf(strconv.ParseBool(value))(value)
		default:
			settings[name] = value
		}
		if value == "" && t.kind(name) != "secret" {
			settings[name] = nil // removes it
		}
	}
	return map[string]any{"settings": settings, "secrets": secrets}, nil
}

// anyOf returns a function that returns the parsed value, or the text if parsing failed.
func anyOf[T any](v T, err error) func(string) any {
	return func(text string) any {
		if err != nil {
			return text
		}
		return v
	}
}

func (t channelType) kind(name string) string {
	for _, f := range t.Fields {
		if f.Name == name {
			return string(f.Kind)
		}
	}
	return ""
}

func (t channelType) names() []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	return names
}

// defaultName returns the name of a channel that was given none: its address, unless that is a
// secret.
func (t channelType) defaultName(fields []string) string {
	for _, f := range fields {
		if name, value, _ := strings.Cut(f, "="); t.kind(name) == "url" {
			return trimScheme(value)
		}
	}
	return t.Name
}

// isAddress reports whether s is an address and not a type.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && u.Host != ""
}

// channelHelp describes the types of channel that this program has.
func channelHelp() string {
	var b strings.Builder
	b.WriteString("Types of channel and their settings:\n")
	for _, spec := range adapters.ChannelSpecs() {
		fmt.Fprintf(&b, "\n%s: %s\n", spec.Type, spec.Summary)
		for _, f := range spec.Fields {
			needed := ""
			if f.Required {
				needed = " (required)"
			}
			example := f.Example
			if len(f.Choices) > 0 {
				values := make([]string, len(f.Choices))
				for i, c := range f.Choices {
					values[i] = c.Value
				}
				example = strings.Join(values, "|")
			}
			fmt.Fprintf(&b, "\n    %s=%s%s: %s\n", f.Name, example, needed, f.Help)
		}
		if spec.Limits != "" {
			fmt.Fprintf(&b, "\n    %s\n", spec.Limits)
		}
	}
	return b.String()
}
