package sound

// Voice is how a language sounds: what a word of a text sounds like, how a name may be
// pronounced, and what it costs to hear one for the other. English was learned from data, see
// [English]; Dutch and German follow letter rules.
type Voice interface {
	// Heard appends the sounds of a folded word of a text, which may contain apostrophes.
	Heard(dst, word []byte) []byte
	// Readings returns the ways in which a name without accents may be pronounced.
	Readings(name string) [][]byte
	// Costs returns the costs of mistaking sounds of this voice.
	Costs() *Costs
}

// VoiceOf returns the voice of a language. The first call for English takes some 50 ms, in which
// the dictionary is unpacked.
func VoiceOf(language Language) Voice {
	if language == English {
		return learned()
	}
	return rules[language]
}

// MaxSounds is how many sounds of a name or a word are compared. The rest is ignored.
const MaxSounds = 48
