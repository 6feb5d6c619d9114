package detect

// Threshold is the least confidence of a hit that is reported. Hits below it are unsure.
const Threshold = 0.5

// Options change what a [Detector] looks for. The zero value is the product's
// configuration.
type Options struct {
	// NoSound turns off the search for sound-alikes.
	NoSound bool
	// Learned replaces what is committed about misheard names, and Observe is called with each
	// sound-alike before it is judged. Both are for training, see index/detect/train.
	Learned *Learned
	Observe func(Observation)
	// Feedback is the team's decisions on earlier mentions, by brand id. See [Feedback].
	Feedback map[string]Feedback
	// Dismissed counts the single hits that were dismissed, by brand id and by the words as they
	// were written there.
	Dismissed map[string]map[string]int
}
