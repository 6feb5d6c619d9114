package sound_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index/detect/sound"
)

var voices = map[string]sound.Voice{"English": sound.VoiceOf(sound.English), "Dutch": sound.VoiceOf(sound.Dutch), "German": sound.VoiceOf(sound.German)}

var letters = rapid.StringMatching(`[a-z]{1,14}`)

// What was heard right costs nothing, and nothing costs less than that.
func TestDistanceOfTheSameIsNothing(t *testing.T) {
	for name, v := range voices {
		rapid.Check(t, func(t *rapid.T) {
			a, b := v.Heard(nil, []byte(letters.Draw(t, "a"))), v.Heard(nil, []byte(letters.Draw(t, "b")))
			if d := v.Costs().Distance(a, a); d != 0 {
				t.Fatalf("%s: %q is %d from itself", name, a, d)
			}
			if v.Costs().Distance(a, b) < 0 {
				t.Fatalf("%s: %q and %q are nearer than the same", name, a, b)
			}
		})
	}
}

// Words that are heard one after the other cost what they cost as one.
func TestHearingWordByWord(t *testing.T) {
	for name, v := range voices {
		rapid.Check(t, func(t *rapid.T) {
			said := v.Heard(nil, []byte(letters.Draw(t, "said")))
			var row sound.Row
			var all []byte
			v.Costs().Begin(&row, said)
			for range rapid.IntRange(0, 4).Draw(t, "words") {
				word := v.Heard(nil, []byte(letters.Draw(t, "word")))
				v.Costs().Hear(&row, said, word, 1<<30)
				all = append(all, word...)
			}
			all = all[:min(len(all), 200)]
			if len(all) <= sound.MaxSounds {
				if whole := v.Costs().Distance(said, all); row[len(said)] != whole {
					t.Fatalf("%s: %d word by word, %d at once", name, row[len(said)], whole)
				}
			}
		})
	}
}

// A limit changes only when the comparison gives up, never a distance within it.
func TestALimitLosesNothing(t *testing.T) {
	for name, v := range voices {
		rapid.Check(t, func(t *rapid.T) {
			said, heard := v.Heard(nil, []byte(letters.Draw(t, "said"))), v.Heard(nil, []byte(letters.Draw(t, "heard")))
			limit := rapid.Int32Range(0, 3000).Draw(t, "limit")
			var row sound.Row
			v.Costs().Begin(&row, said)
			least := v.Costs().Hear(&row, said, heard, limit)
			if d := v.Costs().Distance(said, heard); d <= limit && (least > limit || row[len(said)] != d) {
				t.Fatalf("%s: distance %d, limit %d: gave up at %d", name, d, limit, least)
			}
		})
	}
}

// A word that a name may not start with is never the beginning of its best place: leaving the word
// out costs at most the margin more.
func TestStartsLosesLittle(t *testing.T) {
	for name, v := range voices {
		rapid.Check(t, func(t *rapid.T) {
			said := v.Heard(nil, []byte(letters.Draw(t, "said")))
			first, rest := v.Heard(nil, []byte(letters.Draw(t, "first"))), v.Heard(nil, []byte(letters.Draw(t, "rest")))
			margin := rapid.Int32Range(0, 300).Draw(t, "margin")
			var begun sound.Row
			v.Costs().Begin(&begun, said)
			bounds := v.Costs().Bounds(said, 1<<30, -1000)
			if len(first) == 0 || v.Costs().Starts(&begun, &bounds, said, first, 1<<30, margin) {
				return
			}
			with, without := v.Costs().Distance(said, append(first[:len(first):len(first)], rest...)), v.Costs().Distance(said, rest)
			if with+margin < without {
				t.Fatalf("%s: %d with the first word, %d without", name, with, without)
			}
		})
	}
}

// Costs that grow never make a distance shorter.
func TestDistanceGrowsWithTheCosts(t *testing.T) {
	dear := sound.NewCosts("B P 400\nB = 300\nB - 500\n- P 500\n")
	cheap := sound.NewCosts("B P 200\nB = 300\nB - 500\n- P 500\n")
	b, p := sound.Parse("B"), sound.Parse("P")
	if d, c := dear.Distance(b, p), cheap.Distance(b, p); d != 400 || c != 200 {
		t.Errorf("%d and %d", d, c)
	}
}
