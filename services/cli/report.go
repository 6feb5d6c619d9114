package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/namedrop/namedrop/alerts/send/report"
	"github.com/namedrop/namedrop/services/cli/screen"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

type reportCmd struct {
	Show   reportShow   `cmd:"" default:"withargs" help:"Show a report."`
	List   reportList   `cmd:"" help:"List reports, the newest mention first."`
	Export reportExport `cmd:"" help:"Export reports as CSV."`
	Choose reportChoose `cmd:"" help:"Ask for a report of a mention that gets none by itself, such as a post."`

	Share   reportShare   `cmd:"" help:"Make a link by which anyone can read a report until it expires, shown once."`
	Shares  reportShares  `cmd:"" help:"List the links to reports that still work."`
	Unshare reportUnshare `cmd:"" help:"Revoke a link to a report immediately."`
}

// Help names the default command, whose own help lists the flags.
func (reportCmd) Help() string {
	return "`namedrop report ID` and `namedrop report --mention ID` show one report. `namedrop report show --help` lists the flags."
}

// reportView is a report as the API sends it.
type reportView struct {
	ID      string           `json:"id"`
	State   string           `json:"state"`
	Verdict evidence.Verdict `json:"verdict"`
	Day     int              `json:"day"`
	Brand   struct {
		Name string `json:"name"`
	} `json:"brand"`
	evidence.ReportBody
}

type reportShow struct {
	ID      string `arg:"" optional:"" help:"Id of the report."`
	Mention string `placeholder:"ID" help:"Show the report of this mention instead."`
}

func (c *reportShow) Run(ctx context.Context, g *globals) error {
	path := "/reports/" + url.PathEscape(c.ID)
	switch {
	case c.ID == "" && c.Mention == "":
		return errors.New("which report? Give its id, or --mention ID; namedrop report list lists them")
	case c.ID == "":
		path = "/mentions/" + url.PathEscape(c.Mention) + "/report"
	}
	return send(ctx, g, http.MethodGet, path, nil, nil, func(r reportView) string {
		var b strings.Builder
		r.write(&b)
		return strings.TrimRight(b.String(), "\n")
	})
}

type reportFlags struct {
	Brand   []string `help:"Only these brands."`
	Verdict []string `help:"Only these verdicts: clear, likely, possible, cannot_tell, no_sign."`
	Month   string   `placeholder:"MONTH" help:"Only mentions of this month, such as 2026-11."`
}

func (f reportFlags) query() url.Values {
	q := url.Values{}
	for name, list := range map[string][]string{"brand": f.Brand, "verdict": f.Verdict} {
		if len(list) > 0 {
			q.Set(name, strings.Join(list, ","))
		}
	}
	if f.Month != "" {
		q.Set("month", f.Month)
	}
	return q
}

type reportList struct{ reportFlags }

func (c *reportList) Run(ctx context.Context, g *globals) error {
	type totals struct {
		Tested   int     `json:"tested"`
		StandOut int     `json:"stand_out"`
		ByChance float64 `json:"by_chance"`
		Open     int     `json:"open"`
	}
	query := c.query()
	err := list(ctx, g, "/reports", query, "ID\tPUBLISHED\tBRAND\tKIND\tTITLE\tGRADE\tVISITS MORE (95 %)", "No reports yet. The first one follows when visits are counted and the window of a mention is over.", func(r reportView) []any {
		grade := word(r.Verdict)
		if r.State == "open" {
			grade = "open until " + r.Window.LookOn
		}
		visits := ""
		if l := r.Lift; l != nil && l.Effect.Low != nil && l.Effect.High != nil {
			by := report.Step(*l.Effect.Low, *l.Effect.High)
			visits = fmt.Sprintf("%s to %s", rounded(*l.Effect.Low, by), rounded(*l.Effect.High, by))
		}
		return []any{r.ID, r.Mention.Published.UTC().Format("2006-01-02"), short(r.Brand.Name), r.Mention.Kind, short(r.Mention.Title), grade, visits}
	})
	if err != nil || g.JSON {
		return err
	}
	return g.with(ctx, func(api *client) error {
		var p struct {
			Totals totals `json:"totals"`
		}
		query.Set("limit", "1")
		query.Del("cursor")
		if err := api.do(ctx, http.MethodGet, "/reports", query, nil, &p); err != nil {
			return err
		}
		if t := p.Totals; t.Tested > 0 {
			fmt.Fprintf(g.streams.Out, "\nOf %s %d %s out; by chance about %.2g would.\n", count(t.Tested, "mention", "mentions"), t.StandOut, plural(t.StandOut, "stands", "stand"), t.ByChance)
		}
		return nil
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

type reportExport struct{ reportFlags }

func (c *reportExport) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.Data)
	return g.with(ctx, func(api *client) error {
		return api.do(ctx, http.MethodGet, "/reports/export", c.query(), nil, g.streams.Out)
	})
}

type reportChoose struct {
	Mention string `arg:"" help:"Id of the mention."`
}

func (c *reportChoose) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/mentions/"+url.PathEscape(c.Mention)+"/report", nil, nil, func(r struct {
		ID string `json:"id"`
	}) string {
		return "The report is being made, as " + r.ID + "."
	})
}

// word is a verdict in words.
func word(v evidence.Verdict) string {
	return cmp.Or(strings.ReplaceAll(string(v), "_", " "), "open")
}

// write writes the report for people: the grade and its sentence first, then the numbers with
// their ranges, then what is missing.
func (r reportView) write(b *strings.Builder) {
	m := r.Mention
	title := screen.Line(cmp.Or(m.Title, m.ID))
	if m.Show != "" {
		title = screen.Line(m.Show) + ", " + title
	}
	fmt.Fprintf(b, "%s  %s\n\n", strings.ToUpper(word(r.Verdict)), r.headline(title))
	fmt.Fprintf(b, "%s mentioned in a %s of %s, counted on %s from %s to %s.\n", screen.Line(r.Brand.Name), m.Kind, m.Published.UTC().Format("2006-01-02"), screen.Line(r.Site.Name), r.Window.From, r.Window.To)
	for _, c := range r.Caveats {
		fmt.Fprintf(b, "! %s\n", screen.Line(c.Text))
	}
	r.writeNumbers(b)
	r.writeLines(b)
	for i, o := range r.Overlaps {
		if i == 0 {
			fmt.Fprintln(b, "\nOverlaps:")
		}
		together := ""
		if o.Group {
			together = ", can't be separated"
		}
		fmt.Fprintf(b, "  %s to %s  %s%s\n", o.From, o.To, screen.Line(cmp.Or(o.Title, o.Mention)), together)
	}
	if r.Method.Text != "" {
		fmt.Fprintf(b, "\nMethod %s: %s. Data to %s.\n", r.Method.Version, screen.Line(r.Method.Text), r.DataTo)
	}
	fmt.Fprintln(b, "\nTiming alone does not prove cause.")
}

func (r reportView) writeLines(b *strings.Builder) {
	fmt.Fprintln(b, "\nEvidence:")
	w := tabwriter.NewWriter(b, 0, 4, 2, ' ', 0)
	for _, l := range r.Lines {
		what := l.Text
		if e := l.Effect; e != nil && e.Low != nil && e.High != nil {
			by := report.Step(*e.Low, *e.High)
			what = fmt.Sprintf("%s to %s more than expected", rounded(*e.Low, by), rounded(*e.High, by))
		}
		switch {
		case l.Kind == "shares_seen" && l.State == "ready":
			what = sharesSeen(l.Seen)
		case l.Kind == "dark_share" && l.State == "ready":
			what = darkShare(l, what)
		}
		if l.Leads != nil && l.Answered != nil {
			what = strings.TrimSuffix(what, ".") + fmt.Sprintf("; %d of %s answered", *l.Answered, count(*l.Leads, "lead", "leads"))
		}
		kind := strings.ReplaceAll(l.Kind, "_", " ")
		if l.Metric != "" {
			kind += " (" + screen.Line(strings.ReplaceAll(l.Metric, "_", " ")) + ")"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", kind, strings.ReplaceAll(l.Strength, "_", " "), screen.Line(what))
	}
	_ = w.Flush()
}
