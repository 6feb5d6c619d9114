package cli

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/cli/screen"
)

type annotationCmd struct {
	List   annotationList   `cmd:"" default:"1" help:"List annotations by day."`
	Add    annotationAdd    `cmd:"" help:"Note something about some days."`
	Edit   annotationEdit   `cmd:"" help:"Change an annotation."`
	Import annotationImport `cmd:"" help:"Add annotations from a CSV file with the columns from, name and optionally to, kind, counting."`
	Delete annotationDelete `cmd:"" help:"Delete an annotation."`
}

type annotationView struct {
	ID       string `json:"id"`
	Site     string `json:"site"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	From     string `json:"from"`
	To       string `json:"to"`
	Counting string `json:"counting"`
}

type annotationList struct{}

func (annotationList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/annotations", nil, "ID\tFROM\tTO\tKIND\tNAME\tSITE\tCOUNTED", "No annotations yet. Add one: namedrop annotation add NAME --from DAY", func(a annotationView) []any {
		return []any{a.ID, a.From, a.To, a.Kind, short(a.Name), cmp.Or(a.Site, "all"), yes(a.Counting == "counted")}
	})
}

type annotationAdd struct {
	Name       string `arg:"" help:"What happened."`
	From       string `required:"" placeholder:"DAY" help:"First day, such as 2026-11-23."`
	To         string `placeholder:"DAY" help:"Last day; by default the first one."`
	Kind       string `enum:"release,campaign,outage,other" default:"other" help:"release, campaign, outage or other."`
	Site       string `placeholder:"ID" help:"Site; by default all."`
	NotCounted bool   `help:"Visits were not counted in full on these days. Always so for an outage."`
}

func (c *annotationAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"name": c.Name, "from": c.From, "kind": c.Kind}
	for k, v := range map[string]string{"to": c.To, "site": c.Site} {
		if v != "" {
			body[k] = v
		}
	}
	if c.NotCounted {
		body["counting"] = "not_counted"
	}
	return send(ctx, g, http.MethodPost, "/annotations", nil, body, func(a annotationView) string {
		return fmt.Sprintf("Annotation %s (%s) added.", screen.Line(a.Name), a.ID)
	})
}

type annotationEdit struct {
	ID       string  `arg:"" help:"Id of the annotation."`
	Name     *string `help:"What happened."`
	From     *string `placeholder:"DAY" help:"First day."`
	To       *string `placeholder:"DAY" help:"Last day."`
	Kind     *string `help:"release, campaign, outage or other."`
	Site     *string `placeholder:"ID" help:"Site; empty for all."`
	Counting *string `help:"counted or not_counted."`
}

func (c *annotationEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "from", c.From)
	set(changes, "to", c.To)
	set(changes, "kind", c.Kind)
	set(changes, "site", c.Site)
	set(changes, "counting", c.Counting)
	return amend(ctx, g, "/annotations/"+url.PathEscape(c.ID), changes, func(a annotationView) string {
		return fmt.Sprintf("Annotation %s (%s) changed.", screen.Line(a.Name), a.ID)
	})
}

type annotationDelete struct {
	ID string `arg:"" help:"Id of the annotation."`
}

func (c *annotationDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/annotations/"+url.PathEscape(c.ID), nil, "Annotation deleted.")
}

type annotationImport struct {
	File string `arg:"" help:"CSV file; - is standard input."`
	Site string `placeholder:"ID" help:"Site; by default all."`
}

// mostNotes is the largest file of annotations.
const mostNotes = 4 << 20

// Run reads the whole file before it adds anything, and leaves out what is there already: the
// same file twice changes nothing.
func (c *annotationImport) Run(ctx context.Context, g *globals) error {
	b, err := g.readFile(c.File, mostNotes)
	if err != nil {
		return err
	}
	notes, err := readNotes(string(b))
	if err != nil {
		return fmt.Errorf("reading %s: %w", c.File, err)
	}
	return g.with(ctx, func(api *client) error {
		var have struct {
			Items []annotationView `json:"items"`
		}
		if err := api.do(ctx, http.MethodGet, "/annotations", nil, nil, &have); err != nil {
			return err
		}
		key := func(a annotationView) [4]string { return [4]string{a.Site, a.Name, a.From, a.To} }
		known := map[[4]string]bool{}
		for _, a := range have.Items {
			known[key(a)] = true
		}
		added := 0
		for _, a := range notes {
			if a.Site = c.Site; known[key(a)] {
				continue
			}
			known[key(a)] = true
			body := map[string]any{"name": a.Name, "from": a.From, "to": a.To, "kind": a.Kind}
			for k, v := range map[string]string{"site": a.Site, "counting": a.Counting} {
				if v != "" {
					body[k] = v
				}
			}
			if err := api.do(ctx, http.MethodPost, "/annotations", nil, body, nil); err != nil {
				return fmt.Errorf("%s on %s: %w", a.Name, a.From, err)
			}
			added++
		}
		if g.JSON {
			return g.writeJSON(map[string]int{"added": added, "unchanged": len(notes) - added})
		}
		fmt.Fprintf(g.streams.Out, "%s added, %d unchanged.\n", count(added, "annotation", "annotations"), len(notes)-added)
		return nil
	})
}

// readNotes reads the lines of a file of annotations.
func readNotes(text string) ([]annotationView, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	if head, _, _ := strings.Cut(text, "\n"); strings.Count(head, ";") > strings.Count(head, ",") {
		r.Comma = ';'
	}
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("the file is empty")
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, other := range [][2]string{{"date", "from"}, {"until", "to"}} {
		if i, ok := column[other[0]]; ok {
			column[other[1]] = i
		}
	}
	if _, ok := column["from"]; !ok {
		return nil, errors.New("there is no column from; the first line must name the columns")
	}
	var out []annotationView
	for i, row := range rows[1:] {
		cell := func(name string) string {
			if at, ok := column[name]; ok && at < len(row) {
				return strings.TrimSpace(row[at])
			}
			return ""
		}
		a := annotationView{Name: cell("name"), Kind: cmp.Or(strings.ToLower(cell("kind")), "other"), Counting: cell("counting")}
		for _, day := range []struct {
			to   *string
			text string
		}{{&a.From, cell("from")}, {&a.To, cmp.Or(cell("to"), cell("from"))}} {
			at, err := table.ParseDate(day.text)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+2, err)
			}
			*day.to = at.Wall.Format("2006-01-02")
		}
		if a.Name == "" {
			return nil, fmt.Errorf("line %d: the name is missing", i+2)
		}
		out = append(out, a)
	}
	return out, nil
}
