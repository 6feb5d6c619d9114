package smalltube

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

func base(r *http.Request) string { return "http://" + r.Host }

type object = map[string]any

// player returns what the players are answered for a video.
func (w *World) player(v Video, base string) string {
	if v.Answer != "" {
		return v.Answer
	}
	tracks := []object{}
	for i, t := range v.Tracks {
		q := fmt.Sprintf("%s/api/timedtext?v=%s&track=%d&lang=%s&expire=1800000000", base, cmp.Or(t.Video, v.ID), i, t.Language)
		track := object{"vssId": "." + t.Language, "languageCode": t.Language, "name": object{"runs": []object{{"text": t.Language}}}}
		if t.Automatic {
			track["kind"], track["vssId"] = "asr", "a."+t.Language
		}
		if t.Token {
			q += "&exp=xpe"
		}
		track["baseUrl"] = q + "&fmt=srv3"
		tracks = append(tracks, track)
	}
	answer := object{
		"playabilityStatus": object{"status": cmp.Or(v.Status, "OK"), "reason": v.Reason},
		"videoDetails":      object{"videoId": v.ID, "title": v.Title, "lengthSeconds": fmt.Sprint(v.Duration), "channelId": v.Channel, "shortDescription": v.Notes},
	}
	if len(tracks) > 0 {
		answer["captions"] = object{"playerCaptionsTracklistRenderer": object{"captionTracks": tracks}}
	}
	b, _ := json.Marshal(answer) // strings and numbers always marshal
	return string(b)
}

func (w *World) servePlayer(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		Context struct {
			Client struct {
				Name string `json:"clientName"`
			} `json:"client"`
		} `json:"context"`
		Video string `json:"videoId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	w.note("player %s %s", in.Context.Client.Name, in.Video)
	w.mu.Lock()
	answer := w.answer
	w.mu.Unlock()
	if answer != nil {
		if body := answer(in.Context.Client.Name, in.Video); body != "" {
			_, _ = io.WriteString(rw, body)
			return
		}
	}
	v, ok := w.video(in.Video)
	if !ok {
		_, _ = io.WriteString(rw, "{}")
		return
	}
	_, _ = io.WriteString(rw, w.player(v, base(r)))
}

func (w *World) serveCaptions(rw http.ResponseWriter, r *http.Request) {
	id, format := r.FormValue("v"), r.FormValue("fmt")
	w.note("captions %s %s", id, format)
	v, _ := w.video(id)
	n := 0
	if _, err := fmt.Sscan(r.FormValue("track"), &n); err != nil || n >= len(v.Tracks) {
		http.NotFound(rw, r)
		return
	}
	t := v.Tracks[n]
	switch {
	case t.Empty:
	case t.Body != "":
		_, _ = io.WriteString(rw, t.Body)
	default:
		_, _ = io.WriteString(rw, Render(t.Cues, format))
	}
}
