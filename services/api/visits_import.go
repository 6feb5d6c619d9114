package api

import (
	"cmp"
	"context"
	"encoding/json"
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

// maxVisits is the largest file of visits. It is read as a stream.
const maxVisits = 4 << 30

// Upload is a request's body that is read as a stream.
type Upload struct{ body io.Reader }

// Resolve keeps the body for the operation.
func (u *Upload) Resolve(ctx huma.Context) []error {
	u.body = &limited{r: ctx.BodyReader(), left: maxVisits}
	return nil
}

var errTooLarge = fileTooLarge.problem()

// limited returns an error if a body is too large: if it were cut off, it would be read as if it
// were complete.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.r == nil {
		return 0, io.EOF
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// VisitsImport is the result of an import of visits.
type VisitsImport struct {
	archive.Import
	Feed     string   `json:"feed" doc:"Id of the feed that holds the samples."`
	Warnings []string `json:"warnings" doc:"Doubtful parts of the file, as English sentences."`

	Details []feeds.Warning `json:"warning_details,omitempty" doc:"The same with codes, for you to phrase them."`
}

// VisitsFile describes a file of visits.
type VisitsFile struct {
	Type    feeds.SampleType `query:"type" default:"csv" doc:"One that GET /visits/types calls a file."`
	Site    string           `query:"site" required:"true" minLength:"1" maxLength:"100" doc:"Name of the site whose visits are counted."`
	Name    string           `query:"name" maxLength:"300" doc:"Feed to import into, by default named after the type. For the time that the file covers it replaces what the feed holds."`
	Mapping string           `query:"mapping" required:"true" maxLength:"8000" doc:"As JSON, in the form that the preview returns."`
	DryRun  bool             `query:"dry_run" doc:"Return the counts without writing anything."`
	Upload
}

func (a *API) visitsImportRoutes() {
	for _, o := range []huma.Operation{
		op(http.MethodPost, "/imports/visits/preview", "preview-visits", "Preview a file of visits: its first rows and a guess of its columns; the first megabyte is enough", "imports", access.Write),
		op(http.MethodPost, "/imports/visits", "import-visits", "Import visits from a file; they replace those of the same time, so the same file twice changes nothing", "imports", access.Write),
	} {
		o.RequestBody = &huma.RequestBody{Required: true, Description: "The file.", Content: map[string]*huma.MediaType{
			"text/csv":                 {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
			"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}
		if o.OperationID == "import-visits" {
			huma.Register(a.huma, o, a.importVisits)
		} else {
			huma.Register(a.huma, o, a.previewVisits)
		}
	}
}

func (a *API) fileReader(t feeds.SampleType) (feeds.SampleAdapter, error) {
	adapter, ok := a.visitsAdapter(t)
	if !ok || adapter.File == nil {
		return adapter, visitsNoFiles.problem("type", shortened(string(t)))
	}
	return adapter, nil
}

func (a *API) previewVisits(_ context.Context, in *struct {
	Type feeds.SampleType `query:"type" default:"csv" doc:"One that GET /visits/types calls a file."`
	Upload
}) (*Out[feeds.Columns], error) {
	adapter, err := a.fileReader(in.Type)
	if err != nil {
		return nil, err
	}
	columns, err := adapter.File.Preview(in.body)
	if err != nil {
		return nil, unreadableFile(err)
	}
	return &Out[feeds.Columns]{columns}, nil
}

// unreadableFile returns the problem with a file. Parsers return sentences.
func unreadableFile(err error) error {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return invalid(err)
}

// errDry rolls back the transaction of a dry run.
var errDry = errors.New("nothing is to be written")

func (a *API) importVisits(ctx context.Context, in *VisitsFile) (*Out[VisitsImport], error) {
	adapter, err := a.fileReader(in.Type)
	if err != nil {
		return nil, err
	}
	var m feeds.Mapping
	if err := json.Unmarshal([]byte(in.Mapping), &m); err != nil {
		return nil, badMapping.problem()
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
	job := VisitsImport{Import: archive.Import{ID: newID("import"), Workspace: f.Workspace, Kind: "visits", Name: f.Name, State: "done", Created: a.opts.Now()}, Feed: f.ID}
	var samples []feeds.Sample
	job.Details, err = adapter.File.Samples(ctx, in.body, m, func(part []feeds.Sample) error {
		samples = append(samples, part...)
		return nil
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil, a.fail(ctx, "reading the file", err)
		}
		return nil, unreadableFile(err)
	}
	job.Warnings = []string{}
	for _, w := range job.Details {
		job.Warnings = append(job.Warnings, w.Detail)
	}
	over, err := rangeOf(m, samples)
	if err != nil {
		return nil, a.fail(ctx, "reading the file", err)
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, _, err := evidence.AddSampleFeed(ctx, tx, f); err != nil {
			return err
		}
		n, err := evidence.ReplaceSamples(ctx, tx, f.ID, over, samples)
		if err != nil {
			return err
		}
		job.Counts = map[string]int{"added": n.Added, "changed": n.Changed, "removed": n.Removed, "unchanged": n.Unchanged}
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

// rangeOf returns the range of time that a file covers. Samples are ordered by time.
func rangeOf(m feeds.Mapping, samples []feeds.Sample) (evidence.SampleRange, error) {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil || len(samples) == 0 {
		return evidence.SampleRange{}, err
	}
	last := samples[len(samples)-1]
	over := evidence.SampleRange{From: samples[0].Start, To: feeds.SpanEnd(last.Start, last.Span, zone)}
	for metric := range m.Metrics {
		over.Metrics = append(over.Metrics, metric)
	}
	return over, nil
}
