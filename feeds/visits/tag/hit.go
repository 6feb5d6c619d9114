package tag

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds/visits/channel"
)

// MaxHit is the largest report of a page view.
const MaxHit = 2 << 10

// Hit is one page view as the tag reports it.
type Hit struct {
	Feed     string `json:"f"`
	Path     string `json:"p"`
	Referrer string `json:"r"` // host
	Source   string `json:"s"` // utm_source
	Medium   string `json:"m"` // utm_medium
	Marked   int    `json:"x"` // 1 with another utm parameter or the click id of an advertisement
	Team     int    `json:"t"` // 1 with [TeamParameter]
}

// Parse reads a report. It is false for anything that the tag doesn't send.
func Parse(b []byte) (Hit, bool) {
	var h Hit
	if len(b) > MaxHit || !utf8.Valid(b) || json.Unmarshal(b, &h) != nil {
		return Hit{}, false
	}
	ok := h.Feed != "" && len(h.Feed) <= 100 && strings.HasPrefix(h.Path, "/") && len(h.Referrer) <= 253 && len(h.Source) <= 255 && len(h.Medium) <= 255 &&
		!strings.ContainsAny(h.Referrer, "/?#@ ")
	h.Referrer = channel.Host(h.Referrer)
	return h, ok
}
