package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest/archive"
)

// transcriptBytes is an hour of talk.
const transcriptBytes = 57_000

// brands are names that no invented word is like.
func brands(n int) []index.Brand {
	out := make([]index.Brand, n)
	for i := range out {
		name := fmt.Sprintf("Quorvex%02d", i)
		out[i] = index.Brand{ID: strings.ToLower(name), Name: name, Workspace: "default", Own: true, Active: true}
	}
	return out
}

// named is how often episodes name brands: the share that names any, and how many different ones.
// Each is named once in a few minutes of talk.
type named struct {
	share  float64
	brands int
}

// episodes invents n episodes with the transcripts of an hour each, over that many months.
func episodes(n, months int, names []index.Brand, how named) []feeds.Document {
	r := rand.New(rand.NewPCG(7, 11))
	draw := archive.Talk(r)
	out := make([]feeds.Document, n)
	for i := range out {
		key := fmt.Sprint("episode-", i)
		d := feeds.Document{
			ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key,
			Title: fmt.Sprintf("Episode %d: %s and %s", i, draw(), draw()), Language: "en", Origin: feeds.Publisher, Backfill: true,
			Published: time.Date(2026, time.Month(1+i*months/n), 1+i%28, 8, 0, 0, 0, time.UTC), Fetched: time.Now().UTC(),
			URL: "https://show.example/" + key, Audio: "https://cdn.example/" + key + ".mp3",
		}
		var mine []index.Brand
		if r.Float64() < how.share {
			for range how.brands {
				mine = append(mine, names[r.IntN(len(names))])
			}
		}
		for size, at := 0, 0.0; size < transcriptBytes; at += 4 {
			var line []string
			for range 11 {
				line = append(line, draw())
			}
			line[0] = upper(line[0])
			if len(mine) > 0 && r.IntN(60) == 0 {
				line[5] = mine[r.IntN(len(mine))].Name
			}
			text := strings.Join(line, " ") + "."
			d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + 3.9, Text: text})
			size += len(text) + 1
		}
		d.Duration = d.Cues[len(d.Cues)-1].End
		out[i] = d
	}
	return out
}
