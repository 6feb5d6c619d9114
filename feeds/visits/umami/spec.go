package umami

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of feeds from Umami.
const Type feeds.SampleType = "umami"

// Cloud is the address of Umami's own service.
const Cloud = "https://api.umami.is/v1"

// Settings are the settings of a feed.
type Settings struct {
	Site string `json:"site_id"`
	User string `json:"user,omitempty"` // of a server of one's own
}

// Spec returns the spec of Umami.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Umami", Summary: "Visits by day and page views by the hour from Umami.",
		Limits: "Umami has no visits by the hour and no hours by channel. The cloud needs a paid plan and keeps less of the past. After a reset of the site in Umami, delete the feed and add it again.",
		Spans:  []feeds.Span{feeds.HourSpan, feeds.DaySpan},
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Label: "Address", Default: Cloud, Example: "https://umami.example", Help: "The address of your own server. Leave it as it is for the cloud."},
			{Name: "site_id", Kind: feeds.FieldText, Required: true, Label: "Site", Example: "86d4095c-a2a8-4fc8-9521-103e858e2b41", Help: "The website's id: Umami shows it in the settings of the website."},
			{Name: "user", Kind: feeds.FieldText, Label: "User name", Example: "namedrop", Help: "For a server of your own: a user who may only view. Leave it empty for the cloud."},
			{Name: "key", Kind: feeds.FieldSecret, Required: true, Label: "Password or API key", Help: "The user's password, or for the cloud an API key."},
		},
		Check: check,
	}
}

func settings(feed feeds.SampleFeed) (s Settings, err error) {
	if err := json.Unmarshal(feed.Settings, &s); err != nil {
		return s, fmt.Errorf("the settings can't be read: %w", err)
	}
	s.Site, s.User = strings.TrimSpace(s.Site), strings.TrimSpace(s.User)
	return s, nil
}

// base returns the address of the API.
func base(feed feeds.SampleFeed, s Settings) string {
	address := strings.TrimRight(cmp.Or(feed.URL, Cloud), "/")
	if s.User == "" {
		return address
	}
	return strings.TrimSuffix(address, "/api") + "/api"
}

// FieldCodes returns the codes of what is wrong with a feed.
func FieldCodes() []string { return []string{"umami_site", "umami_address", "umami_user"} }

var siteID = regexp.MustCompile(`^[0-9A-Za-z-]{1,64}$`)

func check(feed feeds.SampleFeed) error {
	s, err := settings(feed)
	if err != nil {
		return err
	}
	if !siteID.MatchString(s.Site) {
		return &feeds.FieldError{Field: "site_id", Code: "umami_site", Reason: "the site is the website's id in Umami, as 86d4095c-a2a8-4fc8-9521-103e858e2b41"}
	}
	u, err := url.Parse(feed.URL)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return &feeds.FieldError{Field: feeds.URLField, Code: "umami_address", Reason: "the address is that of Umami alone, as https://umami.example, without a key or a query in it"}
	}
	if cloud := feed.URL == "" || strings.TrimRight(feed.URL, "/") == Cloud; cloud != (s.User == "") {
		return &feeds.FieldError{Field: "user", Code: "umami_user", Reason: "a server of your own needs a user name, and the cloud has none"}
	}
	return nil
}
