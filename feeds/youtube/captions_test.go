package youtube

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/youtube/smalltube"
)

func TestCaptionsAreReadOnceInEachFormat(t *testing.T) {
	for _, format := range formats {
		t.Run(format, func(t *testing.T) {
			w := open(t)
			d := w.video(smalltube.Track{Language: "en", Automatic: true, Body: smalltube.Render(talk(), format)})
			got, err := w.fill(d, nil)
			if err != nil {
				t.Fatal(err)
			}
			var want, have []feeds.Cue
			for _, c := range talk() {
				want = append(want, feeds.Cue{Start: c.Start, Text: c.Text})
			}
			for i, c := range got.Cues {
				have = append(have, feeds.Cue{Start: c.Start, Text: c.Text})
				if i > 0 && got.Cues[i-1].End > c.Start {
					t.Errorf("the cue before %q lasts until %v, beyond its start", c.Text, got.Cues[i-1].End)
				}
			}
			if format == "vtt" { // its times have a gap that the others have not
				for i := range have {
					have[i].Start = want[i].Start
				}
			}
			if diff := cmp.Diff(want, have); diff != "" {
				t.Error(diff)
			}
			if got.Origin != feeds.Captions || got.Language != "en" || got.Duration != 600 {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestTheBestTrackIsChosen(t *testing.T) {
	written := func(language string) track {
		return track{BaseURL: language, VssID: "." + language, Language: language}
	}
	automatic := func(language string) track {
		return track{BaseURL: "asr", VssID: "a." + language, Kind: "asr", Language: language}
	}
	for _, tt := range []struct {
		name     string
		tracks   []track
		language string
		want     string
	}{
		{"written before automatic", []track{automatic("en"), written("nl"), written("en-GB")}, "", "en-GB"},
		{"a translation is not what was said", []track{written("nl"), automatic("en")}, "", "asr"},
		{"the automatic track tells the language", []track{written("en"), written("nl"), automatic("nl")}, "en", "nl"},
		{"the document's language", []track{written("de"), written("nl")}, "nl", "nl"},
		{"nothing tells the language", []track{written("de"), written("nl")}, "", "de"},
		{"translations only", []track{written("de")}, "nl", ""},
		{"one without an address", []track{{VssID: ".nl", Language: "nl"}, automatic("nl")}, "", "asr"},
	} {
		got, ok := choose(tt.tracks, tt.language)
		if got.BaseURL != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %+v, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTheNextPlayerIsAsked(t *testing.T) {
	w := open(t)
	d := w.video(smalltube.Track{Language: "en", Automatic: true, Cues: talk()})
	w.AnswerPlayers(func(client, _ string) string {
		if client == "ANDROID" {
			return `{"playabilityStatus":{"status":"UNPLAYABLE","reason":"The following content is not available on this app."},"videoDetails":{"videoId":"aaaaaaaaaaa","lengthSeconds":"600"}}`
		}
		return ""
	})
	if _, err := w.fill(d, nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"player ANDROID aaaaaaaaaaa", "player IOS aaaaaaaaaaa", "captions aaaaaaaaaaa json3"}; !slices.Equal(w.Asked(), want) {
		t.Errorf("asked %q", w.Asked())
	}
}

// Every answer that YouTube gives in place of captions is told apart.
func TestAnswersInPlaceOfCaptions(t *testing.T) {
	status := func(status, reason string) func(*world) feeds.Document {
		return func(w *world) feeds.Document {
			w.AnswerPlayers(func(string, string) string {
				b, _ := json.Marshal(map[string]any{"playabilityStatus": map[string]any{"status": status, "reason": reason}, "videoDetails": map[string]any{"videoId": "aaaaaaaaaaa", "lengthSeconds": "600"}})
				return string(b)
			})
			return w.video()
		}
	}
	raw := func(code int, body string) func(*world) feeds.Document {
		return func(w *world) feeds.Document {
			w.Before(func(rw http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != "/youtubei/v1/player" {
					return false
				}
				rw.WriteHeader(code)
				_, _ = io.WriteString(rw, body)
				return true
			})
			return w.video()
		}
	}
	tracks := func(tracks ...smalltube.Track) func(*world) feeds.Document {
		return func(w *world) feeds.Document { return w.video(tracks...) }
	}
	english := func(change func(*smalltube.Track)) func(*world) feeds.Document {
		tr := smalltube.Track{Language: "en", Automatic: true, Cues: talk()}
		change(&tr)
		return tracks(tr)
	}
	for _, tt := range []struct {
		name   string
		answer func(*world) feeds.Document
		code   string
		kind   feeds.FaultKind
		asked  int           // most players that are asked
		after  time.Duration // least wait; zero where it isn't retried or waits by itself
		closed bool          // nothing else is asked for hours
	}{
		{"no captions", tracks(), "youtube_no_captions", feeds.FaultAbsent, 2, time.Hour, false},
		{"bot check", status("LOGIN_REQUIRED", "Sign in to confirm you\u2019re not a bot"), "youtube_bot_check", feeds.FaultBlocked, 1, 6 * time.Hour, true},
		{"age gate", status("LOGIN_REQUIRED", "This video may be inappropriate for some users."), "youtube_age", feeds.FaultCredentials, 3, 0, false},
		{"age gate by its status", status("AGE_VERIFICATION_REQUIRED", ""), "youtube_age", feeds.FaultCredentials, 3, 0, false},
		{"confirm your age", status("LOGIN_REQUIRED", "Sign in to confirm your age"), "youtube_age", feeds.FaultCredentials, 3, 0, false},
		{"private", status("LOGIN_REQUIRED", "This video is private"), "youtube_private", feeds.FaultGone, 1, 0, false},
		{"login", status("LOGIN_REQUIRED", "Melden Sie sich an"), "youtube_login", feeds.FaultCredentials, 3, 0, false},
		{"deleted", status("ERROR", "This video is unavailable"), "youtube_unavailable", feeds.FaultGone, 1, 0, false},
		{"unknown id", raw(200, "{}"), "youtube_unavailable", feeds.FaultGone, 1, 0, false},
		{"members", status("UNPLAYABLE", "Join this channel to get access to members-only content"), "youtube_members", feeds.FaultGone, 3, 0, false},
		{"paid", status("UNPLAYABLE", "This video requires payment to watch"), "youtube_paid", feeds.FaultGone, 3, 0, false},
		{"country", status("UNPLAYABLE", "The uploader has not made this video available in your country"), "youtube_country", feeds.FaultGone, 3, 0, false},
		{"made for kids", status("UNPLAYABLE", "Not available on this app"), "youtube_unplayable", feeds.FaultAbsent, 3, day, false},
		{"scheduled", status("LIVE_STREAM_OFFLINE", "This live event will begin in 2 hours"), "youtube_scheduled", feeds.FaultAbsent, 1, 6 * time.Hour, false},
		{"a new status", status("TELEPATHY_REQUIRED", ""), "youtube_status", feeds.FaultAbsent, 3, day, false},
		{"captcha", raw(200, `<!DOCTYPE html><html><form class="g-recaptcha"></form></html>`), "youtube_challenge", feeds.FaultBlocked, 1, 6 * time.Hour, true},
		{"captcha with a status", raw(403, `<html><div class="g-recaptcha"></div></html>`), "youtube_challenge", feeds.FaultBlocked, 1, 6 * time.Hour, true},
		{"429", raw(429, ""), "youtube_too_many", feeds.FaultBlocked, 1, 6 * time.Hour, true},
		{"another video", raw(200, `{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"zzzzzzzzzzz"}}`), "youtube_other_video", feeds.FaultBlocked, 1, 6 * time.Hour, true},
		{"HTML", raw(200, "<html><p>Oops</p></html>"), "youtube_unreadable", feeds.FaultUnparsable, 3, 0, false},
		{"half an answer", raw(200, `{"playabilityStatus":{"sta`), "youtube_unreadable", feeds.FaultUnparsable, 3, 0, false},
		{"an error of its own", raw(500, ""), "server_error", feeds.FaultTransient, 3, 0, false},
		{"empty captions", english(func(tr *smalltube.Track) { tr.Empty = true }), "youtube_captions_empty", feeds.FaultTransient, 3, 6 * time.Hour, false},
		{"token gate", english(func(tr *smalltube.Track) { tr.Token = true }), "youtube_token", feeds.FaultBlocked, 3, day, false},
		{"captions of another video", english(func(tr *smalltube.Track) { tr.Video = "bbbbbbbbbbb" }), "youtube_wrong_captions", feeds.FaultUnparsable, 3, day, false},
		{"captions of 12 hours", english(func(tr *smalltube.Track) {
			tr.Cues = smalltube.Talk(11.5*3600, strings.Repeat("this is about something else and goes on for very long ", 100))
		}), "youtube_captions_too_long", feeds.FaultAbsent, 3, day, false},
		{"captions of one word", english(func(tr *smalltube.Track) { tr.Cues = smalltube.Talk(5, "[Music]") }), "youtube_captions_silent", feeds.FaultAbsent, 2, time.Hour, false},
		{"captions that are a page", english(func(tr *smalltube.Track) { tr.Body = "<html><p>Oops</p></html>" }), "youtube_captions_unreadable", feeds.FaultUnparsable, 3, day, false},
		{"captions in another language", func(w *world) feeds.Document {
			d := w.video(smalltube.Track{Language: "de", Cues: talk()}, smalltube.Track{Language: "fr", Cues: talk()})
			d.Language = "en"
			return d
		}, "youtube_other_language", feeds.FaultAbsent, 3, day, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := open(t)
			d := tt.answer(w)
			got, err := w.fill(d, nil)
			f := faulty(t, err, tt.code, tt.kind)
			if got.HasText() || f.Reason == "" || f.RetryAfter < tt.after {
				t.Errorf("%+v %+v", got, f)
			}
			w.later(time.Minute)
			w.Forget()
			_, err = w.fill(d, nil)
			players := 0
			for _, a := range w.Asked() {
				if strings.HasPrefix(a, "player") {
					players++
				}
			}
			if players > tt.asked {
				t.Errorf("%d players were asked: %q", players, w.Asked())
			}
			if tt.closed {
				// Also after a restart: the new process must not hammer either.
				w.restart()
				_, err = w.fill(d, nil)
				if f := faulty(t, err, "youtube_break", feeds.FaultBlocked); !feeds.Unsent(err) || f.RetryAfter < 5*time.Hour || len(w.Asked()) > 0 {
					t.Errorf("%+v, asked %q", f, w.Asked())
				}
				w.later(6 * time.Hour)
				if _, err = w.fill(d, nil); feeds.Unsent(err) {
					t.Errorf("after the break: %v", err)
				}
			} else if code, _ := feeds.CodeOf(err); code != tt.code {
				t.Errorf("the second time %v", err)
			}
		})
	}
}

func TestCaptionsThatAppearLaterAreAskedForAgain(t *testing.T) {
	w := open(t)
	d := w.video()
	var state json.RawMessage
	for _, wait := range []time.Duration{time.Hour, 6 * time.Hour, day, day} {
		_, err := w.fill(d, &state)
		if f := faulty(t, err, "youtube_no_captions", feeds.FaultAbsent); f.RetryAfter != wait {
			t.Errorf("asked again after %s, want %s", f.RetryAfter, wait)
		}
		w.later(wait)
	}
	d = w.video(smalltube.Track{Language: "en", Automatic: true, Cues: talk()})
	got, err := w.fill(d, &state)
	if err != nil || got.Origin != feeds.Captions || got.Retry.Sub(w.at) != day {
		t.Fatalf("%+v %v", got, err)
	}
	w.later(day)
	d = w.video(smalltube.Track{Language: "en", Automatic: true, Cues: talk()}, smalltube.Track{Language: "en", Cues: talk()})
	if got, err = w.fill(d, &state); err != nil || got.Origin != feeds.Publisher || !got.Retry.IsZero() {
		t.Fatalf("captions that people wrote later: %+v %v", got, err)
	}
}

func TestTheDaysBudget(t *testing.T) {
	w := open(t, func(s *Settings) { s.PerDay = 3 })
	w.at = time.Date(2026, 11, 30, 22, 0, 0, 0, time.UTC)
	d := w.video(smalltube.Track{Language: "en", Automatic: true, Cues: talk()})
	if _, err := w.fill(d, nil); err != nil {
		t.Fatal(err)
	}
	w.later(time.Minute)
	_, err := w.fill(d, nil)
	f := faulty(t, err, "youtube_budget", feeds.FaultQuota)
	if len(w.Asked()) != 3 || f.RetryAfter != 2*time.Hour-time.Minute {
		t.Errorf("asked %q, again after %s", w.Asked(), f.RetryAfter)
	}
	w.later(f.RetryAfter)
	if _, err := w.fill(d, nil); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

// Two videos are never read at once, and there is a pause between them. Nobody waits for it.
func TestOneVideoAtATime(t *testing.T) {
	w := open(t)
	d := w.video(smalltube.Track{Language: "en", Automatic: true, Cues: talk()})
	if _, err := w.fill(d, nil); err != nil {
		t.Fatal(err)
	}
	pauses := map[time.Duration]bool{}
	for range 20 {
		_, err := w.fill(d, nil)
		f := faulty(t, err, "paced", feeds.FaultPaced)
		if !feeds.Unsent(err) || f.RetryAfter > 15*time.Second {
			t.Fatalf("%+v", f)
		}
		w.later(f.RetryAfter)
		if _, err := w.fill(d, nil); err != nil {
			t.Fatal(err)
		}
		if f.RetryAfter < 5*time.Second {
			t.Errorf("a pause of %s, want 5 to 15 seconds", f.RetryAfter)
		}
		pauses[f.RetryAfter] = true
	}
	if len(pauses) < 10 {
		t.Errorf("the pauses are not random: %v", pauses)
	}
	end, err := w.client.gate.alone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.later(time.Minute)
	_, err = w.fill(d, nil)
	end()
	faulty(t, err, "paced", feeds.FaultPaced)
}

func TestCaptionsCanBeSwitchedOff(t *testing.T) {
	w := open(t, func(s *Settings) { s.Captions = false })
	if NewCaptions(w.client).Can(feeds.Task{Document: w.video()}) {
		t.Error("captions are read although they are off")
	}
}

// A track at another host is not fetched: the address comes from outside.
func TestATrackElsewhereIsNotFetched(t *testing.T) {
	w := open(t)
	for _, base := range []string{"http://10.0.0.1/api/timedtext?v=aaaaaaaaaaa", "https://youtube.com.evil.example/x", "file:///etc/passwd", "%zz"} {
		if u, ok := w.client.address(track{BaseURL: base}, "json3"); ok && u.Host != w.client.base.Host {
			t.Errorf("%s leads to %s", base, u)
		}
	}
}
