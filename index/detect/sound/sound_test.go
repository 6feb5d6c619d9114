package sound_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index/detect/sound"
)

func say(l sound.Language, words ...string) (out []byte) {
	for _, w := range words {
		out = sound.Append(out, []byte(w), l)
	}
	return out
}

func TestSounds(t *testing.T) {
	for _, tt := range []struct {
		language sound.Language
		word     string
		want     string
	}{
		{sound.English, "phone", "fon"},
		{sound.English, "knight", "nit"},
		{sound.English, "accent", "aksent"},
		{sound.English, "quick", "kwik"},
		{sound.English, "bridge", "briJ"},
		{sound.English, "nation", "naSon"},
		{sound.Dutch, "schip", "sXip"},
		{sound.Dutch, "goed", "Xut"},
		{sound.Dutch, "wijs", "ves"},
		{sound.German, "zeit", "tset"},
		{sound.German, "wasser", "vaser"},
		{sound.German, "stein", "Sten"},
		{sound.English, "abc123", "abk123"},
	} {
		if got := string(say(tt.language, tt.word)); got != tt.want {
			t.Errorf("%s sounds %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestAlikeAndUnlike(t *testing.T) {
	for _, tt := range []struct {
		name, heard []string
		alike       bool
	}{
		{[]string{"zorvelta"}, []string{"sore", "velta"}, true},
		{[]string{"nextorra"}, []string{"next", "aura"}, true},
		{[]string{"cyndara"}, []string{"sin", "dara"}, true},
		{[]string{"klariva"}, []string{"clarifa"}, true},
		{[]string{"amazon"}, []string{"customer"}, false},
		{[]string{"nextorra"}, []string{"tomorrow"}, false},
	} {
		s := sound.Similarity(say(sound.English, tt.name...), say(sound.English, tt.heard...))
		if tt.alike != (s > 0.8) {
			t.Errorf("%v and %v: %.2f", tt.name, tt.heard, s)
		}
	}
}

// TestDistance holds what the index relies on: symmetry, zero for the same, and a lower
// bound that is one.
func TestDistance(t *testing.T) {
	word := rapid.StringMatching(`[a-z0-9]{1,14}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := say(sound.English, word.Draw(t, "a")), say(sound.English, word.Draw(t, "b"))
		if sound.Distance(a, a) != 0 {
			t.Fatal("a word is not itself")
		}
		d := sound.Distance(a, b)
		if d != sound.Distance(b, a) {
			t.Fatal("not symmetric")
		}
		if low := sound.Excess(sound.ClassesOf(a), sound.ClassesOf(b)); low > d {
			t.Fatalf("bound %d over distance %d of %q and %q", low, d, a, b)
		}
	})
}

func FuzzAppend(f *testing.F) {
	f.Add([]byte("knight"), uint8(0))
	f.Add([]byte("schtscht"), uint8(1))
	f.Add([]byte("tzqu\xff"), uint8(2))
	f.Fuzz(func(t *testing.T, word []byte, language uint8) {
		out := sound.Append(nil, word, sound.Language(language%3))
		if len(out) > 7*len(word)+2 {
			t.Errorf("%q became %d sounds", word, len(out))
		}
		if s := sound.Similarity(out, word); s < 0 || s > 1 {
			t.Errorf("similarity %v", s)
		}
	})
}
