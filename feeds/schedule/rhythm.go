package schedule

import (
	"slices"
	"time"
)

// recent is how many publications say what a source's rhythm is now.
const recent = 20

// Rhythm is how a source publishes, as learnt from its latest publications.
type Rhythm struct {
	Last   time.Time     // latest publication not in the future; zero if none is known
	Gap    time.Duration // typical time between two; zero with fewer than two
	Spread time.Duration // how far half of the gaps stray from the typical one
	Count  int
}

// Learn reads the rhythm from publication times, in any order. Times in the future are
// left out, and so are zero ones.
func Learn(published []time.Time, now time.Time) Rhythm {
	times := make([]time.Time, 0, len(published))
	for _, t := range published {
		if !t.IsZero() && !t.After(now) {
			times = append(times, t)
		}
	}
	if len(times) == 0 {
		return Rhythm{}
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = times[:min(len(times), recent)]
	r := Rhythm{Last: times[0], Count: len(times)}
	gaps := make([]time.Duration, 0, len(times))
	for i := 1; i < len(times); i++ {
		// A batch published at one go is one publication.
		if g := times[i-1].Sub(times[i]); g >= time.Minute {
			gaps = append(gaps, g)
		}
	}
	if len(gaps) == 0 {
		return r
	}
	r.Gap = median(gaps)
	away := make([]time.Duration, len(gaps))
	for i, g := range gaps {
		away[i] = (g - r.Gap).Abs()
	}
	r.Spread = median(away)
	return r
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
