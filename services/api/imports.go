package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/jsonl"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

type ImportPath struct {
	ID string `path:"id"`
}

// maxImport is the largest file of documents taken at once; the command line sends
// larger ones in pieces.
const maxImport = 64 << 20

func (a *API) importRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/imports", "list-imports", "Files that were handed over", "imports", access.Read), a.listImports)
	huma.Register(a.huma, op(http.MethodGet, "/imports/{id}", "get-import", "What became of a file", "imports", access.Read), a.getImport)
	o := op(http.MethodPost, "/imports/documents", "import-documents", "Add documents from JSON Lines, as `namedrop detect` reads them; they are back catalogue and never alert", "imports", access.Write)
	o.MaxBodyBytes, o.BodyReadTimeout = maxImport, fileTimeout
	huma.Register(a.huma, o, a.importDocuments)
}

func (a *API) listImports(ctx context.Context, _ *struct{}) (*Out[List[ledger.Import]], error) {
	items, err := a.Ledger.ListImports(ctx, workspace(ctx), 100)
	if err != nil {
		return nil, a.fail(ctx, "listing imports", err)
	}
	return list(items, ""), nil
}

func (a *API) getImport(ctx context.Context, in *ImportPath) (*Out[ledger.Import], error) {
	i, err := a.Ledger.GetImport(ctx, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the import", err)
	}
	return &Out[ledger.Import]{i}, nil
}

// importDocuments saves in batches; running the same file again changes nothing.
func (a *API) importDocuments(ctx context.Context, in *struct {
	Name    string `query:"name" doc:"What to call the file."`
	RawBody []byte `contentType:"application/jsonl"`
}) (*Out[ledger.Import], error) {
	job := ledger.Import{
		ID: newID("import"), Workspace: workspace(ctx), Kind: "documents", Name: in.Name, State: "running",
		Counts: map[string]int{}, Created: a.Now(),
	}
	docs, refused, err := readDocuments(in.RawBody, a.Now())
	if err != nil {
		return nil, invalid(err.Error())
	}
	job.Refused = refused[:min(len(refused), 100)]
	job.Counts["refused"] = len(refused)
	sources := map[string]string{}
	for len(docs) > 0 {
		part := docs[:min(100, len(docs))]
		docs = docs[len(part):]
		var counts map[string]int
		err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
			counts = map[string]int{} // a transaction may be run twice
			return a.saveImported(ctx, tx, part, sources, counts)
		})
		if err != nil {
			return nil, a.fail(ctx, "saving documents", err)
		}
		for what, n := range counts {
			job.Counts[what] += n
		}
	}
	job.State = "done"
	if err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.PutImport(ctx, job) }); err != nil {
		return nil, a.fail(ctx, "recording the import", err)
	}
	return &Out[ledger.Import]{job}, nil
}

func (a *API) saveImported(ctx context.Context, tx *ledger.Tx, docs []importedDocument, sources map[string]string, counts map[string]int) error {
	for i := range docs {
		d := &docs[i]
		id, ok := sources[d.source]
		if !ok {
			src, _, err := tx.AddSource(ctx, feeds.Source{Type: feeds.ImportSource, Key: "import:" + d.source, Name: d.source})
			if err != nil {
				return err
			}
			id = src.ID
			sources[d.source] = id
		}
		saved, err := tx.SaveDocument(ctx, d.document, id)
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
	document *ledger.Draft
	source   string
}

// maxLine is the longest line of an import: the longest transcripts seen are a
// hundredth of it.
const maxLine = 16 << 20

func readDocuments(body []byte, now time.Time) (docs []importedDocument, refused []ledger.RefusedLine, err error) {
	r := bufio.NewReaderSize(bytes.NewReader(body), 64<<10)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			d, why := readDocument(line, now)
			if why != nil {
				refused = append(refused, ledger.RefusedLine{Line: n, Text: beginning(line), Reason: why.Error()})
			} else {
				docs = append(docs, d)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading line %d: %w", n, err)
		}
	}
	if len(docs) == 0 && len(refused) > 0 {
		return nil, nil, fmt.Errorf("no line could be read; the first one (%d): %s", refused[0].Line, refused[0].Reason)
	}
	return docs, refused, nil
}

func beginning(line []byte) string {
	return strings.ToValidUTF8(string(line[:min(len(line), 80)]), "")
}

func readDocument(line []byte, now time.Time) (importedDocument, error) {
	if len(line) > maxLine {
		return importedDocument{}, errors.New("the line is over 16 MiB")
	}
	r, err := jsonl.Read(line)
	if err != nil {
		return importedDocument{}, err
	}
	d, source, err := r.Imported(now)
	if err != nil {
		return importedDocument{}, err
	}
	return importedDocument{ledger.NewDraft(d), source}, nil
}
