package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/mail"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/feeds/web"
)

// LookupBody is what a person pasted.
type LookupBody struct {
	Query string `json:"query" minLength:"2" maxLength:"2000" doc:"Anything that stands for a source: a feed, a page, a forum, a link of Apple Podcasts or Spotify, a YouTube handle, r/name, #hashtag, @name@server, or a show's name."`
}

// Finder finds the feed behind what a person pasted.
type Finder interface {
	Find(ctx context.Context, query string) ([]lookup.Candidate, error)
	// Scheme returns the scheme to use for an address without one.
	Scheme(ctx context.Context, address *url.URL) string
}

// recognized returns the sources that a handle, a tag or an address of a network stands for: no
// feed has to be found.
func (a *API) recognized(pasted string) []lookup.Candidate {
	var out []lookup.Candidate
	if spec, d, ok := single.Opener(a.opts.SourceTypes, pasted); ok && d.Kind == feeds.Post {
		out = append(out, lookup.Candidate{URL: d.URL, Type: feeds.SingleSource, Name: strings.TrimSpace(cmp.Or(spec.Name, d.Network) + " " + d.Handle), Understood: lookup.AsPost})
	}
	for _, spec := range a.opts.SourceTypes {
		if spec.Recognize == nil {
			continue
		}
		src, ok := spec.Recognize(pasted)
		if !ok {
			continue
		}
		c := lookup.Candidate{URL: src.URL, Query: src.Query, Type: spec.Type, Name: cmp.Or(src.Name, src.Query, src.URL), Understood: lookup.AsNetwork}
		if len(src.Settings) > 0 && json.Unmarshal(src.Settings, &c.Settings) != nil {
			continue
		}
		out = append(out, c)
	}
	return out
}

func (a *API) lookupSource(ctx context.Context, in *struct{ Body LookupBody }) (*Out[List[lookup.Candidate]], error) {
	if known := a.recognized(strings.TrimSpace(in.Body.Query)); len(known) > 0 {
		return list(a.withRecent(ctx, known), ""), nil
	}
	if q := strings.TrimSpace(in.Body.Query); isEmail(q) {
		return nil, addressIsEmail.problem("text", shortened(q))
	}
	found, err := a.opts.Finder.Find(ctx, in.Body.Query)
	var e *feeds.Fault
	if errors.As(err, &e) {
		if c, ok := a.pageWithoutFeed(in.Body.Query, e); ok {
			return list(a.withRecent(ctx, []lookup.Candidate{c}), ""), nil
		}
		if e.Kind == feeds.FaultAbsent || e.Kind == feeds.FaultUnparsable {
			return nil, faulty(http.StatusNotFound, e)
		}
		if e.Help == "" {
			once := *e // a single lookup by a person, which is not repeated
			once.Help = "Try again later, or enter another address of the same source."
			e = &once
		}
		return nil, faulty(http.StatusBadGateway, e)
	}
	if err != nil {
		return nil, a.fail(ctx, "looking for the feed", err)
	}
	return list(a.withRecent(ctx, found), ""), nil
}

// pageWithoutFeed returns the source that reads a page itself, where it has no feed.
func (a *API) pageWithoutFeed(pasted string, f *feeds.Fault) (lookup.Candidate, bool) {
	if f.Code != "find_no_feed" {
		return lookup.Candidate{}, false
	}
	spec, known := a.typeOf(web.Type)
	if !known {
		return lookup.Candidate{}, false
	}
	d, ok := spec.Opens(pasted)
	return lookup.Candidate{URL: d.URL, Type: spec.Type, Name: f.Host, Understood: lookup.AsWatched}, ok
}

// isEmail reports whether a text is an e-mail address, which as a web address would be a host with a
// user name.
func isEmail(text string) bool {
	if strings.ContainsAny(text, "/<> \t") {
		return false
	}
	_, err := mail.ParseAddress(strings.TrimPrefix(text, "mailto:"))
	return err == nil
}

// faulty returns a problem with the reason why nothing was found at an address.
func faulty(status int, f *feeds.Fault) *Problem {
	return problem(status, f.Sentence()).because(f)
}
