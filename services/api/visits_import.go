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
	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// maxVisits is the largest file of visits. It is read as a stream.
const maxVisits = 4 << 30

// uploadPause is how long an upload may stand still. However long it takes, bytes must go on coming.
const uploadPause = 30 * time.Second

// Upload is a request's body that is read as a stream.
type Upload struct{ body io.Reader }

// Resolve keeps the body for the operation.
func (u *Upload) Resolve(ctx huma.Context) []error {
	u.body = &limited{r: ctx.BodyReader(), left: maxVisits, wait: func() { _ = ctx.SetReadDeadline(time.Now().Add(uploadPause)) }}
	return nil
}

// rest reads on to the end of a file that is refused, or at most so many bytes: a browser that is still
// sending when the answer comes loses the answer.
func (u *Upload) rest(most int64) { _, _ = io.CopyN(io.Discard, u.body, most) }

// previewed is how much of a file a preview is expected to be.
const previewed = 2 << 20

var errTooLarge = fileTooLarge.problem()

// limited returns an error if a body is too large: if it were cut off, it would be read as if it
// were complete.
type limited struct {
	r    io.Reader
	left int64
	wait func() // called before each read
}

func (l *limited) Read(p []byte) (int, error) {
	if l.r == nil {
		return 0, io.EOF
	}
	l.wait()
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

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
	for _, o := range []huma.Operation{
		op(http.MethodPost, "/imports/visits/preview", "preview-visits", "Preview a file of visits: its first rows and a guess of its columns, or what is wrong with a mapping; the first megabyte is enough", "imports", access.Write),
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
	Type    feeds.SampleType `query:"type" default:"csv" doc:"One that GET /visits/types calls a file."`
	Mapping string           `query:"mapping" maxLength:"8000" doc:"As JSON, to check it against the first rows instead of guessing one."`
	Upload
}) (*Out[feeds.Columns], error) {
	adapter, err := a.fileReader(in.Type)
	if err != nil {
		return nil, err
	}
	var by *feeds.Mapping
	if in.Mapping != "" {
		if err := json.Unmarshal([]byte(in.Mapping), &by); err != nil || by == nil {
			return nil, badMapping.problem()
		}
		by.Zone = cmp.Or(by.Zone, "UTC")
	}
	columns, err := adapter.File.Preview(in.body, by)
	in.rest(previewed)
	if err != nil {
		return nil, unreadableFile(err)
	}
	return &Out[feeds.Columns]{columns}, nil
}

// unreadableFile returns the problem with a file, with the lines that can't be read.
func unreadableFile(err error) error {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	p = problem(http.StatusUnprocessableEntity, sentence(err.Error())).because(err)
	if !errors.As(err, &p.Lines) {
		if one := table.Mistake(err); one != nil && one.Line > 0 {
			p.Lines = feeds.FileMistakes{one}
		}
	}
	return p
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
	job := VisitsImport{
		Import: archive.Import{ID: newID("import"), Workspace: f.Workspace, Kind: "visits", Name: cmp.Or(strings.TrimSpace(in.File), f.Name), State: "done", Created: a.opts.Now()},
		Feed:   f.ID,
	}
	var samples []feeds.Sample
	read, err := adapter.File.Samples(ctx, in.body, m, func(part []feeds.Sample) error {
		samples = append(samples, part...)
		return nil
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil, a.fail(ctx, "reading the file", err)
		}
		in.rest(maxVisits)
		return nil, unreadableFile(err)
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
