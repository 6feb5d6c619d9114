package api

import (
	"context"

	"github.com/namedrop/namedrop/services/health"
)

// Checks are the findings about each part of the installation.
type Checks struct {
	Items []health.Finding `json:"items"`
}

func (a *API) getChecks(ctx context.Context, _ *struct{}) (*Out[Checks], error) {
	c := Checks{Items: []health.Finding{}}
	if a.opts.Checks != nil {
		c.Items = append(c.Items, a.opts.Checks(ctx)...)
	}
	return &Out[Checks]{c}, nil
}
