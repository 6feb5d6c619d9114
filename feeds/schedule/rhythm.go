package schedule

import (
	"slices"
	"time"
)

// recent is how many publications the rhythm is learnt from.
const recent = 20

// rare is the share of gaps, one in eight, below which a repeated gap counts as chance.
const rare = 8

// Rhythm is the publication pattern of a source, learnt from its latest publications.
type Rhythm struct {
	Last   time.Time     // latest publication not in the future; zero if none is known
	Gap    time.Duration // typical time between two; zero with fewer than two
	Spread time.Duration // how far half of the gaps stray from the typical one
	Count  int
	Others []Beat // other gaps that keep occurring: over the weekend, or from Monday to Wednesday
}

// Beat is a gap that keeps occurring, and how much it varies.
type Beat struct{ Gap, Spread time.Duration }

// Learn returns the rhythm of publication times, in any order. Times in the future and zero times are
// ignored.
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
		// Items published together count as one publication.
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
	r.Others = beats(gaps, r)
	return r
}

// beats groups sorted gaps of similar length, and returns the groups that occur often enough, without
// the typical one.
func beats(gaps []time.Duration, r Rhythm) []Beat {
	var out []Beat
	for from, to := 0, 1; to <= len(gaps); to++ {
		if to < len(gaps) && gaps[to]-gaps[to-1] <= max(gaps[to-1]/10, 30*time.Minute) {
			continue
		}
		group := gaps[from:to]
		b := Beat{Gap: group[len(group)/2], Spread: (group[len(group)-1] - group[0]) / 2}
		if len(group) >= max(2, len(gaps)/rare) && (b.Gap-r.Gap).Abs() > r.Spread {
			out = append(out, b)
		}
		from = to
	}
	return out
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
