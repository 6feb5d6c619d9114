package detect

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// Each word has its own sounds, whatever texts came before and however many words a text has.
func TestVocabularyHasEachWord(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var b strings.Builder
	for range 2 << setBits * ways {
		b.WriteString(word(r, 1+r.IntN(9)))
		b.WriteString([]string{" ", "'s ", ", ", "é ", " uh "}[r.IntN(5)])
	}
	text := b.String()
	var h phoneticText
	for _, language := range []sound.Language{sound.English, sound.Dutch, sound.English} {
		for _, part := range []string{text[:len(text)/8], text, text[len(text)/2:]} {
			h.transcribe(part, language)
			for i, w := range h.words {
				h.foldWord(part, int(w.start))
				sounds := sound.Append(nil, h.folded, language)
				sounds = sounds[:min(len(sounds), maxWordSounds)]
				if got := h.entry(i).phones(); string(got) != string(sounds) {
					t.Fatalf("%q is known as %q, want %q", h.folded, got, sounds)
				}
			}
		}
	}
}

func TestPlainWordIsTheWordRead(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200_000 {
		text := make([]byte, r.IntN(20))
		for i := range text {
			text[i] = byte(r.IntN(256))
			if r.IntN(8) > 0 {
				text[i] = "azAZ09mKb7"[r.IntN(10)]
			}
		}
		key, n := asciiWord(string(text))
		want := 0
		for want < len(text) && foldByte[text[want]] != breakByte && foldByte[text[want]] != wideByte {
			text[want] = foldByte[text[want]]
			want++
		}
		if n != want || key != packWord(text[:want]) {
			t.Fatalf("%q: %d letters %x, want %d %x", text, n, key, want, packWord(text[:want]))
		}
	}
}
