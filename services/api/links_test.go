package api_test

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
)

type link struct {
	ID, Slug, URL, Name, Target, Destination, Show string
	Clicks                                         int
}

func TestLinks(t *testing.T) {
	c := config.Default()
	c.Public.Listen, c.Public.URL = "127.0.0.1:0", "https://go.shop.example"
	d := openWith(t, app.Options{Config: c})
	var a link
	d.want(200, &a, "POST", "/links", `{"target":"HTTPS://shop.example/pricing?a=1","slug":"Late-Shift","name":"Late Shift","utm":{"source":"late-shift","medium":"podcast"}}`)
	if a.URL != "https://go.shop.example/l/late-shift" || a.Destination != "https://shop.example/pricing?a=1&utm_medium=podcast&utm_source=late-shift" {
		t.Errorf("%+v", a)
	}
	var chosen link
	d.want(200, &chosen, "POST", "/links", `{"target":"https://shop.example"}`)
	if len(chosen.Slug) != 6 || chosen.Name != chosen.Slug || !strings.Contains(chosen.Destination, "utm_campaign="+chosen.Slug) {
		t.Errorf("%+v", chosen)
	}
	for body, want := range map[string]string{
		`{"target":"https://shop.example","slug":"late-shift"}`:        "slug_taken",
		`{"target":"https://shop.example","slug":"lateshlft"}`:         "slug_taken",
		`{"target":"https://shop.example","slug":"../api"}`:            "slug_form",
		`{"target":"https://shop.example","slug":"lаte"}`:              "slug_letters",
		`{"target":"https://shop.example","slug":"admin"}`:             "slug_reserved",
		`{"target":"javascript:alert(1)"}`:                             "target_form",
		`{"target":"https://a:b@shop.example"}`:                        "target_login",
		`{"target":"https://go.shop.example/l/late-shift"}`:            "target_own",
		`{"target":"https://shop.example","mention":"nothing"}`:        "lead_no_mention",
		`{"target":"https://shop.example","source":"nothing"}`:         "no_source",
		`{"target":"https://shop.example","source":"a","mention":"b"}`: "link_for_both",
	} {
		resp := d.ask("POST", "/links", body)
		b, _ := io.ReadAll(resp.Body)
		if resp.StatusCode < 400 || !strings.Contains(string(b), `"reason":"`+want+`"`) {
			t.Errorf("%s: %d %s, want %s", body, resp.StatusCode, b, want)
		}
	}
	var list struct{ Items []link }
	d.want(200, &list, "GET", "/links?q=SHIFT", "")
	if len(list.Items) != 1 || list.Items[0].ID != a.ID {
		t.Errorf("%+v", list)
	}
	var changed link
	d.want(200, &changed, "PATCH", "/links/late-shift", `{"target":"https://shop.example/new"}`)
	if changed.ID != a.ID || changed.Slug != "late-shift" || !strings.HasPrefix(changed.Destination, "https://shop.example/new?") {
		t.Errorf("%+v", changed)
	}
	d.want(422, nil, "PATCH", "/links/late-shift", `{"target":"javascript:alert(1)"}`)
	svg := d.ask("GET", "/links/late-shift/qr", "")
	b, _ := io.ReadAll(svg.Body)
	if svg.Header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(string(b), "<title>https://go.shop.example/l/late-shift</title>") {
		t.Errorf("%v %.200s", svg.Header, b)
	}
	b, _ = io.ReadAll(d.ask("GET", "/links/late-shift/qr?format=png&size=5", "").Body)
	if img, err := png.Decode(bytes.NewReader(b)); err != nil || img.Bounds().Dx()%5 != 0 || img.Bounds().Dx() != img.Bounds().Dy() {
		t.Errorf("%v", err)
	}
	var clicks struct{ Total int }
	d.want(200, &clicks, "GET", "/links/late-shift/clicks?unit=hour", "")
	d.want(422, nil, "GET", "/links/late-shift/clicks?unit=hour&from=2020-01-01T00:00:00Z", "")
	d.want(204, nil, "DELETE", "/links/late-shift", "")
	d.want(404, nil, "GET", "/links/late-shift", "")
	d.want(404, nil, "GET", "/links/"+strings.Repeat("x", 200), "")
}

// Without a public side there is nothing to follow.
func TestLinksWithoutAPublicSide(t *testing.T) {
	d := open(t)
	var p problem
	d.want(http.StatusConflict, &p, "POST", "/links", fmt.Sprintf(`{"target":%q}`, "https://shop.example"))
	if p.Reason != "links_off" {
		t.Errorf("%+v", p)
	}
}
