package captions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
)

// A transcript for reading may have a time every few minutes. Only the paragraph behind one has its
// second; of the others the order and the speaker are known, and nothing else.
func TestParagraphsBetweenSparseTimes(t *testing.T) {
	const text = `**Ann Reed:** Welcome to the show.

**Bo Vos:** Glad to be here.

**Bo Vos:** [04:07] We moved to Larkmeter last year.

It took a week.

**Ann Reed:** And before that?

**Bo Vos:** [08:30] A spreadsheet.

**Ann Reed:** Of course. [09:00] Shall we go on?
`
	r, err := captions.Parse([]byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	want := []feeds.Cue{
		{Speaker: "Ann Reed", Text: "Welcome to the show.", Untimed: true},
		{Speaker: "Bo Vos", Text: "Glad to be here.", Untimed: true},
		{Start: 247, End: 247, Speaker: "Bo Vos", Text: "We moved to Larkmeter last year."},
		{Start: 247, End: 247, Speaker: "Bo Vos", Text: "It took a week.", Untimed: true},
		{Start: 247, End: 247, Speaker: "Ann Reed", Text: "And before that?", Untimed: true},
		{Start: 510, End: 510, Speaker: "Bo Vos", Text: "A spreadsheet."},
		{Start: 510, End: 510, Speaker: "Ann Reed", Text: "Of course.", Untimed: true},
		{Start: 540, End: 540, Speaker: "Ann Reed", Text: "Shall we go on?"},
	}
	if diff := cmp.Diff(want, r.Cues); diff != "" {
		t.Error(diff)
	}
}
