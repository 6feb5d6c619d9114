package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type importLeads struct {
	File        string `arg:"" help:"CSV with commas, semicolons or tabs, in UTF-8 or UTF-16; - is standard input."`
	Site        string `required:"" help:"Name of the site whose leads they are."`
	Name        string `help:"Source to import into, by default named after the type. A lead that it has already is replaced."`
	Time        string `placeholder:"COLUMN" help:"Column with the dates or times."`
	ID          string `name:"id" placeholder:"COLUMN" help:"Column with what identifies the lead."`
	Person      string `placeholder:"COLUMN" help:"Column with e-mail addresses, of which hashes are kept."`
	Answer      string `placeholder:"COLUMN" help:"Column with the answers to how they heard about you."`
	Stage       string `placeholder:"COLUMN" help:"Column with the stage."`
	Value       string `placeholder:"COLUMN" help:"Column with the value."`
	Note        string `placeholder:"COLUMN" help:"Column with notes of salespeople."`
	Landing     string `placeholder:"COLUMN" help:"Column with the landing page. For any column, - means none."`
	Zone        string `default:"UTC" help:"Time zone of the file, such as Europe/Amsterdam."`
	Dates       string `placeholder:"FORM" help:"Date format if it is ambiguous, such as \"03/04/2026 (day first)\"."`
	Decimal     string `enum:"comma,point," default:"" help:"Decimal separator if it is ambiguous: comma or point."`
	KeepAddress bool   `help:"Keep the e-mail addresses themselves, in a source that this makes."`
	Preview     bool   `help:"Show the first rows and what the columns are taken for, then stop."`
	DryRun      bool   `help:"Show what would change, without changing anything."`
}

// leadMapping maps columns to fields, as the API takes it.
type leadMapping struct {
	Time    string `json:"time,omitempty"`
	ID      string `json:"id,omitempty"`
	Person  string `json:"person,omitempty"`
	Answer  string `json:"answer,omitempty"`
	Stage   string `json:"stage,omitempty"`
	Value   string `json:"value,omitempty"`
	Note    string `json:"note,omitempty"`
	Landing string `json:"landing,omitempty"`
	Zone    string `json:"zone,omitempty"`
	Dates   string `json:"dates,omitempty"`
	Decimal *bool  `json:"decimal_comma,omitempty"`
}

func (c *importLeads) Run(ctx context.Context, g *globals) error {
	var job struct {
		Source   string         `json:"source"`
		Counts   map[string]int `json:"counts"`
		Warnings []struct {
			Code   string `json:"code"`
			Detail string `json:"detail"`
		} `json:"warnings"`
	}
	u := upload[leadMapping]{
		file: c.File, preview: "/leads/import/preview", path: "/leads/import", over: c.over, look: c.Preview,
		query: url.Values{"site": {c.Site}, "name": {c.Name}, "dry_run": {strconv.FormatBool(c.DryRun)}, "keep_address": {strconv.FormatBool(c.KeepAddress)}},
	}
	return u.run(ctx, g, &job, func(m leadMapping) error {
		for _, w := range job.Warnings {
			g.warn(w.Detail)
		}
		if g.JSON {
			return g.writeJSON(job)
		}
		what := "%s added, %d changed, %d unchanged, in %s.\n"
		if c.DryRun {
			what = "%s would be added, %d changed, %d unchanged, in %s. Nothing was written.\n"
		}
		fmt.Fprintln(g.streams.Out, screen.Line(m.String()))
		fmt.Fprintf(g.streams.Out, what, count(job.Counts["added"], "lead", "leads"), job.Counts["changed"], job.Counts["unchanged"], job.Source)
		if n := job.Counts["erased"]; n > 0 {
			fmt.Fprintf(g.streams.Out, "%s erased before, and stay erased.\n", count(n, "lead was", "leads were"))
		}
		return nil
	})
}

// over returns the guessed mapping with the flags over it.
func (c *importLeads) over(m leadMapping) leadMapping {
	m.Time, m.ID, m.Person, m.Answer = cmp.Or(c.Time, m.Time), column(c.ID, m.ID), column(c.Person, m.Person), column(c.Answer, m.Answer)
	m.Stage, m.Value, m.Note, m.Landing = column(c.Stage, m.Stage), column(c.Value, m.Value), column(c.Note, m.Note), column(c.Landing, m.Landing)
	m.Zone, m.Dates = c.Zone, cmp.Or(c.Dates, m.Dates)
	if c.Decimal != "" {
		comma := c.Decimal == "comma"
		m.Decimal = &comma
	}
	return m
}

// String describes what the columns are taken for.
func (m leadMapping) String() string {
	var parts []string
	for _, p := range [][2]string{
		{"time", m.Time}, {"id", m.ID}, {"person", m.Person}, {"answer", m.Answer}, {"stage", m.Stage}, {"value", m.Value}, {"note", m.Note}, {"landing", m.Landing},
	} {
		if p[1] != "" {
			parts = append(parts, p[0]+" from "+p[1])
		}
	}
	return "Columns: " + strings.Join(parts, ", ") + "; times in " + m.Zone + "."
}
