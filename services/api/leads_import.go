package api

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LeadsImport is the result of an import of leads.
type LeadsImport struct {
	archive.Import
	Source   string          `json:"source" doc:"Id of the source that holds the leads."`
	Warnings []feeds.Warning `json:"warnings" doc:"Doubtful parts of the file."`
}

// LeadsFile describes a file of leads.
type LeadsFile struct {
	Type    feeds.LeadType `query:"type" default:"csv" doc:"One that GET /leads/types calls a file."`
	Site    string         `query:"site" required:"true" minLength:"1" maxLength:"100" doc:"Name of the site whose leads they are."`
	Name    string         `query:"name" maxLength:"300" doc:"Source to import into, by default named after the type. A lead that it has already is replaced."`
	File    string         `query:"file" maxLength:"300" doc:"Name of the file, for the list of imports."`
	Mapping string         `query:"mapping" required:"true" maxLength:"8000" doc:"As JSON, in the form that the preview returns."`
	Keep    bool           `query:"keep_address" doc:"For a source that is made: keep the e-mail addresses themselves."`
	DryRun  bool           `query:"dry_run" doc:"Return the counts without writing anything."`
	Upload
}

func (a *API) leadsImportRoutes() {
	huma.Register(a.huma, takesFile(op(http.MethodPost, "/leads/import/preview", "preview-leads", "Preview a file of leads: its first rows and a guess of its columns, or what is wrong with a mapping; the first megabyte is enough", "leads", access.Write)), a.previewLeads)
	huma.Register(a.huma, takesFile(op(http.MethodPost, "/leads/import", "import-leads", "Import leads from a file; a lead that is known is replaced, so the same file twice changes nothing", "leads", access.Write)), a.importLeads)
}

func (a *API) leadsFileReader(t feeds.LeadType) (feeds.LeadAdapter, error) {
	adapter, ok := a.leadsAdapter(t)
	if !ok || adapter.File == nil {
		return adapter, leadsNoFiles.problem("type", shortened(string(t)))
	}
	return adapter, nil
}

func (a *API) previewLeads(_ context.Context, in *struct {
	Type    feeds.LeadType `query:"type" default:"csv" doc:"One that GET /leads/types calls a file."`
	Mapping string         `query:"mapping" maxLength:"8000" doc:"As JSON, to check it against the first rows instead of guessing one."`
	Upload
}) (*Out[feeds.LeadColumns], error) {
	adapter, err := a.leadsFileReader(in.Type)
	if err != nil {
		return nil, err
	}
	by, err := givenMapping[feeds.LeadMapping](in.Mapping)
	if err != nil {
		return nil, err
	}
	return previewFile(&in.Upload, by, adapter.File.Preview)
}

func (a *API) importLeads(ctx context.Context, in *LeadsFile) (*Out[LeadsImport], error) {
	adapter, err := a.leadsFileReader(in.Type)
	if err != nil {
		return nil, err
	}
	m, err := fullMapping[feeds.LeadMapping](in.Mapping)
	if err != nil {
		return nil, err
	}
	m.Zone = cmp.Or(m.Zone, "UTC")
	if err := checkZone(m.Zone); err != nil {
		return nil, err
	}
	s := feeds.LeadSource{
		Workspace: workspace(ctx), Site: strings.TrimSpace(in.Site), Type: adapter.Type, Name: cmp.Or(strings.TrimSpace(in.Name), adapter.Name), Zone: m.Zone, KeepAddress: in.Keep,
	}
	if s.Site == "" {
		return nil, emptySite.problem()
	}
	s.ID = feeds.ID("leads", s.Workspace, s.Site, string(s.Type), s.Name)
	if err := a.knownSource(ctx, &s); err != nil {
		return nil, a.fail(ctx, "loading the source of leads", err)
	}
	job := LeadsImport{Import: archive.Import{ID: newID("import"), Workspace: s.Workspace, Kind: "leads", Name: cmp.Or(strings.TrimSpace(in.File), s.Name), State: "done", Created: a.opts.Now()}, Source: s.ID}
	leads, read, err := readFile(ctx, a, &in.Upload, func(body io.Reader, take func([]feeds.Lead) error) (feeds.FileResult, error) {
		return adapter.File.Leads(ctx, body, s, m, take)
	})
	if err != nil {
		return nil, err
	}
	if job.Warnings = read.Warnings; job.Warnings == nil {
		job.Warnings = []feeds.Warning{}
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		stored, _, err := evidence.AddLeadSource(ctx, tx, s, evidence.ByFile)
		if err != nil {
			return err
		}
		n, err := evidence.PutLeads(ctx, tx, s, leads, evidence.LeadsOptions{Due: tx.Now()})
		if err != nil {
			return err
		}
		if err := evidence.LeadsArrived(ctx, tx, stored, len(leads), job.Warnings); err != nil {
			return err
		}
		job.Counts = map[string]int{"rows": read.Rows, "added": n.Added, "changed": n.Changed, "unchanged": n.Unchanged, "erased": n.Erased}
		if in.DryRun {
			return errDry
		}
		return archive.PutImport(ctx, tx, job.Import)
	})
	if err != nil && !errors.Is(err, errDry) {
		return nil, a.fail(ctx, "saving the leads", err)
	}
	return &Out[LeadsImport]{job}, nil
}

// knownSource sets the key for hashes, and whether addresses are kept as the source says that is
// stored: both decide what becomes of a row.
func (a *API) knownSource(ctx context.Context, s *feeds.LeadSource) error {
	return a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if s.HashKey, err = evidence.LeadHashKey(ctx, tx, s.Workspace); err != nil {
			return err
		}
		stored, err := evidence.GetLeadSource(ctx, tx, s.Workspace, s.ID)
		switch {
		case isNotFound(err):
			return nil
		case err != nil:
			return err
		}
		s.KeepAddress = stored.KeepAddress
		return nil
	})
}
