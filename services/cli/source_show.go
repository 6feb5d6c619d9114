package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type sourceShow struct {
	ID    string `arg:"" help:"Id of the source."`
	Limit int    `default:"20" help:"How many of its documents to list."`
}

// partView is what became of one part of a document.
type partView struct {
	Part     string     `json:"part"`
	State    string     `json:"state"`
	Host     string     `json:"host"`
	Type     string     `json:"type"`
	Language string     `json:"language"`
	Attempts int        `json:"attempts"`
	Next     *time.Time `json:"next"`
	Error    string     `json:"error"`
	Retry    bool       `json:"retry"`
}

// String says which file a part was read from, or why it is missing.
func (p partView) String() string {
	var about []string
	for _, s := range []string{p.Type, p.Language, p.Host} {
		if s != "" {
			about = append(about, s)
		}
	}
	text := p.State
	if len(about) > 0 && p.State == "read" {
		text += " (" + strings.Join(about, ", ") + ")"
	}
	if p.Error != "" {
		text += ": " + p.Error
	}
	if p.State == "pending" && p.Next != nil && p.Attempts > 0 {
		text += " Next attempt: " + p.Next.UTC().Format(time.DateTime) + "."
	}
	return screen.Line(text)
}

func (c *sourceShow) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		path := "/sources/" + url.PathEscape(c.ID)
		var raw json.RawMessage
		var s sourceDetail
		if err := api.do(ctx, http.MethodGet, path, nil, nil, &raw); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		var docs struct {
			Items []struct {
				ID        string     `json:"id"`
				Title     string     `json:"title"`
				Published time.Time  `json:"published"`
				Parts     []partView `json:"parts"`
			} `json:"items"`
		}
		var listed json.RawMessage
		if err := api.do(ctx, http.MethodGet, path+"/documents", url.Values{"limit": {fmt.Sprint(c.Limit)}}, nil, &listed); err != nil {
			return err
		}
		if g.JSON {
			return g.writeJSON(map[string]json.RawMessage{"source": raw, "documents": listed})
		}
		if err := json.Unmarshal(listed, &docs); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		fmt.Fprintln(g.streams.Out, s.page())
		rows := tabwriter.NewWriter(g.streams.Out, 0, 4, 2, ' ', 0)
		if len(docs.Items) > 0 {
			fmt.Fprintln(rows, "ID\tPUBLISHED\tTITLE\tTRANSCRIPT")
		}
		for _, d := range docs.Items {
			transcript := "–"
			for _, p := range d.Parts { // the one that was read, or else the last way that was tried
				if p.Part != "chapters" && (transcript == "–" || p.State == "read") {
					transcript = p.String()
				}
			}
			fmt.Fprintf(rows, "%s\t%s\t%s\t%s\n", d.ID, d.Published.UTC().Format(time.DateOnly), short(screen.Line(d.Title)), transcript)
		}
		return rows.Flush()
	})
}

// page is what is known about a source.
func (s *sourceDetail) page() string {
	when := func(t *time.Time) string {
		if t == nil {
			return "never"
		}
		return t.UTC().Format(time.DateTime)
	}
	health := strings.ReplaceAll(s.Health, "_", " ")
	if s.Paused {
		health = "paused"
	}
	lines := []string{
		screen.Line(s.Name), screen.Line(s.URL), "",
		"Health: " + health,
	}
	if s.Error != "" {
		lines = append(lines, "  "+screen.Line(s.Error))
	}
	next := when(s.Due)
	if s.Paused {
		next = "when it is resumed"
	}
	lines = append(lines, fmt.Sprintf("Last read: %s. Next: %s.", when(s.LastRead), next),
		fmt.Sprintf("%s, %s.", count(s.Documents, "item", "items"), count(s.Mentions, "mention", "mentions")))
	lines = append(lines, s.transcripts()...)
	return strings.Join(append(lines, s.latency(), ""), "\n")
}

// latency says how long after publication mentions are found.
func (s *sourceDetail) latency() string {
	if s.Latency.P50 == nil {
		return fmt.Sprintf("From publication to mention: unknown, with %s to measure.", count(s.Latency.Mentions, "new mention", "new mentions"))
	}
	text := func(seconds *int64) string {
		if seconds == nil {
			return "unknown"
		}
		return (time.Duration(*seconds) * time.Second).String()
	}
	return fmt.Sprintf("From publication to mention: half within %s, 95%% within %s (%s).", text(s.Latency.P50), text(s.Latency.P95), count(s.Latency.Mentions, "mention", "mentions"))
}
