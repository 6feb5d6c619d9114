package detect_test

import (
	"slices"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// Words of three kinds, a name that is no word, and initials.
var grammarBrands = []index.Brand{
	{ID: "next", Name: "Next"},
	{ID: "slack", Name: "Slack"},
	{ID: "beacon", Name: "Beacon"},
	{ID: "city", Name: "City"},
	{ID: "may", Name: "May"},
	{ID: "zorv", Name: "Zorvel"},
	{ID: "qr", Name: "QXR"},
	{ID: "phrase", Name: "Blue Apple"},
}

func TestOrdinaryWordsNeedEvidence(t *testing.T) {
	checkExamples(t, mustNew(t, grammarBrands...), "en", []example{
		{"what comes next is up to us", []string{"next=next?"}},
		{"We buy our shirts at Next these days.", []string{"next=Next"}},
		{"Cut me some slack, please. And The Town too.", []string{"slack=slack?"}},
		{"We chat on Slack all day.", []string{"slack=Slack"}},
		{"There was a beacon on the hill above Town.", []string{"beacon=beacon?"}},
		{"We log it in Beacon every night.", []string{"beacon=Beacon"}},
		{"We went to a blue apple shop. Then Home.", []string{"phrase=blue apple"}},
	})
}

func TestGrammarSpeaksAgainstAWord(t *testing.T) {
	d := mustNew(t, grammarBrands...)
	for _, c := range []struct{ text, want string }{
		{"They gave us a beacon. So The Team left.", "-determiner_before=a"},
		{"They lit the beacon. So The Team left.", "-article_before=the"},
		{"He used the beacon of hope. So The Team left.", "-of_after=of"},
		{"They will beacon it. So The Team left.", "-verb_position"},
		{"They zorvel it. So The Team left.", "-verb"},
		{"They went to Mexico City. So The Team left.", "-longer_name=Mexico City"},
		{"On 7 May we left for The Sea.", "-date"},
		{"We went to see the qxr. So The Team left.", "-lower_case"},
		{"Then the Qxr came. So The Team left.", "-not_all_capitals"},
		{"BEACON IS HERE. So then The Team left and we all went home again.", "-all_capitals"},
	} {
		doc := &feeds.Document{Text: c.text, Language: "en"}
		hits := d.Detect(doc)
		if len(hits) == 0 || !slices.ContainsFunc(hits, func(h index.Hit) bool { return slices.Contains(codes(h), c.want) }) {
			t.Errorf("%q lacks %s:", c.text, c.want)
			for _, h := range hits {
				t.Logf("  %s %v", h.Surface, codes(h))
			}
		}
	}
}

func TestEvidenceSpeaksForAWord(t *testing.T) {
	d := mustNew(t, grammarBrands...)
	for _, c := range []struct {
		doc  feeds.Document
		want string
	}{
		{feeds.Document{Text: "we log it in beacon"}, "name_position=in"},
		{feeds.Document{Text: "we log it there with Beacon"}, "exact_spelling"},
		{feeds.Document{Text: "see beacon.com"}, "web_ending"},
		{feeds.Document{Text: "thanks @beacon"}, "written_as_handle"},
		{feeds.Document{Text: "a beacon it is", Notes: "With Ada of Beacon."}, "in_notes"},
		{feeds.Document{Text: "a beacon it is", People: []feeds.Person{{Name: "Ada Lund (Beacon)"}}}, "in_people"},
	} {
		c.doc.Language = "en"
		hits := d.Detect(&c.doc)
		if len(hits) == 0 || !slices.Contains(codes(hits[0]), c.want) {
			t.Errorf("%q lacks %s: %v", c.doc.Text, c.want, codes(hits[0]))
		}
	}
}

// The kind of a name is the first reason of its hits.
func TestKindsOfNames(t *testing.T) {
	d := mustNew(t, append(grammarBrands, index.Brand{ID: "kel", Name: "Kel"}, index.Brand{ID: "lin", Name: "Linear"}, index.Brand{ID: "ali", Name: "Quortex", Aliases: []string{"Zibbex"}})...)
	for text, want := range map[string]index.ReasonCode{
		"we use Zorvel": index.ReasonName, "we use QXR": index.ReasonInitials, "we use Kel": index.ReasonShortName, "we use Blue Apple": index.ReasonPhrase,
		"we use Next": index.ReasonEverydayWord, "we use Linear": index.ReasonDictionaryWord, "we use Zibbex": index.ReasonName,
	} {
		h := only(t, d, feeds.Document{Text: text, Language: "en"})
		if h.Reasons[0].Code != want {
			t.Errorf("%q: %v, want %s first", text, codes(h), want)
		}
		if h.Brand == "ali" && !slices.Contains(codes(h), "alias=Zibbex") {
			t.Errorf("%q: %v lacks the alias", text, codes(h))
		}
	}
}
