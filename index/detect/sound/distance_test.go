package sound_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index/detect/sound"
)

func TestSoundsOfEachLanguage(t *testing.T) {
	for _, c := range []struct {
		word                   string
		english, dutch, german string
	}{
		{"phone", "fon", "fone", "fone"},
		{"rx", "areks", "eriks", "eriks"},
		{"o'neil", "onel", "onel", "onel"},
		{"bob's", "bobs", "bops", "bops"},
		{"aaa", "a", "a", "a"},
		{"", "", "", ""},
	} {
		for language, want := range map[sound.Language]string{sound.English: c.english, sound.Dutch: c.dutch, sound.German: c.german} {
			if got := string(say(language, c.word)); got != want {
				t.Errorf("%s in language %d sounds %q, want %q", c.word, language, got, want)
			}
		}
	}
}

func TestLanguageTags(t *testing.T) {
	for tag, want := range map[string]sound.Language{"nl": sound.Dutch, "NL-be": sound.Dutch, "de-AT": sound.German, "en": sound.English, "": sound.English, "nld": sound.English, "fr": sound.English} {
		if got := sound.LanguageOf(tag); got != want {
			t.Errorf("%q is read as %d, want %d", tag, got, want)
		}
	}
}

var phones = rapid.StringMatching(`[pbtdkgfvszmnlrwyhaeiouSCJTX0-9]{0,20}`)

// A limit changes only when the comparison gives up, never a distance within it.
func TestWithinAgreesWithDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := []byte(phones.Draw(t, "a")), []byte(phones.Draw(t, "b"))
		limit := rapid.IntRange(0, 3000).Draw(t, "limit")
		d, within := sound.Distance(a, b), sound.Within(a, b, limit)
		if d <= limit && within != d || d > limit && within <= limit {
			t.Fatalf("distance %d, within %d it is %d", d, limit, within)
		}
	})
}

// The distance is no less than the difference of the weights and no more than their sum:
// the bounds on weights rely on it.
func TestWeightsBoundTheDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := []byte(phones.Draw(t, "a")), []byte(phones.Draw(t, "b"))
		wa, wb, d := sound.Weight(a), sound.Weight(b), sound.Distance(a, b)
		if d > wa+wb {
			t.Fatalf("%q and %q: weights %d and %d, distance %d", a, b, wa, wb, d)
		}
	})
}

// Begins never rules out a word that a name within the limit begins with.
func TestBeginsLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, word, rest := []byte(phones.Draw(t, "name")), []byte(phones.Draw(t, "word")), []byte(phones.Draw(t, "rest"))
		limit := rapid.IntRange(0, 1500).Draw(t, "limit")
		if sound.Distance(name, append(word[:len(word):len(word)], rest...)) <= limit && !sound.Begins(name, word, limit) {
			t.Fatalf("%q may not begin %q within %d, yet %q%q is", word, name, limit, word, rest)
		}
	})
}

// The classes of two words together are those of both in one.
func TestClassesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := []byte(phones.Draw(t, "a")), []byte(phones.Draw(t, "b"))
		both := append(a[:len(a):len(a)], b...)
		if got, want := sound.ClassesOf(a).Plus(sound.ClassesOf(b)), sound.ClassesOf(both); got != want {
			t.Fatalf("%q and %q: %v, want %v", a, b, got, want)
		}
		if got, want := sound.OnsetOf(a).Then(sound.OnsetOf(b)), sound.OnsetOf(both); got.First != want.First || got.Consonants == 2 && got.Second != want.Second {
			t.Fatalf("onset of %q and %q: %v, want %v", a, b, got, want)
		}
	})
}
