package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// candidate is a source that stands behind what a person entered.
type candidate struct {
	URL        string         `json:"url"`
	Query      string         `json:"query"`
	Settings   map[string]any `json:"settings"`
	Type       string         `json:"type"`
	Name       string         `json:"name"`
	Understood string         `json:"understood"`
	Directory  string         `json:"directory"`
	Recent     []struct {
		Title     string    `json:"title"`
		Published time.Time `json:"published"`
	} `json:"recent"`
}

// understood says what a text was taken for.
var understood = map[string]string{
	"feed": "a feed", "page": "a page that names the feed", "apple": "a link of Apple Podcasts", "spotify": "a link of Spotify", "account": "an account",
	"forum": "a forum", "name": "the name of a show", "post": "one post", "watched": "a page without a feed, which is read itself",
}

// described says what a candidate is and shows its last items, indented.
func (c candidate) described() string {
	text := fmt.Sprintf("%s (%s)", screen.Line(c.Name), c.Type)
	if taken := understood[c.Understood]; taken != "" {
		text += ", found as " + taken
	}
	if c.Directory != "" {
		text += ", in " + screen.Line(c.Directory)
	}
	for _, r := range c.Recent {
		day := "          "
		if !r.Published.IsZero() {
			day = r.Published.Format(time.DateOnly)
		}
		text += "\n  " + day + "  " + short(screen.Line(r.Title))
	}
	return text
}

// command returns the command that adds a candidate.
func (c candidate) command() string {
	text := "namedrop source add --type " + c.Type + " " + quoted(screen.Line(cmp.Or(c.URL, c.Query)))
	if c.URL != "" && c.Query != "" {
		text += " " + quoted("query="+screen.Line(c.Query))
	}
	return text
}

type sourceFind struct {
	Query string `arg:"" help:"A page, a feed, a forum, a link of Apple Podcasts or Spotify, a YouTube handle, r/name, #hashtag, @name@server or a show's name."`
}

func (c *sourceFind) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/sources/lookup", nil, map[string]any{"query": c.Query}, func(l struct {
		Items []candidate `json:"items"`
	}) string {
		var out []string
		for _, i := range l.Items {
			out = append(out, i.described()+"\n  "+i.command())
		}
		if len(out) == 0 {
			return "Nothing found."
		}
		return strings.Join(out, "\n")
	})
}
