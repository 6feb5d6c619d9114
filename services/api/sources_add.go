package api

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/opml"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// SourceBody is a source in a request. Its type decides which fields it needs.
type SourceBody struct {
	Type     feeds.SourceType `json:"type,omitempty" maxLength:"100" doc:"One of GET /sources/types. By default the first."`
	URL      string           `json:"url,omitempty" maxLength:"2000" doc:"Its address, for types that have one."`
	Query    string           `json:"query,omitempty" maxLength:"500" doc:"What to search for, or whom to follow."`
	Settings map[string]any   `json:"settings,omitempty" doc:"The other fields of its type, by name."`
	Account  string           `json:"account,omitempty" maxLength:"100" doc:"Id of the account to read it with, or none. By default the first that fits, if the type uses accounts and no secret is given."`
	Secret   string           `json:"secret,omitempty" maxLength:"2000" doc:"Never returned."`
	Name     string           `json:"name,omitempty" maxLength:"300" doc:"Your name for it. Kept even if the source's title changes."`
	// Title is for a client that looked the feed up, so that the source has a name before it is
	// read.
	Title string `json:"title,omitempty" maxLength:"300" doc:"The source's own title: shown until it is read, and if no name is given."`
}

// webAddress parses an address as people paste it. If it has no scheme, the result has none: see
// chooseSchemes.
func webAddress(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if wrapped, ok := strings.CutPrefix(address, "feed:"); ok && !strings.HasPrefix(wrapped, "//") {
		address = wrapped // feed:https://…, which some players copy
	}
	// "host:8080/feed" parses as if host were a scheme. After a real scheme there is no number.
	if u, err := url.Parse(address); err == nil && u.Opaque != "" && !strings.ContainsAny(u.Opaque[:1], "0123456789") {
		return nil, badAddress.problem()
	}
	schemed := strings.Contains(address, "://")
	if isEmail(address) {
		return nil, addressIsEmail.problem("text", shortened(address))
	}
	if !schemed {
		address = "https://" + strings.TrimPrefix(address, "//")
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "feed") {
		return nil, badAddress.problem()
	}
	// Without a scheme a single word is the name of a show, not of a host.
	if !schemed && !strings.Contains(u.Hostname(), ".") && u.Hostname() != "localhost" && !strings.Contains(u.Hostname(), ":") {
		return nil, addressIsName.problem("text", shortened(u.Hostname()))
	}
	if !schemed || u.Scheme == "feed" {
		u.Scheme = "" // see chooseSchemes
	}
	if holdsHidden(u) {
		return nil, hiddenPart.problem("hidden", hidden)
	}
	return u, nil
}

// AddedSource is a source and the outcome of adding it.
type AddedSource struct {
	SourceView
	Outcome Outcome      `json:"outcome" enum:"added,known,credentials" doc:"added; known: it existed and nothing changed; credentials: it existed and is read with the new user name and password."`
	Address *AddressView `json:"address,omitempty" doc:"Of a single post or page: how far it is read."`
}

// Outcome is the result of adding a source.
type Outcome string

const (
	OutcomeAdded       Outcome = "added"
	OutcomeKnown       Outcome = "known"
	OutcomeCredentials Outcome = "credentials"
)

// takeSource adds a source. If it exists already, it takes over the new secret, or the user name
// and password of the address: to change those of a private feed, people add it again.
func takeSource(ctx context.Context, tx *ledger.Tx, src feeds.Source) (feeds.Source, Outcome, error) {
	stored, created, err := archive.AddSource(ctx, tx, src)
	if err != nil || created {
		return stored, OutcomeAdded, err
	}
	if src.Secret != "" && src.Secret != stored.Secret {
		stored.Secret = src.Secret
		if err := archive.UpdateSource(ctx, tx, stored); err != nil {
			return stored, OutcomeKnown, err
		}
		return stored, OutcomeCredentials, archive.SetDue(ctx, tx, stored.ID, tx.Now())
	}
	if src.Account != "" && stored.Account == "" {
		stored.Account = src.Account
		if err := archive.UpdateSource(ctx, tx, stored); err != nil {
			return stored, OutcomeKnown, err
		}
		return stored, OutcomeCredentials, archive.SetDue(ctx, tx, stored.ID, tx.Now())
	}
	given, err := url.Parse(src.URL)
	if err != nil || given.User == nil {
		return stored, OutcomeKnown, err
	}
	at, err := url.Parse(stored.URL)
	if err != nil {
		return stored, OutcomeKnown, fmt.Errorf("reading the address of source %s: %w", stored.ID, err)
	}
	if at.User != nil && at.User.String() == given.User.String() {
		return stored, OutcomeKnown, nil
	}
	if !strings.EqualFold(at.Host, given.Host) {
		// A password for one host is not sent to another.
		return stored, OutcomeKnown, sourceMoved.problem("host", at.Host)
	}
	if given.Scheme == "https" {
		at.Scheme = given.Scheme
	}
	at.User = given.User
	stored.URL = at.String()
	if err := archive.UpdateSource(ctx, tx, stored); err != nil {
		return stored, OutcomeKnown, err
	}
	return stored, OutcomeCredentials, archive.SetDue(ctx, tx, stored.ID, tx.Now())
}

func (a *API) addSource(ctx context.Context, in *struct{ Body SourceBody }) (*Tagged[AddedSource], error) {
	wanted := in.Body.Account
	guess := feeds.Source{Type: in.Body.Type, URL: strings.TrimSpace(in.Body.URL), Query: strings.TrimSpace(in.Body.Query), Secret: feeds.Secret(in.Body.Secret)}
	if err := a.chooseAccount(ctx, a.opts.Ledger, &guess, wanted); err == nil {
		in.Body.Account = guess.Account // some checks depend on whether there is one
	}
	src, err := a.newSource(in.Body)
	if err != nil {
		return nil, err
	}
	src.Account = ""
	if src.Type == feeds.SingleSource {
		return a.addAddress(ctx, src)
	}
	a.chooseSchemes(ctx, []*feeds.Source{&src})
	var outcome Outcome
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if err := a.chooseAccount(ctx, tx, &src, wanted); err != nil {
			return err
		}
		src, outcome, err = takeSource(ctx, tx, src)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "adding the source", err)
	}
	a.opts.SourceAdded()
	s, err := archive.GetSource(ctx, a.opts.Ledger, src.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	return &Tagged[AddedSource]{sourceTag(s.Source), AddedSource{viewSource(ctx, s), outcome, nil}}, nil
}

// Imported is the result of an import of sources.
type Imported struct {
	Added   int                   `json:"added"`
	Known   int                   `json:"known" doc:"Number that existed already."`
	Refused []archive.RefusedLine `json:"refused" doc:"Lines that were skipped, and why."`
}

func (a *API) importSources(ctx context.Context, in *struct {
	RawBody []byte `contentType:"text/x-opml"`
}) (*Out[Imported], error) {
	file, err := opml.Parse(in.RawBody)
	if err != nil {
		return nil, notOPML.problem()
	}
	out := Imported{Refused: []archive.RefusedLine{}}
	for _, l := range file.Refused {
		out.Refused = append(out.Refused, archive.RefusedLine{Line: l.Number, Text: l.Text, Reason: l.Why, Code: l.Code})
	}
	refuse := func(o opml.Outline, err error) {
		line := archive.RefusedLine{Line: o.Line, Text: o.Title, Reason: err.Error()}
		var p *Problem
		if errors.As(err, &p) {
			line.Code, line.Params = p.Reason, p.Params
		}
		out.Refused = append(out.Refused, line)
	}
	var (
		sources  []*feeds.Source
		outlines []opml.Outline
	)
	outlined := feeds.SourceType(a.outlined()[0])
	for _, o := range file.Outlines {
		src, err := a.newSource(SourceBody{URL: o.URL, Type: outlined, Title: o.Title})
		if err != nil {
			refuse(o, err)
			continue
		}
		src.Site = o.Site
		sources, outlines = append(sources, &src), append(outlines, o)
	}
	a.chooseSchemes(ctx, sources)
	unfit := out.Refused
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		out.Added, out.Known, out.Refused = 0, file.Repeated, slices.Clip(unfit)
		for i, src := range sources {
			_, outcome, err := takeSource(ctx, tx, *src)
			var refused *Problem
			switch {
			case errors.As(err, &refused):
				refuse(outlines[i], err)
			case err != nil:
				return err
			case outcome == OutcomeAdded:
				out.Added++
			default:
				out.Known++
			}
		}
		return nil
	})
	if err != nil {
		return nil, a.fail(ctx, "importing sources", err)
	}
	a.opts.SourceAdded()
	return &Out[Imported]{out}, nil
}
