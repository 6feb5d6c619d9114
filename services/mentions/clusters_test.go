package mentions_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// speech returns an invented text, the same for the same seed. If wrong is above zero, one word in
// wrong is replaced by another, as in an automatic transcript.
func speech(seed uint64, wrong int) string {
	words, errors := rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, uint64(wrong)+1))
	var out []string
	for range 900 {
		w := fmt.Sprint("word", words.IntN(900))
		if wrong > 0 && errors.IntN(wrong) == 0 {
			w = fmt.Sprint("misheard", errors.IntN(900))
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// datedEpisode returns an episode with a text, published some days before noon.
func datedEpisode(key, text string, days int) *feeds.Document {
	d := episode(key, "Episode "+key, text)
	d.Published = noon.AddDate(0, 0, -days)
	return d
}

// detect assigns documents to clusters and saves mentions of the brands in them, as detection does.
func detect(t testing.TB, l *ledger.Ledger, docs []*feeds.Document, brands ...string) {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) error {
		prints := make([]archive.Fingerprinted, len(docs))
		for i, d := range docs {
			prints[i] = archive.Fingerprinted{Document: d.ID, Fingerprint: cluster.Of(d)}
		}
		clusters, err := mentions.AssignClusters(t.Context(), tx, prints)
		if err != nil {
			return err
		}
		for _, d := range docs {
			for _, b := range brands {
				m := index.Mention{
					ID: index.MentionID("default", b, d.ID), Workspace: "default", Brand: b, Document: d.ID, Revision: 1, State: index.New,
					Kind: d.Kind, Published: d.Published, Hits: []index.Hit{{Brand: b, Surface: b}},
				}
				if err := record.SaveMention(t.Context(), tx, m); err != nil {
					return err
				}
				if clusters[d.ID].Shared {
					if err := record.ChooseLead(t.Context(), tx, "", b, clusters[d.ID].Cluster); err != nil {
						return err
					}
				}
			}
			if err := archive.SetDetected(t.Context(), tx, d.ID, d.Revision, 1); err != nil {
				return err
			}
		}
		return nil
	})
}

// groups returns the clusters as "a+b c", by the keys of their documents.
func groups(t testing.TB, l *ledger.Ledger) string {
	t.Helper()
	in := map[string][]string{}
	err := archive.EachDocument(t.Context(), l, 0, 100, func(docs []archive.DocumentMeta) error {
		for _, d := range docs {
			in[d.Cluster] = append(in[d.Cluster], d.Key)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, keys := range in {
		slices.Sort(keys)
		out = append(out, strings.Join(keys, "+"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// rows returns the inbox as "acme:b(a+b)": the brand, the document that is shown and all copies.
func rows(t testing.TB, l *ledger.Ledger, f record.MentionFilter) string {
	t.Helper()
	f.Rows = true
	list, _, err := record.ListMentions(t.Context(), l, f)
	if err != nil {
		t.Fatal(err)
	}
	total, facets, err := record.CountMentions(t.Context(), l, f, record.BySource, record.ByKind, record.ByBrand)
	if err != nil || total != len(list) {
		t.Errorf("%d rows, counted %d: %v", len(list), total, err)
	}
	sum := 0
	for brand, n := range facets[record.ByBrand] {
		if len(f.Brands) == 0 || slices.Contains(f.Brands, brand) { // the others are counted beside the chosen ones
			sum += n
		}
	}
	if sum != total {
		t.Errorf("by brand %v of %d rows", facets, total)
	}
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Mention.ID)
	}
	copies, err := record.CopiesOf(t.Context(), l, ids)
	if err != nil {
		t.Fatal(err)
	}
	short := func(r record.MentionRow) string { return strings.TrimPrefix(r.Doc.URL, "https://pod.example/") }
	var out []string
	for _, r := range list {
		line := r.Brand + ":" + short(r)
		var others []string
		for _, c := range copies[r.Mention.ID] {
			others = append(others, short(c))
		}
		if len(others) > 0 {
			line += "(" + strings.Join(others, "+") + ")"
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestCopiesShareACluster(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "show")
		docs := []*feeds.Document{
			datedEpisode("a1", speech(1, 0), 9), datedEpisode("a2", speech(1, 12), 5), datedEpisode("a3", speech(1, 13), 1), // three transcripts of one talk
			datedEpisode("b1", speech(2, 0), 8), datedEpisode("b2", speech(2, 0), 8), datedEpisode("c1", speech(3, 0), 8),
			datedEpisode("old", speech(1, 0), 200), datedEpisode("short", "we all like the new acme app", 2), datedEpisode("short2", "we all like the new acme app", 2),
		}
		save(t, l, src.ID, docs...)
		r := rand.New(rand.NewPCG(1, 2))
		const want = "a1+a2+a3 b1+b2 c1 old short short2"
		for range 4 {
			for part := range slices.Chunk(r.Perm(len(docs)), 1+r.IntN(len(docs))) {
				batch := make([]*feeds.Document, len(part))
				for i, n := range part {
					batch[i] = docs[n]
				}
				for range 2 { // the bus may deliver a reference twice
					detect(t, l, batch)
				}
			}
			if got := groups(t, l); got != want {
				t.Errorf("clusters %s, want %s", got, want)
			}
			write(t, l, func(tx *ledger.Tx) error { // forget the results, to assign them in another order
				for _, s := range []string{`UPDATE documents SET cluster = ''`, `DELETE FROM cluster_keys`, `DELETE FROM document_fingerprints`} {
					if _, err := tx.Exec(t.Context(), s); err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
}

// An episode has only notes at first. Its later transcript shows that it is a copy.
func TestALaterTranscript(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "show")
		first, later, third := datedEpisode("first", speech(1, 0), 9), datedEpisode("later", "", 5), datedEpisode("third", speech(2, 0), 3)
		save(t, l, src.ID, first, later, third)
		detect(t, l, []*feeds.Document{first, later, third}, "acme")
		if got := rows(t, l, record.MentionFilter{}); got != "acme:first acme:later acme:third" {
			t.Errorf("before: %s", got)
		}
		transcribe := func(d *feeds.Document, text string) {
			d.Origin, d.Cues = feeds.Publisher, []feeds.Cue{{End: 9, Text: text}}
			save(t, l, src.ID, d)
			detect(t, l, []*feeds.Document{d})
		}
		transcribe(later, speech(1, 12))
		if got := rows(t, l, record.MentionFilter{}); got != "acme:first(first+later) acme:third" {
			t.Errorf("with its transcript: %s", got)
		}
		transcribe(later, speech(2, 0)) // its cluster has other documents, so it stays there and its new copy joins
		if got := groups(t, l); got != "first+later+third" {
			t.Errorf("with another transcript: %s", got)
		}
	})
}

func TestAnotherCopyLeads(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		one, two := addSource(t, l, "one"), addSource(t, l, "two")
		a, b, c := datedEpisode("a", speech(1, 0), 9), datedEpisode("b", speech(1, 0), 5), datedEpisode("c", speech(1, 0), 2)
		save(t, l, one.ID, a)
		save(t, l, two.ID, b, c)
		detect(t, l, []*feeds.Document{c, a}, "acme", "rival")
		detect(t, l, []*feeds.Document{b}, "acme")
		if got := rows(t, l, record.MentionFilter{}); got != "acme:a(a+b+c) rival:a(a+c)" {
			t.Errorf("rows %s", got)
		}
		if got := rows(t, l, record.MentionFilter{Sources: []string{two.ID}, Brands: []string{"rival"}}); got != "rival:a(a+c)" {
			t.Errorf("by the source of a copy: %s", got)
		}
		_, facets, err := record.CountMentions(t.Context(), l, record.MentionFilter{Rows: true}, record.BySource, record.ByKind)
		if err != nil || facets[record.BySource][one.ID] != 2 || facets[record.BySource][two.ID] != 2 || facets[record.ByKind]["podcast"] != 2 {
			t.Errorf("facets %v: %v", facets, err)
		}
		change := func(do func(*ledger.Tx) error) { t.Helper(); write(t, l, do) }
		change(func(tx *ledger.Tx) error {
			if err := archive.DeleteSource(t.Context(), tx, one.ID); err != nil {
				return err
			}
			return record.ChooseLeadsOfSource(t.Context(), tx, one.ID)
		})
		if got := rows(t, l, record.MentionFilter{}); got != "acme:b(b+a+c) rival:c(c+a)" {
			t.Errorf("without the first source: %s", got)
		}
		change(func(tx *ledger.Tx) error {
			if err := archive.RestoreSource(t.Context(), tx, one.ID); err != nil {
				return err
			}
			return record.ChooseLeadsOfSource(t.Context(), tx, one.ID)
		})
		dismissed := index.Dismissed
		change(func(tx *ledger.Tx) error {
			if _, err := record.UpdateMention(t.Context(), tx, "", index.MentionID("default", "acme", a.ID), 0, record.MentionChange{State: &dismissed}); err != nil {
				return err
			}
			return record.ChooseLead(t.Context(), tx, "", "acme", a.ID)
		})
		cluster := must(archive.GetDocumentMeta(t.Context(), l, a.ID))(t).Cluster
		change(func(tx *ledger.Tx) error { return record.ChooseLead(t.Context(), tx, "", "acme", cluster) })
		if got := rows(t, l, record.MentionFilter{}); got != "acme:b(b+c) rival:a(a+c)" {
			t.Errorf("with the lead dismissed alone: %s", got)
		}
		change(func(tx *ledger.Tx) error { return mentions.DeleteDocument(t.Context(), tx, b.ID, "") })
		if got := rows(t, l, record.MentionFilter{}); got != "acme:c rival:a(a+c)" {
			t.Errorf("with the next lead deleted: %s", got)
		}
		feedback := must(record.Feedback(t.Context(), l, ""))(t)
		if feedback["acme"].Dismissed != 1 {
			t.Errorf("feedback %+v", feedback)
		}
	})
}

// A document found in two sources belongs to both. A private source isn't shown to other workspaces.
func TestADocumentFromTwoSources(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		first, second := addSource(t, l, "first"), addSource(t, l, "second")
		write(t, l, func(tx *ledger.Tx) error {
			first.Workspace = "other"
			return archive.UpdateSource(t.Context(), tx, first)
		})
		d := datedEpisode("a", speech(1, 0), 3)
		save(t, l, first.ID, d)
		save(t, l, second.ID, d)
		detect(t, l, []*feeds.Document{d}, "acme")
		by := func(source string) int {
			list, _, err := record.ListMentions(t.Context(), l, record.MentionFilter{Sources: []string{source}})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range list {
				if r.Doc.SourceID != second.ID {
					t.Errorf("shown as of %s", r.Doc.SourceName)
				}
			}
			return len(list)
		}
		if by(first.ID) != 0 || by(second.ID) != 1 {
			t.Errorf("%d mentions by a private source, %d by the other", by(first.ID), by(second.ID))
		}
		ev, err := mentions.EventOf(t.Context(), l, "", index.MentionID("default", "acme", d.ID), "found", "https://desk.example")
		if err != nil || ev.Data.Document.Source.ID != second.ID || len(ev.Data.Document.Sources) != 0 {
			t.Errorf("event of %+v: %v", ev.Data.Document, err)
		}
		write(t, l, func(tx *ledger.Tx) error {
			first.Workspace = ""
			return archive.UpdateSource(t.Context(), tx, first)
		})
		if ev, err = mentions.EventOf(t.Context(), l, "", index.MentionID("default", "acme", d.ID), "found", "https://desk.example"); err != nil || len(ev.Data.Document.Sources) != 2 {
			t.Errorf("event of %+v: %v", ev.Data.Document, err)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.DeleteSource(t.Context(), tx, first.ID) })
		if by(second.ID) != 1 {
			t.Error("deleting one source removed the document from the other")
		}
		if s := must(archive.SourceOf(t.Context(), l, "", d.ID))(t); s.ID != second.ID {
			t.Errorf("source %+v", s)
		}
	})
}

// Documents of an older version are assigned to clusters in batches. The work can be interrupted
// after each batch.
func TestDocumentsWithoutACluster(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "show")
		docs := []*feeds.Document{datedEpisode("a", speech(1, 0), 9), datedEpisode("b", speech(1, 0), 5), datedEpisode("c", speech(3, 0), 2)}
		save(t, l, src.ID, docs...)
		write(t, l, func(tx *ledger.Tx) error {
			for _, d := range docs {
				if err := archive.SetDetected(t.Context(), tx, d.ID, d.Revision, 1); err != nil {
					return err
				}
				m := index.Mention{ID: index.MentionID("default", "acme", d.ID), Brand: "acme", Document: d.ID, Kind: d.Kind, Published: d.Published, Hits: []index.Hit{{}}}
				if err := record.SaveMention(t.Context(), tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		if got := rows(t, l, record.MentionFilter{}); got != "acme:a acme:b acme:c" {
			t.Errorf("before: %s", got)
		}
		for left := 3; left >= 0; left-- {
			if n := must(archive.CountUnclustered(t.Context(), l))(t); n != left {
				t.Errorf("%d are left, want %d", n, left)
			}
			ids := must(archive.Unclustered(t.Context(), l, 1))(t)
			if left == 0 {
				break
			}
			doc := must(archive.GetDocument(t.Context(), l, ids[0]))(t)
			write(t, l, func(tx *ledger.Tx) error {
				_, err := mentions.AssignClusters(t.Context(), tx, []archive.Fingerprinted{{Document: doc.ID, Fingerprint: cluster.Of(&doc)}})
				return err
			})
		}
		if got := rows(t, l, record.MentionFilter{}); got != "acme:a(a+b) acme:c" {
			t.Errorf("after: %s", got)
		}
	})
}

// A text that thousands of documents share is compared with only a few of them.
func TestAPopularText(t *testing.T) {
	l := ledgertest.Open(t)
	src := addSource(t, l, "show")
	var docs []*feeds.Document
	for n := range 200 {
		docs = append(docs, datedEpisode(fmt.Sprintf("d%03d", n), "we all like the very new acme app so much", n%30))
	}
	save(t, l, src.ID, docs...)
	for part := range slices.Chunk(docs, 50) {
		detect(t, l, part)
	}
	if got := groups(t, l); strings.Contains(got, " ") {
		t.Errorf("clusters %s", got)
	}
	var n int
	if err := l.Row(t.Context(), `SELECT COUNT(*) FROM cluster_keys GROUP BY key ORDER BY 1 DESC LIMIT 1`, nil, &n); err != nil || n > 20 {
		t.Errorf("%d documents under one key: %v", n, err)
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// A rule may select the source that was added, so the mention is announced again.
func TestAnAddedSourceIsAnnounced(t *testing.T) {
	l := ledgertest.Open(t)
	first, second, third := addSource(t, l, "first"), addSource(t, l, "second"), addSource(t, l, "third")
	d := datedEpisode("a", speech(1, 0), 3)
	save(t, l, first.ID, d)
	detect(t, l, []*feeds.Document{d}, "acme")
	for _, c := range []struct {
		source   string
		backfill bool
		want     bool
	}{{first.ID, false, false}, {second.ID, false, true}, {second.ID, false, false}, {third.ID, true, false}} {
		again := *d
		again.Backfill = c.backfill
		if got := save(t, l, c.source, &again)[0].Attached; got != c.want {
			t.Errorf("attached %t, want %t", got, c.want)
		}
	}
	write(t, l, func(tx *ledger.Tx) error { return mentions.SourceAdded(t.Context(), tx, d.ID, "https://desk.example") })
	var body []byte
	if err := l.Row(t.Context(), `SELECT payload FROM outbox WHERE subject LIKE 'mention.amended.%'`, nil, &body); err != nil || !strings.Contains(string(body), `"sources":[{"id":"`+first.ID+`"`) {
		t.Errorf("%s: %v", body, err)
	}
}
