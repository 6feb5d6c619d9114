package api

import (
	"cmp"

	"github.com/namedrop/namedrop/feeds"
)

// TypeField is a field of a type of source, channel, feed of visits or source of leads, as its adapter
// describes it. Values of kind secret belong among the secrets and are never shown.
type TypeField struct {
	Name     string          `json:"name" doc:"The fields url, query and secret of a source, and url of a feed of visits, are members of it; all others are settings or secrets."`
	Kind     feeds.FieldKind `json:"kind" enum:"url,text,lines,choice,number,switch,secret"`
	Required bool            `json:"required"`
	Label    string          `json:"label"`
	Help     string          `json:"help,omitempty"`
	Example  string          `json:"example,omitempty"`
	Default  string          `json:"default,omitempty"`
	Choices  []TypeChoice    `json:"choices,omitempty"`
}

// TypeChoice is one of several values of a field.
type TypeChoice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// viewFields returns the fields of a type, an empty list where it has none.
func viewFields(fields []feeds.Field) []TypeField {
	out := make([]TypeField, 0, len(fields))
	for _, f := range fields {
		v := TypeField{Name: f.Name, Kind: f.Kind, Required: f.Required, Label: cmp.Or(f.Label, f.Name), Help: f.Help, Example: f.Example, Default: f.Default}
		for _, c := range f.Choices {
			v.Choices = append(v.Choices, TypeChoice{c.Value, cmp.Or(c.Label, c.Value)})
		}
		out = append(out, v)
	}
	return out
}
