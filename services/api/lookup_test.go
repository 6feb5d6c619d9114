package api

import (
	"context"
	"log/slog"
	"testing"

	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
)

// silent is a finder that nobody answers.
type silent struct{ err *fetch.Error }

func (s silent) Find(context.Context, string) ([]lookup.Candidate, error) { return nil, s.err }

// The finder knows what could not be reached; a look-up is one question, which nobody repeats.
func TestALookUpThatFails(t *testing.T) {
	for want, err := range map[string]*fetch.Error{
		"Apple's podcast directory could not be reached. Try again later.":                             {Kind: fetch.Transient, Reason: "Apple's podcast directory could not be reached", Help: "Try again later."},
		"x.example could not be reached. Try again later, or give another address of the same source.": {Kind: fetch.Transient, Reason: "x.example could not be reached"},
	} {
		a := &API{Options: Options{Finder: silent{err}}, log: slog.New(slog.DiscardHandler)}
		_, got := a.lookupSource(t.Context(), &struct{ Body LookupBody }{LookupBody{Query: "x"}})
		if got == nil || got.Error() != want {
			t.Errorf("%v, not %s", got, want)
		}
	}
}
