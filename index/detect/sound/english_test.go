package sound_test

import (
	"bytes"
	"hash/fnv"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index/detect/sound"
)

func TestHeardEnglish(t *testing.T) {
	v := sound.VoiceOf(sound.English)
	for word, want := range map[string]string{
		"phone": "F OW N", "knight": "N AY T", "nexstar": "N EH K S T AA R", "rx": "AA R EH K S", "b2b": "B IY T UW B IY",
		"klaviyo": "K L AE V Y OW", "vendor's": "V EH N D ER Z", "東京": "", "'": "", "": "",
	} {
		if got := sound.Format(v.Heard(nil, []byte(word))); got != want {
			t.Errorf("%s sounds %q, want %q", word, got, want)
		}
	}
}

func TestReadingsOfNames(t *testing.T) {
	v := sound.VoiceOf(sound.English)
	for name, want := range map[string]string{
		"FPL": "EH F P IY EH L", "YETI": "Y EH T IY", "AcelRx": "AH S AH L AA R EH K S", "Tallgrass": "T AA L G R AE S", "AT&T": "EY T IY AH N D T IY",
		"Zürich": "", "Nextorra": "N EH K S T AO R AH", "3M": "TH R IY EH M", "東京": "", "!!!": "",
	} {
		var got []string
		for _, r := range v.Readings(name) {
			got = append(got, sound.Format(r))
		}
		if want == "" && len(got) > 0 || want != "" && !strings.Contains("|"+strings.Join(got, "|")+"|", "|"+want+"|") {
			t.Errorf("%s is read %q, want %q among them", name, got, want)
		}
	}
}

func TestARPAbet(t *testing.T) {
	const klaviyo = "K L EY V IY OW"
	if got := sound.Format(sound.Parse("K L EY1 V IY0 OW2")); got != klaviyo {
		t.Errorf("%q", got)
	}
	if got := sound.Parse("K QQ"); got != nil {
		t.Errorf("an unknown symbol is read as %q", got)
	}
}

// The committed letter-to-sound table has seen all words of the dictionary. What it knows of words
// that it has not seen is measured in index/detect/train.
func TestTheDictionaryIsWhole(t *testing.T) {
	n, words := 0, fnv.New32a()
	sound.Words().Each(func(word []byte, readings [][]byte) {
		n++
		words.Write(word)
		if got := sound.Words().First(word); !bytes.Equal(got, readings[0]) {
			t.Fatalf("%s is found as %q, not %q", word, got, readings[0])
		}
	})
	if n < 120_000 {
		t.Errorf("%d words", n)
	}
}

func FuzzReadings(f *testing.F) {
	for _, name := range []string{"Klaviyo", "AcelRx", "AT&T", "FPL", "YETI 3", "東京", "'s", "\xff\xfe", strings.Repeat("tallgrass", 40)} {
		f.Add(name)
	}
	v := sound.VoiceOf(sound.English)
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) > 800 {
			return
		}
		list := v.Readings(name)
		if len(list) > 8 {
			t.Errorf("%d readings of %q", len(list), name)
		}
		for _, r := range list {
			if len(r) > sound.MaxSounds || len(sound.Parse(sound.Format(r))) != len(r) {
				t.Errorf("%q is read %q", name, r)
			}
		}
		if heard := v.Heard(nil, []byte(strings.ToLower(name))); len(heard) > 8*len(name)+8 {
			t.Errorf("%q has %d sounds", name, len(heard))
		}
	})
}
