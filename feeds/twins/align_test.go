package twins

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
)

// recording makes cues of three seconds in which no run of words repeats. Advertisements of the given
// lengths, by the number of the cue before which they are played, move what follows.
func recording(cues int, breaks map[int]float64) []feeds.Cue {
	var out []feeds.Cue
	at := 0.0
	for i := range cues {
		at += breaks[i]
		out = append(out, feeds.Cue{Start: at, End: at + 3, Text: fmt.Sprintf("word%d then thing%d and more%d", i, i*7, i*13)})
		at += 3
	}
	return out
}

func TestTimesAreMovedByWords(t *testing.T) {
	video := recording(400, nil)
	episode := recording(400, map[int]float64{0: 30, 200: 60})
	got, moved := Shift(video, episode, nil, nil, 0)
	if !moved || len(got) != len(video) {
		t.Fatal("not moved")
	}
	untimed := 0
	for i, c := range got {
		if c.Untimed {
			untimed++
		} else if math.Abs(c.Start-episode[i].Start) > 1 {
			t.Errorf("cue %d is at %v, want %v", i, c.Start, episode[i].Start)
		}
		if c.Text != video[i].Text {
			t.Errorf("the words of cue %d changed", i)
		}
	}
	if untimed > 12 {
		t.Errorf("%d cues are untimed", untimed)
	}
}

func TestAFewKnownPlacesAreEnough(t *testing.T) {
	video := recording(400, nil)
	episode := recording(400, map[int]float64{0: 30})
	var known []feeds.Cue
	for _, at := range []int{20, 120, 220, 320} { // what a recogniser heard in four samples
		known = append(known, episode[at:at+4]...)
	}
	got, moved := Shift(video, known, nil, nil, 0)
	if !moved || math.Abs(got[200].Start-episode[200].Start) > 1 || got[200].Untimed {
		t.Errorf("%v %+v", moved, got[200])
	}
	if !got[0].Untimed || !got[399].Untimed {
		t.Error("far from a known place there may be another break: the time is unknown")
	}
}

func TestChaptersOfTheSameTitles(t *testing.T) {
	video := recording(400, nil)
	chapter := func(at float64, title string) feeds.Chapter { return feeds.Chapter{Start: at, Title: title} }
	a := []feeds.Chapter{chapter(0, "Hello"), chapter(300, "Reports"), chapter(500, "Costs"), chapter(600, "Prices"), chapter(900, "Bye")}
	b := []feeds.Chapter{chapter(0, "hello!"), chapter(331, "Reports"), chapter(531, "Costs"), chapter(631, "Prices"), chapter(991, "Bye")}
	got, moved := Shift(video, nil, a, b, 0)
	if !moved {
		t.Fatal("not moved")
	}
	if got[150].Untimed || math.Abs(got[150].Start-(450+31)) > 1 {
		t.Errorf("%+v, want 31 seconds later", got[150])
	}
	if !got[250].Untimed {
		t.Errorf("%+v lies between chapters with a break of 60 seconds somewhere", got[250])
	}
}

func TestNothingInCommonGivesNoTimes(t *testing.T) {
	for name, known := range map[string][]feeds.Cue{
		"no words":      nil,
		"other words":   {{Start: 5, End: 9, Text: "a talk about something that nobody in the video said"}},
		"a single spot": recording(400, nil)[10:12],
		"untimed words": {{Untimed: true, Text: recording(1, nil)[0].Text}},
	} {
		if got, moved := Shift(recording(400, nil), known, nil, nil, 0); moved || got != nil {
			t.Errorf("%s: %v", name, got[:1])
		}
	}
}

func TestShiftIsSafe(t *testing.T) {
	cue := rapid.Custom(func(t *rapid.T) feeds.Cue {
		at := rapid.Float64Range(-10, 5000).Draw(t, "at")
		return feeds.Cue{Start: at, End: at + rapid.Float64Range(0, 10).Draw(t, "length"), Text: rapid.StringMatching(`[a-e]( [a-e]){0,6}`).Draw(t, "text"), Untimed: rapid.Bool().Draw(t, "untimed")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOfN(cue, 0, 40).Draw(t, "a"), rapid.SliceOfN(cue, 0, 40).Draw(t, "b")
		got, moved := Shift(a, b, nil, nil, 1000)
		if moved && len(got) != len(a) {
			t.Fatal("cues were lost")
		}
		last := 0.0
		for i, c := range got {
			if c.Start < last || c.End < c.Start || c.Text != a[i].Text || math.IsNaN(c.Start) {
				t.Fatalf("%+v after %v", c, last)
			}
			last = c.Start
		}
	})
}

func TestTheFiller(t *testing.T) {
	video := feeds.Document{ID: "v", Kind: feeds.Video, URL: "https://www.youtube.com/watch?v=aaaaaaaaaaa", Language: "en", Origin: feeds.Captions, Cues: recording(40, nil)}
	episode := feeds.Document{ID: "e", Kind: feeds.Podcast, Origin: feeds.None, Duration: 1200}
	task := feeds.Task{Document: episode, Twins: []feeds.Document{video}}
	got, err := Filler{}.Fill(t.Context(), task)
	if err != nil || len(got.Cues) != 0 || got.Text == "" || got.From != "v" || got.Origin != feeds.Captions {
		t.Errorf("without words of its own the episode has no times: %+v %v", got, err)
	}
	task.Document.Cues = recording(40, map[int]float64{0: 12})
	if got, err = (Filler{}).Fill(t.Context(), task); err != nil || len(got.Cues) != 40 || math.Abs(got.Cues[20].Start-72) > 1 {
		t.Errorf("%+v %v", got, err)
	}
	task.Document.From = "v"
	if got, _ = (Filler{}).Fill(t.Context(), task); len(got.Cues) != 0 {
		t.Error("times that were borrowed before are taken for evidence")
	}
	task.Twins = []feeds.Document{{ID: "v"}}
	if _, err = (Filler{}).Fill(t.Context(), task); feeds.FaultOf(err) != feeds.FaultAbsent {
		t.Error(err)
	}
	if (Filler{}).Can(feeds.Task{Document: episode}) {
		t.Error("an episode without a twin can be filled")
	}
}
