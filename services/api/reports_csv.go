package api

import (
	"encoding/csv"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/index/search"
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
		a.Logger.Warn("export cut short", "request", requestID(r.Context()), "error", err)
		panic(http.ErrAbortHandler)
	}
}

var reportColumns = []string{
	"report", "mention", "brand", "kind", "title", "show", "url", "published", "site", "state", "verdict", "reasons", "days", "from", "to",
	"observed", "expected", "effect", "low", "high", "p", "q", "placebos", "smallest_visible", "group", "caveats", "data_to", "revised",
}

func (a *API) writeReports(w http.ResponseWriter, r *http.Request, f evidence.ReportFilter) error {
	names, err := a.brandNames(r.Context())
	if err != nil {
		return err
	}
	var out *csv.Writer
	for {
		found, next, err := evidence.ListReports(r.Context(), a.Ledger, f)
		if err != nil {
			return err
		}
		if out == nil {
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Content-Disposition", `attachment; filename="reports.csv"`)
			out = csv.NewWriter(w)
			_ = out.Write(reportColumns)
		}
		for _, rep := range found {
			_ = out.Write(reportCells(rep, names(rep.Brand).Name))
		}
		if out.Flush(); out.Error() != nil || next == "" {
			return out.Error()
		}
		f.Page = ledger.Page{Limit: f.Page.Limit, After: next}
	}
}

func reportCells(r evidence.Report, brand string) []string {
	b, m := r.Body, r.Body.Mention
	l := evidence.Lift{}
	if b.Lift != nil {
		l = *b.Lift
	}
	var notes []string
	for _, c := range b.Caveats {
		notes = append(notes, c.Text)
	}
	cells := []string{
		r.ID, m.ID, brand, string(m.Kind), m.Title, m.Show, m.URL, m.Published.UTC().Format(time.RFC3339), b.Site.Name, string(r.State), string(r.Verdict),
		strings.Join(b.Reasons, " "), strconv.Itoa(b.Window.Days), b.Window.From, b.Window.To,
	}
	for i, c := range cells {
		cells[i] = search.SafeCell(c)
	}
	for _, v := range []*float64{l.Observed, l.Expected, l.Effect.Effect, l.Effect.Low, l.Effect.High, l.P, l.Q} {
		cells = append(cells, decimal(v))
	}
	cells = append(cells, strconv.Itoa(l.Placebos), decimal(l.SmallestVisible), strings.Join(b.Group, " "), search.SafeCell(strings.Join(notes, " ")), b.DataTo, r.Revised.UTC().Format(time.RFC3339))
	return cells
}

func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}
