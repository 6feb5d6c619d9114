package detect_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// suggestFrom runs detection over texts, as the product does, and returns the suggestion.
func suggestFrom(t *testing.T, brand index.Brand, others []index.Brand, known detect.Known, docs ...feeds.Document) detect.Suggestion {
	t.Helper()
	d := mustNew(t, append([]index.Brand{brand}, others...)...)
	known.Brands = map[string]string{}
	for _, o := range others {
		known.Brands[o.ID] = o.Name
	}
	return detect.Suggest(brand, func(yield func(*feeds.Document, []index.Hit) bool) {
		for i := range docs {
			if !yield(&docs[i], d.Detect(&docs[i])) {
				return
			}
		}
	}, known)
}

func TestDomainsAreFound(t *testing.T) {
	brand := index.Brand{ID: "beacon", Name: "Beacon", Domains: []string{"https://www.beacon.io/"}}
	for text, want := range map[string][]string{
		"Go to beacon.com today, or to Beacon.com tomorrow.":          {"beacon.com:1"},
		"Go to beacon dot com today.":                                 {"beacon.com:1"},
		"We know beacon.io already.":                                  {},
		"See https://app.beacon.example/x and ann@getbeacon.co.uk.":   {"beacon.example:1", "getbeacon.co.uk:1"},
		"The file beacon.txt and beacon.html are no addresses.":       {},
		"We lit the beacon.so far it burns.":                          {}, // a missing space
		"It is beaconing.com, mybeacons.com or lighthousebeacon.com.": {},
		"beacon.comfort and beacon.com-pany":                          {},
		"Beacon.It burns. beacon. com":                                {},
		"Ask beaconhq.dev.":                                           {"beaconhq.dev:1"},
		".com":                                                        {},
		"dot com dot ":                                                {},
	} {
		got := suggestFrom(t, brand, nil, detect.Known{}, feeds.Document{Language: "en", Text: text})
		if diff := cmp.Diff(want, textsOf(got.Domains)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	got := suggestFrom(t, brand, nil, detect.Known{}, feeds.Document{URL: "https://beacon.so/a", Text: "x"}, feeds.Document{Notes: "Links: beacon.so", Text: "Beacon"})
	if diff := cmp.Diff([]string{"beacon.so:2"}, textsOf(got.Domains)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A name that is an ordinary word has no certain hits to learn from. The web address, a rival
// near it and what people confirmed show which ones are right.
func TestAnOrdinaryWordIsLearntFromWhatSurroundsIt(t *testing.T) {
	brand := index.Brand{ID: "people", Name: "People"}
	var docs []feeds.Document
	for i := range 6 {
		docs = append(docs, feeds.Document{ID: fmt.Sprint("noise", i), Language: "en", Text: "people like music and people like concerts in summer"})
	}
	proof := func(kind, text string) (got detect.Suggestion) {
		var right []feeds.Document
		judged := map[string]index.State{}
		for i := range 4 {
			id := fmt.Sprint(kind, i)
			right = append(right, feeds.Document{ID: id, Language: "en", Text: text})
			if kind == "confirmed" {
				judged[id] = index.Confirmed
			}
		}
		return suggestFrom(t, brand, []index.Brand{{ID: "quillroute", Name: "Quillroute"}}, detect.Known{Judged: judged}, slices.Concat(docs, right)...)
	}
	for kind, text := range map[string]string{
		"address":   "we do payroll in people and log in at people.com each month for payroll",
		"rival":     "for payroll we looked at people and at Quillroute",
		"confirmed": "we do payroll in people now",
	} {
		got := proof(kind, text)
		if !slices.Contains(textsOf(got.Context), "payroll:4") || slices.ContainsFunc(got.Context, func(p detect.Proposal) bool { return p.Text == "music" || p.Text == "quillroute" }) {
			t.Errorf("%s: context %v", kind, textsOf(got.Context))
		}
		if kind == "rival" && !slices.Contains(textsOf(got.Nearby), "Quillroute:4") {
			t.Errorf("nearby %v", textsOf(got.Nearby))
		}
		if kind == "address" && !slices.Contains(textsOf(got.Exclude), "concerts:6") {
			t.Errorf("exclude %v", textsOf(got.Exclude))
		}
	}
	if got := proof("none", "we do payroll in people now"); len(got.Context) > 0 {
		t.Errorf("without any evidence it suggests %v", textsOf(got.Context))
	}
}
