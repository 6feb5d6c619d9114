package detect

// rhymes are letters whose names are taken for one another: "FTL" for FPL.
var rhymes = func() (t [256]uint8) {
	for i, group := range []string{"bcdegptvz3", "fsx", "mn", "ajkh8", "quw", "iy", "lo", "r"} {
		for _, c := range group {
			t[c] = uint8(i + 1)
		}
	}
	return t
}()

// soundsSpelt reports whether a folded word is a name of initials with one letter
// misheard.
func soundsSpelt(name string, word string) bool {
	if len(name) != len(word) || len(name) < 3 || name == word {
		return false
	}
	wrong := 0
	for i := range len(name) {
		a, b := name[i], word[i]
		if a == b {
			continue
		}
		if wrong++; wrong > 1 || rhymes[a] == 0 || rhymes[a] != rhymes[b] && !confusable(a, b) {
			return false
		}
	}
	return wrong == 1
}

// confusable holds the pairs that share no vowel but a consonant.
func confusable(a, b byte) bool {
	switch string([]byte{min(a, b), max(a, b)}) {
	case "ps", "bf", "fp", "cs", "sz", "lm", "ln":
		return true
	}
	return false
}
