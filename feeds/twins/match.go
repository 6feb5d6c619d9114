package twins

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Recording is an episode or a video.
type Recording struct {
	ID        string
	Owner     string // the show or the channel
	Title     string
	Published time.Time
	Day       bool    // only the day of Published is known
	Duration  float64 // seconds; zero if unknown
}

// Pair is an episode with its video, or with none.
type Pair struct {
	Episode    string
	Video      string  // empty where there is none
	Confidence float64 // of the pair; zero without a video
	Why        string  // a sentence without its full stop
}

// Options change how strict [Match] is.
type Options struct {
	// Related is set where all videos are known to be of the channel of the show.
	Related bool
}

// The limits within which a pair is looked for.
const (
	maxApart  = 3 * 24 * time.Hour
	maxLength = 0.05 // difference of the durations
	slack     = 6.0  // seconds by which short recordings may differ beyond that
)

// candidate is a video that may be the twin of an episode.
type candidate struct {
	episode, video int
	length         float64 // difference of the durations as a share
	seconds        float64 // the same in seconds
	days           float64 // between their dates
	alike          float64 // of the titles, 0 to 1
	covered        float64 // share of the shorter title that the longer one has
	kin            bool    // show and channel are known to belong together
	score          float64
}

// Match pairs episodes with videos. The result has a pair for each episode, in order. A video belongs to
// one episode at most.
func Match(episodes, videos []Recording, o Options) []Pair {
	m := newMatcher(episodes, videos, o)
	out := make([]Pair, len(episodes))
	for i, e := range episodes {
		out[i] = Pair{Episode: e.ID}
	}
	all := m.candidates(out)
	// What is certain shows which channel is whose. That makes the rest easier to tell.
	m.learn(all)
	var fit []candidate
	nearest := map[int]float64{} // difference of the lengths of the pair that the reason is about
	for _, c := range all {
		if c.kin = m.related(c); m.fits(c) {
			c.score = m.score(c)
			fit = append(fit, c)
		} else if best, ok := nearest[c.episode]; !ok || c.seconds < best {
			nearest[c.episode], out[c.episode].Why = c.seconds, m.misfit(c)
		}
	}
	slices.SortStableFunc(fit, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.episode, b.episode), cmp.Compare(a.video, b.video))
	})
	taken, settled := map[int]bool{}, map[int]bool{}
	for i, c := range fit {
		if settled[c.episode] {
			continue
		}
		if taken[c.video] {
			out[c.episode].Why = "The video that fits belongs to another episode"
			continue
		}
		settled[c.episode] = true
		if m.rival(c, fit[i+1:], taken) {
			out[c.episode].Why = "Several videos fit equally well"
			continue
		}
		taken[c.video] = true
		p := &out[c.episode]
		p.Video, p.Confidence, p.Why = videos[c.video].ID, confidence(c), describe(c)
	}
	return out
}

const far = "No video of about the same length was published within 3 days"

type matcher struct {
	Options
	episodes, videos []Recording
	et, vt           []title
	weight           map[string]float64 // of a word: the rarer, the more
	kin              map[[2]string]bool // shows and channels that belong together
}

func newMatcher(episodes, videos []Recording, o Options) *matcher {
	m := &matcher{Options: o, episodes: episodes, videos: videos, weight: map[string]float64{}, kin: map[[2]string]bool{}}
	count := map[string]int{}
	read := func(list []Recording) []title {
		out := make([]title, len(list))
		for i, r := range list {
			out[i] = parseTitle(r.Title, r.Owner)
			for _, w := range out[i].words {
				count[w]++
			}
		}
		return out
	}
	m.et, m.vt = read(episodes), read(videos)
	n := float64(len(episodes) + len(videos))
	for w, k := range count {
		m.weight[w] = math.Log(1 + n/float64(k))
	}
	return m
}

// candidates lists the pairs within the limits, and notes of the other episodes why there are none.
func (m *matcher) candidates(out []Pair) []candidate {
	order := make([]int, len(m.videos))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return m.videos[a].Published.Compare(m.videos[b].Published) })
	var all []candidate
	for i, e := range m.episodes {
		switch {
		case e.Duration <= 0:
			out[i].Why = "The length of the episode is unknown"
			continue
		case e.Published.IsZero():
			out[i].Why = "The date of the episode is unknown"
			continue
		}
		out[i].Why = far
		from, _ := slices.BinarySearchFunc(order, e.Published.Add(-2*maxApart), func(v int, t time.Time) int { return m.videos[v].Published.Compare(t) })
		for _, v := range order[from:] {
			video := m.videos[v]
			if video.Published.After(e.Published.Add(2 * maxApart)) {
				break
			}
			if c, ok := m.compare(i, v); ok {
				all = append(all, c)
			}
		}
	}
	return all
}

// compare measures a pair, and reports whether it is within the limits.
func (m *matcher) compare(i, v int) (candidate, bool) {
	e, video := m.episodes[i], m.videos[v]
	if video.Duration <= 0 || video.Published.IsZero() {
		return candidate{}, false
	}
	c := candidate{episode: i, video: v}
	c.seconds = math.Abs(e.Duration - video.Duration)
	c.length = c.seconds / max(e.Duration, video.Duration)
	apart := e.Published.Sub(video.Published).Abs()
	if e.Day || video.Day {
		apart = truncate(e.Published).Sub(truncate(video.Published)).Abs()
	}
	c.days = apart.Hours() / 24
	if apart > maxApart || c.length > maxLength && c.seconds > slack {
		return c, false
	}
	c.alike, c.covered = m.alike(m.strip(i, v))
	return c, true
}

func truncate(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// strip reads both titles without both names: videos have the show's name in their titles.
func (m *matcher) strip(i, v int) (a, b title) {
	e, video := m.episodes[i], m.videos[v]
	if e.Owner == video.Owner {
		return m.et[i], m.vt[v]
	}
	return parseTitle(e.Title, e.Owner, video.Owner), parseTitle(video.Title, video.Owner, e.Owner)
}
