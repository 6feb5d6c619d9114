package index_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index"
)

func TestReasonsAsTextAndJSON(t *testing.T) {
	for _, c := range []struct {
		reason     index.Reason
		text, json string
	}{
		{index.NewReason(index.ReasonName, ""), "the name, not a dictionary word", `{"code":"name"}`},
		{index.NewReason(index.ReasonName, "ignored"), "the name, not a dictionary word", `{"code":"name"}`},
		{index.NewReason(index.ReasonSoundsLike, "Acme"), "sounds like “Acme”", `{"code":"sounds_like","params":{"name":"Acme"}}`},
		{index.NewReason(index.ReasonContext, "{word}"), "“{word}” is near", `{"code":"context_word","params":{"word":"{word}"}}`},
		{index.Reason{Code: index.ReasonVerb, Against: true}, "used as a verb", `{"code":"verb","against":true}`},
		{index.Reason{Code: "made_up", Params: map[string]string{"x": "y"}}, "made_up", `{"code":"made_up","params":{"x":"y"}}`},
	} {
		if got := c.reason.Text(); got != c.text {
			t.Errorf("%s reads %q, want %q", c.reason.Code, got, c.text)
		}
		raw, err := json.Marshal(c.reason)
		if err != nil || string(raw) != c.json {
			t.Errorf("%s is written as %s, want %s (%v)", c.reason.Code, raw, c.json, err)
		}
		var back index.Reason
		if err := json.Unmarshal(raw, &back); err != nil || !back.Equal(c.reason) {
			t.Errorf("%s came back as %+v (%v)", raw, back, err)
		}
	}
}

func TestSentence(t *testing.T) {
	against := func(code index.ReasonCode, value string) index.Reason {
		r := index.NewReason(code, value)
		r.Against = true
		return r
	}
	for _, c := range []struct {
		reasons []index.Reason
		want    string
	}{
		{nil, ""},
		{[]index.Reason{index.NewReason(index.ReasonName, "")}, "The name, not a dictionary word"},
		{[]index.Reason{index.NewReason(index.ReasonDictionaryWord, ""), index.NewReason(index.ReasonTitle, ""), against(index.ReasonLowerElsewhere, ""), against(index.ReasonVerb, "")},
			"The name, also a dictionary word; the title names it. Against: lower case elsewhere in the text; used as a verb"},
		{[]index.Reason{index.NewReason(index.ReasonName, ""), against(index.ReasonExcluded, "Über")}, "The name, not a dictionary word. Against: “Über” rules it out"},
	} {
		if got := index.Sentence(c.reasons); got != c.want {
			t.Errorf("%v\n%q, want\n%q", c.reasons, got, c.want)
		}
	}
}

// Every code has a phrase of its own with one parameter at most, and is documented.
func TestEveryCodeIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../docs/detection.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]index.ReasonCode{}
	for _, code := range index.ReasonCodes() {
		text := index.Reason{Code: code}.Text()
		if other, taken := seen[text]; taken {
			t.Errorf("%s and %s read the same: %q", code, other, text)
		}
		seen[text] = code
		if !regexp.MustCompile(`^[a-z_]+$`).MatchString(string(code)) || strings.Count(index.NewReason(code, "x").Text(), "{") > 0 {
			t.Errorf("code %q reads %q", code, text)
		}
		row := fmt.Sprintf("| `%s` |", code)
		if p := code.Param(); p != "" {
			row += fmt.Sprintf(" `%s` |", p)
		}
		if !strings.Contains(string(raw), row) {
			t.Errorf("docs/detection.md lacks %s", row)
		}
	}
}

func TestSoundAlikesOfOldHits(t *testing.T) {
	for _, c := range []struct {
		hit  index.Hit
		want bool
	}{
		{index.Hit{Reason: "sounds like “Acme”; the title names it"}, true},
		{index.Hit{Reason: "the name, a word of its own"}, false},
		{index.Hit{Reason: "Sounds like “Acme”", Reasons: []index.Reason{index.NewReason(index.ReasonSoundsLike, "Acme")}}, true},
		{index.Hit{Reason: "sounds like x", Reasons: []index.Reason{index.NewReason(index.ReasonName, "")}}, false},
		{index.Hit{}, false},
	} {
		if got := c.hit.IsSoundAlike(); got != c.want {
			t.Errorf("%q: %v, want %v", c.hit.Reason, got, c.want)
		}
	}
}

func TestMostConfident(t *testing.T) {
	hits := func(confidences ...float64) (out []index.Hit) {
		for i, c := range confidences {
			out = append(out, index.Hit{Start: i, Confidence: c})
		}
		return out
	}
	for _, c := range []struct {
		hits []index.Hit
		most int
		want []int
	}{
		{hits(.1, .9, .5), 2, []int{1, 2}},
		{hits(.9, .1, .5, .9), 2, []int{0, 3}},
		{hits(.5, .5, .5), 2, []int{0, 1}}, // the first of equals
		{hits(.5, .4), 2, []int{0, 1}},
		{hits(.5, .4), 5, []int{0, 1}},
		{hits(.5), 0, nil},
		{nil, 3, nil},
	} {
		var got []int
		for _, h := range index.MostConfident(c.hits, c.most) {
			got = append(got, h.Start)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%d of %v (-want +got):\n%s", c.most, c.hits, diff)
		}
	}
}

func TestMostConfidentKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []index.Hit
		for i, c := range rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 30).Draw(t, "confidences") {
			list = append(list, index.Hit{Start: i, Confidence: c})
		}
		most := rapid.IntRange(0, 30).Draw(t, "most")
		got := index.MostConfident(slices.Clone(list), most)
		if len(got) != min(most, len(list)) || !slices.IsSortedFunc(got, func(a, b index.Hit) int { return a.Start - b.Start }) {
			t.Fatalf("%d of %d", len(got), len(list))
		}
		kept, least := map[int]bool{}, 2.0
		for _, h := range got {
			kept[h.Start], least = true, min(least, h.Confidence)
		}
		for _, h := range list {
			if !kept[h.Start] && h.Confidence > least {
				t.Fatalf("%v is left out, %v is kept", h.Confidence, least)
			}
		}
	})
}

// A mention's id must not change: it is in the URLs of the desk and in events.
func TestMentionIDs(t *testing.T) {
	a := index.MentionID("w", "acme", "doc")
	if a != index.MentionID("w", "acme", "doc") {
		t.Error("an id changes")
	}
	for _, other := range []string{index.MentionID("w2", "acme", "doc"), index.MentionID("w", "acme2", "doc"), index.MentionID("w", "acme", "doc2"), index.MentionID("wa", "cme", "doc")} {
		if other == a {
			t.Error("two mentions share an id")
		}
	}
}
