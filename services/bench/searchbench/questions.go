package searchbench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// questions are the queries, drawn from the archive.
type questions struct {
	any, frequent, phrases, fuzzy, two []string
	from, to                           time.Time
}

func draw(o Options) questions {
	r := rand.New(rand.NewPCG(o.Seed, 9))
	words := archive.Vocabulary(o.Seed)
	law := archive.NewZipf(len(words))
	var q questions
	for range o.Rounds {
		q.any = append(q.any, words[max(30, law.Draw(r))])
		q.frequent = append(q.frequent, words[20+r.IntN(60)])
		w := words[200+r.IntN(5000)]
		q.fuzzy = append(q.fuzzy, w[:len(w)-1])
		q.two = append(q.two, words[30+r.IntN(60)]+" "+words[100+r.IntN(400)])
	}
	for e := range (archive.Archive{Seed: o.Seed, Passages: o.Passages}).Entries() {
		p := e.Passages[len(e.Passages)-1]
		fs := strings.Fields(strings.ToLower(strings.ReplaceAll(p.Text, ".", "")))
		if len(fs) > 3 && r.IntN(5) == 0 {
			k := r.IntN(len(fs) - 3)
			q.phrases = append(q.phrases, strings.Join(fs[k:k+3], " "))
		}
		if len(q.phrases) == o.Rounds {
			break
		}
	}
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	q.from, q.to = now.AddDate(0, -7, -11), now.AddDate(0, -1, -9)
	return q
}

func classes(ctx context.Context, o Options, x *search.Index) []class {
	d := draw(o)
	now := d.to
	ask := func(list []string, format string, order search.Order) func(int) error {
		return func(i int) error {
			q, err := query.ParseAt(fmt.Sprintf(format, list[i%len(list)]), now)
			if err != nil {
				return err
			}
			_, err = x.Search(ctx, search.Request{Query: q, Order: order})
			return err
		}
	}
	count := func(list []string) func(int) error {
		return func(i int) error {
			q, err := query.ParseAt(list[i%len(list)], now)
			if err != nil {
				return err
			}
			_, err = x.Totals(ctx, search.Request{Query: q, From: d.from, To: d.to}, search.ByKind, search.BySource, search.ByLanguage)
			return err
		}
	}
	const ms = time.Millisecond
	return []class{
		{"newest first, any word, highlights", 10 * ms, 50 * ms, ask(d.any, "%s", search.Newest)},
		{"newest first, frequent word, highlights", 10 * ms, 50 * ms, ask(d.frequent, "%s", search.Newest)},
		{"relevance, frequent word, highlights", 0, 40 * ms, ask(d.frequent, "%s", search.Relevance)},
		{"relevance, two words, highlights", 0, 0, ask(d.two, "%s", search.Relevance)},
		{"three-word phrase, newest first", 0, 150 * ms, ask(d.phrases, `"%s"`, search.Newest)},
		{"three-word phrase, relevance", 0, 150 * ms, ask(d.phrases, `"%s"`, search.Relevance)},
		{"totals, three facets, half a year", 60 * ms, 150 * ms, count(d.frequent)},
		{"fuzzy, newest first", 0, 60 * ms, ask(d.fuzzy, "%s~1", search.Newest)},
		{"fuzzy, relevance", 0, 60 * ms, ask(d.fuzzy, "%s~1", search.Relevance)},
	}
}

// theirs are the same queries for FTS5, in the order of classes. It has no fuzzy search.
func theirs(o Options, f *fts) []class {
	d := draw(o)
	ask := func(run func(string) error, list []string, format string) class {
		return class{name: "FTS5", ask: func(i int) error { return run(fmt.Sprintf(format, list[i%len(list)])) }}
	}
	totals := func(m string) error { return f.totals(m, d.from.Unix(), d.to.Unix()) }
	return []class{
		ask(f.newest, d.any, "%s"), ask(f.newest, d.frequent, "%s"), ask(f.relevance, d.frequent, "%s"), ask(f.relevance, d.two, "%s"),
		ask(f.newest, d.phrases, `"%s"`), ask(f.relevance, d.phrases, `"%s"`), ask(totals, d.frequent, "%s"), {}, {},
	}
}
