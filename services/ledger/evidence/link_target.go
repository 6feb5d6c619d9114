package evidence

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// LongestTarget is the longest address that a link leads to.
const LongestTarget = 2000

// TargetError says why an address can't be what a link leads to.
type TargetError struct{ Code string }

func (e *TargetError) Error() string { return "target of a link: " + e.Code }

// The codes of targets that can't be used.
const (
	TargetForm  = "target_form"  // no whole web address
	TargetLogin = "target_login" // with a user name or password in it
	TargetOwn   = "target_own"   // a short link of this installation
)

// TargetCodes are all of them.
var TargetCodes = []string{TargetForm, TargetLogin, TargetOwn}

// CheckTarget returns the address of a target as browsers read it: http or https, a host, no user name, and nothing that a browser would
// read another way than this does. Public is the address of the public side, whose short links would lead in circles.
func CheckTarget(text, public string) (string, error) {
	text = strings.TrimSpace(text)
	if len(text) > LongestTarget || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' || r == 0xfffd }) {
		return "", &TargetError{TargetForm}
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Opaque != "" || u.Hostname() == "" {
		return "", &TargetError{TargetForm}
	}
	if u.User != nil {
		return "", &TargetError{TargetLogin}
	}
	host, ok := asciiHost(u.Hostname())
	if !ok {
		return "", &TargetError{TargetForm}
	}
	wanted := port(u)
	u.Host = host
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if wanted != "" {
		u.Host += ":" + wanted
	}
	if own, err := url.Parse(public); err == nil && public != "" {
		if ownHost, _ := asciiHost(own.Hostname()); ownHost == host && linkPath(u.Path) {
			return "", &TargetError{TargetOwn}
		}
	}
	u.RawQuery = asciiQuery(u.RawQuery)
	out := u.String()
	if len(out) > LongestTarget || strings.ContainsFunc(out, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return "", &TargetError{TargetForm}
	}
	return out, nil
}

// asciiQuery writes letters beyond ASCII as browsers send them.
func asciiQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// asciiHost returns a host as it is looked up.
func asciiHost(host string) (string, bool) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.String(), a.Zone() == ""
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	return host, err == nil && host != "" && len(host) <= 253
}

// port returns the port that an address must say.
func port(u *url.URL) string {
	p := u.Port()
	if u.Scheme == "https" && p == "443" || u.Scheme == "http" && p == "80" {
		return ""
	}
	return p
}

// linkPath reports whether a path on the host of the public side may be a short link, however it is written.
func linkPath(path string) bool {
	return slices.Contains(strings.Split(strings.ToLower(path), "/"), "l")
}

// UTM are the parameters by which analytics tell visits through a link from others.
type UTM struct {
	Source   string `json:"source,omitempty" maxLength:"100" doc:"utm_source"`
	Medium   string `json:"medium,omitempty" maxLength:"100" doc:"utm_medium"`
	Campaign string `json:"campaign,omitempty" maxLength:"100" doc:"utm_campaign"`
	Content  string `json:"content,omitempty" maxLength:"100" doc:"utm_content"`
	Term     string `json:"term,omitempty" maxLength:"100" doc:"utm_term"`
}

// Destination returns a target with the parameters, in place of those of the same name. What else the target has stays as it is written.
func (u UTM) Destination(target string) string {
	add := url.Values{}
	for name, value := range map[string]string{"utm_source": u.Source, "utm_medium": u.Medium, "utm_campaign": u.Campaign, "utm_content": u.Content, "utm_term": u.Term} {
		if value = strings.TrimSpace(value); value != "" {
			add.Set(name, value)
		}
	}
	if len(add) == 0 {
		return target
	}
	rest, fragment, hash := strings.Cut(target, "#")
	base, query, _ := strings.Cut(rest, "?")
	var kept []string
	for _, pair := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if pair != "" && !add.Has(name) {
			kept = append(kept, pair)
		}
	}
	out := base + "?" + strings.Join(append(kept, add.Encode()), "&")
	if hash {
		out += "#" + fragment
	}
	return out
}
