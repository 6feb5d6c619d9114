package matomo

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of feeds from Matomo.
const Type feeds.SampleType = "matomo"

// Settings are the settings of a feed.
type Settings struct {
	Site     string `json:"site_id"`
	Channels *bool  `json:"channels,omitempty"` // on unless it is switched off
}

func (s Settings) channels() bool { return s.Channels == nil || *s.Channels }

// Spec returns the spec of Matomo.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Matomo", Summary: "Visits from Matomo, by the hour.",
		Limits: "Landing pages and countries are not read. In time zones that are half an hour off, visits are read by day. On the day on which summer time ends, two hours can't be told apart. Visitors are not read, because numbers of visitors can't be added up.",
		Spans:  []feeds.Span{feeds.HourSpan, feeds.DaySpan},
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Address", Example: "https://matomo.example", Help: "The address of your Matomo, without index.php."},
			{Name: "site_id", Kind: feeds.FieldText, Required: true, Label: "Site", Example: "1", Help: "The number of the site: Matomo shows it under Settings, Websites, Manage."},
			{Name: "key", Kind: feeds.FieldSecret, Required: true, Label: "Token", Help: "Create one under Settings, Personal, Security, Auth tokens, with access to view the site."},
			{Name: "channels", Kind: feeds.FieldSwitch, Label: "By channel", Default: "true", Help: "Separate visits from search, social networks, direct and so on. Matomo has to archive a segment for each."},
		},
		Check: check,
	}
}

func settings(feed feeds.SampleFeed) (s Settings, err error) {
	if err := json.Unmarshal(feed.Settings, &s); err != nil {
		return s, fmt.Errorf("the settings can't be read: %w", err)
	}
	s.Site = strings.TrimSpace(s.Site)
	return s, nil
}

// FieldCodes returns the codes of what is wrong with a feed.
func FieldCodes() []string { return []string{"matomo_site", "matomo_address"} }

func check(feed feeds.SampleFeed) error {
	s, err := settings(feed)
	if err != nil {
		return err
	}
	if s.Site == "" || len(s.Site) > 9 || strings.Trim(s.Site, "0123456789") != "" {
		return &feeds.FieldError{Field: "site_id", Code: "matomo_site", Reason: "the site is its number in Matomo, as 1"}
	}
	u, err := url.Parse(feed.URL)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.User != nil || strings.HasSuffix(u.Path, ".php") {
		return &feeds.FieldError{Field: feeds.URLField, Code: "matomo_address", Reason: "the address is that of Matomo alone, as https://matomo.example, without index.php and without a token in it"}
	}
	return nil
}
