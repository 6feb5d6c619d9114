package api

import (
	"context"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// CoverageView is how many episodes and videos were read, and in which way.
type CoverageView struct {
	Recordings int       `json:"recordings" doc:"Number of episodes and videos."`
	Read       int       `json:"read" doc:"Of these, the number whose words are known. The rest is searched by title, notes and chapters only."`
	Ways       []WayView `json:"ways" doc:"How their words were read, the best way first."`
}

// WayView is how many recordings were read in one way.
type WayView struct {
	Way        archive.Way `json:"way" enum:"publisher,captions,twin,speech,notes" doc:"publisher: a transcript that people wrote; captions: automatic captions of the video itself; twin: the captions of the episode's video; speech: speech recognition; notes: only title, notes and chapters."`
	Recordings int         `json:"recordings"`
}

func viewCoverage(c archive.Coverage) CoverageView {
	v := CoverageView{Recordings: c.Recordings(), Read: c.Read(), Ways: []WayView{}}
	for _, way := range archive.Ways {
		if c[way] > 0 {
			v.Ways = append(v.Ways, WayView{way, c[way]})
		}
	}
	return v
}

// SourceCoverageView is the coverage of one source.
type SourceCoverageView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	CoverageView
}

// WholeCoverageView is the coverage of all sources together and of each.
type WholeCoverageView struct {
	CoverageView
	Sources []SourceCoverageView `json:"sources" doc:"Each source with episodes or videos, by name."`
}

func (a *API) getCoverage(ctx context.Context, _ *struct{}) (*Out[WholeCoverageView], error) {
	all, err := archive.CoverageOfAll(ctx, a.opts.Ledger)
	if err != nil {
		return nil, a.fail(ctx, "counting transcripts", err)
	}
	each, err := archive.CoverageBySource(ctx, a.opts.Ledger)
	if err != nil {
		return nil, a.fail(ctx, "counting transcripts", err)
	}
	v := WholeCoverageView{viewCoverage(all), []SourceCoverageView{}}
	page := ledger.Page{Limit: 500}
	for {
		sources, next, err := archive.ListSources(ctx, a.opts.Ledger, archive.SourceFilter{Page: page})
		if err != nil {
			return nil, a.fail(ctx, "listing sources", err)
		}
		for _, s := range sources {
			if c := each[s.ID]; c != nil {
				v.Sources = append(v.Sources, SourceCoverageView{s.ID, s.Name, viewCoverage(c)})
			}
		}
		if page.After = next; next == "" {
			return &Out[WholeCoverageView]{v}, nil
		}
	}
}
