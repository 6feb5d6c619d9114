package detect_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// archive is documents of one hit each: n times a quote, sure or not.
type quoted struct {
	n              int
	surface, quote string
	unsure         bool
	reasons        []index.Reason
}

func archive(brand string, list ...quoted) iter.Seq2[*feeds.Document, []index.Hit] {
	return func(yield func(*feeds.Document, []index.Hit) bool) {
		for _, q := range list {
			for range q.n {
				h := index.Hit{Brand: brand, Surface: q.surface, Quote: q.quote, Unsure: q.unsure, Reasons: q.reasons, Confidence: 0.9}
				if !yield(&feeds.Document{Language: "en"}, []index.Hit{h, {Brand: "other", Surface: "Plume", Quote: "other words entirely"}}) {
					return
				}
			}
		}
	}
}

func textsOf(list []detect.Proposal) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, fmt.Sprintf("%s:%d", p.Text, p.Count))
	}
	slices.Sort(out)
	return out
}

func TestSuggestedWordsDistinguish(t *testing.T) {
	brand := index.Brand{ID: "plume", Name: "Plume", Context: []string{"Ledger"}, Exclude: []string{"harbour"}}
	got := detect.Suggest(brand, archive("plume",
		quoted{5, "Plume", "ledger and invoices in Plume with plumes of people", false, nil},
		quoted{2, "Plume", "payroll in Plume", false, nil},
		quoted{5, "plume", "smoke in the plume at the harbour with people", true, nil},
	), detect.Known{})
	if diff := cmp.Diff([]string{"invoices:5"}, textsOf(got.Context)); diff != "" {
		t.Errorf("context (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"smoke:5"}, textsOf(got.Exclude)); diff != "" {
		t.Errorf("exclude (-want +got):\n%s", diff)
	}
}

func TestSuggestedNames(t *testing.T) {
	brand := index.Brand{ID: "hub", Name: "HubPeak", Aliases: []string{"HP Suite"}, HeardAs: []string{"hub beak"}}
	alike := []index.Reason{index.NewReason(index.ReasonSoundsLike, "HubPeak")}
	got := detect.Suggest(brand, archive("hub",
		quoted{3, "Hub  Peak", "x", false, nil},
		quoted{1, "hub-peak", "once is not enough", false, nil},
		quoted{4, "HubPeak", "the name itself", false, nil},
		quoted{4, "HP Suite", "an alias", false, nil},
		quoted{2, "hop peak", "y", true, alike},
		quoted{9, "hub beak", "known", false, alike},
		quoted{3, "hub Peak", "unsure", true, nil},
	), detect.Known{})
	if diff := cmp.Diff([]string{"hub peak:3"}, textsOf(got.Aliases)); diff != "" {
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"hop peak:2"}, textsOf(got.HeardAs)); diff != "" {
		t.Errorf("heard as (-want +got):\n%s", diff)
	}
}

// Without unsure hits there is nothing to compare with: everyday words are left out then.
func TestSuggestionsFromSureHitsAlone(t *testing.T) {
	got := detect.Suggest(index.Brand{ID: "hub", Name: "HubPeak"}, archive("hub", quoted{4, "HubPeak", "people use HubPeak for quoting pipelines", false, nil}), detect.Known{})
	if diff := cmp.Diff([]string{"pipelines:4", "quoting:4"}, textsOf(got.Context)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if empty := detect.Suggest(index.Brand{ID: "hub", Name: "HubPeak"}, archive("hub"), detect.Known{}); len(empty.Context)+len(empty.Aliases)+len(empty.HeardAs)+len(empty.Exclude) > 0 {
		t.Errorf("an empty archive suggests %+v", empty)
	}
}

func TestOwnDocuments(t *testing.T) {
	b := index.Brand{ID: "hub", Name: "HubPeak", Aliases: []string{"Peak Suite"}, Handles: []string{"@hubpeakhq"}, Domains: []string{"https://www.hubpeak.example/", "peak.example"}}
	for _, c := range []struct {
		url, author, why string
	}{
		{"https://hubpeak.example/x", "", "published on hubpeak.example"},
		{"https://WWW.HubPeak.example/x", "", "published on hubpeak.example"},
		{"https://blog.peak.example", "", "published on peak.example"},
		{"https://peak.example.evil.test", "", ""},
		{"https://speak.example", "", ""},
		{"https://x.test/?u=peak.example", "", ""},
		{"", "hubpeakhq", "posted by @hubpeakhq"},
		{"", "@HubPeakHQ", "posted by @hubpeakhq"},
		{"", "Peak Suite Ltd.", "the author is Peak Suite Ltd."},
		{"", "The Hubpeak Show", "the author is The Hubpeak Show"},
		{"", "HubPeak Ada", ""},
		{"", "Ada of HubPeak", ""},
		{"", "", ""},
	} {
		own, why := detect.Own(&feeds.Document{URL: c.url, Author: c.author}, b)
		if own != (c.why != "") || why != c.why {
			t.Errorf("%s by %q: %v %q, want %q", c.url, c.author, own, why, c.why)
		}
	}
}
