package lookup

import "github.com/namedrop/namedrop/feeds"

// Endpoint is Apple's search, which the configuration may replace.
func Endpoint() feeds.Endpoint {
	return feeds.Endpoint{Name: "itunes", Default: DefaultITunes, Help: "Apple's podcast look-up."}
}
