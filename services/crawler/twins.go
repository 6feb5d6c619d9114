package crawler

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/twins"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/mentions"
)

// maxCompared is how many podcasts are compared with their channels at once.
const maxCompared = 8

// compareTwins compares the lists of podcasts and their channels of which one has changed, and returns how
// many there were. Two processes may do the same at once: doing it twice changes nothing.
func (c *Crawler) compareTwins(ctx context.Context) (int, error) {
	due, err := archive.DueTwins(ctx, c.opts.Ledger, c.opts.Now(), maxCompared)
	if err != nil {
		return 0, err
	}
	for _, t := range due {
		if err := c.compareTwin(ctx, t); err != nil {
			return 0, fmt.Errorf("comparing source %s with its channel: %w", t.Source, err)
		}
	}
	return len(due), nil
}

// compareTwin pairs the episodes of a podcast that have no video yet, and has the text of a video that is
// new or changed offered to its episode.
func (c *Crawler) compareTwin(ctx context.Context, t archive.SourceTwin) error {
	var show, channel archive.SourceWithPoll
	for id, into := range map[string]*archive.SourceWithPoll{t.Source: &show, t.Twin: &channel} {
		var err error
		if *into, err = archive.GetSource(ctx, c.opts.Ledger, id); err != nil {
			return c.compared(ctx, t, nil, nil) // it was removed; a restored one is compared when it is read
		}
	}
	episodes, err := archive.TwinCandidates(ctx, c.opts.Ledger, t.Source, show.Title)
	if err != nil {
		return err
	}
	videos, err := archive.TwinCandidates(ctx, c.opts.Ledger, t.Twin, channel.Title)
	if err != nil {
		return err
	}
	pairs, err := archive.PairsOf(ctx, c.opts.Ledger, t.Source)
	if err != nil {
		return err
	}
	taken, byID := map[string]bool{}, map[string]archive.TwinCandidate{}
	for _, p := range pairs {
		taken[p.Twin] = true
	}
	var open, free []twins.Recording
	for _, e := range episodes {
		if byID[e.ID] = e; pairs[e.ID].Twin == "" {
			open = append(open, e.Recording)
		}
	}
	for _, v := range videos {
		if byID[v.ID] = v; !taken[v.ID] {
			free = append(free, v.Recording)
		}
	}
	var found []archive.DocumentTwin
	for _, p := range twins.Match(open, free, twins.Options{Related: true}) {
		if p.Video != "" {
			found = append(found, archive.DocumentTwin{Document: p.Episode, Twin: p.Video, Confidence: p.Confidence, Reason: p.Why})
		}
	}
	for _, p := range pairs {
		if v, listed := byID[p.Twin]; listed && v.Revision != p.Offered {
			found = append(found, p)
		}
	}
	return c.compared(ctx, t, found, byID)
}

// compared saves new pairs, and asks for the texts that their episodes can get.
func (c *Crawler) compared(ctx context.Context, t archive.SourceTwin, found []archive.DocumentTwin, known map[string]archive.TwinCandidate) error {
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		for _, p := range found {
			episode, video := known[p.Document], known[p.Twin]
			p.Offered = video.Revision
			saved, err := archive.SavePair(ctx, tx, p)
			if err != nil {
				return err
			}
			if !saved {
				continue // it is the video of another show's episode
			}
			if err := mentions.JoinTwins(ctx, tx, p.Document, p.Twin); err != nil {
				return err
			}
			if !wants(episode, video) {
				continue
			}
			err = archive.EnqueuePart(ctx, tx, archive.PartRequest{
				Document: p.Document, Part: feeds.PartCaptions, Source: t.Source, Cost: twins.Filler{}.Cost(), BringsText: true,
				Offers: []feeds.Offer{{Part: feeds.PartCaptions, URL: video.URL}},
			}, tx.Now())
			if err != nil {
				return err
			}
		}
		if known != nil {
			if err := archive.NoteWithoutTwin(ctx, tx, t.Source, twins.Filler{}.Cost(), twins.NoVideo()); err != nil {
				return err
			}
		}
		return archive.TwinsCompared(ctx, tx, t)
	})
}

// wants reports whether the text of a video is better than what its episode has: none, that of an earlier
// version of the same video, or what a machine heard where people wrote the video's.
func wants(episode, video archive.TwinCandidate) bool {
	none := func(o feeds.Origin) bool { return o == feeds.None || o == "" }
	switch {
	case none(episode.Origin):
		return true // asked for also while the video has no text, so that the episode says why
	case none(video.Origin):
		return false
	}
	return episode.From == video.ID || episode.Origin != feeds.Publisher && video.Origin == feeds.Publisher
}
