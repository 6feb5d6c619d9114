package train

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// Pair is a place where a recognizer wrote something else than was said, in sounds.
type Pair struct {
	Group       string // the recording: pairs of one are never learned from and judged on
	Said, Heard []byte
}

// Lengths in sounds of the pairs that are learned from.
const (
	leastSaid, mostSaid   = 3, 24
	leastHeard, mostHeard = 2, 28
)

// Pairs reads lines of recording, recognizer, what was said and what was heard, separated by tabs.
func Pairs(r io.Reader, voice sound.Voice) (list []Pair, err error) {
	say := func(text string) (sounds []byte) {
		for word := range strings.FieldsSeq(text) {
			sounds = voice.Heard(sounds, []byte(word))
		}
		return sounds
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 4 || strings.ContainsAny(fields[2]+fields[3], "0123456789") {
			continue
		}
		p := Pair{fields[0], say(fields[2]), say(fields[3])}
		if len(p.Said) >= leastSaid && len(p.Said) <= mostSaid && len(p.Heard) >= leastHeard && len(p.Heard) <= mostHeard {
			list = append(list, p)
		}
	}
	return list, lines.Err()
}

const (
	sounds  = sound.Sounds
	nothing = sounds // heard in place of a sound that was left out
)

// channel is the chances of hearing sounds, given what was said: each sound is heard as another or
// left out, and before each any number of sounds may be added.
type channel struct {
	heard  [sounds][sounds + 1]float64
	added  [sounds]float64
	none   float64         // nothing is added
	common [sounds]float64 // share of each sound in what is heard, whatever was said
}

// The channel before anything is learned, which also steadies what is learned of rare sounds.
func firstChannel() *channel {
	c := &channel{none: 0.92}
	for a := range sounds {
		total := 0.0
		for b := range sounds + 1 {
			p := 0.002
			switch {
			case b == nothing:
				p = 0.08
			case a == b:
				p = 0.75
			case sound.Alike(sound.FirstSound+byte(a), sound.FirstSound+byte(b)):
				p = 0.02
			}
			c.heard[a][b] = p
			total += p
		}
		for b := range c.heard[a] {
			c.heard[a][b] /= total
		}
		c.added[a], c.common[a] = 0.08/sounds, 1.0/sounds
	}
	return c
}

const (
	channelRounds = 8
	priorCounts   = 20
	// related is how much more likely than by chance a pair must be, in nats for each sound said.
	// Others are no mishearings but other words.
	related = 0.6
)

// learnChannel estimates the channel by expectation maximization.
func learnChannel(pairs []Pair) *channel {
	c := firstChannel()
	for range channelRounds {
		next := new(channel)
		gaps := 1.0
		for _, p := range pairs {
			if c.count(p, next) {
				gaps += float64(len(p.Said) + 1)
			}
		}
		c = next.estimated(gaps)
	}
	return c
}

// count adds the expected counts of one pair. It returns false when the pair is no mishearing.
func (c *channel) count(p Pair, next *channel) bool {
	n, m := len(p.Said), len(p.Heard)
	forward, backward := grid(n, m), grid(n, m)
	forward[0][0] = 1
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			f := forward[i][j]
			if j < m {
				forward[i][j+1] += f * c.added[p.Heard[j]-sound.FirstSound]
			}
			if i < n {
				said := &c.heard[p.Said[i]-sound.FirstSound]
				forward[i+1][j] += f * c.none * said[nothing]
				if j < m {
					forward[i+1][j+1] += f * c.none * said[p.Heard[j]-sound.FirstSound]
				}
			}
		}
	}
	all := forward[n][m] * c.none
	chance := 0.0
	for _, h := range p.Heard {
		chance += math.Log(c.common[h-sound.FirstSound])
	}
	if all < 1e-280 || math.Log(all)-chance < related*float64(n) {
		return false
	}
	backward[n][m] = c.none
	for i := n; i >= 0; i-- {
		for j := m; j >= 0; j-- {
			f := forward[i][j] / all
			if j < m {
				heard := p.Heard[j] - sound.FirstSound
				b := c.added[heard] * backward[i][j+1]
				backward[i][j] += b
				next.added[heard] += f * b
			}
			if i < n {
				said := p.Said[i] - sound.FirstSound
				b := c.none * c.heard[said][nothing] * backward[i+1][j]
				backward[i][j] += b
				next.heard[said][nothing] += f * b
				if j < m {
					heard := p.Heard[j] - sound.FirstSound
					b := c.none * c.heard[said][heard] * backward[i+1][j+1]
					backward[i][j] += b
					next.heard[said][heard] += f * b
				}
			}
		}
	}
	for _, h := range p.Heard {
		next.common[h-sound.FirstSound]++
	}
	return true
}

// estimated turns counts into chances.
func (c *channel) estimated(gaps float64) *channel {
	prior := firstChannel()
	for a := range sounds {
		total := 0.0
		for b := range c.heard[a] {
			c.heard[a][b] += priorCounts * prior.heard[a][b]
			total += c.heard[a][b]
		}
		for b := range c.heard[a] {
			c.heard[a][b] /= total
		}
	}
	added, heard := 0.0, 0.0
	for b := range sounds {
		c.added[b] += 0.5
		c.common[b] += 5
		added += c.added[b]
		heard += c.common[b]
	}
	for b := range sounds {
		c.added[b] /= added + gaps
		c.common[b] /= heard
	}
	c.none = gaps / (added + gaps)
	return c
}

// Costs learns the costs of mishearings and returns the lines that [sound.NewCosts] reads. A cost
// is how much less likely hearing something is than hearing what was said, each against chance.
func Costs(pairs []Pair) string {
	c := learnChannel(pairs)
	var out bytes.Buffer
	write := func(said, heard string, nats, most float64) {
		fmt.Fprintf(&out, "%s %s %d\n", said, heard, int(math.Round(100*max(nats, most))))
	}
	name := func(s int) string { return sound.Format([]byte{sound.FirstSound + byte(s)}) }
	for a := range sounds {
		worth := math.Log(c.heard[a][a] / c.common[a])
		write(name(a), "=", worth, 0)
		write(name(a), "-", worth-math.Log(c.heard[a][nothing]), 0.1)
		write("-", name(a), -math.Log(c.added[a]/c.common[a]), 0)
		for b := range sounds {
			if a != b {
				write(name(a), name(b), worth-math.Log(c.heard[a][b]/c.common[b]), 0.05)
			}
		}
	}
	return out.String()
}
