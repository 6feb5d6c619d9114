package api

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
)

// ChannelView is a channel without its secrets.
type ChannelView struct {
	ID          string              `json:"id"`
	Workspace   string              `json:"workspace,omitempty"`
	Name        string              `json:"name"`
	Type        alerts.ChannelType  `json:"type"`
	URL         string              `json:"url,omitempty" doc:"The setting url, if the type has one."`
	Topics      []alerts.Topic      `json:"topics" enum:"mentions,reports" doc:"What it gets messages about."`
	Events      []alerts.EventName  `json:"events,omitempty"`
	Active      bool                `json:"active"`
	Revision    int64               `json:"revision,omitempty"`
	SwitchedOff *alerts.SwitchedOff `json:"switched_off,omitempty" doc:"Why Namedrop switched the channel off; absent if a person did, or if it is on."`
	Address     string              `json:"address" doc:"How to recognize the channel. It contains no secrets."`
	Settings    map[string]any      `json:"settings" doc:"Values of the type's fields, by name."`
	Secrets     []string            `json:"secrets" doc:"Names of the secrets that are set."`
}

// ChannelMade is a channel with a generated secret, which is shown only now.
type ChannelMade struct {
	ChannelView
	Secret string `json:"secret,omitempty" doc:"Configure it at the receiver; it isn't shown again."`
}

// viewChannel returns what the caller may see of a channel. The path of an address may hold a
// token, so viewers see only the host.
func (a *API) viewChannel(ctx context.Context, c alerts.Channel) ChannelView {
	v := ChannelView{
		ID: c.ID, Workspace: c.Workspace, Name: c.Name, Type: c.Type, Events: c.Events, Active: c.Active, Revision: c.Revision, SwitchedOff: c.SwitchedOff,
		Settings: c.Values(), Secrets: []string{},
	}
	if v.Settings == nil {
		v.Settings = map[string]any{}
	}
	for _, t := range alerts.Topics {
		if c.Gets(t) {
			v.Topics = append(v.Topics, t)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
		if c.Secrets[name] != "" {
			v.Secrets = append(v.Secrets, name)
		}
	}
	adapter := a.opts.Channels[c.Type]
	if adapter.Address != nil {
		v.Address = adapter.Address(c)
	}
	if adapter.Type == "" { // of a later version: this one doesn't know which settings are secret
		v.Settings = map[string]any{}
	}
	if !access.From(ctx).Scope.Includes(access.Write) {
		for _, f := range adapter.Fields {
			if text, ok := v.Settings[f.Name].(string); ok && f.Kind == feeds.FieldURL {
				v.Settings[f.Name] = hostOf(text)
			}
		}
		v.Address = hostOf(v.Address)
	}
	v.URL, _ = v.Settings["url"].(string)
	return v
}

// hostOf returns an address without the parts that may be secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return address
	}
	return u.Scheme + "://" + u.Host
}

// ChannelTypeView is a type of channel, as its adapter describes it.
type ChannelTypeView struct {
	Type    alerts.ChannelType `json:"type"`
	Name    string             `json:"name"`
	Summary string             `json:"summary"`
	Limits  string             `json:"limits,omitempty" doc:"What it can't do."`
	Signed  string             `json:"signed,omitempty" doc:"Name of the secret that messages are signed with. By default it is generated."`
	Fields  []TypeField        `json:"fields"`
}

func (a *API) listChannelTypes(context.Context, *struct{}) (*Out[List[ChannelTypeView]], error) {
	var types []ChannelTypeView
	for _, adapter := range a.opts.Channels {
		v := ChannelTypeView{Type: adapter.Type, Name: adapter.Name, Summary: adapter.Summary, Limits: adapter.Limits, Fields: viewFields(adapter.Fields)}
		if adapter.Signing != nil {
			v.Signed = adapter.Signing.Field
		}
		types = append(types, v)
	}
	slices.SortFunc(types, func(a, b ChannelTypeView) int { return cmp.Compare(a.Name, b.Name) })
	return list(types, ""), nil
}
