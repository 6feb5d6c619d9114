package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
)

// LookupBody is what a person pasted.
type LookupBody struct {
	Query string `json:"query" minLength:"2" maxLength:"2000" doc:"A feed, a page, an Apple Podcasts link or a show's name."`
}

// Finder finds the feed behind what a person pasted.
type Finder interface {
	Find(ctx context.Context, query string) ([]lookup.Candidate, error)
	// Scheme returns the scheme that an address without one is asked by.
	Scheme(ctx context.Context, address *url.URL) string
}

func (a *API) lookupSource(ctx context.Context, in *struct{ Body LookupBody }) (*Out[List[lookup.Candidate]], error) {
	found, err := a.Finder.Find(ctx, in.Body.Query)
	var e *feeds.Fault
	if errors.As(err, &e) {
		if e.Kind == feeds.FaultAbsent || e.Kind == feeds.FaultUnparsable {
			return nil, problem(http.StatusNotFound, "not_found", e.Sentence())
		}
		if e.Help == "" {
			told := *e // nobody asks again by himself: this was one person's question
			told.Help = "Try again later, or give another address of the same source."
			e = &told
		}
		return nil, problem(http.StatusBadGateway, "unavailable", e.Sentence())
	}
	if err != nil {
		return nil, a.fail(ctx, "looking for the feed", err)
	}
	return list(found, ""), nil
}
