package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

type shownPart struct {
	Part, State, Host, Language, Code, Error string
	Params                                   map[string]string
	Attempts                                 int
	Retry                                    bool
}

// A source says what it has brought, which transcripts are missing and why; a document says the same, and
// a part can be asked for again.
func TestTheReasonForAMissingTranscript(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	var src struct{ ID string }
	d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed"}`)
	made := func(key string) feeds.Document {
		return feeds.Document{ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key, Title: key,
			Audio: "https://show.example/" + key + ".mp3", Published: now.Add(-time.Hour), Fetched: now, Origin: feeds.None}
	}
	missing, none, read := made("missing"), made("none"), made("read")
	read.Origin, read.Cues = feeds.Publisher, []feeds.Cue{{Start: 1, End: 2, Text: "Alles wat gezegd is."}}
	offer := feeds.Offer{URL: "https://cdn.example/secret/1.vtt", Type: "text/vtt", Language: "nl"}
	fault := &feeds.Fault{Kind: feeds.FaultAbsent, Code: "file_missing", Host: "cdn.example", Reason: "There is no such file"}
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		drafts := []*archive.Draft{archive.NewDraft(missing), archive.NewDraft(none), archive.NewDraft(read)}
		if _, err := archive.SaveDocuments(t.Context(), tx, drafts, src.ID); err != nil {
			return err
		}
		for _, id := range []string{missing.ID, read.ID} {
			r := archive.PartRequest{Document: id, Part: feeds.PartTranscript, Source: src.ID, BringsText: true, Offers: []feeds.Offer{offer}}
			if err := archive.EnqueuePart(t.Context(), tx, r, now); err != nil {
				return err
			}
			if id == read.ID {
				if err := archive.SetPartFile(t.Context(), tx, id, feeds.PartTranscript, offer); err != nil {
					return err
				}
				if err := archive.SettlePart(t.Context(), tx, r); err != nil {
					return err
				}
			}
		}
		if err := archive.FailPart(t.Context(), tx, missing.ID, feeds.PartTranscript, fault); err != nil {
			return err
		}
		return archive.SavePoll(t.Context(), tx, archive.SourcePoll, src.ID, archive.Poll{State: schedule.State{Due: now.Add(time.Hour)}})
	})
	if err != nil {
		t.Fatal(err)
	}
	d.settle()
	var detail struct {
		Documents, Mentions int
		Transcripts         []struct {
			State, Code string
			Documents   int
		}
		Latency struct {
			Mentions int
			P50, P95 *int
		}
		Work struct{ Done bool }
	}
	d.want(200, &detail, "GET", "/sources/"+src.ID, "")
	counts := map[string]int{}
	for _, c := range detail.Transcripts {
		counts[c.State+" "+c.Code] = c.Documents
	}
	if detail.Documents != 3 || counts["failed file_missing"] != 1 || counts["absent transcript_absent"] != 1 || counts["read "] != 1 || !detail.Work.Done || detail.Latency.P50 != nil {
		t.Errorf("%+v", detail)
	}
	var listed struct {
		Items []struct {
			Title   string
			HasText bool `json:"has_text"`
			Parts   []shownPart
		}
	}
	text := d.want(200, &listed, "GET", "/sources/"+src.ID+"/documents", "")
	states := map[string]string{}
	for _, x := range listed.Items {
		states[x.Title] = x.Parts[0].State
	}
	if len(listed.Items) != 3 || states["missing"] != "failed" || states["none"] != "absent" || states["read"] != "read" {
		t.Errorf("%+v", listed)
	}
	if body := new(strings.Builder); text.Write(body) == nil && strings.Contains(body.String(), "secret") {
		t.Error("the address of a file is shown")
	}
	d.want(404, nil, "GET", "/sources/nosuch/documents", "")
	var doc struct{ Parts []shownPart }
	d.want(200, &doc, "GET", "/documents/"+missing.ID, "")
	if p := doc.Parts[0]; p.State != "failed" || p.Code != "file_missing" || p.Params["host"] != "cdn.example" || p.Host != "cdn.example" || !p.Retry {
		t.Errorf("%+v", doc)
	}
	d.want(200, &doc, "GET", "/documents/"+read.ID, "")
	if p := doc.Parts[0]; p.State != "read" || p.Language != "nl" || p.Host != "cdn.example" {
		t.Errorf("%+v", doc)
	}
	var part shownPart
	d.want(200, &part, "POST", "/documents/"+missing.ID+"/parts/transcript/retry", "")
	if part.State != "pending" || part.Attempts != 0 {
		t.Errorf("%+v", part)
	}
	var p problem
	if d.want(404, &p, "POST", "/documents/"+none.ID+"/parts/transcript/retry", ""); p.Reason != "part_absent" {
		t.Errorf("%+v", p)
	}
	d.want(200, &detail, "GET", "/sources/"+src.ID, "")
	if detail.Work.Done {
		t.Error("nothing is left to do, though a part was asked for")
	}
}
