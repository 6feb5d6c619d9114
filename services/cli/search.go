package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type searchCmd struct {
	Query   []string `arg:"" help:"Words, \"phrases\", AND, OR, NOT, brand:, kind:, lang:, before:, after: and more."`
	Sort    string   `enum:"newest,oldest,relevance" default:"newest" help:"Order: newest, oldest or relevance."`
	Limit   int      `default:"10" help:"Number of documents to show."`
	Explain bool     `help:"Explain what the query means and why each passage matched."`
	Totals  bool     `help:"Show counts by brand, kind, language and month instead of results."`
}

// Limits of the API.
const (
	longestQuery  = 10_000
	mostDocuments = 200
)

type searchAnswer struct {
	Items []struct {
		Title     string    `json:"title"`
		Show      string    `json:"show"`
		URL       string    `json:"url"`
		Published time.Time `json:"published"`
		Matching  int       `json:"matching"`
		Passages  []struct {
			From float64  `json:"from"`
			Link string   `json:"link"`
			Text string   `json:"text"`
			Why  []string `json:"why"`
		} `json:"passages"`
	} `json:"items"`
	Next    string `json:"next"`
	Explain string `json:"explain"`
	Instead string `json:"instead"`
}

func (c *searchCmd) Run(ctx context.Context, g *globals) error {
	asked := strings.Join(c.Query, " ")
	if n := utf8.RuneCountInString(asked); n > longestQuery {
		return fmt.Errorf("the query has %d characters; at most %d are allowed", n, longestQuery)
	}
	if c.Limit < 1 || c.Limit > mostDocuments {
		return fmt.Errorf("--limit must be between 1 and %d, not %d; namedrop export search writes all results", mostDocuments, c.Limit)
	}
	q := url.Values{"q": {asked}, "sort": {c.Sort}, "limit": {fmt.Sprint(c.Limit)}}
	return g.with(ctx, func(api *client) error {
		path := "/search"
		if c.Totals {
			path = "/search/totals"
			q.Del("limit")
		}
		if c.Explain && !c.Totals {
			q.Set("explain", "true")
		}
		if g.JSON {
			return pointAt(asked, api.do(ctx, http.MethodGet, path, q, nil, g.streams.Out))
		}
		if c.Totals {
			var t searchTotals
			if err := api.do(ctx, http.MethodGet, path, q, nil, &t); err != nil {
				return pointAt(asked, err)
			}
			return t.write(g.streams.Out)
		}
		var a searchAnswer
		if err := api.do(ctx, http.MethodGet, path, q, nil, &a); err != nil {
			return pointAt(asked, err)
		}
		if c.Explain {
			fmt.Fprintf(g.streams.Out, "Searching for %s.\n\n", screen.Line(a.Explain))
		}
		if len(a.Items) == 0 {
			fmt.Fprintf(g.streams.Out, "No results for %s.\n", screen.Line(a.Explain))
			return nil
		}
		if a.Instead != "" {
			fmt.Fprintf(g.streams.Out, "No exact matches. Showing results for %s.\n\n", screen.Line(a.Instead))
		}
		for _, d := range a.Items {
			fmt.Fprintf(g.streams.Out, "%s  %s — %s\n", d.Published.Format(time.DateOnly), screen.Line(d.Show), screen.Line(d.Title))
			for _, p := range d.Passages {
				fmt.Fprintf(g.streams.Out, "    %s  %s\n", clock(p.From), screen.Line(p.Text))
				for _, w := range p.Why {
					fmt.Fprintf(g.streams.Out, "          matched %s\n", screen.Line(w))
				}
			}
			if more := d.Matching - len(d.Passages); more > 0 {
				fmt.Fprintf(g.streams.Out, "    and %d more\n", more)
			}
		}
		return nil
	})
}

// facet is a list of values with their number of documents.
type facet []struct {
	Value     string `json:"value"`
	Documents int    `json:"documents"`
}

type searchTotals struct {
	Documents int   `json:"documents"`
	Passages  int   `json:"passages"`
	Brands    facet `json:"brands"`
	Kinds     facet `json:"kinds"`
	Languages facet `json:"languages"`
	Months    facet `json:"months"`
}

func (t searchTotals) write(out io.Writer) error {
	fmt.Fprintf(out, "%s, %s\n", count(t.Documents, "document", "documents"), count(t.Passages, "passage", "passages"))
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, part := range []struct {
		name string
		facet
	}{{"BRAND", t.Brands}, {"KIND", t.Kinds}, {"LANGUAGE", t.Languages}, {"MONTH", t.Months}} {
		if len(part.facet) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\tDOCUMENTS\n", part.name)
		for _, c := range part.facet {
			fmt.Fprintf(w, "%s\t%d\n", screen.Line(c.Value), c.Documents)
		}
	}
	return w.Flush()
}

// pointAt adds the query to an error about it, with a caret under the mistake.
func pointAt(query string, err error) error {
	var p problem
	if !errors.As(err, &p) || p.At == nil {
		return err
	}
	return fmt.Errorf("%w\n  %s\n  %s^", p, screen.Line(query), strings.Repeat(" ", *p.At))
}

// clock formats seconds as a position, such as 1:02:03.
func clock(seconds float64) string {
	s := int(seconds)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func trimScheme(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	return rest
}
