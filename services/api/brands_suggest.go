package api

import (
	"context"
	"errors"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Limits on the look at the archive. What was found by then is returned.
const (
	suggestTimeout = 20 * time.Second
	suggestNamed   = 500      // documents that name the brand
	suggestBytes   = 32 << 20 // of their texts
)

// BrandSuggestion is what the archive suggests, how much of it was checked, and what the brand's
// inbox would look like.
type BrandSuggestion struct {
	detect.Suggestion
	Findings  []BrandFinding `json:"findings"`
	Documents int            `json:"documents" doc:"Number of documents checked, the newest first."`
	Whole     bool           `json:"whole" doc:"Whether the whole archive was checked."`
	Inbox     InboxPreview   `json:"inbox" doc:"The inbox with the brand as it is."`
	Improved  InboxPreview   `json:"improved" doc:"The inbox if all suggested domains, context words, nearby names and exclusions were added."`
}

// suggestBrand runs detection over the newest documents. Nothing is saved.
func (a *API) suggestBrand(ctx context.Context, in *struct{ Body BrandBody }) (*Out[BrandSuggestion], error) {
	b, err := in.Body.brand(workspace(ctx))
	if err != nil {
		return nil, err
	}
	if in.Body.onlyNamed() {
		if saved, err := record.GetBrand(ctx, a.opts.Ledger, b.Workspace, b.ID); err == nil {
			b = saved
		}
	}
	b.Active = true // as it would be found
	look, err := a.lookInArchive(ctx, b)
	if err != nil {
		if _, wrong := errors.AsType[*detect.BrandError](err); wrong {
			return nil, invalid(err)
		}
		return nil, a.fail(ctx, "going through the archive", err)
	}
	judged, err := record.JudgedDocuments(ctx, a.opts.Ledger, b.Workspace, b.ID)
	if err != nil {
		return nil, a.fail(ctx, "going through the archive", err)
	}
	out := BrandSuggestion{Documents: look.documents, Whole: look.whole}
	if out.Findings, err = findings(ctx, a.opts.Ledger, b); err != nil {
		return nil, a.fail(ctx, "going through the archive", err)
	}
	hits := look.detect(b)
	out.Suggestion = detect.Suggest(b, func(yield func(*feeds.Document, []index.Hit) bool) {
		for i := range look.named {
			if !yield(&look.named[i], hits[i]) {
				return
			}
		}
	}, detect.Known{Brands: look.names(), Judged: judged})
	out.Inbox = preview(b, look.named, hits)
	out.Improved = out.Inbox
	if better := improved(b, out.Suggestion); detect.Check(better) == nil {
		out.Improved = preview(b, look.named, look.detect(better))
	}
	return &Out[BrandSuggestion]{out}, nil
}

// onlyNamed reports whether a request names a brand and says nothing else about it.
func (b *BrandBody) onlyNamed() bool {
	return b.Aliases == nil && b.HeardAs == nil && b.Handles == nil && b.Domains == nil && b.Context == nil && b.Exclude == nil
}

// improved returns the brand with the suggestions that tell right hits from wrong ones.
func improved(b index.Brand, s detect.Suggestion) index.Brand {
	add := func(have []string, lists ...[]detect.Proposal) []string {
		out := append([]string{}, have...)
		for _, list := range lists {
			for _, p := range list {
				out = append(out, p.Text)
			}
		}
		return out
	}
	b.Domains = add(b.Domains, s.Domains)
	b.Context = add(b.Context, s.Context, s.Nearby)
	b.Exclude = add(b.Exclude, s.Exclude)
	return b
}

// archiveLook is what was found of a brand in the newest documents.
type archiveLook struct {
	named     []feeds.Document // that name it
	documents int              // that were looked at
	whole     bool
	others    []index.Brand
	options   detect.Options
}

// lookInArchive goes through the newest documents until the time is over, or enough of them name
// the brand.
func (a *API) lookInArchive(ctx context.Context, b index.Brand) (*archiveLook, error) {
	alone, err := detect.New([]index.Brand{b}, detect.Options{})
	if err != nil {
		return nil, err
	}
	look := &archiveLook{whole: true}
	if err := a.loadOthers(ctx, b, look); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, suggestTimeout)
	defer cancel()
	weight := 0
	enough := errors.New("enough")
	err = archive.EachNewest(limited, a.opts.Ledger, 50, func(docs []archive.DocumentMeta) error {
		for i := range docs {
			if err := limited.Err(); err != nil {
				return err
			}
			look.documents++
			if len(alone.Detect(&docs[i].Document)) == 0 {
				continue
			}
			look.named = append(look.named, docs[i].Document)
			if weight += docs[i].Weight(); len(look.named) >= suggestNamed || weight >= suggestBytes {
				return enough
			}
		}
		return nil
	})
	if errors.Is(err, enough) || limited.Err() != nil && ctx.Err() == nil {
		look.whole, err = false, nil
	}
	return look, err
}

// loadOthers reads the other brands of the workspace: they are found too, and may take a place
// from this one.
func (a *API) loadOthers(ctx context.Context, b index.Brand, look *archiveLook) error {
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: b.Workspace, Active: true})
	if err != nil {
		return err
	}
	for _, o := range brands {
		if o.ID != b.ID && detect.Check(o) == nil {
			look.others = append(look.others, o)
		}
	}
	if look.options.Feedback, err = record.Feedback(ctx, a.opts.Ledger, b.Workspace); err != nil {
		return err
	}
	look.options.Dismissed, err = record.DismissedWords(ctx, a.opts.Ledger, b.Workspace)
	return err
}

// detect returns the hits of the brand and of the others in each of the documents.
func (l *archiveLook) detect(b index.Brand) [][]index.Hit {
	d, _ := detect.New(append([]index.Brand{b}, l.others...), l.options) // all of them were checked
	hits := make([][]index.Hit, len(l.named))
	for i := range l.named {
		hits[i] = d.Detect(&l.named[i])
	}
	return hits
}

func (l *archiveLook) names() map[string]string {
	names := make(map[string]string, len(l.others))
	for _, o := range l.others {
		names[o.ID] = o.Name
	}
	return names
}
