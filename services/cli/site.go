package cli

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type siteCmd struct {
	List    siteList    `cmd:"" default:"1" help:"List sites and what is counted on them."`
	Show    siteShow    `cmd:"" help:"Show what comes in for a site, since when, and where it has gaps."`
	Add     siteAdd     `cmd:"" help:"Add a site. A feed of visits adds its site by itself."`
	Edit    siteEdit    `cmd:"" help:"Change a site. Its reports are made again if its time zone or a primary feed changes."`
	Fetches siteFetches `cmd:"" help:"List the chats, assistants and crawlers that fetched pages of a site."`
	Delete  siteDelete  `cmd:"" help:"Delete a site without feeds, with its reports."`
}

type siteView struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Zone     string            `json:"zone"`
	Domains  []string          `json:"domains"`
	Brands   []string          `json:"brands"`
	Holidays []string          `json:"holidays"`
	Counting map[string]string `json:"counting"`
	Feeds    []siteFeed        `json:"feeds"`
	Gaps     []struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"gaps"`
}

type siteFeed struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Type     string     `json:"type"`
	Paused   bool       `json:"paused"`
	Health   string     `json:"health"`
	Metrics  []string   `json:"metrics"`
	LastRead *time.Time `json:"last_read"`
	Since    *time.Time `json:"since"`
	Until    *time.Time `json:"until"`
}

type siteList struct{}

func (siteList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/sites", nil, "ID\tNAME\tZONE\tBRANDS\tFEEDS\tCOUNTED", "No sites yet. Import visits: namedrop import visits FILE --site SITE", func(s siteView) []any {
		return []any{s.ID, short(s.Name), s.Zone, ownOr(s.Brands), len(s.Feeds), strings.Join(slices.Sorted(maps.Keys(s.Counting)), ", ")}
	})
}

func ownOr(brands []string) string {
	if len(brands) == 0 {
		return "all own"
	}
	return strings.Join(brands, ", ")
}

type siteShow struct {
	ID string `arg:"" help:"Id of the site."`
}

func (c *siteShow) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, "/sites/"+url.PathEscape(c.ID), nil, nil, func(s siteView) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%s (%s), time zone %s, brands: %s\n", screen.Line(s.Name), s.ID, s.Zone, ownOr(s.Brands))
		for _, f := range s.Feeds {
			counts := "counts nothing"
			if len(f.Metrics) > 0 {
				counts = "counts " + strings.Join(f.Metrics, ", ")
			}
			health := strings.ReplaceAll(f.Health, "_", " ")
			if f.Type == "csv" {
				health = "file"
			}
			if f.Paused {
				health = "paused"
			}
			fmt.Fprintf(&b, "  %s  %s (%s): %s", f.ID, screen.Line(f.Name), health, counts)
			if f.Since != nil && f.Until != nil {
				fmt.Fprintf(&b, ", from %s to %s", hourOf(f.Since), hourOf(f.Until))
			}
			if f.LastRead != nil {
				fmt.Fprintf(&b, ", last read %s", hourOf(f.LastRead))
			}
			b.WriteString("\n")
		}
		for _, gap := range s.Gaps {
			fmt.Fprintf(&b, "  no visits counted from %s to %s\n", gap.From, gap.To)
		}
		return strings.TrimRight(b.String(), "\n")
	})
}

type siteAdd struct {
	Name    string   `arg:"" help:"Name of the site."`
	Zone    string   `required:"" placeholder:"ZONE" help:"Time zone of the site, such as Europe/Amsterdam."`
	Domain  []string `help:"Its domains."`
	Brand   []string `help:"Brands whose mentions may move its visits; by default all of your own."`
	Holiday []string `placeholder:"COUNTRY" help:"Countries whose public holidays are known events, such as NL."`
}

func (c *siteAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"name": c.Name, "zone": c.Zone, "domains": c.Domain, "brands": c.Brand, "holidays": c.Holiday}
	for k, v := range body {
		if l, ok := v.([]string); ok && l == nil {
			delete(body, k)
		}
	}
	return send(ctx, g, http.MethodPost, "/sites", nil, body, func(s siteView) string {
		return fmt.Sprintf("Site %s (%s) added.", screen.Line(s.Name), s.ID)
	})
}

type siteEdit struct {
	ID      string             `arg:"" help:"Id of the site."`
	Name    *string            `help:"New name."`
	Zone    *string            `help:"Time zone, such as Europe/Amsterdam."`
	Domain  *[]string          `help:"Its domains; replaces the list."`
	Brand   *[]string          `help:"Brands whose mentions may move its visits; replaces the list."`
	Primary *map[string]string `placeholder:"METRIC=FEED" help:"Feed that counts a metric, such as visits=ID; replaces all. Other metrics are read from the first feed that has them."`
	Holiday *[]string          `placeholder:"COUNTRY" help:"Countries whose public holidays are known events; replaces the list."`
}

func (c *siteEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "zone", c.Zone)
	set(changes, "domains", c.Domain)
	set(changes, "brands", c.Brand)
	set(changes, "primary", c.Primary)
	set(changes, "holidays", c.Holiday)
	return amend(ctx, g, "/sites/"+url.PathEscape(c.ID), changes, func(s siteView) string {
		return fmt.Sprintf("Site %s (%s) changed.", screen.Line(s.Name), s.ID)
	})
}

type siteDelete struct {
	ID string `arg:"" help:"Id of the site."`
}

func (c *siteDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/sites/"+url.PathEscape(c.ID), nil, "Site deleted, with its reports.")
}
