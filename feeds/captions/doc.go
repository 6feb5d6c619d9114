// Package captions reads transcripts: WebVTT, SRT, podcast JSON and its dialects, TTML,
// HTML and plain text, as publishers really write them.
//
// The content decides what a file is; the declared type is a hint for what can't be told
// otherwise. What has time codes becomes cues, in order of time, speakers apart from the
// words; what hasn't becomes text. Captions that roll, each repeating the last, are
// folded so that every word is there once. A file without words is an error.
package captions
