// Package impactcmd is the command `namedrop impact`. It reads a series of visits or leads and
// writes the effect of a mention as text, JSON or a picture. The statistics are in
// correlator/impact; here are files, texts and drawing.
//
// Mistakes in a file are reported with their line. Nothing is guessed: dates and numbers that
// can be read in two ways are refused.
package impactcmd
