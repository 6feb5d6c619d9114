package tag_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/tag"
)

var nine = time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)

func lines(samples []feeds.Sample) (out []string) {
	for _, s := range samples {
		out = append(out, strings.Join(strings.Fields(fmt.Sprint(s.Start.Format("02T15Z"), " ", s.Metric, " ", s.Channel, " ", s.Landing, " ", s.Value)), " "))
	}
	return out
}

func TestCounting(t *testing.T) {
	c := tag.NewCounter(rand.Reader, 0)
	add := func(minutes int, address, agent string, h tag.Hit) tag.Result {
		h.Feed = "f"
		got, err := c.Add(h, []string{"shop.example"}, address, agent, nine.Add(time.Duration(minutes)*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	add(0, "192.0.2.1", "a", tag.Hit{Path: "/pricing", Referrer: "www.google.com"})
	add(29, "192.0.2.1", "a", tag.Hit{Path: "/", Referrer: "shop.example"})
	add(58, "192.0.2.1", "a", tag.Hit{Path: "/docs", Referrer: "shop.example"}) // still the same visit
	add(58, "192.0.2.1", "b", tag.Hit{Path: "/", Source: "podcast"})
	add(88, "192.0.2.1", "a", tag.Hit{Path: "/", Referrer: "shop.example"}) // after half an hour
	add(90, "192.0.2.2", "a", tag.Hit{Path: "/a/b"})
	if got := add(91, "192.0.2.3", "a", tag.Hit{Path: "/a/b", Team: 1}); got != tag.Team {
		t.Error(got)
	}
	if got := add(92, "192.0.2.3", "a", tag.Hit{Path: "/c"}); got != tag.Team { // for the whole visit
		t.Error(got)
	}
	if got := add(130, "192.0.2.3", "a", tag.Hit{Path: "/c"}); got != tag.Counted {
		t.Error(got)
	}
	want := []string{
		"19T09Z pageviews campaign home 1", "19T09Z pageviews organic_search deep 3",
		"19T09Z visits campaign home 1", "19T09Z visits organic_search deep 1",
		"19T10Z deep_direct 1", "19T10Z pageviews home 1", "19T10Z pageviews direct deep 1", "19T10Z visits home 1", "19T10Z visits direct deep 1",
		"19T11Z pageviews direct deep 1", "19T11Z visits direct deep 1",
	}
	if diff := cmp.Diff(want, lines(c.Take()["f"])); diff != "" {
		t.Error(diff)
	}
	if got := c.Take(); len(got) != 0 {
		t.Errorf("taken twice: %v", got)
	}
}

// A visitor of one feed is another one in the next, and none is known the next day.
func TestVisitorsAreForgotten(t *testing.T) {
	c := tag.NewCounter(rand.Reader, 0)
	night := time.Date(2026, 11, 19, 23, 59, 0, 0, time.UTC)
	for _, h := range []struct {
		feed string
		at   time.Time
	}{{"f", night}, {"g", night}, {"f", night.Add(2 * time.Minute)}} {
		if _, err := c.Add(tag.Hit{Feed: h.feed, Path: "/"}, nil, "192.0.2.1", "a", h.at); err != nil {
			t.Fatal(err)
		}
	}
	got := c.Take()
	if f, g := lines(got["f"]), lines(got["g"]); len(f) != 4 || len(g) != 2 {
		t.Errorf("%v, %v", f, g)
	}
}

// Whoever uses Namedrop in a browser is not counted by the tag in it, for the rest of the day.
func TestBrowsersOfTheTeam(t *testing.T) {
	c := tag.NewCounter(rand.Reader, 0)
	add := func(address, agent string, at time.Time) tag.Result {
		t.Helper()
		got, err := c.Add(tag.Hit{Feed: "f", Path: "/"}, nil, address, agent, at)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := add("192.0.2.1", "a", nine); got != tag.Counted {
		t.Error(got)
	}
	if err := c.SeeTeam("192.0.2.1", "a", nine); err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{nine.Add(time.Minute), nine.Add(5 * time.Hour)} { // the same visit and another one
		if got := add("192.0.2.1", "a", at); got != tag.Team {
			t.Errorf("%s: %s", at, got)
		}
	}
	if got := add("192.0.2.1", "b", nine.Add(6*time.Hour)); got != tag.Counted { // somebody else in the office
		t.Error(got)
	}
	if got := add("192.0.2.1", "a", nine.AddDate(0, 0, 1)); got != tag.Counted {
		t.Errorf("the next day: %s", got)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	c := tag.NewCounter(rand.Reader, 100)
	full := 0
	for i := range 1000 {
		got, err := c.Add(tag.Hit{Feed: "f", Path: "/"}, nil, fmt.Sprint(i), "a", nine)
		if err != nil {
			t.Fatal(err)
		}
		if got == tag.Full {
			full++
		}
	}
	if full != 900 {
		t.Errorf("%d refused", full)
	}
	if got, _ := c.Add(tag.Hit{Feed: "f", Path: "/"}, nil, "5", "a", nine); got != tag.Counted { // one that is known
		t.Error(got)
	}
	if got, _ := c.Add(tag.Hit{Feed: "f", Path: "/"}, nil, "new", "a", nine.Add(time.Hour)); got != tag.Counted {
		t.Error(got)
	}
}

func TestParse(t *testing.T) {
	for body, want := range map[string]bool{
		`{"f":"x","p":"/"}`: true,
		`{"f":"x","p":"/a","r":"www.google.com","s":"a","m":"b","x":1,"t":1}`: true,
		`{"f":"x","p":"/","more":{}}`:                                         true, // of a later tag
		`{"f":"x"}`:                                                           false,
		`{"p":"/"}`:                                                           false,
		`{"f":"x","p":"javascript:x"}`:                                        false,
		`{"f":"x","p":"/","r":"https://evil.example/x?mail=a"}`:               false,
		`{"f":"x","p":7}`:                                                     false,
		`[]`:                                                                  false,
		``:                                                                    false,
		"{\"f\":\"x\",\"p\":\"/\xff\"}":                                       false,
		`{"f":"x","p":"/` + strings.Repeat("a", tag.MaxHit) + `"}`: false,
		`{"f":"x","p":"/","s":"` + strings.Repeat("a", 300) + `"}`: false,
	} {
		if _, ok := tag.Parse([]byte(body)); ok != want {
			t.Errorf("%.80s: %t", body, ok)
		}
	}
}

func TestDomains(t *testing.T) {
	check := tag.Spec().Check
	for domains, want := range map[string]bool{
		"shop.example": true, "shop.example, www.Shop-Two.example": true, "127.0.0.1": true,
		"": false, "shop": false, "https://shop.example": false, "shop.example/nl": false, "*.example": false, "<b>.example": false, ".": false,
		strings.Repeat("a.example ", 21): false,
	} {
		settings, err := json.Marshal(tag.Settings{Domains: domains})
		if err != nil {
			t.Fatal(err)
		}
		if err := check(feeds.SampleFeed{Settings: settings}); (err == nil) != want {
			t.Errorf("%q: %v", domains, err)
		}
	}
}

func TestDomainsWithOtherLetters(t *testing.T) {
	got, err := tag.Domains(feeds.SampleFeed{Settings: json.RawMessage(`{"domains":"Müller.example, shop.example"}`)})
	if diff := cmp.Diff([]string{"xn--mller-kva.example", "shop.example"}, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"f":"x","p":"/a","r":"www.google.com","s":"a","m":"b","x":1,"t":1}`))
	c := tag.NewCounter(rand.Reader, 1000)
	f.Fuzz(func(t *testing.T, b []byte) {
		h, ok := tag.Parse(b)
		if !ok {
			return
		}
		if _, err := c.Add(h, []string{"shop.example"}, "192.0.2.1", "a", nine); err != nil {
			t.Fatal(err)
		}
		for _, samples := range c.Take() {
			for _, s := range samples {
				if s.Channel != feeds.ChannelName(s.Channel) {
					t.Fatalf("channel %q", s.Channel)
				}
			}
		}
	})
}
