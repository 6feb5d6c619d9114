package api

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/jsonl"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

type ImportPath struct {
	ID string `path:"id"`
}

// maxImport is the largest file of documents in one request. The command line sends larger files in
// pieces.
const maxImport = 64 << 20

func (a *API) importRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/imports", "list-imports", "List imports", "imports", access.Read), a.listImports)
	huma.Register(a.huma, op(http.MethodGet, "/imports/{id}", "get-import", "Get the result of an import", "imports", access.Read), a.getImport)
	o := op(http.MethodPost, "/imports/documents", "import-documents", "Import documents from JSON Lines, as `namedrop detect` reads them; they are back catalogue and never alert", "imports", access.Write)
	o.MaxBodyBytes, o.BodyReadTimeout = maxImport, fileTimeout
	huma.Register(a.huma, o, a.importDocuments)
}

func (a *API) listImports(ctx context.Context, _ *struct{}) (*Out[List[archive.Import]], error) {
	items, err := archive.ListImports(ctx, a.opts.Ledger, workspace(ctx), 100)
	if err != nil {
		return nil, a.fail(ctx, "listing imports", err)
	}
	return list(items, ""), nil
}

func (a *API) getImport(ctx context.Context, in *ImportPath) (*Out[archive.Import], error) {
	i, err := archive.GetImport(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the import", err)
	}
	return &Out[archive.Import]{i}, nil
}

// importDocuments saves in batches. Importing the same file again changes nothing.
func (a *API) importDocuments(ctx context.Context, in *struct {
	Name    string `query:"name" doc:"Name of the file."`
	RawBody []byte `contentType:"application/jsonl"`
}) (*Out[archive.Import], error) {
	job := archive.Import{
		ID: newID("import"), Workspace: workspace(ctx), Kind: "documents", Name: in.Name, State: "running",
		Counts: map[string]int{}, Created: a.opts.Now(),
	}
	sources := map[string]string{}
	var first *Problem
	read, err := readDocuments(in.RawBody, a.opts.Now(), func(part []importedDocument) error {
		var counts map[string]int
		err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
			counts = map[string]int{} // a transaction may run twice
			return a.saveImported(ctx, tx, part, sources, counts)
		})
		if err != nil {
			return a.fail(ctx, "saving documents", err)
		}
		for what, n := range counts {
			job.Counts[what] += n
		}
		return nil
	}, func(line archive.RefusedLine) {
		if job.Counts["refused"]++; job.Counts["refused"] <= 100 {
			job.Refused = append(job.Refused, line)
		}
		if first == nil {
			first = importUnreadable.problem("line", strconv.Itoa(line.Line), "why", line.Reason)
			maps.Copy(first.Params, line.Params)
			first.Params["why_code"] = line.Code
		}
	})
	if err != nil {
		return nil, err
	}
	if read == 0 && first != nil {
		return nil, first
	}
	if _, ok := job.Counts["refused"]; !ok {
		job.Counts["refused"] = 0
	}
	job.State = "done"
	if err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.PutImport(ctx, tx, job) }); err != nil {
		return nil, a.fail(ctx, "recording the import", err)
	}
	return &Out[archive.Import]{job}, nil
}

func (a *API) saveImported(ctx context.Context, tx *ledger.Tx, docs []importedDocument, sources map[string]string, counts map[string]int) error {
	for i := range docs {
		d := &docs[i]
		id, ok := sources[d.source]
		if !ok {
			src, _, err := archive.AddSource(ctx, tx, feeds.Source{Type: feeds.ImportSource, Key: "import:" + d.source, Name: d.source})
			if err != nil {
				return err
			}
			id = src.ID
			sources[d.source] = id
		}
		saved, err := archive.SaveDocument(ctx, tx, d.document, id)
		if err != nil {
			return err
		}
		switch {
		case saved.New:
			counts["added"]++
		case saved.Changed:
			counts["changed"]++
		default:
			counts["unchanged"]++
		}
	}
	return nil
}

type importedDocument struct {
	document *archive.Draft
	source   string
}

// maxLine is the longest line of an import: a hundred times the longest transcript that was seen.
const maxLine = 16 << 20

// importPart is how many documents are saved in one transaction, or fewer if they are large.
const importPart = 100

// readDocuments passes documents to save in batches, and unreadable lines to refuse. It returns the
// number of documents.
func readDocuments(body []byte, now time.Time, save func([]importedDocument) error, refuse func(archive.RefusedLine)) (read int, err error) {
	var part []importedDocument
	weight := 0
	for n := 1; len(body) > 0; n++ {
		line := body
		if end := bytes.IndexByte(body, '\n'); end >= 0 {
			line = body[:end+1]
		}
		body = body[len(line):]
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		d, why := readDocument(line, now)
		if why != nil {
			refused := archive.RefusedLine{Line: n, Text: beginning(line), Reason: why.Error()}
			var m *jsonl.Mistake
			if errors.As(why, &m) {
				refused.Code, refused.Params = m.Code, m.Params
			}
			refuse(refused)
			continue
		}
		read++
		part = append(part, d)
		if weight += d.document.Weight(); len(part) < importPart && weight < archive.LoadLimit {
			continue
		}
		if err := save(part); err != nil {
			return read, err
		}
		part, weight = nil, 0
	}
	if len(part) == 0 {
		return read, nil
	}
	return read, save(part)
}

func beginning(line []byte) string {
	return strings.ToValidUTF8(string(line[:min(len(line), 80)]), "")
}

func readDocument(line []byte, now time.Time) (importedDocument, error) {
	if len(line) > maxLine {
		return importedDocument{}, jsonl.TooLong(strconv.Itoa(maxLine >> 20))
	}
	r, err := jsonl.Read(line)
	if err != nil {
		return importedDocument{}, err
	}
	d, source, err := r.Imported(now)
	if err != nil {
		return importedDocument{}, err
	}
	return importedDocument{archive.NewDraft(d), source}, nil
}
