package detect

// Threshold is the confidence from which a hit is reported; below it, it is kept as
// unsure.
const Threshold = 0.5

// Options change what a [Detector] looks for. The zero value is the product's
// configuration.
type Options struct {
	// NoSound switches the sound-alike stage off.
	NoSound bool
	// Feedback is what people made of earlier mentions, by brand id. See [Feedback].
	Feedback map[string]Feedback
}
