package sound

// vowel writes a run of vowel letters as one of five classes.
func (r *reader) vowel(language Language) {
	c, next := r.word[r.i], r.at(1)
	if c == 'e' && r.last(1) && r.i > 1 && language == English && !isVowel(r.at(-1)) && len(r.out)-r.from > 1 {
		r.i++ // silent, as in "wave"
		return
	}
	var pairs []pair
	switch c {
	case 'a':
		pairs = aPairs
	case 'e':
		pairs = ePairs
	case 'i':
		pairs = iPairs
	case 'o':
		pairs = oPairs
	case 'u':
		pairs = uPairs
	}
	for _, p := range pairs {
		if next == p.second {
			if next == 'w' && isVowel(r.at(2)) {
				break
			}
			r.put(p.sound, 2)
			return
		}
	}
	if c == 'y' {
		c = 'i'
	}
	r.put(c, 1)
}

// pair is a vowel's second letter and what the two sound like.
type pair struct{ second, sound byte }

var (
	aPairs = []pair{{'i', 'e'}, {'y', 'e'}, {'u', 'o'}, {'w', 'o'}, {'a', 'a'}}
	ePairs = []pair{{'e', 'i'}, {'a', 'i'}, {'i', 'e'}, {'y', 'e'}, {'u', 'u'}, {'w', 'u'}}
	iPairs = []pair{{'e', 'i'}}
	oPairs = []pair{{'o', 'u'}, {'u', 'o'}, {'a', 'o'}, {'w', 'o'}, {'e', 'u'}, {'i', 'o'}, {'y', 'o'}}
	uPairs = []pair{{'i', 'u'}, {'e', 'u'}, {'u', 'u'}}
)

// consonant reads one consonant, or a pair that sounds as one, as in English.
func (r *reader) consonant(language Language) {
	c, next := r.word[r.i], r.at(1)
	start := r.i == 0
	switch c {
	case 'c':
		switch {
		case next == 'h':
			if r.at(2) == 'r' || r.at(2) == 'l' {
				r.put('k', 2)
			} else {
				r.put(ch, 2)
			}
		case next == 'k':
			r.put('k', 2)
		case next == 'c' && soft(r.at(2)):
			r.put('k', 1)
			r.put('s', 1)
		case soft(next):
			r.put('s', 1)
		default:
			r.put('k', 1)
		}
	case 'g':
		switch {
		case next == 'h' && start:
			r.put('g', 2)
		case next == 'h':
			r.i += 2 // night, though
		case next == 'n' && start:
			r.i++
		case next == 'e' || next == 'y':
			r.put(jay, 1)
		default:
			r.put('g', 1)
		}
	case 'j':
		r.put(jay, 1)
	case 'd':
		if next == 'g' && soft(r.at(2)) {
			r.put(jay, 2)
		} else {
			r.put('d', 1)
		}
	case 'k':
		if next == 'n' && start {
			r.i++
		} else {
			r.put('k', 1)
		}
	case 'p':
		switch {
		case next == 'h':
			r.put('f', 2)
		case start && (next == 's' || next == 'n' || next == 't'):
			r.i++
		default:
			r.put('p', 1)
		}
	case 'q':
		r.put('k', 1)
		if next == 'u' {
			r.put('w', 1)
		}
	case 's':
		switch {
		case next == 'h':
			r.put(sh, 2)
		case next == 'c' && r.at(2) == 'h':
			r.put('s', 1)
			r.put('k', 2)
		case next == 'c' && soft(r.at(2)):
			r.put('s', 2)
		case r.has("sion"):
			r.put(sh, 2)
		default:
			r.put('s', 1)
		}
	case 't':
		switch {
		case next == 'h':
			r.put(th, 2)
		case r.has("tch"):
			r.put(ch, 3)
		case r.has("tion"):
			r.put(sh, 2)
		default:
			r.put('t', 1)
		}
	case 'w':
		switch {
		case next == 'r' && start:
			r.i++
		case next == 'h':
			r.put('w', 2)
		default:
			r.put('w', 1)
		}
	case 'x':
		if start {
			r.put('z', 1)
			return
		}
		r.put('k', 1)
		r.out = append(r.out, 's')
	case 'h':
		if isVowel(next) {
			r.put('h', 1)
		} else {
			r.i++
		}
	case 'm':
		if next == 'b' && r.last(2) {
			r.put('m', 2)
		} else {
			r.put('m', 1)
		}
	default:
		r.put(c, 1)
	}
}

// dutch reads what differs from English; it reports whether it read anything.
func (r *reader) dutch() bool {
	c, next := r.word[r.i], r.at(1)
	switch {
	case r.has("sch") && r.last(3):
		r.put('s', 3)
	case r.has("sch"):
		r.put('s', 1)
		r.put(ach, 2)
	case r.has("ch"):
		r.put(ach, 2)
	case c == 'g' && r.at(-1) == 'n':
		r.i++
	case c == 'g':
		r.put(ach, 1)
	case r.has("sj"):
		r.put(sh, 2)
	case r.has("tj"):
		r.put(ch, 2)
	case c == 'j':
		r.put('y', 1)
	case c == 'v':
		r.put('f', 1)
	case c == 'w':
		r.put('v', 1)
	case c == 't' && next == 'h':
		r.put('t', 2)
	case c == 'd' && r.last(1):
		r.put('t', 1)
	case c == 'b' && r.last(1):
		r.put('p', 1)
	default:
		return false
	}
	return true
}

// german reads what differs from English; it reports whether it read anything.
func (r *reader) german() bool {
	c, next := r.word[r.i], r.at(1)
	switch {
	case r.has("tsch"):
		r.put(ch, 4)
	case r.has("sch"):
		r.put(sh, 3)
	case r.has("ch"):
		r.put(ach, 2)
	case c == 's' && r.i == 0 && (next == 't' || next == 'p'):
		r.put(sh, 1)
	case c == 's' && isVowel(next) && !r.has("ss"):
		r.put('z', 1)
	case c == 'z' || r.has("tz"):
		n := 1
		if c == 't' {
			n = 2
		}
		r.put('t', 0)
		r.put('s', n)
	case c == 'j':
		r.put('y', 1)
	case c == 'v':
		r.put('f', 1)
	case c == 'w':
		r.put('v', 1)
	case r.has("qu"):
		r.put('k', 1)
		r.put('v', 1)
	case c == 't' && next == 'h':
		r.put('t', 2)
	case c == 'g' && !r.has("gh"):
		r.put('g', 1)
	case c == 'd' && r.last(1):
		r.put('t', 1)
	case c == 'b' && r.last(1):
		r.put('p', 1)
	default:
		return false
	}
	return true
}
