package sound_test

import (
	"testing"

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
		s := sound.Rules(sound.English).Costs().Similarity(say(sound.English, tt.name...), say(sound.English, tt.heard...))
		if tt.alike != (s > 0.8) {
			t.Errorf("%v and %v: %.2f", tt.name, tt.heard, s)
		}
	}
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
	})
}
