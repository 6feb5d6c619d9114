package youtube

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Captions fills videos with their captions.
type Captions struct {
	client *Client
}

// NewCaptions returns a filler over the client.
func NewCaptions(c *Client) *Captions { return &Captions{c} }

// Part returns the part that it fills.
func (*Captions) Part() feeds.Part { return feeds.PartCaptions }

// Cost is above that of a plain file: a video costs several requests and a pause.
func (*Captions) Cost() int { return 20 }

// Can reports whether a document is a video of YouTube.
func (f *Captions) Can(t feeds.Task) bool {
	return f.client.opts.Settings.Captions && t.Document.Network == Network && videoID.MatchString(t.Document.Key)
}

// work is what is remembered between two attempts on a video.
type work struct {
	Asked  int  `json:"asked,omitempty"`  // how often there were no captions
	Better bool `json:"better,omitempty"` // automatic ones were found, and it was asked once more for written ones
}

// Fill asks the players for the captions of a video. Automatic captions of a new video are asked for
// once more after a day: channels often replace them by their own.
func (f *Captions) Fill(ctx context.Context, t feeds.Task) (feeds.Filled, error) {
	var w work
	_ = json.Unmarshal(t.State, &w) // nil at the first attempt
	end, err := f.client.gate.begin(ctx)
	if err != nil {
		return feeds.Filled{}, fmt.Errorf("reading captions: %w", err)
	}
	defer end()
	filled, err := f.client.captions(ctx, &t.Document)
	switch {
	case feeds.Unsent(err):
	case filled.HasText() && filled.Origin == feeds.Captions && !w.Better && f.client.opts.Now().Sub(t.Document.Published) < 2*day:
		w.Better = true
		filled.Retry = f.client.opts.Now().Add(day)
		err = t.Save(pack(w), 1)
	case isLate(err):
		var fault *feeds.Fault
		errors.As(err, &fault)
		fault.RetryAfter = []time.Duration{time.Hour, 6 * time.Hour, day}[min(w.Asked, 2)]
		w.Asked++
		if saving := t.Save(pack(w), 0); saving != nil {
			return filled, saving
		}
	}
	if err != nil {
		err = fmt.Errorf("reading captions: %w", err)
	}
	return filled, err
}

func pack(w work) json.RawMessage {
	b, _ := json.Marshal(w) // numbers and booleans always marshal
	return b
}

// isLate reports whether a video has no captions, which may come later.
func isLate(err error) bool {
	code, _ := feeds.CodeOf(err)
	return code == "youtube_no_captions" || code == "youtube_captions_silent"
}

// agreeing is how many players have to say that a video has no captions.
const agreeing = 2

// captions asks one player after the other, and then the command. The error is that of the answer that
// says most.
func (c *Client) captions(ctx context.Context, d *feeds.Document) (feeds.Filled, error) {
	var filled feeds.Filled
	var worst error
	silent := 0
	for _, p := range c.players {
		a, final, err := c.play(ctx, p, d.Key)
		if a != nil {
			filled.Duration = cmp.Or(filled.Duration, a.duration())
		}
		if err == nil {
			var got feeds.Filled
			if got, err = c.read(ctx, d, a); err == nil {
				return got, nil
			}
			if final = feeds.Unsent(err) || c.closes(err); isLate(err) {
				silent++
			}
		}
		worst = cmp.Or(worst, err)
		if final || silent >= agreeing || ctx.Err() != nil {
			worst = err
			break
		}
	}
	if len(c.opts.Settings.Command) == 0 || worst != nil && (feeds.Unsent(worst) || c.closes(worst) || feeds.FaultOf(worst) == feeds.FaultGone) || ctx.Err() != nil {
		return filled, worst
	}
	got, err := c.command(ctx, d, cmp.Or(filled.Duration, d.Duration))
	if err != nil {
		return filled, cmp.Or(worst, err)
	}
	return got, nil
}

// closes reports whether an error has closed the gate. It is then not asked in any other way: that
// would be hammering.
func (c *Client) closes(err error) bool {
	switch code, _ := feeds.CodeOf(err); code {
	case "youtube_too_many", "youtube_challenge", "youtube_bot_check", "youtube_other_video":
		return true
	}
	return false
}

// formats are those that captions are asked for in: the one with the time of each word first.
var formats = []string{"json3", "srv1", "srv3", "vtt"}

// read fetches the best track of a video.
func (c *Client) read(ctx context.Context, d *feeds.Document, a *answer) (feeds.Filled, error) {
	tracks := a.Captions.List.Tracks
	if len(tracks) == 0 {
		return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: c.base.Host, Code: "youtube_no_captions", Reason: "The video has no captions",
			Help: "YouTube may still make them. Until then the video is searched by its title and notes."}
	}
	t, ok := choose(tracks, d.Language)
	if !ok {
		return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: c.base.Host, RetryAfter: day, Code: "youtube_other_language",
			Params: map[string]string{"languages": languages(tracks)}, Reason: "The video has captions in other languages than its own only: " + languages(tracks),
			Help: "A translation is not what was said, so the video is searched by its title and notes."}
	}
	var worst error
	for _, format := range formats {
		u, ok := c.address(t, format)
		if !ok || u.Query().Get("v") != "" && u.Query().Get("v") != d.Key {
			return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Host: c.base.Host, RetryAfter: day, Code: "youtube_wrong_captions", Reason: "YouTube named the captions of another video"}
		}
		if needsToken(u) {
			return feeds.Filled{}, c.tokenNeeded()
		}
		resp, err := c.send(ctx, fetch.Request{URL: u.String(), MaxBytes: maxCaptions, Header: http.Header{"Accept-Language": {"en-US,en;q=0.5"}}})
		switch {
		case fetch.AnswerOf(err).Status == http.StatusForbidden:
			return feeds.Filled{}, c.tokenNeeded()
		case err != nil:
			return feeds.Filled{}, err
		case len(strings.TrimSpace(string(resp.Body[:min(len(resp.Body), 64)]))) == 0:
			// The same in every format: the address is too old, or is meant for players with a token.
			return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultTransient, Host: c.base.Host, RetryAfter: 6 * time.Hour, Code: "youtube_captions_empty",
				Reason: "YouTube sent empty captions", Help: "It does so when it wants a proof that its own player asks. Other versions of youtube.clients or a youtube.command may help."}
		}
		filled, err := c.filled(resp.Body, resp.ContentType, cmp.Or(a.duration(), d.Duration))
		if err == nil {
			filled.Origin, filled.Language = t.origin(), short(t.Language)
			filled.File = feeds.Offer{Part: feeds.PartCaptions, URL: VideoURL(d.Key), Type: format, Language: short(t.Language), Timed: true}
			return filled, nil
		}
		if worst = cmp.Or(worst, err); feeds.FaultOf(err) != feeds.FaultUnparsable {
			break
		}
	}
	return feeds.Filled{}, worst
}

func (c *Client) tokenNeeded() error {
	return &feeds.Fault{Kind: feeds.FaultBlocked, Host: c.base.Host, RetryAfter: day, Code: "youtube_token",
		Reason: "YouTube sends these captions only to players that prove what they are", Help: "Other versions of youtube.clients or a youtube.command may help."}
}

const (
	quietAfter = 120.0 // seconds of a recording after which a few words are no transcript
	fewWords   = 5
)

// filled reads a body of captions for a video that lasts the given seconds; zero if that is unknown.
func (c *Client) filled(body []byte, contentType string, duration float64) (feeds.Filled, error) {
	got, err := captions.Parse(body, contentType)
	if err != nil || len(got.Cues) == 0 {
		return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Host: c.base.Host, Err: err, RetryAfter: day, Code: "youtube_captions_unreadable", Reason: "The captions of the video can't be read"}
	}
	words, beyond := 0, 0
	for _, cue := range got.Cues {
		n := len(strings.Fields(cue.Text))
		words += n
		if cue.Start > duration*1.05+10 {
			beyond += n
		}
	}
	switch {
	case duration > 0 && beyond*2 > words:
		return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: c.base.Host, RetryAfter: day, Code: "youtube_captions_too_long",
			Reason: "The captions last much longer than the video: they belong to another one", Help: "The video is searched by its title and notes."}
	case words < fewWords && (duration == 0 || duration > quietAfter):
		return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: c.base.Host, Code: "youtube_captions_silent",
			Reason: "The captions of the video have hardly a word", Help: "Better ones may come. Until then the video is searched by its title and notes."}
	}
	return feeds.Filled{Cues: captions.Within(spoken(got.Cues), duration), Duration: duration}, nil
}

// spoken shortens cues to the time until the next one: the times of captions are those of lines on a screen,
// where two are shown at once.
func spoken(cues []feeds.Cue) []feeds.Cue {
	for i := range cues[:max(len(cues)-1, 0)] {
		if next := cues[i+1]; !next.Untimed && cues[i].End > next.Start {
			cues[i].End = max(next.Start, cues[i].Start)
		}
	}
	return cues
}
