package api

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// PartView is what became of one part of a document. Addresses of files may hold secrets, so only their
// host is shown.
type PartView struct {
	Part     feeds.Part        `json:"part" enum:"transcript,chapters,captions,speech,text"`
	State    string            `json:"state" enum:"read,pending,failed,absent" doc:"read: the document has it. pending: it is tried, again if there is an error. failed: given up. absent: the publisher offers none."`
	Host     string            `json:"host,omitempty" doc:"Where it was read, or is read."`
	Type     string            `json:"type,omitempty" doc:"Media type that the listing declares for the file."`
	From     string            `json:"from,omitempty" doc:"Id of the copy that it was taken from: the video of the episode."`
	Language string            `json:"language,omitempty" doc:"Of the file, as the listing says. Where it differs from the document's, the wanted language could not be had."`
	Seconds  float64           `json:"seconds,omitempty" doc:"Of speech that was read: the length of the recording that was recognised. The times belong to that file; one with other adverts may be longer or shorter."`
	Progress float64           `json:"progress,omitempty" doc:"Of a pending part that takes long: how much is done, from 0 to 1."`
	Attempts int               `json:"attempts,omitempty"`
	Next     *time.Time        `json:"next,omitempty" doc:"When a pending part is tried."`
	Error    string            `json:"error,omitempty" doc:"Why the last attempt brought nothing, in English."`
	Code     string            `json:"code,omitempty" doc:"Identifies the sentences of error."`
	Params   map[string]string `json:"params,omitempty"`
	Retry    bool              `json:"retry" doc:"Whether it can be asked for again."`
}

// absentTranscript is why an episode has no transcript where none is offered.
var absentTranscript = &feeds.Fault{Code: "transcript_absent", Reason: "The episode offers no transcript"}

// partsOf returns the parts of a document.
func (a *API) partsOf(ctx context.Context, d *feeds.Document) ([]PartView, error) {
	stored, err := archive.ListParts(ctx, a.opts.Ledger, d.ID)
	if err != nil {
		return nil, fmt.Errorf("loading parts: %w", err)
	}
	return viewParts(d, stored[d.ID]), nil
}

// viewParts returns the parts of a document, of which stored are known to the ledger. An episode without
// a transcript says why: an absent part is shown although nothing is stored about it.
func viewParts(d *feeds.Document, stored []archive.PartStatus) []PartView {
	out := []PartView{}
	hasText := d.Origin != feeds.None && d.Origin != ""
	for _, p := range stored {
		v := PartView{Part: p.Part, State: p.State, Attempts: p.Attempts, Error: p.Error, Code: p.Code, Params: p.Params, Retry: p.State != "absent"}
		file := p.File
		if file.URL == "" && len(p.Offers) > 0 {
			file = p.Offers[0]
		}
		if u, err := url.Parse(file.URL); err == nil {
			v.Host = u.Host
		}
		v.Type, v.Language = file.Type, file.Language
		if p.Part == feeds.PartCaptions && hasText {
			v.From = d.From
		}
		switch p.State {
		case "settled":
			v.State, v.Seconds = "read", p.File.Seconds
		case "pending":
			v.Next, v.Progress = &p.Next, p.Progress
			if hasText && p.Attempts > 0 && p.Error == "" {
				v.State = "read" // it is asked for once more, since a better version may come
			}
		}
		out = append(out, v)
	}
	known := func(part feeds.Part) bool {
		return slices.ContainsFunc(out, func(v PartView) bool { return v.Part == part })
	}
	if d.Kind == feeds.Podcast && d.From == "" && !known(feeds.PartTranscript) {
		v := PartView{Part: feeds.PartTranscript, State: "read", Language: d.Language}
		// The words may have come in another way: from the episode's page, or by listening to it.
		elsewhere := slices.ContainsFunc(out, func(v PartView) bool { return v.State == "read" && v.Part.BringsText() })
		if !hasText || elsewhere {
			v = PartView{Part: feeds.PartTranscript, State: "absent", Code: absentTranscript.Code, Error: absentTranscript.Sentence()}
		}
		out = append(out, v)
	}
	if d.Kind == feeds.Video && hasText && !known(feeds.PartCaptions) {
		out = append(out, PartView{Part: feeds.PartCaptions, State: "read", Language: d.Language})
	}
	if len(d.Chapters) > 0 && !known(feeds.PartChapters) {
		out = append(out, PartView{Part: feeds.PartChapters, State: "read"})
	}
	return out
}

func (a *API) retryPart(ctx context.Context, in *struct {
	DocumentPath
	Part feeds.Part `path:"part" enum:"transcript,chapters,captions,speech,text"`
}) (*Out[PartView], error) {
	d, err := archive.GetDocument(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the document", err)
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.AskForPart(ctx, tx, d.ID, in.Part) })
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, partAbsent.problem("part", string(in.Part))
	}
	if err != nil {
		return nil, a.fail(ctx, "asking for the part", err)
	}
	a.opts.SourceAdded() // wakes the crawler
	parts, err := a.partsOf(ctx, &d)
	if err != nil {
		return nil, a.fail(ctx, "loading the parts", err)
	}
	for _, p := range parts {
		if p.Part == in.Part {
			return &Out[PartView]{p}, nil
		}
	}
	return nil, a.fail(ctx, "loading the parts", ledger.ErrNotFound)
}
