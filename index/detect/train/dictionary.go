// Package train learns what the search for misheard names needs: pronunciations, the costs of
// mishearings, the words beside which names stand, and the weights of the evidence. It also
// measures how well that works on documents that nothing was learned from.
//
// The command index/detect/learn writes what is learned into the packages that embed it.
package train

import (
	"bytes"
	"compress/gzip"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

var dictionaryLine = regexp.MustCompile(`^\s*"((?:[^"\\]|\\.)*)": "([A-Z0-2 ]+)",?\s*$`)

// Dictionary reads the module of the npm package cmu-pronouncing-dictionary, which has a word and
// its pronunciation in each line, and returns the lines of a [sound.Dictionary]. Entries with
// other characters than letters and apostrophes are left out.
func Dictionary(module []byte) []byte {
	readings := map[string][]string{}
	for line := range strings.Lines(string(module)) {
		found := dictionaryLine.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		word, _, _ := strings.Cut(found[1], "(")
		sounds := string(sound.Parse(found[2]))
		if sounds == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz'") != "" || slices.Contains(readings[word], sounds) {
			continue
		}
		readings[word] = append(readings[word], sounds)
	}
	var out bytes.Buffer
	for _, word := range slices.Sorted(maps.Keys(readings)) {
		out.WriteString(word + "\t" + strings.Join(readings[word], "\t") + "\n")
	}
	return out.Bytes()
}

// Pack compresses a file to be embedded. The same content gives the same bytes.
func Pack(content []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(content) // a buffer refuses nothing
	_ = w.Close()
	return out.Bytes()
}
