package api

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// HubView is the hub that tells when a feed has changed.
type HubView struct {
	Host   string     `json:"host"`
	State  string     `json:"state" enum:"asked,telling,failed" doc:"asked: it has not confirmed yet; telling: it tells when the feed changes; failed: it doesn't, and the feed is read at its usual times."`
	Until  *time.Time `json:"until,omitempty" doc:"Until when it tells. The subscription is renewed before."`
	Told   *time.Time `json:"told,omitempty" doc:"When it told last."`
	Next   *time.Time `json:"next,omitempty" doc:"When it is asked next."`
	Error  string     `json:"error,omitempty" doc:"What went wrong, in English."`
	Denied bool       `json:"denied,omitempty" doc:"Whether the hub itself refused."`
}

func (a *API) hubOf(ctx context.Context, source string) (*HubView, error) {
	s, err := archive.HubOf(ctx, a.opts.Ledger, source)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil //nolint:nilnil // most feeds name none
	}
	if err != nil {
		return nil, err
	}
	v := &HubView{State: "asked", Told: known(s.Told), Next: known(s.Due), Error: s.Error, Denied: s.Code == "hub_denied"}
	v.Host = hostOfURL(s.Hub)
	switch {
	case s.Alive.After(a.opts.Now()):
		v.State, v.Until = "telling", &s.Alive
	case s.Error != "":
		v.State = "failed"
	}
	return v, nil
}

func hostOfURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
