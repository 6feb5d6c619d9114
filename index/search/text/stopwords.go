package text

// stopWords carry little meaning in one of the languages and are no other word in the
// others. They are indexed like all words. Only in a query of several bare words are they
// optional.
var stopWords = set(
	// English
	"a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "from", "with", "by", "about",
	"is", "are", "were", "be", "been", "do", "does", "did", "has", "have", "had",
	"what", "which", "who", "whom", "whose", "how", "why", "when", "where", "that", "this", "these", "those",
	"vs", "versus", "it", "its", "as", "we", "they", "them", "their", "our", "my", "your", "me", "us", "you", "i",
	// Dutch
	"de", "het", "een", "en", "van", "op", "te", "voor", "met", "zijn", "wat", "hoe", "wie", "over", "dat", "dit", "naar", "aan", "bij",
	"ik", "je", "jij", "jullie", "wij", "ze", "zij", "hij", "waarom", "waar", "wanneer", "welke", "er", "om", "uit",
	// German
	"der", "das", "und", "ein", "eine", "einen", "im", "mit", "von", "zu", "wie", "ist", "auf", "dem", "des", "ueber", "uber",
	"ich", "sie", "ihr", "wir", "warum", "wo", "welche", "den", "aus", "bei",
	// French
	"le", "la", "les", "un", "une", "du", "dans", "pour", "avec", "est", "que", "qui", "et", "au", "aux",
	// Spanish
	"el", "los", "las", "una", "y", "por", "con", "es", "del", "al",
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// StopWord reports whether a folded word is a stop word.
func StopWord(word string) bool { return stopWords[word] }

// frequent are words that most passages of half a minute have, in one of the languages.
// Pairs of them are indexed as terms. The list is short because twice as many words make
// four times as many pairs.
var frequent = set(
	"the", "to", "and", "of", "a", "in", "that", "is", "it", "for", "you", "we", "i", "on", "with", "this", "be", "are", "have", "so", "they", "was", "but", "not",
	"de", "het", "een", "en", "van", "ik", "je", "dat", "te", "niet", "op", "zijn", "die", "voor", "met", "maar",
	"der", "das", "und", "ich", "ist", "es", "nicht", "zu", "ein", "eine", "wir", "sie", "den", "mit", "auf", "auch",
	"la", "le", "les", "et", "des", "un", "une", "que", "est", "pas", "vous", "il", "pour", "el", "y", "los", "no", "lo", "se", "por", "con",
)

// Frequent reports whether most passages in its language have a folded word.
func Frequent(word string) bool { return frequent[word] }

// questions are stop words that start a question.
var questions = set(
	"what", "which", "who", "whom", "whose", "how", "why", "when", "where", "do", "does", "did", "is", "are",
	"wat", "wie", "hoe", "waarom", "waar", "wanneer", "welke", "was", "warum", "wo", "welche", "que", "qui", "comment", "pourquoi", "quien", "como",
)

// StartsQuestion reports whether a question may start with a folded word.
func StartsQuestion(word string) bool { return questions[word] }

// asking are words that people ask with, not what they ask about.
var asking = set(
	"people", "person", "anyone", "anybody", "someone", "somebody", "everyone", "everybody", "say", "says", "saying", "said", "think", "thinks", "thinking", "thought",
	"talk", "talks", "talking", "talked", "tell", "mention", "mentions", "mentioned", "mentioning", "feel", "opinion", "opinions", "ever", "much", "many",
	"mensen", "iemand", "iedereen", "zeggen", "zegt", "gezegd", "vinden", "vindt", "denken", "denkt", "noemen", "noemt", "genoemd", "mening", "praten", "praat",
	"leute", "jemand", "sagen", "sagt", "gesagt", "denken", "denkt", "meinen", "meinung", "gens", "disent", "pensent", "avis", "gente", "dicen", "piensan", "opina",
)

// Asking reports whether people ask with a folded word more often than about it.
func Asking(word string) bool { return asking[word] }
