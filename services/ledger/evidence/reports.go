package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// ReportState is how far a report is.
type ReportState string

const (
	Open  ReportState = "open"  // its window is not over, or its last days were not counted yet
	Ready ReportState = "ready" // it has a verdict
)

// Verdict is the grade of a report.
type Verdict string

const (
	Clear      Verdict = "clear"
	Likely     Verdict = "likely"
	Possible   Verdict = "possible"
	CannotTell Verdict = "cannot_tell"
	NoSign     Verdict = "no_sign"
)

// Verdicts lists the verdicts, strongest first.
var Verdicts = []Verdict{Clear, Likely, Possible, CannotTell, NoSign}

// Report is the report of a brand in a cluster of documents. Input identifies what it was made
// from: where that is the same, so is the report.
type Report struct {
	ID        string
	Workspace string
	Brand     string
	State     ReportState
	Verdict   Verdict // empty while it is open
	P         float64 // of the headline; below 0 if it could not be computed
	Together  string  // shared by the reports of a group; empty for one alone
	Input     string
	Chosen    bool // a person asked for it
	Removed   bool // the mention is gone, or no longer has a report
	Revision  int64
	Body      ReportBody
	Created   time.Time
	Revised   time.Time
}

// ReportID returns the id of the report of a brand in a cluster.
func ReportID(workspace, brand, cluster string) string {
	return feeds.ID("report", ledger.WorkspaceOrDefault(workspace), brand, cluster)
}

const (
	reportBrief   = `id, workspace, brand, state, verdict, p, together, input, chosen, removed, revision, created, revised, cluster, mention, site, title, show, kind, published, stands_out`
	reportColumns = reportBrief + `, body`
)

// scanBrief scans a report without its body, of which only the indexed parts are filled.
func scanBrief(scan query.Scan, more ...any) (Report, error) {
	var r Report
	m := &r.Body.Mention
	r.Body.Lift = &Lift{}
	err := scan(append([]any{&r.ID, &r.Workspace, &r.Brand, &r.State, &r.Verdict, &r.P, &r.Together, &r.Input, query.Flag(&r.Chosen),
		query.Flag(&r.Removed), &r.Revision, query.Time(&r.Created), query.Time(&r.Revised), &m.Cluster, &m.ID, &r.Body.Site.ID, &m.Title, &m.Show, &m.Kind,
		query.Time(&m.Published), query.Flag(&r.Body.Lift.StandsOut)}, more...)...)
	return r, err
}

func scanReport(scan query.Scan) (Report, error) {
	var body json.RawMessage
	r, err := scanBrief(scan, query.Raw(&body))
	if err == nil && body != nil {
		r.Body = ReportBody{}
		err = json.Unmarshal(body, &r.Body)
	}
	return r, err
}

// PutReport saves a report with a revision that is one more than the stored one.
func PutReport(ctx context.Context, tx *ledger.Tx, r Report) error {
	b, m := r.Body, r.Body.Mention
	n, err := tx.Exec(ctx, `INSERT INTO reports (`+reportColumns+`, method) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, verdict = excluded.verdict, p = excluded.p, together = excluded.together, input = excluded.input,
			chosen = excluded.chosen, removed = excluded.removed, revision = excluded.revision, revised = excluded.revised, mention = excluded.mention, site = excluded.site,
			title = excluded.title, show = excluded.show, kind = excluded.kind, published = excluded.published, stands_out = excluded.stands_out,
			body = excluded.body, method = excluded.method
		WHERE reports.revision = excluded.revision - 1`,
		r.ID, r.Workspace, r.Brand, string(r.State), string(r.Verdict), r.P, r.Together, r.Input, r.Chosen, r.Removed, r.Revision, r.Created, r.Revised,
		m.Cluster, m.ID, b.Site.ID, m.Title, m.Show, string(m.Kind), m.Published, b.Lift != nil && b.Lift.StandsOut, query.AsJSON(b), b.Method.Version)
	if err == nil && n == 0 {
		err = ledger.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("saving report %s: %w", r.ID, err)
	}
	return nil
}

// SetReportInput records that a report was looked at again and stays the same.
func SetReportInput(ctx context.Context, tx *ledger.Tx, id, input string) error {
	_, err := tx.Exec(ctx, `UPDATE reports SET input = ? WHERE id = ?`, input, id)
	return err
}

// RemoveReport empties a report whose mention is gone. The row stays for its revision: an event's
// id is made of it and must never be used twice.
func RemoveReport(ctx context.Context, tx *ledger.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE reports SET removed = 1, chosen = 0, input = '', body = '', title = '', show = '' WHERE id = ?`, id)
	if err != nil {
		return fmt.Errorf("removing report %s: %w", id, err)
	}
	return nil
}

// ReportsOfSite returns the reports on a site without their bodies, also removed ones, by id.
// Only the indexed parts of Body are filled.
func ReportsOfSite(ctx context.Context, r ledger.Reader, site Site) (map[string]Report, error) {
	out := map[string]Report{}
	err := r.Each(ctx, `SELECT `+reportBrief+` FROM reports WHERE workspace = ? AND site = ?`, []any{site.Workspace, site.ID}, func(scan query.Scan) error {
		rep, err := scanBrief(scan)
		out[rep.ID] = rep
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading reports: %w", err)
	}
	return out, nil
}

// GetReport returns one report of a workspace.
func GetReport(ctx context.Context, r ledger.Reader, workspace, id string) (Report, error) {
	return oneReport(ctx, r, "id = ? AND removed = 0", workspace, id)
}

// AnyReport is GetReport for one that may be removed.
func AnyReport(ctx context.Context, r ledger.Reader, workspace, id string) (Report, error) {
	return oneReport(ctx, r, "id = ?", workspace, id)
}

func oneReport(ctx context.Context, r ledger.Reader, condition, workspace, id string) (Report, error) {
	var out Report
	found := false
	err := r.Each(ctx, `SELECT `+reportColumns+` FROM reports WHERE workspace = ? AND `+condition, []any{ledger.WorkspaceOrDefault(workspace), id}, func(scan query.Scan) (err error) {
		found = true
		out, err = scanReport(scan)
		return err
	})
	if err == nil && !found {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return out, fmt.Errorf("report %s: %w", id, err)
	}
	return out, nil
}

// LeadMentions returns the mention that leads each of the reports, also of removed ones, by the
// report's id.
func LeadMentions(ctx context.Context, r ledger.Reader, workspace string, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	for part := range query.Chunks(ids) {
		list, args := query.In(part)
		err := r.Each(ctx, `SELECT id, mention FROM reports WHERE workspace = ? AND id IN `+list, append([]any{ledger.WorkspaceOrDefault(workspace)}, args...), func(scan query.Scan) error {
			var id, mention string
			err := scan(&id, &mention)
			out[id] = mention
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the mentions of reports: %w", err)
		}
	}
	return out, nil
}

// ChooseReport makes the correlator make a report of a mention that gets none by itself.
func ChooseReport(ctx context.Context, tx *ledger.Tx, s Site, brand, cluster, mention string) error {
	_, err := tx.Exec(ctx, `INSERT INTO reports (`+reportColumns+`, method) VALUES (?, ?, ?, '', '', -1, '', '', 1, 1, 0, ?, ?, ?, ?, ?, '', '', '', 0, 0, '', '')
		ON CONFLICT (id) DO UPDATE SET chosen = 1, site = excluded.site`,
		ReportID(s.Workspace, brand, cluster), s.Workspace, brand, tx.Now(), tx.Now(), cluster, mention, s.ID)
	if err != nil {
		return fmt.Errorf("choosing mention %s: %w", mention, err)
	}
	return SetSitesDue(ctx, tx, s.Workspace, tx.Now())
}

// ByChance returns how many of the tested mentions would look like a rise by chance: half of
// 5 %.
func ByChance(tested int) float64 { return float64(tested) * 0.025 }

// ReportFilter narrows a list of reports. Empty fields mean all.
type ReportFilter struct {
	Workspace string
	Brands    []string
	Verdicts  []string
	States    []string
	Site      string
	From, To  time.Time // published, To excluded
	Page      ledger.Page
}

func (f ReportFilter) where() query.Where {
	var w query.Where
	w.Add("workspace = ?", ledger.WorkspaceOrDefault(f.Workspace))
	w.Add("removed = 0")
	w.Any("brand", f.Brands)
	w.Any("verdict", f.Verdicts)
	w.Any("state", f.States)
	if f.Site != "" {
		w.Add("site = ?", f.Site)
	}
	if !f.From.IsZero() {
		w.Add("published >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.Add("published < ?", f.To)
	}
	return w
}

// ListReports lists reports, the newest mention first, and returns the cursor of the next page,
// empty on the last.
func ListReports(ctx context.Context, r ledger.Reader, f ReportFilter) ([]Report, string, error) {
	w := f.where()
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.Add("(published, id) < (?, ?)", pos.At, pos.ID)
	}
	limit := f.Page.Size()
	out := []Report{}
	err = r.Each(ctx, `SELECT `+reportColumns+` FROM reports`+w.String()+` ORDER BY published DESC, id DESC LIMIT ?`, append(w.Args, limit+1), func(scan query.Scan) error {
		rep, err := scanReport(scan)
		out = append(out, rep)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("listing reports: %w", err)
	}
	out, end := ledger.CutPage(out, limit, func(r Report) ledger.Position {
		return ledger.PositionAt(query.Micros(r.Body.Mention.Published), r.ID)
	})
	return out, end, nil
}

// ReportTotals counts the reports that match a filter. A group counts once.
type ReportTotals struct {
	Tested    int // that have a p
	StandOut  int
	ByVerdict map[Verdict]int // those of a group each by itself
	Open      int
}

// CountReports counts the reports that match a filter.
func CountReports(ctx context.Context, r ledger.Reader, f ReportFilter) (ReportTotals, error) {
	out := ReportTotals{ByVerdict: map[Verdict]int{}}
	w := f.where()
	seen := map[string]bool{}
	err := r.Each(ctx, `SELECT state, verdict, p, stands_out, together FROM reports`+w.String(), w.Args, func(scan query.Scan) error {
		var state ReportState
		var v Verdict
		var p float64
		var stands bool
		var together string
		if err := scan(&state, &v, &p, query.Flag(&stands), &together); err != nil {
			return err
		}
		if state == Open {
			out.Open++
			return nil
		}
		out.ByVerdict[v]++
		if p < 0 || together != "" && seen[together] {
			return nil
		}
		seen[together] = true
		out.Tested++
		if stands {
			out.StandOut++
		}
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("counting reports: %w", err)
	}
	return out, nil
}

// Grades returns the state and verdict of the reports with these ids.
func Grades(ctx context.Context, r ledger.Reader, ids []string) (map[string]Report, error) {
	out := map[string]Report{}
	for part := range query.Chunks(ids) {
		list, args := query.In(part)
		err := r.Each(ctx, `SELECT id, state, verdict FROM reports WHERE removed = 0 AND id IN `+list, args, func(scan query.Scan) error {
			var rep Report
			err := scan(&rep.ID, &rep.State, &rep.Verdict)
			out[rep.ID] = rep
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading grades: %w", err)
		}
	}
	return out, nil
}
