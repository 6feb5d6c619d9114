package youtube

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// answer is the part of a player's answer that is read.
type answer struct {
	Playability struct {
		Status string `json:"status"`
		Reason string `json:"reason"`
		Live   struct {
			Renderer struct {
				Slate struct {
					Renderer struct {
						Start string `json:"scheduledStartTime"`
					} `json:"liveStreamOfflineSlateRenderer"`
				} `json:"offlineSlate"`
			} `json:"liveStreamabilityRenderer"`
		} `json:"liveStreamability"`
	} `json:"playabilityStatus"`
	Details struct {
		ID     string `json:"videoId"`
		Length string `json:"lengthSeconds"`
	} `json:"videoDetails"`
	Captions struct {
		List struct {
			Tracks []track `json:"captionTracks"`
		} `json:"playerCaptionsTracklistRenderer"`
	} `json:"captions"`
	Wrapped *answer `json:"playerResponse"` // some players have it one level deeper
}

func (a *answer) duration() float64 {
	n, err := strconv.ParseUint(a.Details.Length, 10, 31)
	if err != nil {
		return 0
	}
	return float64(n)
}

// play asks a player for a video. The error is a fault where the video can't be had; final is set where no
// other player would answer differently.
func (c *Client) play(ctx context.Context, p player, id string) (a *answer, final bool, err error) {
	a = &answer{}
	err = c.ask(ctx, p, "player", map[string]any{"videoId": id, "contentCheckOk": true, "racyCheckOk": true}, a)
	if err != nil {
		return nil, feeds.FaultOf(err) == feeds.FaultBlocked || feeds.Unsent(err), err
	}
	if a.Wrapped != nil {
		a = a.Wrapped
	}
	if a.Details.ID != "" && a.Details.ID != id {
		return nil, true, c.gate.block(ctx, &feeds.Fault{Code: "youtube_other_video", Reason: "YouTube answered with another video than the one that was asked for, which it does to addresses that it blocks"})
	}
	reason := strings.ToLower(a.Playability.Reason)
	says := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(reason, w) {
				return true
			}
		}
		return false
	}
	f := &feeds.Fault{Kind: feeds.FaultGone, Host: c.base.Host}
	switch status := a.Playability.Status; {
	case status == "OK":
		return a, false, nil
	case status == "LOGIN_REQUIRED" && says("not a bot"):
		return nil, true, c.gate.block(ctx, &feeds.Fault{Code: "youtube_bot_check", Reason: "YouTube asks to sign in to confirm that this is not a bot: it blocks this machine's address"})
	case status == "LOGIN_REQUIRED" && says("inappropriate", "your age"), strings.HasPrefix(status, "AGE_"), status == "CONTENT_CHECK_REQUIRED":
		f.Kind = feeds.FaultCredentials
		f.Explain("youtube_age", "YouTube shows this video to adults who are signed in only", "It is searched by its title and notes.")
	case status == "LOGIN_REQUIRED" && says("private"):
		final = true
		f.Explain("youtube_private", "The video is private", "It is searched by its title and notes.")
	case status == "LOGIN_REQUIRED":
		f.Kind = feeds.FaultCredentials
		f.Explain("youtube_login", "YouTube shows this video to people who are signed in only", "It is searched by its title and notes.")
	case status == "LIVE_STREAM_OFFLINE":
		final = true
		f.Kind, f.RetryAfter = feeds.FaultAbsent, c.untilAired(a)
		f.Explain("youtube_scheduled", "The video has not been broadcast yet", "Namedrop asks for its captions afterwards.")
	case status == "UNPLAYABLE" && says("member"):
		f.Explain("youtube_members", "The video is for members of the channel only", "It is searched by its title and notes.")
	case status == "UNPLAYABLE" && says("premium", "purchase", "rent", "payment"):
		f.Explain("youtube_paid", "The video is for people who pay for it", "It is searched by its title and notes.")
	case status == "UNPLAYABLE" && says("country", "region", "location"):
		f.Explain("youtube_country", "The video can't be watched in the country of this machine's address", "It is searched by its title and notes.")
	case status == "UNPLAYABLE":
		f.Kind, f.RetryAfter = feeds.FaultAbsent, day
		f.Explain("youtube_unplayable", "YouTube doesn't play this video to programs", "It is searched by its title and notes.")
	case status == "ERROR", status == "": // an unknown id brings an empty answer
		final = true
		f.Explain("youtube_unavailable", "The video is not available: it was deleted, or its address is wrong", "")
	default:
		f.Kind, f.RetryAfter = feeds.FaultAbsent, day
		f.Params = map[string]string{"status": short(status)}
		f.Explain("youtube_status", fmt.Sprintf("YouTube refuses this video with a status that Namedrop doesn't know: %s", short(status)), "It is searched by its title and notes.")
	}
	return a, final, f
}

const day = 24 * time.Hour

// untilAired returns how long to wait until a scheduled video has been broadcast.
func (c *Client) untilAired(a *answer) time.Duration {
	start, err := strconv.ParseInt(a.Playability.Live.Renderer.Slate.Renderer.Start, 10, 64)
	if err != nil {
		return 6 * time.Hour
	}
	return min(max(time.Unix(start, 0).Sub(c.opts.Now())+2*time.Hour, time.Hour), 14*day)
}

// short returns a status for people to read; it comes from outside.
func short(s string) string { return s[:min(len(s), 40)] }
