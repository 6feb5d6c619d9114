package twins

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// alike returns how much two titles have in common, 0 to 1, and how much of the shorter one the longer one
// has: a video's title adds a guest or a slogan, while titles that both have words of their own are more
// likely of two recordings. Rare words count for more. Titles that have no word beside the name of the show
// say nothing, and are as alike as can be.
func (m *matcher) alike(a, b title) (alike, covered float64) {
	if contradict(a, b) != "" {
		return 0, 0
	}
	bonus := 0.0
	if a.number > 0 && a.number == b.number {
		bonus = 0.25
	}
	if len(a.words) == 0 && len(b.words) == 0 {
		return 1, 1
	}
	total := func(words []string) (sum float64) {
		for _, w := range words {
			sum += m.weigh(w)
		}
		return sum
	}
	shared, left := 0.0, slices.Clone(b.words)
	for _, w := range a.words {
		if i := slices.IndexFunc(left, func(o string) bool { return sameWord(w, o) }); i >= 0 {
			shared += (m.weigh(w) + m.weigh(left[i])) / 2
			left = slices.Delete(left, i, i+1)
		}
	}
	wa, wb := total(a.words), total(b.words)
	if wa == 0 || wb == 0 {
		return bonus, 0
	}
	covered = shared / min(wa, wb)
	return min(1, (covered+2*shared/(wa+wb))/2+bonus), covered
}

func (m *matcher) weigh(w string) float64 {
	if v, ok := m.weight[w]; ok {
		return v
	}
	return math.Log(1 + float64(len(m.episodes)+len(m.videos)))
}

// sameWord reports whether two words are equal, or differ in one letter of a long one.
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < 6 || len(b) < 6 || a[0] != b[0] || a[0] <= '9' {
		return false
	}
	return closeBy([]rune(a), []rune(b))
}

// closeBy reports whether one letter added, left out or replaced makes two words equal.
func closeBy(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || slices.Equal(a[i+1:], b[i+1:])
	}
	return slices.Equal(a[i:], b[i+1:])
}

// certain reports whether a pair is beyond doubt, whoever published the two.
func (c candidate) certain() bool {
	return c.alike >= 0.85 && (c.length <= 0.01 || c.seconds <= 5) && c.days <= 1
}

// learn notes which channels belong to which shows: those of the same name, and those with a pair that is
// beyond doubt where no other channel has one for the same episode.
func (m *matcher) learn(all []candidate) {
	owners := map[int]map[string]bool{}
	for _, c := range all {
		if c.certain() && !m.generic(c) {
			if owners[c.episode] == nil {
				owners[c.episode] = map[string]bool{}
			}
			owners[c.episode][m.videos[c.video].Owner] = true
		}
	}
	for i, channels := range owners {
		if len(channels) == 1 {
			for channel := range channels {
				m.kin[[2]string{m.episodes[i].Owner, channel}] = true
			}
		}
	}
}

// related reports whether the two are known to be of one maker.
func (m *matcher) related(c candidate) bool {
	show, channel := m.episodes[c.episode].Owner, m.videos[c.video].Owner
	return m.Related || m.kin[[2]string{show, channel}] || sameName(show, channel)
}

// sameName reports whether the names of a show and a channel are alike.
func sameName(a, b string) bool {
	x, y := significant(a), significant(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if strings.Join(x, "") == strings.Join(y, "") {
		return true
	}
	shared := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			shared++
		}
	}
	return shared > 0 && shared == min(len(x), len(y)) && (shared > 1 || len(x) == len(y))
}

func significant(name string) []string {
	return slices.DeleteFunc(split(name), func(w string) bool { return idle[w] || w == "tv" || w == "channel" || w == "kanaal" })
}

// generic reports whether the title of an episode, or of the video, is that of another one near it too: it
// says nothing about which one it is.
func (m *matcher) generic(c candidate) bool {
	e, v := m.et[c.episode], m.vt[c.video]
	if len(e.words) == 0 && e.number == 0 || len(v.words) == 0 && v.number == 0 {
		return true
	}
	return repeated(c.episode, m.episodes, m.et) || repeated(c.video, m.videos, m.vt)
}

// near is how far apart recordings with one title are that are told apart by it: a daily show, but not a
// review of the year.
const near = 10 * 24 * time.Hour

func repeated(i int, list []Recording, titles []title) bool {
	for j := range list {
		if j != i && list[j].Owner == list[i].Owner && list[j].Published.Sub(list[i].Published).Abs() <= near &&
			math.Abs(list[j].Duration-list[i].Duration) <= maxLength*list[i].Duration && titles[j].number == titles[i].number &&
			slices.Equal(titles[j].words, titles[i].words) && slices.Equal(titles[j].marks, titles[i].marks) && titles[j].live == titles[i].live {
			return true
		}
	}
	return false
}

// fits reports whether a pair is good enough. The less is known of the two makers, and the less their
// titles have in common, the closer the rest has to be.
func (m *matcher) fits(c candidate) bool {
	a, b := m.strip(c.episode, c.video)
	if contradict(a, b) != "" {
		return false
	}
	close := c.length <= 0.01 || c.seconds <= 5
	exact := c.length <= 0.001 || c.seconds <= 4
	switch {
	case a.live != b.live && !(close && c.days <= 1.5 && c.alike >= 0.6):
		return false // the version with an audience is another recording
	case m.generic(c):
		return (close || c.length <= 0.02 && c.kin) && c.days <= 1 && c.alike >= 0.6
	case c.alike >= 0.85:
		return true
	case c.kin:
		return c.alike >= 0.55 && (c.covered >= 0.8 || close && c.days <= 1.5) || c.alike >= 0.3 && (exact || close && c.covered >= 0.6) && c.days <= 1
	}
	return c.alike >= 0.6 && c.covered >= 0.9 && (c.length <= 0.03 || c.seconds <= 10) && c.days <= 2 ||
		c.alike >= 0.6 && (c.length <= 0.008 || c.seconds <= 5) && c.days <= 1.5 || c.alike >= 0.4 && exact && c.days <= 1
}

// score orders the pairs that fit.
func (m *matcher) score(c candidate) float64 {
	s := c.alike + 0.5*math.Exp(-c.seconds/15) + 0.5*(1-c.length/maxLength) + 0.8*math.Exp(-c.days)
	if sameName(m.episodes[c.episode].Owner, m.videos[c.video].Owner) {
		s += 0.3
	}
	if a, b := m.strip(c.episode, c.video); a.live != b.live {
		s -= 0.5
	}
	if c.kin {
		s += 0.3
	}
	return s
}

// rival reports whether another video fits the episode as well as the best, although it is another
// recording: its length differs. The same recording twice is no rival.
func (m *matcher) rival(best candidate, rest []candidate, taken map[int]bool) bool {
	for _, c := range rest {
		if best.score-c.score > 0.1 {
			return false
		}
		if c.episode != best.episode || taken[c.video] {
			continue
		}
		if math.Abs(m.videos[c.video].Duration-m.videos[best.video].Duration) <= 3 && c.alike >= best.alike-0.1 {
			continue
		}
		return true
	}
	return false
}

// misfit says why a pair within the limits is none.
func (m *matcher) misfit(c candidate) string {
	a, b := m.strip(c.episode, c.video)
	if why := contradict(a, b); why != "" {
		return "Of about the same length and date is a video, but " + why
	}
	if a.live != b.live {
		return "Of about the same length and date is a video, but only one of the two is live"
	}
	return "Of about the same length and date is a video, but the titles differ"
}

// confidence returns how sure a pair is, 0 to 1.
func confidence(c candidate) float64 {
	v := 0.5 + 0.25*c.alike + 0.12*(1-min(c.length/maxLength, 1)) + 0.1*(1-c.days/3)
	if c.kin {
		v += 0.02
	}
	return math.Round(min(v, 0.99)*1000) / 1000
}

// describe says what a pair has in common.
func describe(c candidate) string {
	return fmt.Sprintf("The lengths differ by %s, the dates by %s, and the titles are %s", seconds(c.seconds), apart(c.days), likeness(c.alike))
}

func seconds(s float64) string {
	if s < 90 {
		return fmt.Sprintf("%.0f s", s)
	}
	return fmt.Sprintf("%.1f min", s/60)
}

func apart(days float64) string {
	if days < 1 {
		return fmt.Sprintf("%.0f h", days*24)
	}
	return fmt.Sprintf("%.1f days", days)
}

func likeness(alike float64) string {
	switch {
	case alike >= 0.95:
		return "the same"
	case alike >= 0.6:
		return "alike"
	}
	return "partly alike"
}
