package attribute

// numbered are the words before the number of an episode or issue.
var numbered = set("episode episodes ep eps afl aflevering afleveringen nr no number nummer issue nummertje deel part show folge e")

var spelled = map[string]int{"six": 6, "zes": 6, "seven": 7, "zeven": 7, "eight": 8, "acht": 8, "nine": 9, "negen": 9, "ten": 10, "tien": 10, "eleven": 11, "elf": 11, "twelve": 12, "twaalf": 12, "thirteen": 13, "dertien": 13, "fourteen": 14, "veertien": 14, "fifteen": 15, "vijftien": 15, "sixteen": 16, "zestien": 16, "seventeen": 17, "zeventien": 17, "eighteen": 18, "achttien": 18, "nineteen": 19, "negentien": 19, "twenty": 20, "twintig": 20, "thirty": 30, "dertig": 30, "forty": 40, "veertig": 40, "fifty": 50, "vijftig": 50}

// titleNumber returns the number of an episode in its title, or 0: it stands first, after a word for it, or after a #.
func titleNumber(ts []token) int {
	for i, t := range ts {
		n := number(t.word)
		if n > 0 && (t.hash || i == 0 && (len(ts) == 1 || ts[1].clause != t.clause) || i > 0 && numbered[ts[i-1].word]) {
			return n
		}
	}
	return 0
}

// answerNumber returns the number of an episode in an answer, with where it is. Right after a show's name, a
// number needs no word for it.
func answerNumber(ts []token, shows []foundShow) (n int, at span) {
	for i, t := range ts {
		n := max(number(t.word), spelled[t.word])
		if n == 0 {
			if _, small := counts[t.word]; !small || t.word == "a" || t.word == "een" {
				continue
			}
			n = counts[t.word]
		}
		if t.hash || i > 0 && numbered[ts[i-1].word] {
			if i+2 < len(ts) && (ts[i+1].word == "or" || ts[i+1].word == "of") && number(ts[i+2].word) > 0 {
				return 0, span{} // one of two
			}
			return n, span{max(0, i-1), i + 1}
		}
		if number(t.word) == 0 || i+1 < len(ts) && (units[ts[i+1].word] || months[ts[i+1].word] > 0) || i > 0 && months[ts[i-1].word] > 0 {
			continue
		}
		for _, s := range shows {
			if s.span.to == i && !s.partly {
				return n, span{i, i + 1}
			}
		}
	}
	return 0, span{}
}

var units = set("day days week weeks weken month months maand maanden dag dagen year years jaar minutes minuten people mensen agents tools times keer x episodes afleveringen min seats users gebruikers employees medewerkers fte euro percent")
