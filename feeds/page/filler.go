package page

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// MaxPage is the size cap of a page, and of a transcript that it links to.
const MaxPage = 8 << 20

const day = 24 * time.Hour

// Transcripts fills episodes with the transcripts on their pages. It is a [feeds.Filler].
type Transcripts struct {
	door *fetch.Door
}

// New returns a filler over the door.
func New(door *fetch.Door) *Transcripts { return &Transcripts{door} }

// Part returns the part that it fills.
func (*Transcripts) Part() feeds.Part { return feeds.PartText }

// Cost is above that of captions: a page is read only where those say nothing.
func (*Transcripts) Cost() int { return 30 }

// Can reports whether a document is an episode with a page. The front page of a site is that of no episode, and neither
// is a recording.
func (*Transcripts) Can(t feeds.Task) bool {
	d := &t.Document
	if d.Kind != feeds.Podcast || d.Title == "" || d.URL == d.Audio {
		return false
	}
	u, err := url.Parse(d.URL)
	return err == nil && isPage(u)
}

// isPage reports whether an address can be that of an episode's page.
func isPage(u *url.URL) bool {
	if u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return false
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".mp3", ".m4a", ".mp4", ".ogg", ".opus", ".wav", ".aac", ".pdf", ".jpg", ".png", ".xml", ".rss":
		return false
	}
	return true
}

// Fill reads the page of an episode, and what it links to as its transcript.
func (f *Transcripts) Fill(ctx context.Context, t feeds.Task) (feeds.Filled, error) {
	d := &t.Document
	p, at, err := f.page(ctx, d, d.URL)
	if err != nil {
		return feeds.Filled{}, err
	}
	if p == nil {
		return feeds.Filled{}, otherEpisode(at)
	}
	found, ok := p.find(d.Duration)
	if ok && len(found.Cues) > 0 {
		return filled(d, p, at, found), nil
	}
	var passing error
	for _, l := range p.links(at) {
		if ok && !l.file {
			continue // its words are here
		}
		r, from, err := f.linked(ctx, d, l)
		if ctx.Err() != nil {
			return feeds.Filled{}, fmt.Errorf("reading the transcript of a page: %w", ctx.Err())
		}
		if err != nil && feeds.FaultOf(err).Passes() {
			passing = err
		}
		if err == nil && (!ok || len(r.Cues) > 0) {
			return filled(d, p, from, r), nil
		}
	}
	switch {
	case ok:
		return filled(d, p, at, found), nil
	case passing != nil:
		return feeds.Filled{}, passing
	}
	return feeds.Filled{}, without(at)
}

// page fetches a page. It returns none where the page isn't about the episode.
func (f *Transcripts) page(ctx context.Context, d *feeds.Document, address string) (*parsed, *url.URL, error) {
	resp, at, err := f.get(ctx, address)
	if err != nil {
		return nil, nil, err
	}
	p, err := parse(resp.Body, resp.ContentType)
	if err != nil {
		return nil, nil, without(at)
	}
	if !isPage(at) || !shares(d.Title, p.titles) {
		return nil, at, nil
	}
	return p, at, nil
}

// linked reads a transcript that a page links to: a file, or a page about the same episode.
func (f *Transcripts) linked(ctx context.Context, d *feeds.Document, l link) (captions.Result, *url.URL, error) {
	resp, at, err := f.get(ctx, l.url.String())
	if err != nil {
		return captions.Result{}, nil, err
	}
	if at.Host != l.url.Host {
		return captions.Result{}, nil, without(at)
	}
	if l.file || !strings.Contains(resp.ContentType, "html") {
		if r, ok := judge(resp.Body, resp.ContentType, d.Duration, true); ok && r.Format != captions.HTML {
			return r, at, nil
		}
		return captions.Result{}, nil, without(at)
	}
	p, err := parse(resp.Body, resp.ContentType)
	if err != nil {
		return captions.Result{}, nil, without(at)
	}
	if l.only && len(p.titles) == 0 { // no page, but a transcript in HTML
		if r, ok := judge(resp.Body, resp.ContentType, d.Duration, true); ok {
			return r, at, nil
		}
	}
	if !shares(d.Title, p.titles) {
		return captions.Result{}, nil, without(at)
	}
	r, ok := p.find(d.Duration)
	if !ok {
		r, ok = p.article(d.Duration)
	}
	if !ok {
		return captions.Result{}, nil, without(at)
	}
	return r, at, nil
}

func (f *Transcripts) get(ctx context.Context, address string) (*fetch.Response, *url.URL, error) {
	resp, err := f.door.Get(ctx, fetch.Request{URL: address, MaxBytes: MaxPage, Robots: true, Accept: "text/html, application/xhtml+xml, */*;q=0.5"})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the page of an episode: %w", ofPage(err))
	}
	at, err := url.Parse(resp.FinalURL)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the page of an episode: %w", err)
	}
	return resp, at, nil
}

// ofPage says of a page for members what it is: a password for the feed would not help.
func ofPage(err error) error {
	var fault *feeds.Fault
	if !errors.As(err, &fault) || fault.Kind != feeds.FaultCredentials {
		return err
	}
	return &feeds.Fault{Kind: feeds.FaultAbsent, Host: fault.Host, RetryAfter: day, Err: err, Code: "page_for_members",
		Reason: fmt.Sprintf("The page of the episode at %s is for people who have signed in", fault.Host), Help: "The episode is searched by its title and notes."}
}

func without(at *url.URL) error {
	return &feeds.Fault{Kind: feeds.FaultAbsent, Host: at.Host, RetryAfter: day, Code: "page_without_transcript",
		Reason: fmt.Sprintf("The page of the episode at %s shows no transcript", at.Host), Help: "The episode is searched by its title and notes."}
}

func otherEpisode(at *url.URL) error {
	return &feeds.Fault{Kind: feeds.FaultAbsent, Host: at.Host, RetryAfter: day, Code: "page_not_of_episode",
		Reason: fmt.Sprintf("The link of the episode leads to a page of %s that isn't about this episode", at.Host), Help: "The episode is searched by its title and notes."}
}

func filled(d *feeds.Document, p *parsed, at *url.URL, r captions.Result) feeds.Filled {
	out := feeds.Filled{Origin: feeds.Publisher, Language: p.language, File: feeds.Offer{Part: feeds.PartText, URL: at.String(), Language: p.language, Timed: len(r.Cues) > 0}}
	if len(r.Cues) > 0 {
		out.Cues = captions.Within(r.Cues, d.Duration)
	} else {
		out.Text = r.Text
	}
	return out
}
