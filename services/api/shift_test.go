package api_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// An episode that is being recognised says how far it is; one that was recognised says how long the file was, and by how much
// the recording is ahead of it, once somebody has heard that.
func TestRecognisedEpisodes(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	var src struct{ ID string }
	d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed"}`)
	made := func(key string, origin feeds.Origin, cues ...feeds.Cue) feeds.Document {
		return feeds.Document{ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key, Title: key,
			Audio: "https://show.example/" + key + ".mp3", Published: now, Fetched: now, Origin: origin, Cues: cues}
	}
	done, busy := made("done", feeds.Speech, feeds.Cue{Start: 1, End: 2, Text: "all that was said"}), made("busy", feeds.None)
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		if _, err := archive.SaveDocuments(t.Context(), tx, []*archive.Draft{archive.NewDraft(done), archive.NewDraft(busy)}, src.ID); err != nil {
			return err
		}
		for _, id := range []string{done.ID, busy.ID} {
			r := archive.PartRequest{Document: id, Part: feeds.PartSpeech, Source: src.ID, Cost: 100, BringsText: true}
			if err := archive.EnqueuePart(t.Context(), tx, r, now.Add(time.Hour)); err != nil {
				return err
			}
			if id == busy.ID {
				if err := archive.SavePartWork(t.Context(), tx, id, feeds.PartSpeech, []byte(`{}`), 0.4); err != nil {
					return err
				}
				continue
			}
			if err := archive.SetPartFile(t.Context(), tx, id, feeds.PartSpeech, feeds.Offer{URL: done.Audio, Hash: "abc", Seconds: 1800}); err != nil {
				return err
			}
			if err := archive.SettlePart(t.Context(), tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	type view struct {
		Shift float64
		Parts []struct {
			Part, State       string
			Seconds, Progress float64
		}
	}
	speechOf := func(id string) (v view, state string, seconds, progress float64) {
		d.want(200, &v, "GET", "/documents/"+id, "")
		for _, p := range v.Parts {
			if p.Part == "speech" {
				return v, p.State, p.Seconds, p.Progress
			}
		}
		return v, "", 0, 0
	}
	if _, state, _, progress := speechOf(busy.ID); state != "pending" || progress != 0.4 {
		t.Errorf("being recognised: %s, %v", state, progress)
	}
	v, state, seconds, _ := speechOf(done.ID)
	for _, p := range v.Parts {
		if p.Part == "transcript" && p.State != "absent" {
			t.Errorf("its words are not those of a transcript, which is %s", p.State)
		}
	}
	if state != "read" || seconds != 1800 || v.Shift != 0 {
		t.Errorf("recognised: %s, %v, shifted by %v", state, seconds, v.Shift)
	}
	d.want(200, nil, "PUT", "/documents/"+done.ID+"/shift", `{"seconds":31.5}`)
	if v, _, _, _ := speechOf(done.ID); v.Shift != 31.5 {
		t.Errorf("shifted by %v", v.Shift)
	}
	d.want(422, nil, "PUT", "/documents/"+done.ID+"/shift", `{"seconds":100000}`)
	d.want(404, nil, "PUT", "/documents/nosuch/shift", `{"seconds":1}`)
}
