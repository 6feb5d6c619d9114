package feeds_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

func TestUntyped(t *testing.T) {
	for path, want := range map[string]bool{
		"":                                 false,
		"/":                                false,
		"/nl":                              false,
		"/en-GB/":                          false,
		"/index.html":                      false,
		"/nl/index.html":                   false,
		"/pricing":                         false,
		"/nl/prijzen":                      false,
		"/login/reset-your-password":       false,
		"/blog/":                           false,
		"/en/blog":                         false,
		"/company/careers":                 false,
		"/acme":                            false,
		"/podcast/show":                    false, // spoken
		"/blog/forecasting":                true,
		"/nl/blog/voorspellen":             true,
		"/why-forecasts-go-wrong-so-often": true,
		"/docs/start.html":                 true,
		"/a/b":                             true,
	} {
		if got := feeds.Untyped(path, "/Podcast/Show/"); got != want {
			t.Errorf("%q is %v", path, got)
		}
	}
}
