package podcast

import (
	"strings"

	tags "golang.org/x/text/language"

	"github.com/namedrop/namedrop/feeds/plain"
)

// languageNames are languages as people write them, and the codes of ISO 639-2 that libraries use, which
// the tag parser doesn't know.
var languageNames = map[string]string{
	"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es", "espanol": "es",
	"castellano": "es", "dutch": "nl", "nederlands": "nl", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "portugues": "pt",
	"swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da", "norwegian": "no", "norsk": "no", "finnish": "fi", "suomi": "fi", "polish": "pl",
	"polski": "pl", "russian": "ru", "русский": "ru", "japanese": "ja", "日本語": "ja", "chinese": "zh", "中文": "zh", "korean": "ko", "한국어": "ko",
	"turkish": "tr", "türkçe": "tr", "czech": "cs", "arabic": "ar", "hebrew": "he", "greek": "el", "hungarian": "hu", "romanian": "ro", "ukrainian": "uk",
	"alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cze": "cs", "dut": "nl", "fre": "fr", "geo": "ka", "ger": "de", "gre": "el",
	"ice": "is", "mac": "mk", "mao": "mi", "may": "ms", "per": "fa", "rum": "ro", "slo": "sk", "tib": "bo", "wel": "cy",
}

// language returns a language as its BCP 47 tag: "eng" and "English" are "en", "en_US" is "en-US". The
// codes for no language or several are empty. What is no language is left as it is, if it isn't too long.
func language(s string) string {
	s = plain.Line(s)
	if len(s) > maxTag {
		return ""
	}
	main, rest, _ := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	small := strings.ToLower(strings.TrimSpace(main))
	if code := languageNames[small]; code != "" {
		small = code
	} else if len(small) == 3 {
		if base, err := tags.ParseBase(small); err == nil {
			small = base.String() // the two letters, where there are two
		}
	}
	switch small {
	case "und", "mul", "zxx", "mis": // undetermined, several, none, uncoded
		return ""
	}
	if small == strings.ToLower(main) {
		small = main // as it was written
	}
	if rest = strings.TrimSpace(rest); rest == "" {
		return small
	}
	return small + "-" + rest
}
