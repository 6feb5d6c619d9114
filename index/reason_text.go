package index

import (
	"maps"
	"slices"
	"strings"
)

// reasonTexts holds the English phrase of each code. A word in braces is the name of the
// code's only parameter.
var reasonTexts = map[ReasonCode]string{
	ReasonName:           "the name, not a dictionary word",
	ReasonInitials:       "the initials",
	ReasonShortName:      "a short name",
	ReasonPhrase:         "the full name",
	ReasonRareWord:       "the name, also a rare word",
	ReasonDictionaryWord: "the name, also a dictionary word",
	ReasonEverydayWord:   "the name, also an everyday word",
	ReasonSoundsLike:     "sounds like “{name}”",
	ReasonAlias:          "by its alias “{name}”",

	ReasonHeardAs:               "a confirmed mishearing",
	ReasonHandle:                "its handle",
	ReasonDomain:                "its web address",
	ReasonWebEnding:             "followed by a web ending",
	ReasonAsHandle:              "written as a handle",
	ReasonExactSpelling:         "written exactly as you write it",
	ReasonCapital:               "with a capital",
	ReasonContext:               "“{word}” is near",
	ReasonNamePosition:          "where a name would be, after “{word}”",
	ReasonTitle:                 "the title names it",
	ReasonNotes:                 "the show notes name it",
	ReasonPeople:                "the list of people names it",
	ReasonCertain:               "certain elsewhere in the text",
	ReasonConfirmations:         "your earlier confirmations",
	ReasonUnknownWord:           "not an ordinary word",
	ReasonRepeated:              "recognized this way several times",
	ReasonRelatedName:           "a related name is in the text",
	ReasonNamePositionBefore:    "where a name would be, before “{word}”",
	ReasonSameLetters:           "the same letters as the name",
	ReasonModelConfirmed:        "confirmed by the language model",
	ReasonModelConfirmedBecause: "confirmed by the language model: {reason}",

	ReasonInAddress:            "inside an address that is not the brand's",
	ReasonEnding:               "with an ending",
	ReasonInflectedWord:        "an inflected word",
	ReasonCompound:             "the first part of a longer word",
	ReasonAnyCompound:          "which may be any compound",
	ReasonUnknownTail:          "the rest of the word is unknown",
	ReasonPlural:               "with a plural s",
	ReasonPluralOfWord:         "a plural of an ordinary word",
	ReasonPluralOfRareWord:     "a plural of a rare word",
	ReasonPluralIsWord:         "the plural is another word, “{word}”",
	ReasonAccent:               "with an accent that the name does not have",
	ReasonLongerSpelling:       "part of a longer word that is spelled out",
	ReasonSpelledOut:           "spelled out",
	ReasonStutter:              "one word twice, “{words}”",
	ReasonSplitPlural:          "written apart, with a plural s",
	ReasonSplitAddress:         "pieced together from an address",
	ReasonSplit:                "written apart as “{words}”",
	ReasonSplitWords:           "written apart as the ordinary words “{words}”",
	ReasonPunctuation:          "punctuation inside the name",
	ReasonTwoSentences:         "two sentences, or two items of a list",
	ReasonNoCapitals:           "the text has no capitals",
	ReasonAllCapitals:          "all in capitals",
	ReasonLowerCase:            "without a capital",
	ReasonNotAllCapitals:       "not all in capitals",
	ReasonSentenceStart:        "at the start of a sentence",
	ReasonVerb:                 "used as a verb",
	ReasonAfterModal:           "after “{word}”",
	ReasonDate:                 "reads like a date",
	ReasonDeterminer:           "“{word}” before it makes it a common word",
	ReasonArticle:              "“{word}” before it",
	ReasonVerbPosition:         "where a verb would be",
	ReasonOfAfter:              "“{word}” after it makes it a common word",
	ReasonLongerName:           "part of a longer name, “{name}”",
	ReasonExcluded:             "“{word}” rules it out",
	ReasonNoContext:            "none of its context words is near",
	ReasonDismissals:           "your earlier dismissals",
	ReasonLowerElsewhere:       "lower case elsewhere in the text",
	ReasonContainsName:         "a longer word that contains the name",
	ReasonOneEverydayWord:      "an everyday word",
	ReasonEverydayWords:        "everyday words",
	ReasonOneWord:              "an ordinary word",
	ReasonOrdinaryWords:        "ordinary words",
	ReasonTime:                 "an expression of time",
	ReasonSmallWord:            "ends in a small word",
	ReasonNameIsWord:           "the name is itself a word",
	ReasonFewSounds:            "a name with few sounds",
	ReasonNoEvidence:           "nothing else names it",
	ReasonLetters:              "spelled quite differently",
	ReasonOddPosition:          "names rarely stand after “{word}”",
	ReasonOddPositionBefore:    "names rarely stand before “{word}”",
	ReasonRivalName:            "sounds more like another name",
	ReasonOverlapsName:         "shares words with another name",
	ReasonPartOfName:           "only a part of the name",
	ReasonRecognized:           "recognized correctly elsewhere",
	ReasonCertainOnce:          "certain only once in the text",
	ReasonModelRejected:        "rejected by the language model",
	ReasonModelRejectedBecause: "rejected by the language model: {reason}",
}

// ReasonCodes returns all codes, sorted.
func ReasonCodes() []ReasonCode { return slices.Sorted(maps.Keys(reasonTexts)) }

// Param returns the name of the code's parameter, or "" when it has none.
func (c ReasonCode) Param() string {
	_, rest, found := strings.Cut(reasonTexts[c], "{")
	if !found {
		return ""
	}
	name, _, _ := strings.Cut(rest, "}")
	return name
}

// NewReason returns a reason for a hit. The value is that of the code's parameter and is
// ignored when the code has none.
func NewReason(code ReasonCode, value string) Reason {
	r := Reason{Code: code}
	if name := code.Param(); name != "" {
		r.Params = map[string]string{name: value}
	}
	return r
}

// Text returns the reason in English, or its code when it is unknown.
func (r Reason) Text() string {
	text, known := reasonTexts[r.Code]
	if !known {
		return string(r.Code)
	}
	if name := r.Code.Param(); name != "" {
		return strings.Replace(text, "{"+name+"}", r.Params[name], 1)
	}
	return text
}

// Equal reports whether two reasons are the same.
func (r Reason) Equal(o Reason) bool {
	return r.Code == o.Code && r.Against == o.Against && maps.Equal(r.Params, o.Params)
}

// Sentence returns reasons as one English sentence: what was found, what speaks for it and,
// after "Against", what speaks against it.
func Sentence(reasons []Reason) string {
	var pro, contra []string
	for _, r := range reasons {
		if r.Against {
			contra = append(contra, r.Text())
		} else {
			pro = append(pro, r.Text())
		}
	}
	sentence := strings.Join(pro, "; ")
	if len(contra) > 0 {
		sentence += ". Against: " + strings.Join(contra, "; ")
	}
	return capitalize(sentence)
}

// capitalize changes the first letter, which is a letter of ASCII in all phrases.
func capitalize(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// HasReason reports whether the hit has a reason of one of these codes.
func (h Hit) HasReason(codes ...ReasonCode) bool {
	return slices.ContainsFunc(h.Reasons, func(r Reason) bool { return slices.Contains(codes, r.Code) })
}

// IsSoundAlike reports whether the hit is a word that only sounds like the name. Hits from
// before reasons had codes are recognized by their sentence.
func (h Hit) IsSoundAlike() bool {
	return h.HasReason(ReasonSoundsLike) || len(h.Reasons) == 0 && strings.HasPrefix(h.Reason, "sounds like ")
}

// SoundsLike returns the name that a sound-alike was taken for. It is empty for other hits and
// for hits from before reasons had codes.
func (h Hit) SoundsLike() string {
	for _, r := range h.Reasons {
		if r.Code == ReasonSoundsLike {
			return r.Params[r.Code.Param()]
		}
	}
	return ""
}
