package api

import (
	"context"
	"log/slog"
	"net/url"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
)

// silent is a finder that finds nothing.
type silent struct{ err *feeds.Fault }

func (s silent) Find(context.Context, string) ([]lookup.Candidate, error) { return nil, s.err }

func (s silent) Scheme(context.Context, *url.URL) string { return "https" }

// The finder reports what could not be reached. The message doesn't promise to try again, since a
// lookup isn't repeated.
func TestALookUpThatFails(t *testing.T) {
	for want, err := range map[string]*feeds.Fault{
		"Apple's podcast directory could not be reached. Try again later.":                              {Kind: feeds.FaultTransient, Reason: "Apple's podcast directory could not be reached", Help: "Try again later."},
		"x.example could not be reached. Try again later, or enter another address of the same source.": {Kind: feeds.FaultTransient, Reason: "x.example could not be reached"},
	} {
		a := &API{opts: Options{Finder: silent{err}, Logger: slog.New(slog.DiscardHandler)}}
		_, got := a.lookupSource(t.Context(), &struct{ Body LookupBody }{LookupBody{Query: "x"}})
		if got == nil || got.Error() != want {
			t.Errorf("%v, not %s", got, want)
		}
	}
}
