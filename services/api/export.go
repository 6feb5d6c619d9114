package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/api/access"
)

// exportTimeout is longer than that of a page, since an export walks all results.
const exportTimeout = 10 * time.Minute

// export streams all results of a search as CSV or JSON Lines.
func (a *API) export(w http.ResponseWriter, r *http.Request) {
	if p := allowed(r.Context(), access.Read); p != nil {
		writeProblem(w, p)
		return
	}
	v := r.URL.Query()
	var kinds []feeds.Kind
	for _, k := range commas(v["kind"]) {
		kinds = append(kinds, feeds.Kind(k))
	}
	req, err := a.request(r.Context(), SearchQuery{
		Q: v.Get("q"), Brand: commas(v["brand"]), Kind: kinds, Source: commas(v["source"]), Lang: commas(v["lang"]),
		From: v.Get("from"), To: v.Get("to"), Sort: search.Order(v.Get("sort")),
	})
	if err != nil {
		var p *Problem
		if errors.As(err, &p) {
			writeProblem(w, p)
		}
		return
	}
	format, name := search.JSONLines, "results.jsonl"
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	if v.Get("format") == "csv" {
		if format, name = search.CSV, "results.csv"; v.Get("separator") == "semicolon" {
			format = search.CSVSemicolon
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	ctx, cancel := context.WithTimeout(r.Context(), exportTimeout)
	defer cancel()
	if _, err := a.opts.Index.Export(ctx, w, format, req); err != nil {
		a.cutShort(ctx, err)
	}
}

// commas splits lists such as "a,b" in every value of a query parameter.
func commas(values []string) []string {
	var out []string
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			if part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}
