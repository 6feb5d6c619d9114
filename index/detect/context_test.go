package detect_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

var wordy = []index.Brand{
	{ID: "plume", Name: "Plume", Context: []string{"invoice", "billing run"}, Exclude: []string{"plume of smoke", "feather"}},
	{ID: "beacon", Name: "Beacon"},
	{ID: "target", Name: "Target", Exclude: []string{"target group"}},
}

func TestContextWordsLiftAWord(t *testing.T) {
	checkExamples(t, mustNew(t, wordy...), "en", []example{
		{"The invoice came through Plume today", []string{"plume=Plume"}},
		{"an invoice sent with plume arrived", []string{"plume=plume"}},
		{"The INVOICE is in plume now", []string{"plume=plume"}},
		{"after the billing run we opened plume", []string{"plume=plume"}},
		{"We saw a plume there.", []string{"plume=plume?"}},
		{"The invoice is late. " + strings.Repeat("And then we talked about it for long. ", 8) + "We saw a plume there.", []string{"plume=plume?"}},
	})
}

func TestExcludedWordsRuleOut(t *testing.T) {
	checkExamples(t, mustNew(t, wordy...), "en", []example{
		{"The invoice says Plume of smoke", []string{"plume=Plume?"}},
		{"Plume sent an invoice with a feather on it", []string{"plume=Plume?"}},
		{"The invoice came through Plume. " + strings.Repeat("Nothing more happened. ", 5) + "A feather fell.", []string{"plume=Plume"}},
		{"Our Target group is young", []string{"target=Target?"}},
		{"Our Target-Group is young", []string{"target=Target?"}},
		{"We buy it at Target each week", []string{"target=Target"}},
	})
}

func TestReasonsNameTheWords(t *testing.T) {
	d := mustNew(t, wordy...)
	for text, want := range map[string]string{
		"The invoice came through Plume today": "context_word=invoice",
		"We put a feather on the Plume box":    "-excluded=feather",
		"Our Target group is young":            "-excluded=target group",
		"We saw a plume there. And a Town":     "-determiner_before=a",
	} {
		if got := codes(only(t, d, feeds.Document{Text: text, Language: "en"})); !slices.Contains(got, want) {
			t.Errorf("%q: reasons %v lack %s", text, got, want)
		}
	}
}

// A name inside an excluded phrase is never reported, whatever is around the phrase.
func TestNothingIsReportedInsideAnExcludedPhrase(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "hub", Name: "Hubpeak", Aliases: []string{"Peaky"}, Context: []string{"invoice"}, Exclude: []string{"hubpeak mountain", "old peaky road"}})
	word := rapid.SampledFrom([]string{"invoice", "the", "Town", "via", "#", "@", "@hub", ".", "Hub", "über", "𝒳", "and", "\n", "x"})
	rapid.Check(t, func(t *rapid.T) {
		before, after := rapid.SliceOfN(word, 0, 12).Draw(t, "before"), rapid.SliceOfN(word, 0, 12).Draw(t, "after")
		phrase := rapid.SampledFrom([]string{"Hubpeak Mountain", "hubpeak-mountain", "HUBPEAK MOUNTAIN", "Old Peaky Road", "old peaky  road"}).Draw(t, "phrase")
		doc := &feeds.Document{Text: strings.Join(slices.Concat(before, []string{phrase}, after), " "), Language: "en", Title: rapid.SampledFrom([]string{"", "Hubpeak"}).Draw(t, "title")}
		for _, h := range d.Detect(doc) {
			if h.Field == index.InText && !h.Unsure {
				t.Fatalf("%q is reported in %q: %s", h.Surface, doc.Text, h.Reason)
			}
		}
	})
}
