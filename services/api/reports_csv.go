package api

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/index/spreadsheet"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// exportReports streams all reports that match as CSV.
func (a *API) exportReports(w http.ResponseWriter, r *http.Request) {
	if p := allowed(r.Context(), access.Read); p != nil {
		writeProblem(w, p)
		return
	}
	v := r.URL.Query()
	f, err := ReportQuery{Brand: commas(v["brand"]), Verdict: commas(v["verdict"]), State: v.Get("state"), Site: v.Get("site"), Month: v.Get("month")}.filter(workspace(r.Context()))
	if err == nil {
		f.Page.Limit = 500
		err = a.writeReports(w, r, f)
	}
	var p *Problem
	switch {
	case errors.As(err, &p):
		writeProblem(w, p)
	case err != nil:
		// The answer may have begun, so cutting it off is the only way to report the error.
		a.opts.Logger.Warn("export cut short", "request", requestID(r.Context()), "error", err)
		panic(http.ErrAbortHandler)
	}
}

var reportColumns = []any{
	"report", "mention", "brand", "kind", "title", "show", "url", "published", "site", "state", "verdict", "reasons", "days", "from", "to",
	"observed", "expected", "effect", "low", "high", "p", "q", "placebos", "smallest_visible", "group", "caveats", "data_to", "revised",
}

func (a *API) writeReports(w http.ResponseWriter, r *http.Request, f evidence.ReportFilter) error {
	names, err := a.brandNames(r.Context())
	if err != nil {
		return err
	}
	separator := SeparatorQuery{r.URL.Query().Get("separator")}.separator()
	var out *spreadsheet.Writer
	for {
		found, next, err := evidence.ListReports(r.Context(), a.opts.Ledger, f)
		if err != nil {
			return err
		}
		if out == nil {
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Content-Disposition", `attachment; filename="reports.csv"`)
			out = spreadsheet.NewWriter(w, separator)
			if err := out.Write(reportColumns...); err != nil {
				return err
			}
		}
		for _, rep := range found {
			if err := out.Write(reportCells(rep, names(rep.Brand).Name)...); err != nil {
				return err
			}
		}
		if err := out.Flush(); err != nil || next == "" {
			return err
		}
		f.Page = ledger.Page{Limit: f.Page.Limit, After: next}
	}
}

func reportCells(r evidence.Report, brand string) []any {
	b, m := r.Body, r.Body.Mention
	l := evidence.Lift{}
	if b.Lift != nil {
		l = *b.Lift
	}
	var notes []string
	for _, c := range b.Caveats {
		notes = append(notes, c.Text)
	}
	cells := []any{
		r.ID, m.ID, brand, string(m.Kind), m.Title, m.Show, m.URL, m.Published.UTC().Format(time.RFC3339), b.Site.Name, string(r.State), string(r.Verdict),
		strings.Join(b.Reasons, " "), b.Window.Days, b.Window.From, b.Window.To,
	}
	for _, v := range []*float64{l.Observed, l.Expected, l.Effect.Effect, l.Effect.Low, l.Effect.High, l.P, l.Q} {
		cells = append(cells, cell(v))
	}
	return append(cells, l.Placebos, cell(l.SmallestVisible), strings.Join(b.Group, " "), strings.Join(notes, " "), b.DataTo, r.Revised.UTC().Format(time.RFC3339))
}

// cell returns a number for a cell, which is empty where there is none.
func cell(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}
