package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/cli/screen"
)

// sourceAdd takes the fields of a type of source. Its help is made from the types that exist.
type sourceAdd struct {
	Values []string `arg:"" name:"value" help:"Fields of the type: its address or query alone, or field=value. @FILE as a value reads that file, @- standard input."`
	Type   string   `placeholder:"TYPE" help:"Type of source: ${source_types}. By default the first."`
	Name   string   `help:"Name; by default the source's own title."`
	waiting

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
				fmt.Fprintf(&b, ", one of %s", strings.Join(values, ", "))
			}
			if f.Example != "" {
				fmt.Fprintf(&b, ", for example %s", f.Example)
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

// sourceTypes returns the names of the types that can be added.
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
	return g.with(ctx, func(api *client) error {
		if pasted := c.pasted(body); pasted != "" {
			if body, err = api.behind(ctx, g, pasted, body); err != nil {
				return err
			}
		}
		var raw json.RawMessage
		if err := api.do(ctx, http.MethodPost, "/sources", nil, body, &raw); err != nil {
			return err
		}
		var s sourceView
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		if s.Address != nil {
			return c.sayAddress(ctx, g, api, *s.Address, raw)
		}
		return c.say(ctx, g, api, s, raw, s.added(), s.Outcome != "known")
	})
}

// added says how adding a source ended.
func (s sourceView) added() string {
	what := screen.Line(cmp.Or(s.URL, s.Name))
	switch s.Outcome {
	case "known":
		return fmt.Sprintf("%s already exists as %s; nothing changed.", what, s.ID)
	case "credentials":
		return fmt.Sprintf("%s already exists as %s; it is read again with the new credentials.", what, s.ID)
	}
	return fmt.Sprintf("%s added as %s.", what, s.ID)
}

// pasted returns what was given without a type, to be looked at as the desk does. An address with a
// password is that of a private feed, which isn't looked for.
func (c *sourceAdd) pasted(body map[string]any) string {
	given, _ := body[feeds.URLField].(string)
	if u, err := url.Parse(given); c.Type != "" || len(c.Values) != 1 || given != c.Values[0] || err == nil && u.User != nil {
		return ""
	}
	return given
}

// behind returns the request for the one source behind a page, a link or a name. What can't be
// reached now is added as it was given: it may be up later.
func (c *client) behind(ctx context.Context, g *globals, pasted string, body map[string]any) (map[string]any, error) {
	var found struct {
		Items []candidate
	}
	err := c.do(ctx, http.MethodPost, "/sources/lookup", nil, map[string]any{"query": pasted}, &found)
	var refused problem
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusBadGateway && refused.Code != "":
		fmt.Fprintf(g.streams.Err, "Not checked whether this is a feed: %s\n", screen.Line(refused.Detail))
		return body, nil
	case err != nil:
		return nil, err
	case len(found.Items) == 0:
		return nil, fmt.Errorf("no feed was found at %s", screen.Line(pasted))
	case len(found.Items) > 1:
		text := "several sources were found. Add one of them:"
		for _, i := range found.Items {
			text += fmt.Sprintf("\n  %s  (%s)", i.command(), screen.Line(i.Name))
		}
		return nil, errors.New(text)
	}
	one := found.Items[0]
	if !g.JSON {
		fmt.Fprintf(g.streams.Err, "Found: %s\n", one.described())
	}
	out := map[string]any{"type": one.Type, "name": body["name"], "title": one.Name}
	for name, value := range map[string]string{feeds.URLField: one.URL, feeds.QueryField: one.Query} {
		if value != "" {
			out[name] = value
		}
	}
	if len(one.Settings) > 0 {
		out["settings"] = one.Settings
	}
	return out, nil
}

// body returns the request for the given values. The server checks them, since it may know types
// that this program doesn't: fields of an unknown type are sent as settings.
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
