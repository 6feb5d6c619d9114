package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// waiting are the flags of commands that wait for a source to be read.
type waiting struct {
	NoWait  bool          `help:"Don't wait until it is read."`
	Timeout time.Duration `default:"2m" placeholder:"DURATION" help:"How long to wait at most; 2m by default."`
}

// sourceDetail is a source with what was made of it.
type sourceDetail struct {
	sourceView
	Code        string `json:"code"`
	Every       int64  `json:"every"`
	Warnings    int    `json:"warnings"`
	Mentions    int    `json:"mentions"`
	Transcripts []struct {
		State     string `json:"state"`
		Documents int    `json:"documents"`
		Error     string `json:"error"`
	} `json:"transcripts"`
	Coverage coverageView `json:"coverage"`
	Twin     *twinView    `json:"twin"`
	Latency  struct {
		Mentions int    `json:"mentions"`
		P50      *int64 `json:"p50"`
		P95      *int64 `json:"p95"`
	} `json:"latency"`
	Work struct {
		Reading    bool `json:"reading"`
		Parts      int  `json:"parts"`
		Undetected int  `json:"undetected"`
		Done       bool `json:"done"`
	} `json:"work"`
}

// failed reports whether the last read failed.
func (s *sourceDetail) failed() bool { return s.Error != "" && s.Health != "healthy" }

// awaitSource waits until a source is read and nothing is left to be done for it, and returns what was
// made of it, also as the API sent it. It returns what there is when the time is up.
func (w *waiting) awaitSource(ctx context.Context, g *globals, api *client, id string) (s sourceDetail, raw json.RawMessage, err error) {
	defer g.err.Progress("")
	for end := time.Now().Add(w.Timeout); ; {
		raw = nil
		s = sourceDetail{}
		if err := api.do(ctx, http.MethodGet, "/sources/"+url.PathEscape(id), nil, nil, &raw); err != nil {
			return s, raw, err
		}
		if err := json.Unmarshal(raw, &s); err != nil {
			return s, raw, fmt.Errorf("reading the answer: %w", err)
		}
		if s.Work.Done || !time.Now().Before(end) {
			return s, raw, nil
		}
		g.err.Progress(s.progress())
		select {
		case <-ctx.Done():
			return s, raw, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (s *sourceDetail) progress() string {
	switch {
	case s.Work.Reading && s.Documents == 0:
		return "Reading …"
	case s.Work.Parts > 0:
		return fmt.Sprintf("%s read, %s to go …", count(s.Documents, "item", "items"), count(s.Work.Parts, "transcript or chapter file", "transcripts and chapter files"))
	}
	return fmt.Sprintf("%s read …", count(s.Documents, "item", "items"))
}

// outcome says in sentences what reading a source has brought.
func (s *sourceDetail) outcome() string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	switch {
	case s.failed():
		say("It could not be read: %s", screen.Line(s.Error))
	case s.Work.Reading:
		say("It has not been read yet. Is `namedrop serve` running, and not paused?")
	case s.LastRead == nil:
		say("New posts are found as they are published.")
	default:
		say("Read: %s, %s.", count(s.Documents, "item", "items"), count(s.Mentions, "mention", "mentions"))
		if s.Error != "" {
			say("%s", screen.Line(s.Error))
		}
	}
	lines = append(lines, s.transcripts()...)
	if s.Work.Parts > 0 || s.Work.Undetected > 0 {
		say("Not finished yet. `namedrop source show %s` shows the rest.", s.ID)
	}
	return strings.Join(lines, "\n")
}

// transcripts says how many episodes have a transcript, and why the others have none.
func (s *sourceDetail) transcripts() []string {
	with, all := 0, 0
	var without []string
	for _, t := range s.Transcripts {
		all += t.Documents
		if t.State == "read" {
			with += t.Documents
			continue
		}
		why := cmp.Or(t.Error, "Not fetched yet.")
		if t.State == "pending" && t.Error != "" {
			why += " It is tried again."
		}
		without = append(without, fmt.Sprintf("  %s without: %s", count(t.Documents, "episode", "episodes"), screen.Line(why)))
	}
	if all == 0 {
		return nil
	}
	first := fmt.Sprintf("Transcripts: %d of %d.", with, all)
	for _, w := range s.Coverage.Ways {
		if w.Way == "twin" {
			first += fmt.Sprintf(" %d of them from YouTube.", w.Recordings)
		}
	}
	if s.Twin != nil {
		first += fmt.Sprintf("\nVideos: %s of %s.", count(s.Twin.Episodes, "episode has one", "episodes have one"), screen.Line(s.Twin.URL))
	}
	return append([]string{first}, without...)
}

// say waits for a source, unless that is switched off or pointless, and writes first and then what came
// of it. answer is what the API said to the request that began it.
func (w *waiting) say(ctx context.Context, g *globals, api *client, s sourceView, answer json.RawMessage, first string, wait bool) error {
	if !wait || w.NoWait || api.inProcess() {
		if g.JSON {
			return g.writeJSON(answer)
		}
		if wait && api.inProcess() {
			first += " It is read once `namedrop serve` runs."
		}
		fmt.Fprintln(g.streams.Out, first)
		return nil
	}
	d, raw, err := w.awaitSource(ctx, g, api, s.ID)
	if err != nil {
		return err
	}
	if !g.JSON {
		fmt.Fprintln(g.streams.Out, first)
		fmt.Fprintln(g.streams.Out, d.outcome())
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	delete(fields, "$schema")
	if s.Outcome != "" {
		fields["outcome"] = json.RawMessage(`"` + s.Outcome + `"`)
	}
	return g.writeJSON(fields)
}
