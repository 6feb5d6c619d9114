// Package adapterstest has an adapter for an invented network. Tests add it to the list of adapters
// with one line, and check that it appears in everything that is built from the list.
package adapterstest

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/adapters"
)

// Rumours returns the adapter of an invented network, on which villagers exchange rumours.
func Rumours() adapters.Source {
	return adapters.Source{Spec: feeds.Spec{
		Type: "rumour", Name: "Village rumours", Summary: "What is said on a village square.", Limits: "Whispers are not heard.",
		Kinds: []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{
			{Name: feeds.QueryField, Kind: feeds.FieldText, Required: true, Label: "Words", Example: "larkmeter"},
			{Name: "village", Kind: feeds.FieldChoice, Label: "Village", Choices: []feeds.Choice{{Value: "north", Label: "North"}, {Value: "south", Label: "South"}}, Default: "north"},
			{Name: "passphrase", Kind: feeds.FieldSecret, Label: "Passphrase"},
		},
		Endpoints: []feeds.Endpoint{{Name: "rumour", Default: "https://rumour.example", Help: "The square."}},
		Recognize: func(pasted string) (feeds.Source, bool) {
			words, ok := strings.CutPrefix(pasted, "square:")
			return feeds.Source{Query: words, Settings: json.RawMessage(`{"village":"south"}`)}, ok
		},
		Check: func(s feeds.Source) error {
			if s.Query == "nothing" {
				return errors.New("nobody speaks of nothing")
			}
			return nil
		},
	}, Make: func(e adapters.Env) (any, error) { return reader{e}, nil }}
}

type reader struct{ env adapters.Env }

// Read returns one document, whose text names the endpoint it came from.
func (r reader) Read(_ context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	if at != nil {
		return feeds.Batch{Position: at, NotModified: true}, nil
	}
	key := src.Query + " at " + r.env.Endpoint("rumour")
	return feeds.Batch{Position: feeds.Position(`1`), Documents: []feeds.Item{{Document: feeds.Document{
		ID: feeds.DocumentID("rumour", key), Kind: feeds.Post, Network: "rumour", Key: key, Text: key, Origin: feeds.Publisher,
	}}}}, nil
}
