package cli

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

type brandSearches struct {
	ID  string   `arg:"" help:"Id of the brand."`
	On  []string `placeholder:"TYPE" help:"Search these networks, by type of source."`
	Off []string `placeholder:"TYPE" help:"Search these networks no longer; their sources are paused."`
}

type brandSearch struct {
	Type    string   `json:"type"`
	Name    string   `json:"name"`
	On      bool     `json:"on"`
	Finds   []string `json:"finds"`
	Sources []struct {
		ID string `json:"id"`
	} `json:"sources"`
}

func (c *brandSearches) Run(ctx context.Context, g *globals) error {
	path := "/brands/" + url.PathEscape(c.ID) + "/searches"
	err := g.with(ctx, func(api *client) error {
		for _, change := range []struct {
			types []string
			on    bool
		}{{c.On, true}, {c.Off, false}} {
			for _, t := range change.types {
				if err := api.do(ctx, http.MethodPut, path+"/"+url.PathEscape(t), nil, map[string]any{"on": change.on}, nil); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return list(ctx, g, path, nil, "TYPE\tSEARCH\tFINDS\tSOURCES", "No network can be searched.", func(s brandSearch) []any {
		on, ids := "off", []string{}
		if s.On {
			on = "on"
		}
		for _, src := range s.Sources {
			ids = append(ids, src.ID)
		}
		return []any{s.Type, on, short(strings.Join(s.Finds, ", ")), strings.Join(ids, " ")}
	})
}
