package attribute

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryPlaceOfACueHasAName(t *testing.T) {
	var used []string
	for _, c := range channelCues {
		used = append(used, c.place)
	}
	for _, c := range elsewhereCues {
		used = append(used, c.place)
	}
	for _, p := range used {
		if Places[p] == "" {
			t.Errorf("the place %q has no name", p)
		}
	}
	for p := range Places {
		if !slices.Contains(used, p) {
			t.Errorf("no cue is of the place %q", p)
		}
	}
}

// Every reason of the labelled answers has a text whose parameters are all filled in, and the parts of a reason
// make one sentence.
func TestReasonsAreWhole(t *testing.T) {
	f, err := os.Open("testdata/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	published := time.Date(2026, 3, 9, 6, 0, 0, 0, time.UTC)
	m := New([]Mention{
		{ID: "m1", Kind: "podcast", Show: "Square Talk", Title: "#12: Moving house", People: []string{"Ada Quill"}, Published: published},
		{ID: "m2", Kind: "podcast", Show: "Square Talk", Title: "#13: The lease", People: []string{"Ada Quill", "Omar Venn"}, Published: published.AddDate(0, 0, 7)},
		{ID: "m3", Kind: "video", Network: "youtube", Show: "Paths", Title: "Soil and water", People: []string{"Ada Quill"}, Published: published},
	})
	texts := []string{"Square Talk #12 in March", "Ada and Omar", "Square Talk #99", "Square Talk and Paths", "Paths on YouTube last week", "Omar Venn at a conference", "soil and water video", "Square Talk 9 March", "Square Talk on Monday", ""}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if parts := strings.SplitN(lines.Text(), "|", 4); len(parts) == 4 {
			texts = append(texts, parts[3])
		}
	}
	for _, text := range texts {
		r := m.Match(Answer{ID: "a", Text: text, At: published.AddDate(0, 0, 11)})
		for i, why := range r.Reasons {
			says, ok := ReasonTexts[why.Code]
			if !ok {
				t.Fatalf("%q: no text for %q", text, why.Code)
			}
			for _, p := range parameter.FindAllString(says, -1) {
				name := strings.Trim(p, "{}")
				if _, ok := why.Params[name]; !ok && (name != "why" || i > 0 || len(r.Reasons) < 2) {
					t.Errorf("%q: %s lacks %s", text, why.Code, name)
				}
			}
			if want := strings.Count(says, "{") - strings.Count(says, "{why}"); len(why.Params) != want {
				t.Errorf("%q: %s has the parameters %v for %q", text, why.Code, why.Params, says)
			}
		}
		if s := r.Reason(); s == "" || strings.Contains(s, "%!") || strings.Contains(s, "<nil>") {
			t.Errorf("%q: %q", text, s)
		}
	}
}
