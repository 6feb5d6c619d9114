package train

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// spelledWord is a word and one of its readings.
type spelledWord struct {
	letters, sounds []byte
}

// Rounds of estimating what letters sound like, and the least count of a context that is kept.
const (
	alignRounds  = 5
	leastContext = 2
	mostAnswers  = 6
)

// Spelling learns letter-to-sound from a dictionary and returns the lines of a [sound.Spelling].
// First each letter of each word is aligned to no, one or two sounds; then the sounds are counted
// by the letters around it. A context that agrees with the shorter ones is left out.
func Spelling(d *sound.Dictionary, use func(word []byte) bool) []byte {
	var list []spelledWord
	d.Each(func(word []byte, readings [][]byte) {
		if bytes.IndexByte(word, '\'') >= 0 || !use(word) {
			return
		}
		for _, r := range readings {
			list = append(list, spelledWord{word, r})
		}
	})
	chances := align(list)
	counts := make([]map[string]map[string]int, sound.Contexts)
	for n := range counts {
		counts[n] = map[string]map[string]int{}
	}
	for _, w := range list {
		for i, chunk := range best(w, chances) {
			for n := range counts {
				context := sound.Context(w.letters, i, n)
				if counts[n][context] == nil {
					counts[n][context] = map[string]int{}
				}
				counts[n][context][chunk]++
			}
		}
	}
	return pruned(counts)
}

// pruned keeps the contexts whose most frequent answer isn't already that of the kept shorter ones.
func pruned(counts []map[string]map[string]int) []byte {
	var out bytes.Buffer
	for n := range counts {
		shorter := sound.NewSpelling(out.Bytes())
		for _, context := range slices.Sorted(maps.Keys(counts[n])) {
			answers := ranked(counts[n][context])
			total := 0
			for _, a := range answers {
				total += int(a.Count)
			}
			if n > 0 {
				letters, letter := []byte(context[1:]), reachLeft(n)
				before := shorter.Likely(letters, letter)
				if total < leastContext || len(before) > 0 && before[0].Sounds == answers[0].Sounds {
					continue
				}
			}
			out.WriteString(context)
			for _, a := range answers[:min(len(answers), mostAnswers)] {
				fmt.Fprintf(&out, " %s %d", a.Sounds, int(a.Count))
			}
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

// reachLeft returns how many letters a context has before the letter itself.
func reachLeft(number int) int {
	return strings.IndexByte(sound.Context([]byte("########x"), 8, number)[1:], 'x')
}

func ranked(counts map[string]int) (list []sound.Answer) {
	for sounds, n := range counts {
		list = append(list, sound.Answer{Sounds: sounds, Count: float64(n)})
	}
	slices.SortFunc(list, func(a, b sound.Answer) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Sounds, b.Sounds))
	})
	return list
}

// chances is how likely a letter sounds like a chunk of sounds.
type chances [26]map[string]float64

func (c *chances) of(letter byte, chunk []byte) float64 {
	if p, known := c[letter-'a'][string(chunk)]; known {
		return p
	}
	return 1e-7
}

// align estimates the chances by expectation maximization.
func align(list []spelledWord) *chances {
	var now *chances
	start := [3]float64{0.3, 0.6, 0.1} // of none, one and two sounds, before anything is known
	for range alignRounds {
		next := new(chances)
		for l := range next {
			next[l] = map[string]float64{}
		}
		for _, w := range list {
			n, m := len(w.letters), len(w.sounds)
			if m > 2*n {
				continue
			}
			chance := func(i, j, k int) float64 {
				if now == nil {
					return start[k]
				}
				return now.of(w.letters[i], w.sounds[j:j+k])
			}
			forward, backward := grid(n, m), grid(n, m)
			forward[0][0], backward[n][m] = 1, 1
			for i := range n {
				for j := 0; j <= m; j++ {
					for k := 0; k <= 2 && j+k <= m && forward[i][j] > 0; k++ {
						forward[i+1][j+k] += forward[i][j] * chance(i, j, k)
					}
				}
			}
			for i := n - 1; i >= 0; i-- {
				for j := 0; j <= m; j++ {
					for k := 0; k <= 2 && j+k <= m; k++ {
						backward[i][j] += backward[i+1][j+k] * chance(i, j, k)
					}
				}
			}
			all := forward[n][m]
			if all <= 0 {
				continue
			}
			for i := range n {
				for j := 0; j <= m; j++ {
					for k := 0; k <= 2 && j+k <= m; k++ {
						if share := forward[i][j] * chance(i, j, k) * backward[i+1][j+k] / all; share > 1e-6 {
							next[w.letters[i]-'a'][string(w.sounds[j:j+k])] += share
						}
					}
				}
			}
		}
		for _, counts := range next {
			total := 0.0
			for _, chunk := range slices.Sorted(maps.Keys(counts)) {
				total += counts[chunk]
			}
			for chunk := range counts {
				counts[chunk] /= total
			}
		}
		now = next
	}
	return now
}

func grid(n, m int) [][]float64 {
	rows := make([][]float64, n+1)
	for i := range rows {
		rows[i] = make([]float64, m+1)
	}
	return rows
}

// best returns the most likely sounds of each letter of a word, or nil if it has too many sounds.
func best(w spelledWord, c *chances) []string {
	n, m := len(w.letters), len(w.sounds)
	score, taken := grid(n, m), grid(n, m)
	for i := range score {
		for j := range score[i] {
			score[i][j] = math.Inf(-1)
		}
	}
	score[0][0] = 0
	for i := range n {
		for j := 0; j <= m; j++ {
			for k := 0; k <= 2 && j+k <= m; k++ {
				if s := score[i][j] + math.Log(c.of(w.letters[i], w.sounds[j:j+k])); s > score[i+1][j+k] {
					score[i+1][j+k], taken[i+1][j+k] = s, float64(k)
				}
			}
		}
	}
	if math.IsInf(score[n][m], -1) {
		return nil
	}
	chunks := make([]string, n)
	for i, j := n, m; i > 0; i-- {
		k := int(taken[i][j])
		chunks[i-1] = string(w.sounds[j-k : j])
		j -= k
	}
	return chunks
}
