package speech

import "strings"

// languages are the names by which engines call what they heard, for the codes that feeds use. Whisper
// knows a hundred; these are the ones that shows are mostly in.
var languages = map[string]string{
	"english": "en", "dutch": "nl", "flemish": "nl", "german": "de", "french": "fr", "spanish": "es", "castilian": "es",
	"italian": "it", "portuguese": "pt", "polish": "pl", "swedish": "sv", "danish": "da", "norwegian": "no", "nynorsk": "nn",
	"finnish": "fi", "czech": "cs", "slovak": "sk", "hungarian": "hu", "romanian": "ro", "greek": "el", "turkish": "tr",
	"russian": "ru", "ukrainian": "uk", "hebrew": "he", "arabic": "ar", "hindi": "hi", "japanese": "ja", "korean": "ko",
	"chinese": "zh", "mandarin": "zh", "cantonese": "yue", "indonesian": "id", "vietnamese": "vi", "thai": "th", "catalan": "ca",
	"bulgarian": "bg", "croatian": "hr", "serbian": "sr", "slovenian": "sl", "estonian": "et", "latvian": "lv", "lithuanian": "lt",
}

// code returns the code of a language that an engine names by a word or a code. It is empty for one that
// isn't known.
func code(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if c := languages[name]; c != "" {
		return c
	}
	if name = primary(name); len(name) == 2 {
		return name
	}
	return ""
}
