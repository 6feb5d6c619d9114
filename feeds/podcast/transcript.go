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

// maxTranscripts is how many of an episode's transcripts are fetched to find the best.
const maxTranscripts = 4

// Transcripts fills documents with the transcripts that their publishers offer. It is a
// [feeds.Filler] for every network whose listings name transcript files.
type Transcripts struct {
	door *fetch.Door
}

// NewTranscripts returns a filler over the door.
func NewTranscripts(door *fetch.Door) *Transcripts { return &Transcripts{door} }

func (*Transcripts) Part() feeds.Part      { return feeds.PartTranscript }
func (*Transcripts) Cost() int             { return 0 }
func (*Transcripts) Can(t feeds.Task) bool { return len(t.Offers) > 0 }

// Fill fetches the best of the transcripts offered.
func (f *Transcripts) Fill(ctx context.Context, t feeds.Task) (feeds.Filled, error) {
	best, err := f.best(ctx, t.Offers, t.Document.Language, t.Source.URL)
	filled := feeds.Filled{Cues: captions.Within(best.Cues, t.Document.Duration), Origin: feeds.Publisher, File: best.offer}
	if len(best.Cues) == 0 {
		filled.Text = best.Text
	}
	return filled, err
}

// transcript is a transcript with the offer that it came from.
type transcript struct {
	captions.Result
	offer feeds.Offer
}

// best fetches the best of the transcripts offered, in the wanted language if one of those can be had.
// Cues with speakers are better than cues without, and those are better than plain text. If nothing
// was found, the error is that of the first offer. An error beside a text means that a version
// with times can't be fetched at the moment, so that another attempt may bring it.
func (f *Transcripts) best(ctx context.Context, refs []feeds.Offer, language, source string) (transcript, error) {
	wanted, others := rank(refs, language)
	if len(wanted)+len(others) == 0 {
		return transcript{}, &feeds.Fault{Kind: feeds.FaultAbsent, Code: "transcript_absent", Reason: "The episode offers no transcript"}
	}
	best, firstErr, yet := transcript{}, error(nil), error(nil)
	for _, ranked := range [][]feeds.Offer{wanted, others} {
		for i, ref := range ranked {
			if i >= maxTranscripts || grade(best.Result) == withSpeakers {
				break
			}
			// A plain text can't improve on cues.
			if grade(best.Result) >= timed && !promisesTimes(ref) {
				break
			}
			got, err := f.fetch(ctx, ref, source)
			if err != nil {
				if ctx.Err() != nil {
					return transcript{}, fmt.Errorf("reading transcript: %w", ctx.Err())
				}
				firstErr = cmp.Or(firstErr, err)
				if passing(err) && (promisesTimes(ref) || len(others) > 0) {
					yet = cmp.Or(yet, err)
				}
				continue
			}
			if grade(got) > grade(best.Result) {
				best = transcript{got, ref}
			}
		}
		if grade(best.Result) != nothingYet {
			break // another language is better than nothing only
		}
	}
	switch {
	case grade(best.Result) == nothingYet:
		return transcript{}, fmt.Errorf("reading transcript: %w", firstErr)
	case yet != nil && (grade(best.Result) == textOnly || !speaks(best.offer, language)):
		return best, fmt.Errorf("reading transcript: %w", yet)
	}
	return best, nil
}

// passing reports whether a failure may go away by itself.
func passing(err error) bool {
	return feeds.FaultOf(err).Passes()
}

func (f *Transcripts) fetch(ctx context.Context, ref feeds.Offer, source string) (captions.Result, error) {
	resp, err := f.door.Get(ctx, fetch.Request{URL: fetch.WithCredentials(ref.URL, source), MaxBytes: MaxTranscript})
	if err != nil {
		return captions.Result{}, ofFile(err)
	}
	// The server's type is preferred to the one in the feed. Both are only hints.
	got, err := captions.Parse(resp.Body, cmp.Or(resp.ContentType, ref.Type))
	h := host(ref.URL)
	if err == nil && got.Format == captions.HTML && len(got.Cues) == 0 && isPage(resp.Body) && (promisesTimes(ref) || asksForLogin(resp.Body) || isErrorPage(resp.Body, got.Text)) {
		return captions.Result{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Host: h, Err: sent(resp.Body, nil),
			Code: "transcript_is_page", Reason: fmt.Sprintf("%s sent a web page where a transcript was expected", h),
			Help: "It may ask for a login. Until there is a transcript, the episode is searched by its title and notes."}
	}
	if err != nil {
		f := &feeds.Fault{Kind: feeds.FaultUnparsable, Host: h, Err: sent(resp.Body, err)}
		const help = "Tell the publisher. Until there is a transcript, the episode is searched by its title and notes."
		f.Explain("transcript_without_words", fmt.Sprintf("The transcript at %s contains no words", h), help)
		if errors.Is(err, captions.ErrBinary) {
			f.Explain("transcript_not_text", fmt.Sprintf("The transcript at %s is not a text file", h), help)
		}
		return captions.Result{}, f
	}
	return got, nil
}

// isPage reports whether a body is a whole web page, a login for example, rather than a piece of
// HTML.
func isPage(body []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 1024)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

var passwordField = regexp.MustCompile(`(?i)<input[^>]*type\s*=\s*["']?password`)

// asksForLogin reports whether a page has a password field.
func asksForLogin(body []byte) bool { return passwordField.Match(body) }

var errorTitle = regexp.MustCompile(`(?i)<title[^>]*>\s*(?:error\b|40[134]\b|(?:page )?not found|access denied|forbidden|sign in|log ?in)`)

// isErrorPage reports whether a page is an error message that was sent with a successful status:
// it has few words and a title that says so.
func isErrorPage(body []byte, text string) bool {
	return len(text) < 100*maxErrorWords && errorTitle.Match(body) && len(strings.Fields(text)) < maxErrorWords
}

const maxErrorWords = 200

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

// rank orders the offers by what they promise, those in the wanted language apart from the others. An
// offer that names no language may be in the wanted one.
func rank(refs []feeds.Offer, language string) (wanted, others []feeds.Offer) {
	seen := map[string]bool{}
	for _, r := range refs {
		switch {
		case r.URL == "" || seen[r.URL]:
		case speaks(r, language):
			wanted = append(wanted, r)
		default:
			others = append(others, r)
		}
		seen[r.URL] = true
	}
	for _, list := range [][]feeds.Offer{wanted, others} {
		slices.SortStableFunc(list, func(a, b feeds.Offer) int { return cmp.Compare(promise(b), promise(a)) })
	}
	return wanted, others
}

// speaks reports whether an offer is in the language, or names none. Only the primary languages
// are compared.
func speaks(r feeds.Offer, language string) bool {
	return r.Language == "" || language == "" || primary(r.Language) == primary(language)
}

func primary(tag string) string {
	tag, _, _ = strings.Cut(language(tag), "-")
	return strings.ToLower(tag)
}

func promisesTimes(r feeds.Offer) bool { return promise(r) >= 4 }

// promise grades an offer by its type, or by its file name where the type says nothing.
func promise(r feeds.Offer) int {
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
		p = 3 // unknown: better than text, since it may have times
	}
	if r.Timed {
		p += 4
	}
	return p
}
