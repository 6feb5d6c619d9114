package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type importCmd struct {
	Documents importDocuments `cmd:"" help:"Import documents from JSON Lines, as detect reads them, with url, published and source."`
	Visits    importVisits    `cmd:"" help:"Import visits per hour or day from a CSV file, whatever its columns are called, or count them in an access log."`
	Leads     importLeads     `cmd:"" help:"Import leads from a CSV file that a CRM or a form exported, whatever its columns are called."`
}

type importDocuments struct {
	File string `arg:"" help:"JSON Lines; - is standard input."`
}

// importPiece is how many bytes of a file are sent in one request.
const importPiece = 8 << 20

func (c *importDocuments) Run(ctx context.Context, g *globals) error {
	var in io.Reader = g.streams.In
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	return g.with(ctx, func(api *client) error {
		total := map[string]int{}
		lines, line := bufio.NewReaderSize(in, 1<<20), 0
		for {
			piece, n, err := readPiece(lines)
			if err != nil {
				return fmt.Errorf("reading %s: %w", c.File, err)
			}
			if len(piece) == 0 {
				break
			}
			var job struct {
				Counts  map[string]int
				Refused []struct {
					Line   int
					Reason string
				}
			}
			if err := api.do(ctx, http.MethodPost, "/imports/documents", url.Values{"name": {c.File}}, piece, &job); err != nil {
				return err
			}
			for _, r := range job.Refused {
				fmt.Fprintf(g.streams.Err, "line %d: %s\n", line+r.Line, screen.Line(r.Reason))
			}
			for k, v := range job.Counts {
				total[k] += v
			}
			line += n
			g.err.Progress(fmt.Sprintf("%d lines", line))
		}
		g.err.Progress("")
		if g.JSON {
			if err := g.writeJSON(total); err != nil {
				return err
			}
		} else {
			fmt.Fprintf(g.streams.Out, "%s added, %d changed, %d unchanged, %s skipped.\n",
				count(total["added"], "document", "documents"), total["changed"], total["unchanged"], count(total["refused"], "line", "lines"))
		}
		if n := total["refused"]; n > 0 {
			return fmt.Errorf("%d of %s could not be read", n, count(line, "line", "lines"))
		}
		return nil
	})
}

// readPiece reads whole lines until they fill a piece.
func readPiece(r *bufio.Reader) (piece []byte, lines int, err error) {
	for len(piece) < importPiece {
		line, err := r.ReadBytes('\n')
		if len(line) > 0 {
			lines++
		}
		piece = append(piece, line...)
		if errors.Is(err, io.EOF) {
			return piece, lines, nil
		}
		if err != nil {
			return nil, 0, err
		}
	}
	return piece, lines, nil
}

type rescanCmd struct {
	Status bool `help:"Only show the progress of rescans."`
	Stop   bool `help:"Stop the running rescan."`
}

type rescanView struct {
	ID       string `json:"id"`
	Reason   string `json:"reason"`
	State    string `json:"state"`
	Done     int    `json:"done"`
	Total    int    `json:"total"`
	Appeared int    `json:"appears"`
	Changed  int    `json:"changes"`
	Removed  int    `json:"goes"`
	Error    string `json:"error"`
}

// active reports whether the rescan is not over.
func (r rescanView) active() bool { return r.State == "waiting" || r.State == "running" }

func (r rescanView) String() string {
	text := fmt.Sprintf("%s (%s): %s, %d of %d documents; %d added, %d changed, %d removed", r.ID, r.Reason, r.State, r.Done, r.Total, r.Appeared, r.Changed, r.Removed)
	if r.Error != "" {
		text += "; " + r.Error
	}
	return text
}

func (c *rescanCmd) Run(ctx context.Context, g *globals) error {
	if c.Status || c.Stop {
		return c.status(ctx, g)
	}
	return g.with(ctx, func(api *client) error {
		var r rescanView
		if err := api.do(ctx, http.MethodPost, "/rescans", nil, map[string]any{"reason": "from the command line"}, &r); err != nil {
			return err
		}
		return follow(ctx, g, func() (string, bool, error) {
			err := api.do(ctx, http.MethodGet, "/rescans/"+r.ID, nil, nil, &r)
			return r.String(), !r.active(), err
		}, func() error {
			if g.JSON {
				return g.writeJSON(r)
			}
			fmt.Fprintln(g.streams.Out, r)
			return nil
		})
	})
}

func (c *rescanCmd) status(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		var l struct{ Items []rescanView }
		if err := api.do(ctx, http.MethodGet, "/rescans", nil, nil, &l); err != nil {
			return err
		}
		if c.Stop {
			l.Items = slices.DeleteFunc(l.Items, func(r rescanView) bool { return !r.active() })
			if len(l.Items) == 0 && !g.JSON {
				fmt.Fprintln(g.streams.Out, "No rescan is running.")
			}
		} else if len(l.Items) == 0 && !g.JSON {
			fmt.Fprintln(g.streams.Out, "No rescans yet. Adding or editing a brand starts one.")
		}
		for _, r := range l.Items {
			if c.Stop {
				if err := api.do(ctx, http.MethodDelete, "/rescans/"+r.ID, nil, nil, nil); err != nil {
					return err
				}
				r.State = "stopped"
			}
			if g.JSON {
				if err := g.writeJSON(r); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintln(g.streams.Out, r)
		}
		return nil
	})
}

type reindexCmd struct {
	Stop bool `help:"Stop the running reindex. The old index stays in use."`
}

func (c *reindexCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		var s struct {
			Reindex struct {
				Running bool `json:"running"`
				Done    int  `json:"done"`
				Total   int  `json:"total"`
				Runs    int  `json:"runs"`
			} `json:"reindex"`
		}
		if c.Stop {
			if err := api.do(ctx, http.MethodGet, "/status", nil, nil, &s); err != nil {
				return err
			}
			if err := api.do(ctx, http.MethodDelete, "/reindex", nil, nil, nil); err != nil {
				return err
			}
			switch {
			case g.JSON:
				return g.writeJSON(map[string]bool{"stopped": s.Reindex.Running})
			case s.Reindex.Running:
				fmt.Fprintln(g.streams.Out, "Stopped. The old index stays in use.")
			default:
				fmt.Fprintln(g.streams.Out, "No reindex is running.")
			}
			return nil
		}
		if err := api.do(ctx, http.MethodPost, "/reindex", nil, nil, nil); err != nil {
			// One may run already, for example after damage. It does the same: follow that one.
			if api.do(ctx, http.MethodGet, "/status", nil, nil, &s) != nil || !s.Reindex.Running {
				return err
			}
		}
		first := -1
		return follow(ctx, g, func() (string, bool, error) {
			err := api.do(ctx, http.MethodGet, "/status", nil, nil, &s)
			if first < 0 {
				first = s.Reindex.Runs
				if !s.Reindex.Running {
					first-- // it ended before the first look
				}
			}
			return fmt.Sprintf("%d of %d documents", s.Reindex.Done, s.Reindex.Total), !s.Reindex.Running && s.Reindex.Runs > first, err
		}, func() error {
			if g.JSON {
				return g.writeJSON(s.Reindex)
			}
			if s.Reindex.Done < s.Reindex.Total {
				return fmt.Errorf("the reindex ended after %d of %d documents; the old index stays in use", s.Reindex.Done, s.Reindex.Total)
			}
			fmt.Fprintln(g.streams.Out, count(s.Reindex.Done, "document", "documents"), "reindexed.")
			return nil
		})
	})
}

// follow shows progress until look reports that it is over.
func follow(ctx context.Context, g *globals, look func() (string, bool, error), done func() error) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		text, over, err := look()
		if err != nil {
			return err
		}
		g.err.Progress(text)
		if over {
			g.err.Progress("")
			return done()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
