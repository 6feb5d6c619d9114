package api

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// VisitsImport is the result of an import of visits.
type VisitsImport struct {
	archive.Import
	Feed     string     `json:"feed" doc:"Id of the feed that holds the samples."`
	First    *time.Time `json:"first,omitempty" doc:"Start of the oldest sample of the file."`
	Last     *time.Time `json:"last,omitempty" doc:"Start of its newest sample."`
	Warnings []string   `json:"warnings" doc:"Doubtful parts of the file, as English sentences."`

	Details []feeds.Warning `json:"warning_details,omitempty" doc:"The same with codes, for you to phrase them."`
}

// VisitsFile describes a file of visits.
type VisitsFile struct {
	Type    feeds.SampleType `query:"type" default:"csv" doc:"One that GET /visits/types calls a file."`
	Site    string           `query:"site" required:"true" minLength:"1" maxLength:"100" doc:"Name of the site whose visits are counted."`
	Name    string           `query:"name" maxLength:"300" doc:"Feed to import into, by default named after the type. For the time that the file covers it replaces what the feed holds."`
	File    string           `query:"file" maxLength:"300" doc:"Name of the file, for the list of imports."`
	Mapping string           `query:"mapping" required:"true" maxLength:"8000" doc:"As JSON, in the form that the preview returns."`
	DryRun  bool             `query:"dry_run" doc:"Return the counts without writing anything."`
	Upload
}

func (a *API) visitsImportRoutes() {
	huma.Register(a.huma, takesFile(op(http.MethodPost, "/imports/visits/preview", "preview-visits", "Preview a file of visits: its first rows and a guess of its columns, or what is wrong with a mapping; the first megabyte is enough", "imports", access.Write)), a.previewVisits)
	huma.Register(a.huma, takesFile(op(http.MethodPost, "/imports/visits", "import-visits", "Import visits from a file; they replace those of the same time, so the same file twice changes nothing", "imports", access.Write)), a.importVisits)
}

func (a *API) fileReader(t feeds.SampleType) (feeds.SampleAdapter, error) {
	adapter, ok := a.visitsAdapter(t)
	if !ok || adapter.File == nil {
		return adapter, visitsNoFiles.problem("type", shortened(string(t)))
	}
	return adapter, nil
}

func (a *API) previewVisits(_ context.Context, in *struct {
	Type    feeds.SampleType `query:"type" default:"csv" doc:"One that GET /visits/types calls a file."`
	Mapping string           `query:"mapping" maxLength:"8000" doc:"As JSON, to check it against the first rows instead of guessing one."`
	Upload
}) (*Out[feeds.Columns], error) {
	adapter, err := a.fileReader(in.Type)
	if err != nil {
		return nil, err
	}
	by, err := givenMapping[feeds.Mapping](in.Mapping)
	if err != nil {
		return nil, err
	}
	if by != nil {
		by.Zone = cmp.Or(by.Zone, "UTC")
	}
	return previewFile(&in.Upload, by, adapter.File.Preview)
}

func (a *API) importVisits(ctx context.Context, in *VisitsFile) (*Out[VisitsImport], error) {
	adapter, err := a.fileReader(in.Type)
	if err != nil {
		return nil, err
	}
	m, err := fullMapping[feeds.Mapping](in.Mapping)
	if err != nil {
		return nil, err
	}
	m.Zone = cmp.Or(m.Zone, "UTC")
	if err := checkZone(m.Zone); err != nil {
		return nil, err
	}
	f := feeds.SampleFeed{Workspace: workspace(ctx), Site: strings.TrimSpace(in.Site), Type: adapter.Type, Name: cmp.Or(strings.TrimSpace(in.Name), adapter.Name), Zone: m.Zone}
	if f.Site == "" {
		return nil, emptySite.problem()
	}
	f.ID = feeds.ID("visits", f.Workspace, f.Site, string(f.Type), f.Name)
	job := VisitsImport{
		Import: archive.Import{ID: newID("import"), Workspace: f.Workspace, Kind: "visits", Name: cmp.Or(strings.TrimSpace(in.File), f.Name), State: "done", Created: a.opts.Now()},
		Feed:   f.ID,
	}
	samples, read, err := readFile(ctx, a, &in.Upload, func(body io.Reader, take func([]feeds.Sample) error) (feeds.FileResult, error) {
		return adapter.File.Samples(ctx, body, m, take)
	})
	if err != nil {
		return nil, err
	}
	job.Details, job.Warnings = read.Warnings, []string{}
	for _, w := range job.Details {
		job.Warnings = append(job.Warnings, w.Detail)
	}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return nil, a.fail(ctx, "reading the time zone", err)
	}
	if len(samples) > 0 {
		job.First, job.Last = &samples[0].Start, &samples[len(samples)-1].Start
	}
	over := rangeOf(m, samples, zone)
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, _, err := evidence.AddSampleFeed(ctx, tx, f); err != nil {
			return err
		}
		n, err := evidence.ReplaceSamples(ctx, tx, f.ID, over, samples)
		if err != nil {
			return err
		}
		if len(samples) > 0 {
			if err := evidence.ReplaceFetches(ctx, tx, f.ID, over.From, over.To, read.Fetches); err != nil {
				return err
			}
		}
		job.Counts = map[string]int{"rows": read.Rows, "days": daysOf(samples, zone), "added": n.Added, "changed": n.Changed, "removed": n.Removed, "unchanged": n.Unchanged}
		if in.DryRun {
			return errDry
		}
		return archive.PutImport(ctx, tx, job.Import)
	})
	if err != nil && !errors.Is(err, errDry) {
		return nil, a.fail(ctx, "saving the visits", err)
	}
	return &Out[VisitsImport]{job}, nil
}

// daysOf returns on how many days of a zone there are samples. They are ordered by time.
func daysOf(samples []feeds.Sample, zone *time.Location) int {
	days, last := 0, ""
	for i, s := range samples {
		if i > 0 && s.Start.Equal(samples[i-1].Start) {
			continue
		}
		if day := s.Start.In(zone).Format(time.DateOnly); day != last {
			days, last = days+1, day
		}
	}
	return days
}

// rangeOf returns the range of time that a file covers. Samples are ordered by time.
func rangeOf(m feeds.Mapping, samples []feeds.Sample, zone *time.Location) evidence.SampleRange {
	if len(samples) == 0 {
		return evidence.SampleRange{}
	}
	last := samples[len(samples)-1]
	over := evidence.SampleRange{From: samples[0].Start, To: feeds.SpanEnd(last.Start, last.Span, zone)}
	for metric := range m.Metrics {
		over.Metrics = append(over.Metrics, metric)
	}
	return over
}
