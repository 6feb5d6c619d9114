package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/youtube"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// TwinView is the YouTube channel that has the recordings of a podcast.
type TwinView struct {
	Source   string `json:"source" doc:"Id of the channel's own source."`
	Name     string `json:"name"`
	URL      string `json:"url"`
	Found    string `json:"found" enum:"typed,feed,page,name" doc:"How it was found: typed by a person, linked in the show's feed, linked on its page, or by its name."`
	Episodes int    `json:"episodes" doc:"Number of episodes that have a video there."`
}

// TwinBody names a channel.
type TwinBody struct {
	URL   string `json:"url" minLength:"2" maxLength:"2000" doc:"Address or @handle of a YouTube channel or playlist."`
	Found string `json:"found,omitempty" enum:"typed,feed,page,name" doc:"As a proposal says; typed by default."`
}

// TwinProposal is a channel that may be the show's.
type TwinProposal struct {
	URL   string `json:"url"`
	Name  string `json:"name"`
	Found string `json:"found" enum:"feed,page,name" doc:"Linked in the show's feed, linked on its page, or followed under a name like the show's."`
}

// Pages fetches what a person's source links to, with the robots rules of its host where page is set.
type Pages func(ctx context.Context, url string, page bool) ([]byte, error)

// twinOf returns the channel of a podcast, or nil.
func (a *API) twinOf(ctx context.Context, id string) (*TwinView, error) {
	t, err := archive.TwinOf(ctx, a.opts.Ledger, id)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	channel, err := archive.GetSource(ctx, a.opts.Ledger, t.Twin)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil // it was removed, and may be restored
	}
	if err != nil {
		return nil, err
	}
	pairs, err := archive.PairsOf(ctx, a.opts.Ledger, id)
	if err != nil {
		return nil, err
	}
	return &TwinView{Source: t.Twin, Name: channel.Name, URL: sourceFor(ctx, channel.Source).URL, Found: t.Found, Episodes: len(pairs)}, nil
}

// podcastOf returns a source that can have a channel.
func podcastOf(ctx context.Context, r ledger.Reader, id string) (archive.SourceWithPoll, error) {
	s, err := archive.GetSource(ctx, r, id)
	if err == nil && s.Type != feeds.PodcastSource {
		err = twinNeedsPodcast.problem()
	}
	return s, err
}

func (a *API) setTwin(ctx context.Context, in *struct {
	SourcePath
	Body TwinBody
}) (*Out[TwinView], error) {
	channel, err := a.newSource(SourceBody{Type: youtube.Type, URL: in.Body.URL})
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, err := podcastOf(ctx, tx, in.ID); err != nil {
			return err
		}
		stored, _, err := takeSource(ctx, tx, channel)
		if err != nil {
			return err
		}
		old, err := archive.TwinOf(ctx, tx, in.ID)
		switch {
		case err == nil && old.Twin == stored.ID:
			return nil
		case err == nil:
			if err := a.partFromTwin(ctx, tx, in.ID); err != nil {
				return err
			}
		case !errors.Is(err, ledger.ErrNotFound):
			return err
		}
		return archive.SetTwin(ctx, tx, archive.SourceTwin{Source: in.ID, Twin: stored.ID, Found: cmp.Or(in.Body.Found, "typed")})
	})
	if err != nil {
		return nil, a.fail(ctx, "setting the channel", err)
	}
	a.opts.SourceAdded()
	v, err := a.twinOf(ctx, in.ID)
	if err == nil && v == nil {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	return &Out[TwinView]{*v}, nil
}

func (a *API) removeTwin(ctx context.Context, in *SourcePath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return a.partFromTwin(ctx, tx, in.ID) })
	if err != nil {
		return nil, a.fail(ctx, "removing the channel", err)
	}
	return nil, nil
}

// partFromTwin takes its channel from a podcast: its episodes lose the texts that they had from there.
func (a *API) partFromTwin(ctx context.Context, tx *ledger.Tx, source string) error {
	pairs, err := archive.RemoveTwin(ctx, tx, source)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := mentions.PartTwins(ctx, tx, p); err != nil {
			return err
		}
	}
	return record.ChooseLeadsOfSource(ctx, tx, source)
}

// maxProposals is how many channels are proposed.
const maxProposals = 10

func (a *API) proposeTwins(ctx context.Context, in *SourcePath) (*Out[List[TwinProposal]], error) {
	s, err := podcastOf(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	out := []TwinProposal{}
	add := func(p TwinProposal) {
		same := func(o TwinProposal) bool { return strings.EqualFold(o.URL, p.URL) }
		if !slices.ContainsFunc(out, same) && len(out) < maxProposals {
			out = append(out, p)
		}
	}
	var failed error
	for _, from := range []struct{ address, found string }{{s.URL, "feed"}, {s.Site, "page"}} {
		if from.address == "" || a.opts.Pages == nil {
			continue
		}
		body, err := a.opts.Pages(ctx, from.address, from.found == "page")
		if err != nil {
			failed = cmp.Or(failed, err)
			continue
		}
		for _, link := range youtube.Linked(body) {
			src, _ := youtube.Recognize(link)
			add(TwinProposal{URL: link, Name: src.Name, Found: from.found})
		}
	}
	channels, err := archive.SourcesOfTypes(ctx, a.opts.Ledger, []feeds.SourceType{youtube.Type})
	if err != nil {
		return nil, a.fail(ctx, "listing sources", err)
	}
	for _, c := range channels {
		if likeName(s.Name, c.Name) || likeName(s.Title, c.Title) || s.Author != "" && likeName(s.Author, c.Title) {
			add(TwinProposal{URL: c.URL, Name: c.Name, Found: "name"})
		}
	}
	var f *feeds.Fault
	if len(out) == 0 && errors.As(failed, &f) {
		return nil, faulty(502, f)
	}
	return list(out, ""), nil
}

// likeName reports whether one name is the beginning of the other.
func likeName(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSpace(a)), strings.ToLower(strings.TrimSpace(b))
	return len(a) > 3 && len(b) > 3 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}
