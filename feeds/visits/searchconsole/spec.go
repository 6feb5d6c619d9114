package searchconsole

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/google"
)

// Type is the type of feeds from Search Console.
const Type feeds.SampleType = "searchconsole"

// Zone is the time zone of Google's days.
const Zone = "America/Los_Angeles"

const (
	scope      = "https://www.googleapis.com/auth/webmasters.readonly"
	maxPattern = 2000 // characters; Google takes 4096
)

// Endpoint returns the endpoint of Search Console's API.
func Endpoint() feeds.Endpoint {
	return feeds.Endpoint{Name: "searchconsole", Default: "https://searchconsole.googleapis.com", Help: "The API of Google Search Console."}
}

// Settings are the settings of a feed.
type Settings struct {
	Property string `json:"property"`
	Names    string `json:"names"`
}

// Spec returns the spec of Search Console.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Google Search Console", Summary: "Searches for the brand's own names on Google, by day.",
		Limits:    "Days are Pacific days and come two to three days late. Google leaves out rare searches, so the numbers of the names are lower bounds. It keeps 16 months.",
		Spans:     []feeds.Span{feeds.DaySpan},
		Endpoints: []feeds.Endpoint{Endpoint(), google.TokenEndpoint()},
		Fields: []feeds.Field{
			{Name: "property", Kind: feeds.FieldText, Required: true, Label: "Property", Example: "sc-domain:shop.example", Help: "As Search Console spells it: sc-domain: and the domain, or an address with its final slash."},
			{Name: "names", Kind: feeds.FieldText, Required: true, Label: "Names", Example: "Quillmark, quill mark", Help: "The brand's names and their spellings, separated by commas. A space also matches nothing or a hyphen."},
			{Name: "key", Kind: feeds.FieldSecret, Required: true, Label: "Key file", Help: "The JSON key file of a service account that is a user of the property."},
		},
		Check: check,
	}
}

func settings(feed feeds.SampleFeed) (s Settings, err error) {
	if err := json.Unmarshal(feed.Settings, &s); err != nil {
		return s, fmt.Errorf("the settings can't be read: %w", err)
	}
	s.Property = strings.TrimSpace(s.Property)
	return s, nil
}

// pattern returns the regular expression of the names, or "" without any.
func (s Settings) pattern() string {
	var all []string
	for name := range strings.SplitSeq(s.Names, ",") {
		words := strings.Fields(name)
		for i, w := range words {
			words[i] = regexp.QuoteMeta(strings.ToLower(w))
		}
		if len(words) > 0 {
			all = append(all, strings.Join(words, "[ -]?"))
		}
	}
	if len(all) == 0 {
		return ""
	}
	// \b knows only letters without accents, so a name must not lie between letters of any kind.
	return `(?i)(^|[^\pL\pN])(` + strings.Join(all, "|") + `)($|[^\pL\pN])`
}

// FieldCodes returns the codes of what is wrong with a feed.
func FieldCodes() []string {
	return []string{"searchconsole_property", "searchconsole_names", "searchconsole_zone"}
}

func check(feed feeds.SampleFeed) error {
	s, err := settings(feed)
	if err != nil {
		return err
	}
	domain, ok := strings.CutPrefix(s.Property, "sc-domain:")
	u, err := url.Parse(s.Property)
	if ok {
		ok = domain != "" && !strings.ContainsAny(domain, "/: ?#")
	} else {
		ok = err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && strings.HasSuffix(u.Path, "/")
	}
	switch {
	case !ok:
		return &feeds.FieldError{Field: "property", Code: "searchconsole_property", Reason: "the property is spelled as in Search Console: sc-domain:shop.example, or https://shop.example/ with its final slash"}
	case s.pattern() == "" || len(s.pattern()) > maxPattern:
		return &feeds.FieldError{Field: "names", Code: "searchconsole_names", Reason: "the names are one or a few, separated by commas"}
	case feed.Zone != Zone:
		return &feeds.FieldError{Field: "zone", Code: "searchconsole_zone", Reason: "the time zone of Search Console's days is always America/Los_Angeles"}
	}
	return nil
}
