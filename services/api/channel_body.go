package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
)

// ChannelBody is a channel in a request.
type ChannelBody struct {
	Name     string             `json:"name" minLength:"1" maxLength:"200"`
	Type     alerts.ChannelType `json:"type,omitempty" maxLength:"40" doc:"One of GET /channels/types. By default webhook. It can't be changed later."`
	URL      string             `json:"url,omitempty" maxLength:"2000" doc:"Shorthand for the field url, which is a setting or a secret."`
	Secret   string             `json:"secret,omitempty" maxLength:"2000" doc:"Shorthand for the secret named secret."`
	Settings map[string]any     `json:"settings,omitempty" doc:"Values of the type's fields, by name."`
	Secrets  map[string]string  `json:"secrets,omitempty" doc:"Values of the type's secret fields, by name. They are never shown."`
	Topics   []alerts.Topic     `json:"topics,omitempty" enum:"mentions,reports" minItems:"1" uniqueItems:"true" doc:"What the channel gets messages about: mentions as rules ask for them, and every report that has news. By default mentions."`
	Events   []alerts.EventName `json:"events,omitempty" enum:"amended,dismissed,removed" doc:"Events of mentions to notify about, in addition to found."`
	Active   *bool              `json:"active,omitempty"`
}

// ChannelChange is a change of a channel. Fields that are left out stay as they are.
type ChannelChange struct {
	Name     *string             `json:"name,omitempty" minLength:"1" maxLength:"200"`
	URL      *string             `json:"url,omitempty" maxLength:"2000" doc:"Shorthand for the field url, which is a setting or a secret."`
	Secret   *string             `json:"secret,omitempty" maxLength:"2000" doc:"Shorthand for the secret named secret."`
	Settings map[string]any      `json:"settings,omitempty" doc:"Settings to change, by name; null removes one."`
	Secrets  map[string]string   `json:"secrets,omitempty" doc:"Secrets to replace, by name."`
	Topics   *[]alerts.Topic     `json:"topics,omitempty" enum:"mentions,reports" minItems:"1" uniqueItems:"true" doc:"What the channel gets messages about."`
	Events   *[]alerts.EventName `json:"events,omitempty" enum:"amended,dismissed,removed" doc:"Events of mentions to notify about, in addition to found."`
	Active   *bool               `json:"active,omitempty"`
}

// newChannel returns the channel that a body describes.
func (a *API) newChannel(ctx context.Context, b ChannelBody) (alerts.Channel, error) {
	name, err := named(b.Name)
	if err != nil {
		return alerts.Channel{}, err
	}
	if b.Type == "" {
		b.Type = "webhook" // the only type of earlier versions
	}
	c := alerts.Channel{Workspace: workspace(ctx), Name: name, Type: b.Type, Topics: b.Topics, Events: b.Events, Active: b.Active == nil || *b.Active}
	change := ChannelChange{Settings: b.Settings, Secrets: b.Secrets}
	if b.URL != "" {
		change.URL = &b.URL
	}
	if b.Secret != "" {
		change.Secret = &b.Secret
	}
	return a.changed(c, change)
}

// changed returns the changed channel.
func (a *API) changed(c alerts.Channel, change ChannelChange) (alerts.Channel, error) {
	adapter, err := a.channelType(c.Type)
	if err != nil {
		return c, err
	}
	if change.Name != nil {
		if c.Name, err = named(*change.Name); err != nil {
			return c, err
		}
	}
	if change.Topics != nil {
		c.Topics = *change.Topics
	}
	if change.Events != nil {
		c.Events = *change.Events
	}
	if change.Active != nil {
		c.Active = *change.Active
	}
	settings := c.Values()
	if settings == nil {
		settings = map[string]any{}
	}
	c.Secrets = maps.Clone(c.Secrets)
	if c.Secrets == nil {
		c.Secrets = map[string]feeds.Secret{}
	}
	put := func(name string, value any) {
		if text, ok := value.(string); ok {
			if value = strings.TrimSpace(text); value == "" {
				value = nil
			}
		}
		if value == nil {
			delete(settings, name)
		} else {
			settings[name] = value
		}
	}
	for name, value := range change.Settings {
		put(name, value)
	}
	for name, value := range change.Secrets {
		if value = strings.TrimSpace(value); value != "" {
			c.Secrets[name] = feeds.Secret(value)
		}
	}
	for name, value := range map[string]*string{"url": change.URL, "secret": change.Secret} {
		secret := slices.ContainsFunc(adapter.Fields, func(f feeds.Field) bool { return f.Name == name && f.Kind == feeds.FieldSecret })
		switch {
		case value == nil:
		case !secret && name != "secret":
			put(name, *value)
		case strings.TrimSpace(*value) != "":
			c.Secrets[name] = feeds.Secret(strings.TrimSpace(*value))
		}
	}
	c.Settings, err = json.Marshal(settings)
	return c, err
}

// validChannel returns a problem with a sentence if a channel is invalid.
func (a *API) validChannel(c alerts.Channel) error {
	adapter, err := a.channelType(c.Type)
	if err != nil {
		return err
	}
	for _, f := range adapter.Fields {
		if u, err := url.Parse(c.Text(f.Name)); f.Kind == feeds.FieldURL && err == nil && holdsHidden(u) {
			return hiddenPart.problem("hidden", hidden)
		}
	}
	if err := adapter.Validate(c); err != nil {
		return invalid(err)
	}
	return nil
}

func (a *API) channelType(t alerts.ChannelType) (alerts.Adapter, error) {
	adapter, ok := a.opts.Channels[t]
	if !ok {
		types := make([]string, 0, len(a.opts.Channels))
		for _, known := range slices.Sorted(maps.Keys(a.opts.Channels)) {
			types = append(types, string(known))
		}
		return adapter, noChannelType.problem("type", shortened(string(t)), "types", strings.Join(types, ", "))
	}
	return adapter, nil
}
