package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type sourceTwin struct {
	ID      string `arg:"" help:"Id of the podcast."`
	Channel string `arg:"" optional:"" help:"Address or @handle of its YouTube channel. Without it, channels that may be the show's are listed."`
	Remove  bool   `help:"Take its channel from the podcast, with the texts that came from there."`
}

// twinView is the channel of a podcast.
type twinView struct {
	Source   string `json:"source"`
	Name     string `json:"name"`
	URL      string `json:"url"`
	Found    string `json:"found"`
	Episodes int    `json:"episodes"`
}

func (c *sourceTwin) Run(ctx context.Context, g *globals) error {
	path := "/sources/" + url.PathEscape(c.ID) + "/twin"
	switch {
	case c.Remove:
		return remove(ctx, g, path, nil, "Channel removed. The channel itself is still followed.")
	case c.Channel != "":
		return send(ctx, g, http.MethodPut, path, nil, map[string]any{"url": c.Channel}, func(t twinView) string {
			return fmt.Sprintf("The videos of %s are used for this podcast. The channel is followed as %s.", screen.Line(t.URL), t.Source)
		})
	}
	return send(ctx, g, http.MethodPost, path+"/lookup", nil, nil, func(l struct {
		Items []struct{ URL, Name, Found string }
	}) string {
		if len(l.Items) == 0 {
			return "No channel was found in the feed or on the show's page. Name one: namedrop source twin " + c.ID + " @HANDLE"
		}
		where := map[string]string{"feed": "linked in the feed", "page": "linked on the show's page", "name": "followed under this name"}
		var b strings.Builder
		for _, i := range l.Items {
			fmt.Fprintf(&b, "%s  %s (%s)\n", screen.Line(i.URL), screen.Line(i.Name), where[i.Found])
		}
		return b.String() + "Use one: namedrop source twin " + c.ID + " URL"
	})
}

type sourceCoverage struct{}

// coverageView is how recordings were read.
type coverageView struct {
	Recordings int `json:"recordings"`
	Read       int `json:"read"`
	Ways       []struct {
		Way        string `json:"way"`
		Recordings int    `json:"recordings"`
	} `json:"ways"`
}

// String says how many recordings were read and how: "38 of 40 episodes read: 3 publisher, 30 YouTube, 5
// recognised; 2 by their notes only".
func (c coverageView) String() string {
	words := map[string]string{"publisher": "publisher", "captions": "automatic captions", "twin": "YouTube", "speech": "recognised"}
	var ways []string
	notes := ""
	for _, w := range c.Ways {
		if w.Way == "notes" {
			notes = fmt.Sprintf("; %d by their notes only", w.Recordings)
			continue
		}
		ways = append(ways, fmt.Sprintf("%d %s", w.Recordings, words[w.Way]))
	}
	text := fmt.Sprintf("%d of %s read", c.Read, count(c.Recordings, "episode", "episodes"))
	if len(ways) > 0 {
		text += ": " + strings.Join(ways, ", ")
	}
	return text + notes
}

func (sourceCoverage) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, "/sources/coverage", nil, nil, func(all struct {
		coverageView
		Sources []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
			coverageView
		} `json:"sources"`
	}) string {
		if all.Recordings == 0 {
			return "No episodes or videos yet."
		}
		lines := []string{all.String() + "."}
		for _, s := range all.Sources {
			lines = append(lines, fmt.Sprintf("%s  %s: %s", s.ID, screen.Line(s.Name), s.coverageView))
		}
		return strings.Join(lines, "\n")
	})
}
