package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// median is the size of a typical transcript.
const median = 57_000

func eachBench(b *testing.B, bench func(*testing.B, *ledger.Ledger)) {
	b.Run("SQLite", func(b *testing.B) { bench(b, ledgertest.Open(b)) })
	b.Run("PostgreSQL", func(b *testing.B) { bench(b, ledgertest.OpenPostgres(b)) })
}

// BenchmarkSaveDocument saves new documents with transcripts, in transactions of 1 and 50.
func BenchmarkSaveDocument(b *testing.B) {
	bodies := make([][]feeds.Cue, 16)
	for i := range bodies {
		bodies[i] = transcript(i, median)
	}
	for _, size := range []int{1, 50} {
		b.Run(fmt.Sprint("batch=", size), func(b *testing.B) {
			eachBench(b, func(b *testing.B, l *ledger.Ledger) {
				b.SetBytes(int64(size) * median)
				for n := 0; b.Loop(); {
					docs := make([]*feeds.Document, size)
					for i := range docs {
						docs[i] = episode(fmt.Sprint(n, ".", i), "Title", "words")
						docs[i].Cues = bodies[(n+i)%len(bodies)]
					}
					save(b, l, "s", docs...)
					n++
				}
				b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "docs/s")
			})
		})
	}
}

// BenchmarkUnchangedFeed is the most frequent read apart from a 304: 300 items, none of them new.
func BenchmarkUnchangedFeed(b *testing.B) {
	eachBench(b, func(b *testing.B, l *ledger.Ledger) {
		feed := func(text bool) []*feeds.Document {
			docs := make([]*feeds.Document, 300)
			for i := range docs {
				docs[i] = episode(fmt.Sprint(i), fmt.Sprint("Episode ", i), "")
				if text {
					docs[i].Cues, docs[i].Origin = transcript(i, 5_000), feeds.Publisher
				}
			}
			return docs
		}
		save(b, l, "s", feed(true)...)
		for b.Loop() {
			save(b, l, "s", feed(false)...)
		}
	})
}

// BenchmarkLoadDocuments reads documents with their transcripts, 50 at a time.
func BenchmarkLoadDocuments(b *testing.B) {
	eachBench(b, func(b *testing.B, l *ledger.Ledger) {
		var docs []*feeds.Document
		for i := range 200 {
			d := episode(fmt.Sprint(i), "Title", "words")
			d.Cues = transcript(i, median)
			docs = append(docs, d)
		}
		save(b, l, "s", docs...)
		b.SetBytes(50 * median)
		var after int64
		for b.Loop() {
			ids, next, err := archive.DocumentIDs(b.Context(), l, "", after, 50)
			if err != nil {
				b.Fatal(err)
			}
			if after = next; len(ids) < 50 {
				after = 0
			}
			if _, err := archive.GetDocuments(b.Context(), l, ids); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkInboxPage lists the first page of 20,000 mentions, newest first.
func BenchmarkInboxPage(b *testing.B) {
	eachBench(b, func(b *testing.B, l *ledger.Ledger) {
		for part := range 20 {
			write(b, l, func(tx *ledger.Tx) error {
				for i := range 1000 {
					d := episode(fmt.Sprint(part, ".", i), "Title", "")
					d.Published = noon.Add(-time.Duration(part*1000+i) * time.Minute)
					if _, err := archive.SaveDocument(b.Context(), tx, archive.NewDraft(*d), "s"); err != nil {
						return err
					}
					if err := record.SaveMention(b.Context(), tx, mention("acme", d)); err != nil {
						return err
					}
				}
				return nil
			})
		}
		f := record.MentionFilter{States: []string{string(index.New)}, Page: ledger.Page{Limit: 50}}
		for b.Loop() {
			if rows, _, err := record.ListMentions(b.Context(), l, f); err != nil || len(rows) != 50 {
				b.Fatal(err, len(rows))
			}
		}
	})
}

// BenchmarkRelay enqueues a batch of references, assigns their sequences and marks them as published.
func BenchmarkRelay(b *testing.B) {
	eachBench(b, func(b *testing.B, l *ledger.Ledger) {
		names := make([]string, 100)
		for i := range names {
			names[i] = fmt.Sprint("m", i)
		}
		for b.Loop() {
			enqueue(b, l, "A", names...)
			if _, err := relay(b.Context(), l); err != nil {
				b.Fatal(err)
			}
		}
	})
}
