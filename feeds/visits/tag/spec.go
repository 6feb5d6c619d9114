package tag

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/channel"
)

// Type is the type of feeds that the site's tag fills.
const Type feeds.SampleType = "tag"

// TeamParameter marks links that Namedrop sends to the team, in alerts for example. A visit
// that opens one is not counted.
const TeamParameter = "nd-team"

// Settings are the settings of a feed.
type Settings struct {
	Domains string `json:"domains"`
}

const maxDomains = 20

// Spec returns the spec of the tag.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "Tag", Summary: "Visits counted by a small script on the site's own pages, without cookies.",
		Limits: "The public side must be on, and only one process may serve it. Browsers that ask not to be tracked are not counted, nor are those that block the script. Pages told apart by the part after # count as one.",
		Spans:  []feeds.Span{feeds.HourSpan}, Pushed: true,
		Fields: []feeds.Field{
			{Name: "domains", Kind: feeds.FieldText, Required: true, Label: "Domains", Example: "shop.example, shop-two.example", Help: "The site's domains, separated by commas. Subdomains are included. Visits that other sites report are refused."},
		},
		Check: check,
	}
}

// Domains returns the domains of a feed.
func Domains(feed feeds.SampleFeed) ([]string, error) {
	var s Settings
	if err := json.Unmarshal(feed.Settings, &s); err != nil {
		return nil, fmt.Errorf("the settings can't be read: %w", err)
	}
	var out []string
	for _, d := range strings.FieldsFunc(s.Domains, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		host := channel.Host(d)
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii // as browsers write it in Origin
		}
		out = append(out, host)
	}
	return out, nil
}

// FieldCodes returns the codes of what is wrong with a feed.
func FieldCodes() []string { return []string{"tag_domains"} }

func check(feed feeds.SampleFeed) error {
	domains, err := Domains(feed)
	if err != nil {
		return err
	}
	wrong := len(domains) == 0 || len(domains) > maxDomains
	for _, d := range domains {
		_, err := netip.ParseAddr(d)
		address := err == nil || d == "localhost"
		if len(d) > 253 || strings.ContainsAny(d, "/:@*?#%\"'<>\\") || !address && !strings.Contains(strings.Trim(d, "."), ".") {
			wrong = true
		}
	}
	if wrong {
		return &feeds.FieldError{Field: "domains", Code: "tag_domains", Reason: "the domains are host names, as shop.example, separated by commas, without https:// and without a path"}
	}
	return nil
}
