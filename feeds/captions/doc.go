// Package captions reads transcripts: WebVTT, SRT, podcast JSON and its dialects, TTML,
// HTML and plain text, including the faults that publishers make in them.
//
// The content decides which format a file has; the declared type is only a hint. A file with time
// codes becomes cues, in order of time, with the speakers apart from the words. A file without
// becomes text. Rolling captions, in which each line repeats the previous one, are folded so that
// every word is there once. A file without words is an error.
package captions
