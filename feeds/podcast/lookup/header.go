package lookup

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// linkForm is one link of a Link header: <address>; name=value; name="value".
var linkForm = regexp.MustCompile(`<([^<>]+)>((?:\s*;\s*[A-Za-z*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)`)

var linkParam = regexp.MustCompile(`([A-Za-z*-]{1,40})\s*=\s*(?:"([^"]*)"|([^\s;,"]+))`)

// maxHeaderLinks is how many links of a page's headers are read.
const maxHeaderLinks = 50

// headed returns the feeds that a page names in its Link headers.
func headed(h http.Header, at *url.URL) []string {
	var out []string // headers are short: the transport limits them
	for _, line := range h.Values("Link") {
		for _, m := range linkForm.FindAllStringSubmatch(line, maxHeaderLinks) {
			rel, kind := "", ""
			for _, p := range linkParam.FindAllStringSubmatch(m[2], -1) {
				switch strings.ToLower(p[1]) {
				case "rel":
					rel = p[2] + p[3]
				case "type":
					kind = p[2] + p[3]
				}
			}
			if hasWord(rel, "alternate") && isFeedType(kind) {
				out = appendAddress(out, at, m[1])
			}
		}
	}
	return out
}
