package cli

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"
)

type siteFetches struct {
	ID    string   `arg:"" help:"Id of the site."`
	Kind  []string `enum:"preview,assistant,crawler" placeholder:"KIND" help:"preview, assistant or crawler; can be repeated. All three by default."`
	Name  []string `placeholder:"NAME" help:"Such as slack or chatgpt; can be repeated."`
	Page  string   `placeholder:"PATH" help:"Path of one page."`
	From  string   `placeholder:"DAY" help:"First day; four weeks ago by default."`
	To    string   `placeholder:"DAY" help:"Last day."`
	By    string   `enum:"name,page,hour,time" default:"name" help:"What is told apart: name, page, hour or time. By time, the last seven days are by minute."`
	Limit int      `default:"200" help:"Most rows."`
}

type fetchView struct {
	Time    *time.Time `json:"time"`
	Kind    string     `json:"kind"`
	Name    string     `json:"name"`
	Page    string     `json:"page"`
	Proof   string     `json:"proof"`
	Fetches int64      `json:"fetches"`
	Minutes int64      `json:"minutes"`
}

func (c *siteFetches) Run(ctx context.Context, g *globals) error {
	query := url.Values{"site": {c.ID}, "by": {c.By}, "limit": {strconv.Itoa(c.Limit)}}
	for name, value := range map[string]string{"page": c.Page, "from": c.From, "to": c.To, "kind": strings.Join(c.Kind, ","), "name": strings.Join(c.Name, ",")} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return list(ctx, g, "/page-fetches", query, "KIND\tNAME\tPROOF\tAT LEAST\tFETCHES\tTIME\tPAGE", "No chat, assistant or crawler was seen. They are read from access logs: namedrop import visits FILE --type accesslog --site SITE", func(f fetchView) []any {
		at := ""
		if f.Time != nil {
			at = f.Time.UTC().Format("2006-01-02 15:04")
		}
		return []any{f.Kind, short(f.Name), f.Proof, f.Minutes, f.Fetches, at, short(f.Page)}
	})
}
