package detect

import "github.com/namedrop/namedrop/feeds"

// spoken reports whether a text may have been misheard: captions and recognised speech
// by their origin, text with times where nothing is said of its origin. What a publisher
// calls a transcript is judged by its looks, for many are a recogniser's output.
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

// looksRecognised goes by what people who write a transcript do and machines don't:
// captions of sound in brackets, sentences that end where cues end, dashes and quotation
// marks. A text without capitals or without full stops was written by a machine.
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
