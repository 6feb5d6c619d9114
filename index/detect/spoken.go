package detect

import "github.com/namedrop/namedrop/feeds"

// spoken reports whether a text may contain mishearings. Captions and speech recognition may;
// so may text with times whose origin is unknown. A publisher's transcript is judged by its
// looks, because many publishers use speech recognition.
func spoken(doc *feeds.Document) bool {
	switch doc.Origin {
	case feeds.Captions, feeds.Speech:
		return true
	case feeds.None:
		return false
	}
	if len(doc.Cues) == 0 {
		return false
	}
	return doc.Origin != feeds.Publisher || looksRecognised(doc.Cues)
}

// looksRecognised looks for what people who transcribe do and machines don't: sounds in
// brackets, dashes, quotation marks. A text without capitals or full stops comes from a machine.
func looksRecognised(cues []feeds.Cue) bool {
	var letters, capitals, stops, human, chars int
	for i := range cues {
		t := cues[i].Text
		chars += len(t)
		for j := range len(t) {
			switch c := t[j]; {
			case c >= 'a' && c <= 'z':
				letters++
			case c >= 'A' && c <= 'Z':
				letters++
				capitals++
			case c == '.' || c == '?' || c == '!':
				stops++
			case c == '[' || c == ']' || c == '"' || c == ';' || c == '(':
				human++
			case c == 0xe2: // dashes, ellipses and curly quotes
				human++
			}
		}
		if chars > 8*sampleBytes {
			break
		}
	}
	if letters == 0 {
		return false
	}
	return capitals*100 < letters || stops*400 < chars || human*2000 < chars
}
