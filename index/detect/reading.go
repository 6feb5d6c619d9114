package detect

import (
	"sync/atomic"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/detect/words"
)

// reading is one way in which a name is pronounced.
type reading struct {
	name   *spokenName
	sounds []byte
	worth  int32
	begun  *sound.Row // nothing heard yet
}

// spokenName is a name that may be misheard, with its readings.
type spokenName struct {
	brand, entry int32
	key          string
	words        []string // folded
	kind         spokenKind
	common       bool // one word that is common enough to be said without meaning the brand
	readings     []reading
}

type spokenKind uint8

const (
	nameOfItsOwn spokenKind = iota
	nameOfWords             // of several common words
	nameIsWord              // one word of a dictionary
	nameInitials
)

// Counts in some 19 million words from which on a word is common, and from which on a name spelled
// right is left to the exact stage.
const (
	commonCount   = 400
	ordinaryCount = 60
)

// voices holds the spoken names of the detector's brands, by language. Each brand's are made when
// they are first needed.
type voices [languages][]atomic.Pointer[[]spokenName]

func (d *Detector) voice(language sound.Language) sound.Voice {
	if l := d.opts.Learned; l != nil && language == sound.English {
		return sound.EnglishWith(l.Costs)
	}
	return sound.VoiceOf(language)
}

// spokenNames returns the names of a brand that may be misheard.
func (d *Detector) spokenNames(brand int32, language sound.Language) []spokenName {
	at := &d.voices[language][brand]
	if known := at.Load(); known != nil {
		return *known
	}
	names := d.newSpokenNames(brand, language)
	at.Store(&names)
	return names
}

func (d *Detector) newSpokenNames(brand int32, language sound.Language) (names []spokenName) {
	voice := d.voice(language)
	first, end := d.entriesOf(brand)
	for at := first; at < end; at++ {
		e := &d.entries[at]
		if e.form > byHeardAs || len(e.key) < minSpokenLetters {
			continue
		}
		n := spokenName{brand: brand, entry: at, key: e.key}
		common := true
		for w := range wordsOf(withoutAccents(e.name)) {
			n.words = append(n.words, w)
			common = common && words.Count(w) >= commonCount
		}
		switch {
		case e.acronym:
			n.kind = nameInitials
		case common && len(n.words) > 1:
			n.kind = nameOfWords
		case common || len(n.words) == 1 && level(e.key, "en") != words.Unknown:
			n.kind = nameIsWord
		}
		n.common = len(n.words) == 1 && words.Count(e.key) >= ordinaryCount
		list := voice.Readings(withoutAccents(e.name))
		if at == first {
			for _, p := range d.brands[brand].soundsLike {
				list = append(list, voice.Readings(withoutAccents(p))...)
			}
		}
		for _, sounds := range list {
			r := reading{sounds: sounds, worth: voice.Costs().Worth(sounds), begun: new(sound.Row)}
			if r.worth >= minWorth[language] && len(sounds) <= sound.MaxSounds {
				voice.Costs().Begin(r.begun, sounds)
				n.readings = append(n.readings, r)
			}
		}
		if len(n.words) > 0 && len(n.readings) > 0 {
			names = append(names, n)
		}
	}
	for i := range names {
		for j := range names[i].readings {
			names[i].readings[j].name = &names[i]
		}
	}
	return names
}

// minSpokenLetters and minWorth are how much a name must have to be looked for. Shorter ones sound
// like too many words.
const minSpokenLetters = 3

var minWorth = [languages]int32{sound.English: 0, sound.Dutch: 180, sound.German: 180}

// withoutAccents folds the letters of a name that are not ASCII and keeps the case of the others.
func withoutAccents(name string) string {
	var b []byte
	for _, r := range name {
		switch folded := ""; {
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		default:
			if folded = foldRune(r); folded == "" {
				folded = " "
			} else if folded == ignorable {
				folded = ""
			}
			b = append(b, folded...)
		}
	}
	return string(b)
}
