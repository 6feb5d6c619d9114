package text

// small are words that carry little by themselves in one of the languages and mean
// nothing else in the others. They are indexed like all words; only a bare query of
// several words doesn't insist on them.
var small = set(
	// English
	"a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "from", "with", "by", "about",
	"is", "are", "were", "be", "been", "do", "does", "did", "has", "have", "had",
	"what", "which", "who", "whom", "whose", "how", "why", "when", "where", "that", "this", "these", "those",
	"it", "its", "as", "we", "they", "them", "their", "our", "my", "your", "me", "us", "you", "i",
	// Dutch
	"de", "het", "een", "en", "van", "op", "te", "voor", "met", "zijn", "wat", "hoe", "wie", "over", "dat", "dit", "naar", "aan", "bij",
	// German
	"der", "das", "und", "ein", "eine", "einen", "im", "mit", "von", "zu", "wie", "ist", "auf", "dem", "des", "ueber",
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

// Small reports whether a folded word carries little by itself.
func Small(word string) bool { return small[word] }
