package detect_test

import (
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// typeOf detects and classifies the mentions of HubPeak.
func typeOf(t *testing.T, doc feeds.Document) (index.MentionType, string) {
	t.Helper()
	b := index.Brand{ID: "hub", Name: "HubPeak"}
	return detect.Classify(&doc, b, mustNew(t, b).Detect(&doc))
}

func TestTypesOfMentions(t *testing.T) {
	for _, c := range []struct {
		language, text string
		want           index.MentionType
		why            string
	}{
		{"en", "we looked at HubPeak and moved on", index.Passing, "passing"},
		{"en", "this episode is brought to you by HubPeak", index.Sponsor, "brought to you by"},
		{"en", "go to HubPeak for a free trial", index.Sponsor, "free trial"},
		{"en", "you can sign up for HubPeak, said Jo", index.Passing, "passing"},
		{"en", "HubPeak sponsors this podcast", index.Sponsor, "sponsors"},
		{"en", "HubPeak is not sponsoring this podcast", index.Passing, "passing"},
		{"en", "HubPeak sponsors a football team", index.Passing, "passing"},
		{"en", "our guest today is Ada Lund, founder of HubPeak", index.Guest, "founder of"},
		{"en", "the founder of HubPeak left last year", index.Passing, "passing"},
		{"en", "HubPeak founder Ada Lund is here", index.Guest, "founder"},
		{"en", "I am the head of design at HubPeak", index.Guest, "introduced"},
		{"en", "with me is Jo, who joins us from HubPeak", index.Guest, "joins us from"},
		{"en", "HubPeak is dear. Then again HubPeak is fast.", index.Discussed, "twice"},
		{"en", "HubPeak here" + strings.Repeat(" and so on", 90) + " and HubPeak there", index.Passing, "passing"},
		{"en", "HubPeak" + strings.Repeat(" and so on", 90) + " HubPeak" + strings.Repeat(" and so on", 90) + " HubPeak", index.Discussed, "3 times"},
		{"nl", "deze aflevering wordt mede mogelijk gemaakt door HubPeak", index.Sponsor, "mogelijk gemaakt door"},
		{"nl", "te gast is Ada Lund, oprichter van HubPeak", index.Guest, "oprichter van"},
		{"nl", "de oprichter van HubPeak is weg", index.Passing, "passing"},
		{"de", "diese Folge wird präsentiert von HubPeak", index.Sponsor, "präsentiert von"},
		{"de", "bei mir ist Ada Lund, Gründerin von HubPeak", index.Guest, "gründerin von"},
		{"de", "der Gründer von HubPeak ist weg", index.Passing, "passing"},
	} {
		got, why := typeOf(t, feeds.Document{Text: c.text, Language: c.language})
		if got != c.want || !strings.Contains(why, c.why) {
			t.Errorf("%.60q is %s (%s), want %s (%s)", c.text, got, why, c.want, c.why)
		}
	}
}

func TestTypeByTheRestOfTheDocument(t *testing.T) {
	for _, c := range []struct {
		name string
		doc  feeds.Document
		want index.MentionType
	}{
		{"a title", feeds.Document{Title: "HubPeak in depth", Text: "we use HubPeak"}, index.Discussed},
		{"a chapter", feeds.Document{Text: "we use HubPeak", Chapters: []feeds.Chapter{{Title: "HubPeak"}}}, index.Discussed},
		{"a guest", feeds.Document{Text: "we use HubPeak", People: []feeds.Person{{Name: "Ada Lund", Role: "CEO, HubPeak"}}}, index.Guest},
		{"another guest", feeds.Document{Text: "we use HubPeak", People: []feeds.Person{{Name: "Ada Lund", Role: "HubPeaking"}}}, index.Passing},
		{"a heading", feeds.Document{Title: "Pricing, with Ada Lund of HubPeak", Text: "we use HubPeak"}, index.Guest},
		{"a guest who is a sponsor", feeds.Document{Text: "brought to you by HubPeak", People: []feeds.Person{{Name: "Ada Lund (HubPeak)"}}}, index.Guest},
		{"twice within a minute", feeds.Document{Cues: []feeds.Cue{{Start: 0, End: 9, Text: "HubPeak"}, {Start: 60, End: 69, Text: "HubPeak"}}}, index.Discussed},
		{"twice in an hour", feeds.Document{Cues: []feeds.Cue{{Start: 0, End: 9, Text: "HubPeak"}, {Start: 3000, End: 3009, Text: "HubPeak"}}}, index.Passing},
	} {
		if got, why := typeOf(t, c.doc); got != c.want {
			t.Errorf("%s: %s (%s), want %s", c.name, got, why, c.want)
		}
	}
}

func TestUnsureHitsHaveNoType(t *testing.T) {
	hits := []index.Hit{{Brand: "hub", Surface: "HubPeak", Quote: "brought to you by HubPeak", Unsure: true}}
	if got, _ := detect.Classify(&feeds.Document{}, index.Brand{ID: "hub", Name: "HubPeak"}, hits); got != index.Passing {
		t.Errorf("an unsure hit is a %s", got)
	}
}
