package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// sourceAdd takes what the type of source asks for. Its help is made of the types there are.
type sourceAdd struct {
	Values []string `arg:"" name:"value" help:"What the type asks for: its address or query alone, or field=value. A value of @file is read from that file, @- from standard input."`
	Type   string   `placeholder:"TYPE" help:"${source_types}; the first where nothing is said."`
	Name   string   `help:"What to call it; without it, what the source calls itself."`

	specs []feeds.Spec
}

// Help lists the types and their fields.
func (c *sourceAdd) Help() string {
	var b strings.Builder
	for _, s := range c.specs {
		if !s.Addable() {
			continue
		}
		fmt.Fprintf(&b, "%s: %s", s.Type, cmp.Or(s.Summary, s.Name+"."))
		if s.Limits != "" {
			fmt.Fprintf(&b, " %s", s.Limits)
		}
		b.WriteString("\n")
		for _, f := range s.Fields {
			fmt.Fprintf(&b, "  %s", f.Name)
			if !f.Required {
				b.WriteString(" (optional)")
			}
			var values []string
			for _, choice := range f.Choices {
				values = append(values, choice.Value)
			}
			if len(values) > 0 {
				fmt.Fprintf(&b, " one of %s", strings.Join(values, ", "))
			}
			if f.Example != "" {
				fmt.Fprintf(&b, " as %s", f.Example)
			}
			if f.Help != "" {
				fmt.Fprintf(&b, ": %s", f.Help)
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

// sourceTypes are the types that can be added.
func sourceTypes(specs []feeds.Spec) string {
	var names []string
	for _, s := range specs {
		if s.Addable() {
			names = append(names, string(s.Type))
		}
	}
	return strings.Join(names, ", ")
}

func (c *sourceAdd) Run(ctx context.Context, g *globals) error {
	body, err := c.body(g)
	if err != nil {
		return err
	}
	return send(ctx, g, http.MethodPost, "/sources", nil, body, func(s sourceView) string {
		what := cmp.Or(s.URL, s.Name)
		switch s.Outcome {
		case "known":
			return fmt.Sprintf("%s was there already, as %s; nothing changed.", what, s.ID)
		case "credentials":
			return fmt.Sprintf("%s was there already, as %s; it is read again with the new credentials.", what, s.ID)
		}
		return fmt.Sprintf("%s is crawled as %s.", what, s.ID)
	})
}

// body is what is sent for the values given. What the type asks for is checked by the server,
// which may know types that this program doesn't: their fields are settings then.
func (c *sourceAdd) body(g *globals) (map[string]any, error) {
	body, settings := map[string]any{"type": c.Type, "name": c.Name}, map[string]any{}
	at := slices.IndexFunc(c.specs, func(s feeds.Spec) bool { return s.Addable() && (string(s.Type) == c.Type || c.Type == "") })
	var fields []feeds.Field
	if at >= 0 {
		fields = c.specs[at].Fields
	}
	for _, v := range c.Values {
		name, value, named := strings.Cut(v, "=")
		i := slices.IndexFunc(fields, func(f feeds.Field) bool { return f.Name == name })
		if named = named && (i >= 0 || at < 0); !named {
			value = v
			if i = slices.IndexFunc(fields, func(f feeds.Field) bool { return f.Required }); i < 0 {
				name = feeds.URLField
			} else {
				name = fields[i].Name
			}
		}
		if file, ok := strings.CutPrefix(value, "@"); ok && named {
			b, err := g.readFile(file, 64<<10)
			if err != nil {
				return nil, err
			}
			value = strings.TrimSpace(string(b))
		}
		switch {
		case name == feeds.URLField, name == feeds.QueryField:
			body[name] = value
		case i >= 0 && fields[i].Kind == feeds.FieldSecret:
			body["secret"] = value
		default:
			settings[name] = value
		}
	}
	if len(settings) > 0 {
		body["settings"] = settings
	}
	return body, nil
}
