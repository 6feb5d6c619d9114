package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/cli/screen"
)

// sourceCheck takes the same values as [sourceAdd].
type sourceCheck struct {
	Values []string `arg:"" name:"value" help:"Fields of the type: its address or query alone, or field=value, as in namedrop source add."`
	Type   string   `placeholder:"TYPE" help:"Type of source: ${source_types}. By default the first."`

	specs []feeds.Spec
}

// checkView is what one read of a source brought.
type checkView struct {
	Type    string `json:"type"`
	Way     string `json:"way"`
	Read    bool   `json:"read"`
	Title   string `json:"title"`
	Fetched []struct {
		Host   string `json:"host"`
		Status int    `json:"status"`
		Type   string `json:"type"`
		Bytes  int64  `json:"bytes"`
		Took   int64  `json:"took_ms"`
		Fault  string `json:"fault"`
	} `json:"fetched"`
	Listed    int  `json:"listed"`
	Documents int  `json:"documents"`
	Found     int  `json:"found"`
	More      bool `json:"more"`
	Items     []struct {
		Title      string     `json:"title"`
		URL        string     `json:"url"`
		Author     string     `json:"author"`
		Published  *time.Time `json:"published"`
		Characters int        `json:"characters"`
		Files      int        `json:"files"`
	} `json:"items"`
	Hub      string `json:"hub"`
	Warnings []struct {
		Detail string `json:"detail"`
	} `json:"warnings"`
	Limits struct {
		Text      string  `json:"text"`
		NamedOnly bool    `json:"named_only"`
		PerHost   float64 `json:"per_host"`
		Shortest  int64   `json:"shortest"`
	} `json:"limits"`
	Error string `json:"error"`
	Took  int64  `json:"took_ms"`
}

func (c *sourceCheck) Run(ctx context.Context, g *globals) error {
	add := &sourceAdd{Values: c.Values, Type: c.Type, specs: c.specs}
	body, err := add.body(g)
	if err != nil {
		return err
	}
	return g.with(ctx, func(api *client) error {
		if pasted := add.pasted(body); pasted != "" {
			if body, err = api.behind(ctx, g, pasted, body); err != nil {
				return err
			}
		}
		g.err.Progress("Reading …")
		var raw json.RawMessage
		err := api.do(ctx, http.MethodPost, "/sources/check", nil, body, &raw)
		g.err.Progress("")
		if err != nil {
			return err
		}
		var v checkView
		if err := json.Unmarshal(raw, &v); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		if g.JSON {
			err = g.writeJSON(raw)
		} else {
			_, err = fmt.Fprint(g.streams.Out, v.String())
		}
		if err == nil && v.Error != "" {
			return errors.New("this source can't be read now")
		}
		return err
	})
}

// String explains the read to a person.
func (v checkView) String() string {
	var b strings.Builder
	say := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-9s %s\n", name, fmt.Sprintf(format, args...))
	}
	say("Type", "%s", v.Type)
	if v.Title != "" {
		say("Title", "%s", screen.Line(v.Title))
	}
	for i, f := range v.Fetched {
		status := "no answer"
		if f.Status > 0 {
			status = fmt.Sprintf("%d %s", f.Status, http.StatusText(f.Status))
		}
		if f.Fault != "" {
			status += " (" + f.Fault + ")"
		}
		size := ""
		if f.Bytes > 0 {
			size = fmt.Sprintf("%d bytes in ", f.Bytes)
		}
		say(first(i, "Fetched"), "%s  %s  %s  %s%d ms", screen.Line(f.Host), status, screen.Line(cmp.Or(f.Type, "no type")), size, f.Took)
	}
	switch v.Way {
	case "streamed":
		say("Read", "not by one read: the network sends what is new over a connection that stays open")
	case "received":
		say("Read", "not by one read: the network or a program sends what is new")
	default:
		if v.Read {
			came := count(v.Documents, "document", "documents")
			if v.Listed > v.Documents {
				came += fmt.Sprintf(" of %s", count(v.Listed, "item", "items"))
			}
			if v.Found > 0 {
				came += fmt.Sprintf(", %s to read once", count(v.Found, "address", "addresses"))
			}
			if v.More {
				came += ", and more at the next read"
			}
			say("Came", "%s", came)
		}
	}
	for i, it := range v.Items {
		when := "no date"
		if it.Published != nil {
			when = it.Published.UTC().Format("2006-01-02 15:04")
		}
		line := fmt.Sprintf("%s  %s", when, screen.Line(short(cmp.Or(it.Title, it.URL))))
		if it.Author != "" {
			line += " by " + screen.Line(it.Author)
		}
		line += ", " + count(it.Characters, "character", "characters")
		if it.Files > 0 {
			line += ", " + count(it.Files, "file", "files")
		}
		say(first(i, "Newest"), "%s", line)
	}
	if v.Hub != "" {
		say("Hub", "%s tells when it changes, where the public side is on", screen.Line(v.Hub))
	}
	for i, w := range v.Warnings {
		say(first(i, "Warnings"), "%s", screen.Line(w.Detail))
	}
	v.limits(say)
	if v.Error != "" {
		say("Problem", "%s", screen.Line(v.Error))
	}
	b.WriteString("Nothing was stored.\n")
	return b.String()
}

func (v checkView) limits(say func(name, format string, args ...any)) {
	var lines []string
	if v.Limits.Text != "" {
		lines = append(lines, v.Limits.Text)
	}
	if v.Limits.NamedOnly {
		lines = append(lines, "Only documents that name a brand are stored.")
	}
	if v.Way == "polled" && v.Limits.Shortest > 0 {
		lines = append(lines, fmt.Sprintf("Read at most every %s.", time.Duration(v.Limits.Shortest)*time.Second))
	}
	if len(v.Fetched) > 0 && v.Limits.PerHost > 0 {
		lines = append(lines, fmt.Sprintf("At most %g requests a second to one host.", v.Limits.PerHost))
	}
	for i, line := range lines {
		say(first(i, "Limits"), "%s", screen.Line(line))
	}
}

// first is a name on the first of several lines.
func first(i int, name string) string {
	if i > 0 {
		return ""
	}
	return name
}
