package speech

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
)

// heard is what an engine understood of a piece.
type heard struct {
	cues     []feeds.Cue
	language string // a code, where the engine says one
}

// answer is verbose_json and diarized_json, with the words beside the segments (OpenAI) or in them
// (whisper.cpp).
type answer struct {
	Error    json.RawMessage
	Language string
	Text     *string
	Segments []segment
	Words    []word
}

type segment struct {
	Start, End *float64
	Text       string
	Speaker    string
	Words      []word
}

type word struct {
	Start, End *float64
	Word       string
}

// understand reads an engine's answer, whatever it was asked for.
func understand(body []byte, contentType, declared string) (heard, error) {
	body = bytes.ToValidUTF8(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\ufeff")), []byte("\ufffd"))
	var h heard
	if bytes.HasPrefix(body, []byte("{")) {
		var a answer
		if err := json.Unmarshal(body, &a); err != nil {
			return heard{}, &feeds.Fault{Kind: feeds.FaultTransient, Code: "speech_cut_off", Reason: "The speech engine broke off its answer", Err: err}
		}
		if len(a.Error) > 0 && string(a.Error) != "null" && a.Text == nil { // whisper.cpp, with a status of 200
			f := &feeds.Fault{Kind: feeds.FaultTransient, Params: map[string]string{"why": complaint(body)}}
			f.Explain("speech_failed", "The speech engine reports an error"+colon(complaint(body)), "")
			return heard{}, f
		}
		if a.Text == nil && a.Segments == nil {
			return heard{}, unreadable(errors.New("there is neither a text nor segments in it"))
		}
		h = heard{cues: a.cues(), language: code(a.Language)}
	} else {
		got, err := captions.Parse(body, contentType)
		switch {
		case errors.Is(err, captions.ErrNoWords) && !bytes.HasPrefix(body, []byte("<")):
			return heard{}, nil // silence
		case err != nil:
			return heard{}, unreadable(err)
		case got.Format == captions.HTML:
			return heard{}, unreadable(errors.New("it is a web page"))
		}
		h.cues = got.Cues
		if len(h.cues) == 0 {
			h.cues = untimed(got.Text)
		}
	}
	if want := primary(declared); want != "" && h.language != "" && len(want) == 2 && want != h.language {
		f := &feeds.Fault{Kind: feeds.FaultUnparsable, RetryAfter: 6 * time.Hour, Params: map[string]string{"answered": h.language, "wanted": want}}
		f.Explain("speech_language", "The speech engine answered in another language ("+h.language+") than the episode is in ("+want+")", "Use a model that knows the language.")
		return heard{}, f
	}
	return h, nil
}

func untimed(text string) []feeds.Cue {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	return []feeds.Cue{{Text: text, Untimed: true}}
}

// longestCue is the longest time that a cue may span, where the words in it have times of their own.
const longestCue = 8.0

func (a *answer) cues() []feeds.Cue {
	if len(a.Segments) == 0 {
		if len(a.Words) > 0 {
			return fromWords(a.Words, "")
		}
		if a.Text == nil {
			return nil
		}
		return untimed(*a.Text)
	}
	loose := a.Words
	var out []feeds.Cue
	for _, s := range a.Segments {
		text := strings.TrimSpace(s.Text)
		if text == "" {
			continue
		}
		c := feeds.Cue{Speaker: speaker(s.Speaker), Text: text}
		if s.Start == nil || *s.Start < 0 {
			c.Untimed = true
			out = append(out, c)
			continue
		}
		c.Start, c.End = *s.Start, *s.Start
		if s.End != nil && *s.End > *s.Start {
			c.End = *s.End
		}
		own := s.Words
		if len(own) == 0 {
			own, loose = within(loose, c.End)
		}
		if c.End-c.Start > longestCue && sameWords(own, text) {
			out = append(out, fromWords(own, c.Speaker)...)
			continue
		}
		out = append(out, c)
	}
	return out
}

// speaker returns a speaker's name. An engine that doesn't know the speaker calls it by a letter or number, which
// says nothing.
func speaker(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 3 || strings.HasPrefix(strings.ToLower(s), "speaker") {
		return ""
	}
	return s
}

// within takes from the words those that begin before end.
func within(all []word, end float64) (in, rest []word) {
	i := 0
	for i < len(all) && all[i].Start != nil && *all[i].Start < end {
		i++
	}
	return all[:i], all[i:]
}

// sameWords reports whether the words with times are those of the text.
func sameWords(list []word, text string) bool {
	var b strings.Builder
	for _, w := range list {
		if w.Start == nil || *w.Start < 0 {
			return false
		}
		b.WriteString(strings.TrimSpace(w.Word) + " ")
	}
	return len(list) > 0 && strings.Join(words(b.String()), "") == strings.Join(words(text), "")
}

// fromWords makes cues of a few seconds, which end with a sentence where they can.
func fromWords(list []word, speaker string) []feeds.Cue {
	var out []feeds.Cue
	open := false
	for _, w := range list {
		text := strings.TrimSpace(w.Word)
		if text == "" || w.Start == nil || *w.Start < 0 {
			continue
		}
		end := *w.Start
		if w.End != nil {
			end = max(end, *w.End)
		}
		if open {
			c := &out[len(out)-1]
			if end-c.Start <= longestCue && *w.Start >= c.Start {
				c.Text += " " + text
				c.End = max(c.End, end)
				open = !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "!") || c.End-c.Start < longestCue/2
				continue
			}
		}
		out = append(out, feeds.Cue{Start: *w.Start, End: end, Speaker: speaker, Text: text})
		open = true
	}
	return out
}
