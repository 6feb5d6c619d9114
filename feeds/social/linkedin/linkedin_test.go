package linkedin

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	page := `<html><script>var x = "</p>"</script><script type="application/ld+json">{"@type":"Organization"}</script>
<script type="application/ld+json">{"@type":"SocialMediaPosting","headline":"Short","articleBody":"We moved","author":{"name":"Ada Lark"},"commentCount":3}</script></html>`
	if p, ok := parse([]byte(page)); !ok || p.text() != "We moved" || p.Author.Name != "Ada Lark" || p.Comments != 3 {
		t.Errorf("%v %+v", ok, p)
	}
	if p, ok := parse([]byte(`<script type="application/ld+json">{"@type":"SocialMediaPosting","articleBody":7}</script>`)); ok {
		t.Errorf("%+v", p)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<script type="application/ld+json">{"@type":"SocialMediaPosting","headline":"Short","datePublished":"2026-11-30T10:00:00Z"}</script>`))
	f.Add([]byte(strings.Repeat("<script>", 50)))
	f.Fuzz(func(t *testing.T, body []byte) {
		if p, ok := parse(body); ok && p.Type != "SocialMediaPosting" {
			t.Fatalf("%+v", p)
		}
	})
}

func FuzzOpens(f *testing.F) {
	f.Add("https://www.linkedin.com/posts/ada_x-activity-7300000000000000000-AbCd")
	f.Fuzz(func(t *testing.T, address string) {
		if d, ok := Opens(address); ok && (d.Key == "" || strings.Trim(d.Key, "0123456789") != "" || !strings.HasPrefix(d.URL, "https://")) {
			t.Fatalf("%q: %+v", address, d)
		}
	})
}
