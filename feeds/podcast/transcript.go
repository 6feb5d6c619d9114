package podcast

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// MaxTranscript is the size cap of one transcript.
const MaxTranscript = 16 << 20

// mostTranscripts is how many of an episode's transcripts are fetched to find the best.
const mostTranscripts = 4

// Transcript fetches the best of the transcripts offered: in the wanted language if one
// is, timed with speakers before timed before text. It returns cues, or text when nothing
// timed could be had. The error is the first thing that went wrong when nothing could; with
// a text it says that one with times can't be had yet, so that asking again may better it.
func (r *Reader) Transcript(ctx context.Context, refs []feeds.TranscriptRef, language string) ([]feeds.Cue, string, error) {
	ranked := rank(refs, language)
	if len(ranked) == 0 {
		return nil, "", &fetch.Error{Kind: fetch.Absent, Reason: "The episode offers no transcript"}
	}
	var best captions.Result
	var firstErr, yet error
	for i, ref := range ranked {
		if i >= mostTranscripts || grade(best) == withSpeakers {
			break
		}
		// A text can't better what has times.
		if grade(best) >= timed && !promisesTimes(ref) {
			break
		}
		got, err := r.transcript(ctx, ref)
		if err != nil {
			if ctx.Err() != nil {
				return nil, "", fmt.Errorf("reading transcript: %w", ctx.Err())
			}
			firstErr = cmp.Or(firstErr, err)
			if promisesTimes(ref) && passing(err) {
				yet = cmp.Or(yet, err)
			}
			continue
		}
		if grade(got) > grade(best) {
			best = got
		}
	}
	if grade(best) == nothingYet {
		return nil, "", fmt.Errorf("reading transcript: %w", firstErr)
	}
	if grade(best) == textOnly && yet != nil {
		return nil, best.Text, fmt.Errorf("reading transcript: %w", yet)
	}
	return best.Cues, best.Text, nil
}

// passing tells a failure that time may mend.
func passing(err error) bool {
	switch fetch.KindOf(err) {
	case fetch.Transient, fetch.Throttled, fetch.Paced:
		return true
	}
	return false
}

func (r *Reader) transcript(ctx context.Context, ref feeds.TranscriptRef) (captions.Result, error) {
	resp, err := r.door.Get(ctx, fetch.Request{URL: ref.URL, MaxBytes: MaxTranscript})
	if err != nil {
		return captions.Result{}, err
	}
	// What the server says goes before what the feed promised, but neither is trusted.
	got, err := captions.Parse(resp.Body, cmp.Or(resp.ContentType, ref.Type))
	h := host(ref.URL)
	if err == nil && got.Format == captions.HTML && len(got.Cues) == 0 && isPage(resp.Body) && (promisesTimes(ref) || asksForLogin(resp.Body) || isErrorPage(resp.Body, got.Text)) {
		return captions.Result{}, &fetch.Error{Kind: fetch.Unparsable, Host: h, Head: slices.Clone(resp.Body[:min(len(resp.Body), 4<<10)]),
			Reason: fmt.Sprintf("%s sent a web page where a transcript was promised", h),
			Help:   "It may ask for a login; the episode is searched by its title and notes meanwhile."}
	}
	if err != nil {
		reason := fmt.Sprintf("The transcript at %s has no words in it", h)
		if errors.Is(err, captions.ErrBinary) {
			reason = fmt.Sprintf("What %s sent as a transcript is not text", h)
		}
		return captions.Result{}, &fetch.Error{Kind: fetch.Unparsable, Host: h, Reason: reason,
			Help: "Tell the publisher; the episode is searched by its title and notes meanwhile.", Err: err,
			Head: slices.Clone(resp.Body[:min(len(resp.Body), 4<<10)])}
	}
	return got, nil
}

// isPage tells a whole web page, such as a login or an error, from a piece of HTML.
func isPage(body []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 1024)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

var passwordField = regexp.MustCompile(`(?i)<input[^>]*type\s*=\s*["']?password`)

// asksForLogin tells the page in front of a transcript from one that is the transcript.
func asksForLogin(body []byte) bool { return passwordField.Match(body) }

var errorTitle = regexp.MustCompile(`(?i)<title[^>]*>\s*(?:error\b|40[134]\b|(?:page )?not found|access denied|forbidden|sign in|log ?in)`)

// isErrorPage tells a page that says in a few words, and with a good status, that there is
// no transcript.
func isErrorPage(body []byte, text string) bool {
	return len(text) < 100*mostOfAnError && errorTitle.Match(body) && len(strings.Fields(text)) < mostOfAnError
}

const mostOfAnError = 200

// The grades of a transcript, worst first.
const (
	nothingYet = iota
	textOnly
	timed
	withSpeakers
)

func grade(r captions.Result) int {
	switch {
	case len(r.Cues) > 0 && r.Speakers():
		return withSpeakers
	case len(r.Cues) > 0:
		return timed
	case r.Text != "":
		return textOnly
	}
	return nothingYet
}

// rank orders the offers by what they promise. Other languages are left out where the
// wanted one is offered.
func rank(refs []feeds.TranscriptRef, language string) []feeds.TranscriptRef {
	var out []feeds.TranscriptRef
	seen := map[string]bool{}
	wanted := false
	for _, r := range refs {
		if r.URL != "" && !seen[r.URL] {
			seen[r.URL] = true
			out = append(out, r)
			wanted = wanted || speaks(r, language)
		}
	}
	if wanted {
		out = slices.DeleteFunc(out, func(r feeds.TranscriptRef) bool { return !speaks(r, language) })
	}
	slices.SortStableFunc(out, func(a, b feeds.TranscriptRef) int { return cmp.Compare(promise(b), promise(a)) })
	return out
}

// speaks compares primary languages; an offer that names none has the feed's.
func speaks(r feeds.TranscriptRef, language string) bool {
	return r.Language == "" || language == "" || strings.EqualFold(primary(r.Language), primary(language))
}

func primary(tag string) string {
	tag, _, _ = strings.Cut(tag, "-")
	tag, _, _ = strings.Cut(tag, "_")
	return tag
}

func promisesTimes(r feeds.TranscriptRef) bool { return promise(r) >= 4 }

// promise grades what an offer's type says, and its file name where the type says nothing.
func promise(r feeds.TranscriptRef) int {
	p := 0
	name := strings.ToLower(withoutQuery(r.URL))
	kind, _, _ := strings.Cut(r.Type, ";")
	has := func(types []string, suffixes ...string) bool {
		return slices.Contains(types, kind) ||
			(kind == "" || kind == "application/octet-stream") && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
	}
	switch {
	case has([]string{"text/vtt"}, ".vtt"), has([]string{"application/json", "text/json"}, ".json"):
		p = 8
	case has([]string{"application/x-subrip", "application/srt", "text/srt", "application/subrip"}, ".srt"):
		p = 6
	case has([]string{"application/ttml+xml"}, ".ttml"):
		p = 5
	case has([]string{"text/html"}, ".html", ".htm"):
		p = 2
	case has([]string{"text/plain"}, ".txt"):
		p = 1
	default:
		p = 3 // unknown: better than text, for it may be anything
	}
	if r.Captions {
		p += 4
	}
	return p
}
