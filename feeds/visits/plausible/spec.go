package plausible

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of feeds from Plausible.
const Type feeds.SampleType = "plausible"

// Cloud is the address of Plausible's own service.
const Cloud = "https://plausible.io"

// Settings are the settings of a feed.
type Settings struct {
	Site      string `json:"site_id"`
	Channels  *bool  `json:"channels,omitempty"` // on unless it is switched off
	Landing   bool   `json:"landing,omitempty"`
	Countries bool   `json:"countries,omitempty"`
	Home      string `json:"home,omitempty"`
}

func (s Settings) channels() bool { return s.Channels == nil || *s.Channels }

// home returns the paths of the home page.
func (s Settings) home() []string {
	var out []string
	for _, path := range strings.Split(s.Home, ",") {
		if path = strings.TrimSpace(path); path != "" {
			out = append(out, path)
		}
	}
	if len(out) == 0 {
		return []string{"/"}
	}
	return out
}

// Spec returns the spec of Plausible.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Plausible", Summary: "Visits from Plausible Analytics, by the hour.",
		Limits: "Needs Plausible's Business plan or a server of your own. Days that were imported into Plausible have no hours. After a later import, delete the feed and add it again. Visitors are not read, because numbers of visitors can't be added up.",
		Spans:  []feeds.Span{feeds.HourSpan, feeds.DaySpan},
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Label: "Address", Default: Cloud, Example: "https://plausible.example",
				Help: "The address of your own server. Leave it as it is for plausible.io."},
			{Name: "site_id", Kind: feeds.FieldText, Required: true, Label: "Site", Example: "shop.example", Help: "The site's name in Plausible, not its address."},
			{Name: "key", Kind: feeds.FieldSecret, Required: true, Label: "Stats API key", Help: "Create one in the settings of your Plausible account, under API keys."},
			{Name: "channels", Kind: feeds.FieldSwitch, Label: "By channel", Default: "true", Help: "Separate visits from search, social networks, direct and so on."},
			{Name: "landing", Kind: feeds.FieldSwitch, Label: "By landing page", Default: "false", Help: "Separate visits that begin on the home page from those that begin on any other page."},
			{Name: "home", Kind: feeds.FieldText, Label: "Home pages", Default: "/", Example: "/, /nl, /en", Help: "Paths that count as the home page, separated by commas."},
			{Name: "countries", Kind: feeds.FieldSwitch, Label: "By country", Default: "false", Help: "Separate visits by country. Per day only."},
		},
		Check: check,
	}
}

func settings(feed feeds.SampleFeed) (s Settings, err error) {
	if len(feed.Settings) > 0 {
		if err := json.Unmarshal(feed.Settings, &s); err != nil {
			return s, fmt.Errorf("the settings can't be read: %w", err)
		}
	}
	s.Site = strings.TrimSpace(s.Site)
	return s, nil
}

// FieldCodes returns the codes of what is wrong with a feed.
func FieldCodes() []string { return []string{"plausible_site", "plausible_address", "plausible_zone"} }

func wrong(field, code, sentence string) error {
	return &feeds.FieldError{Field: field, Code: code, Reason: sentence}
}

func check(feed feeds.SampleFeed) error {
	s, err := settings(feed)
	switch {
	case err != nil:
		return err
	case strings.Contains(s.Site, "/"):
		return wrong("site_id", "plausible_site", "the site is its name in Plausible, as shop.example, not an address")
	}
	u, err := url.Parse(feed.URL)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return wrong(feeds.URLField, "plausible_address", "the address is that of the Plausible server alone, as https://plausible.example, without a key or a query in it")
	}
	if zone, err := feed.Location(); err != nil || feed.Zone == "" || zone.String() == "Local" {
		return wrong("zone", "plausible_zone", "the time zone is missing: write the one that the site has in Plausible, as Europe/Amsterdam")
	}
	return nil
}
