// Package channel classes where a visit came from, by its referrer and the parameters of its address.
// The log reader and the site's tag share it, and its names are those that analytics systems use, so
// that feeds of one site can be compared.
package channel

import (
	"net/url"
	"strings"
)

// The channels.
const (
	Direct    = "direct" // no referrer and nothing in the address
	Search    = "organic_search"
	Social    = "organic_social"
	Assistant = "ai_assistant"
	Email     = "email"
	Campaign  = "campaign" // marked by utm parameters or the click id of an advertisement
	Referral  = "referral" // any other site
	Unknown   = ""         // a link within the site, after a pause
)

// Arrival is what is known of the first page view of a visit.
type Arrival struct {
	Referrer string   // host of the referring page, empty where there is none
	Source   string   // utm_source
	Medium   string   // utm_medium
	Marked   bool     // another utm parameter or a click id
	Own      []string // host names of the site
}

// Of returns the channel of a visit.
func Of(a Arrival) string {
	source, medium := strings.ToLower(strings.TrimSpace(a.Source)), strings.ToLower(strings.TrimSpace(a.Medium))
	if source != "" || medium != "" {
		switch {
		case medium == "email" || medium == "e-mail" || medium == "newsletter" || source == "newsletter":
			return Email
		case matches(source, assistants):
			return Assistant
		case medium == "social" || medium == "organic_social":
			return Social
		case medium == "organic":
			return Search
		}
		return Campaign
	}
	if a.Marked {
		return Campaign
	}
	host := Host(a.Referrer)
	switch {
	case host == "":
		return Direct
	case Owned(host, a.Own):
		return Unknown
	case matches(host, assistants):
		return Assistant
	case matches(host, mails):
		return Email
	case matches(host, socials):
		return Social
	case searches(host):
		return Search
	}
	return Referral
}

// Parameters fills in what a query string says. Anything else in it is not looked at.
func (a Arrival) Parameters(query string) Arrival {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(pair, "=")
		if len(name) > 20 {
			continue
		}
		switch name {
		case "utm_source", "utm_medium":
			text, err := url.QueryUnescape(value)
			if err != nil {
				continue
			}
			if name == "utm_source" {
				a.Source = text
			} else {
				a.Medium = text
			}
		case "utm_campaign", "utm_content", "utm_term", "utm_id", "gclid", "fbclid", "msclkid", "gbraid", "wbraid", "ttclid", "twclid", "li_fat_id":
			a.Marked = a.Marked || value != ""
		}
	}
	return a
}

// Host returns a host name in lower case, without port and final dot.
func Host(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.Contains(s[i:], "]") {
		s = s[:i]
	}
	return strings.TrimSuffix(s, ".")
}

// Owned reports whether a host is one of the site's or below one of them. The prefix www makes no
// difference.
func Owned(host string, own []string) bool {
	for _, o := range own {
		if o = strings.TrimPrefix(o, "www."); o != "" && below(host, o) {
			return true
		}
	}
	return false
}

func below(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, domain) && len(host) > len(domain) && host[len(host)-len(domain)-1] == '.'
}

func matches(host string, domains map[string]bool) bool {
	for host != "" {
		if domains[host] {
			return true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return false
}
