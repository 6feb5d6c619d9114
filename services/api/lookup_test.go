package api

import (
	"context"
	"io"
	"log/slog"
	"testing"

	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
)

// silent is a directory that can't be asked.
type silent struct{}

func (silent) Find(context.Context, string) ([]lookup.Candidate, error) {
	return nil, &fetch.Error{Kind: fetch.Transient, Host: "itunes.example", Reason: "There is no host called itunes.example", Help: "Check the address for a typing mistake."}
}

// Who gave a name made no mistake in an address; who gave an address may have.
func TestANameThatCantBeLookedUp(t *testing.T) {
	a := &API{Options: Options{Finder: silent{}}, log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	for query, want := range map[string]string{
		"acquired":        "There is no host called itunes.example. Shows are looked up by name in Apple's directory: try again later, or give the address of the feed or of its site.",
		"itunes.example/": "There is no host called itunes.example. Check the address for a typing mistake.",
	} {
		_, err := a.lookupSource(t.Context(), &struct{ Body LookupBody }{LookupBody{Query: query}})
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", query, err)
		}
	}
}
