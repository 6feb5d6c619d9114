package ga4

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/google"
)

// Type is the type of feeds from Google Analytics.
const Type feeds.SampleType = "ga4"

const scope = "https://www.googleapis.com/auth/analytics.readonly"

// Endpoint returns the endpoint of the Data API.
func Endpoint() feeds.Endpoint {
	return feeds.Endpoint{Name: "ga4", Default: "https://analyticsdata.googleapis.com", Help: "The Data API of Google Analytics."}
}

// Settings are the settings of a feed.
type Settings struct {
	Property string `json:"property"`
	Channels *bool  `json:"channels,omitempty"` // on unless it is switched off
}

func (s Settings) channels() bool { return s.Channels == nil || *s.Channels }

// Spec returns the spec of Google Analytics 4.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Google Analytics 4", Summary: "Sessions from Google Analytics 4, by the hour.",
		Limits:    "Google needs up to two days, and revises numbers later. It may withhold small numbers and estimate those of visitors who refused cookies. Landing pages are not read. On the day on which summer time ends, two hours can't be told apart. The channel AI Assistant exists since May 2026. Users are not read, because numbers of users can't be added up.",
		Spans:     []feeds.Span{feeds.HourSpan},
		Endpoints: []feeds.Endpoint{Endpoint(), google.TokenEndpoint()},
		Fields: []feeds.Field{
			{Name: "property", Kind: feeds.FieldText, Required: true, Label: "Property", Example: "123456789", Help: "The number of the property, under Admin, Property details. Not the measurement id that begins with G-."},
			{Name: "key", Kind: feeds.FieldSecret, Required: true, Label: "Key file", Help: "The JSON key file of a service account that is a Viewer of the property."},
			{Name: "channels", Kind: feeds.FieldSwitch, Label: "By channel", Default: "true", Help: "Separate visits from search, social networks, direct and so on."},
		},
		Check: check,
	}
}

func settings(feed feeds.SampleFeed) (s Settings, err error) {
	if err := json.Unmarshal(feed.Settings, &s); err != nil {
		return s, fmt.Errorf("the settings can't be read: %w", err)
	}
	s.Property = strings.TrimPrefix(strings.TrimSpace(s.Property), "properties/")
	return s, nil
}

// FieldCodes returns the codes of what is wrong with a feed.
func FieldCodes() []string { return []string{"ga4_property"} }

func check(feed feeds.SampleFeed) error {
	s, err := settings(feed)
	if err != nil {
		return err
	}
	if s.Property == "" || len(s.Property) > 15 || strings.Trim(s.Property, "0123456789") != "" {
		return &feeds.FieldError{Field: "property", Code: "ga4_property", Reason: "the property is its number, as 123456789, not the measurement id that begins with G-"}
	}
	return nil
}
