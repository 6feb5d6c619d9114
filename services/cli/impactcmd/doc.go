// Package impactcmd is the command `namedrop impact`: a series of visits or leads in,
// what a mention moved out, for a reader, as JSON or as a picture. The mathematics is
// in correlator/impact; here are files, words and drawing.
//
// Whatever is wrong with a file is said with its line. Nothing is guessed where two
// readings are possible: dates and numbers that can be read two ways are refused.
package impactcmd
