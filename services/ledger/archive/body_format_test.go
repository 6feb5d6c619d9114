package archive

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
)

func TestBodiesComeBack(t *testing.T) {
	seconds := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-5, 1e8).Draw(t, "ms")) / 1000 }),
		rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e9, 1e300, 0.0001, math.MaxFloat64}))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		cues := rapid.SliceOf(rapid.Custom(func(t *rapid.T) feeds.Cue {
			c := feeds.Cue{Start: seconds.Draw(t, "start"), End: seconds.Draw(t, "end"),
				Speaker: rapid.SampledFrom([]string{"", "Ann", "Bo"}).Draw(t, "speaker"), Text: rapid.String().Draw(t, "said")}
			if c.Untimed = rapid.Bool().Draw(t, "untimed"); c.Untimed {
				c.End = c.Start
			} else if c.End == -1 {
				c.End = -2 // -1 stands for no time: readers of transcripts give no end before the start
			}
			return c
		})).Draw(t, "cues")
		d := feeds.Document{}
		if err := unpackBody(packBody(&feeds.Document{Text: text, Cues: cues}), &d); err != nil {
			t.Fatal(err)
		}
		if len(cues) == 0 {
			cues = nil
		}
		if diff := cmp.Diff(feeds.Document{Text: text, Cues: cues}, d); diff != "" {
			t.Fatal(diff)
		}
		for i, c := range d.Cues {
			if math.Signbit(c.Start) != math.Signbit(cues[i].Start) {
				t.Fatal("a sign was lost")
			}
		}
	})
}

// A stored body of the first release: format 1 must stay readable.
func TestTheFirstFormatStaysReadable(t *testing.T) {
	stored := []byte("\x05hello" + "\x02" + "\x00" + "\x00\xa0\x1f\x00\xd0\x0f" + "\x03Ann\x00" + "\x02so\x04then")
	text, cues, err := decodeBody(stored)
	want := []feeds.Cue{{Start: 0, End: 2, Speaker: "Ann", Text: "so"}, {Start: 2, End: 3, Text: "then"}}
	if diff := cmp.Diff(want, cues); err != nil || text != "hello" || diff != "" {
		t.Error(err, text, diff)
	}
}

func FuzzDecodeBody(f *testing.F) {
	f.Add(encodeBody(nil, "text", nil))
	f.Add(encodeBody(nil, "", []feeds.Cue{{Start: 1, End: 2.5, Speaker: "Ann", Text: "so"}, {Start: 1e-7, Text: "then"}}))
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		text, cues, err := decodeBody(b)
		if err != nil {
			return
		}
		if size := len(text) + len(cues); size > len(b) {
			t.Errorf("%d bytes made %d", len(b), size)
		}
	})
}
