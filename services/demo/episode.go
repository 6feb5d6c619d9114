package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// plot is the role of the brands in an episode. The values are the keys of the script's drops.
type plot string

const (
	nothing   plot = ""
	discussed plot = "discussed" // our brand, at length
	passing   plot = "passing"   // our brand, in a list or an aside
	sponsored plot = "sponsored" // our brand, as an advertisement
	rival     plot = "rival"     // a competitor
	compared  plot = "compared"  // ours and a competitor side by side
	everyday  plot = "everyday"  // a word that is also a competitor's name, meant as the word
)

// episode is one recording with everything that is published about it.
type episode struct {
	show      *show
	number    int
	guid      string
	title     string
	notes     string
	published time.Time
	duration  float64
	people    []feeds.Person
	cues      []feeds.Cue
	turns     []feeds.Cue // whole turns, for the formats that are written by turn
	chapters  []feeds.Chapter
}

// path returns the episode's path below the world's address.
func (e *episode) path() string { return "/" + e.show.slug + "/" + e.file() }

func (e *episode) file() string {
	return strings.ReplaceAll(strings.TrimPrefix(e.guid, e.show.slug+"/"), "/", "-")
}

// decks hand out the pieces of the script for one language, over all its shows.
type decks struct {
	topics, guests *deck
	drops          map[plot]*deck
}

func newDecks(s *script, r *rand.Rand) *decks {
	d := &decks{topics: newDeck(s.titles(), r), guests: newDeck(len(s.Guests), r), drops: map[plot]*deck{}}
	for _, p := range []plot{discussed, passing, sponsored, rival, compared, everyday} {
		d.drops[p] = newDeck(len(s.Drops[p]), r)
	}
	return d
}

// forShow returns decks with titles of their own, so that a show doesn't repeat itself; guests and
// drops are shared by all shows.
func (d *decks) forShow(s *script, r *rand.Rand) *decks {
	return &decks{topics: newDeck(s.titles(), r), guests: d.guests, drops: d.drops}
}

// titles counts the titles over all topics; each is an episode of its own.
func (s *script) titles() int {
	n := 0
	for _, t := range s.Topics {
		n += len(t.Titles)
	}
	return n
}

// title returns a topic by the number of one of its titles.
func (s *script) title(n int) (topic, string) {
	for _, t := range s.Topics {
		if n < len(t.Titles) {
			return t, t.Titles[n]
		}
		n -= len(t.Titles)
	}
	panic("demo: title out of range")
}

// season returns the plots of a show's episodes; about one in three names our brand.
var season = [...]plot{discussed, nothing, rival, passing, nothing, everyday, compared, nothing, sponsored, rival, nothing, nothing}

func (w *World) writeBackCatalogue() {
	byLanguage := map[string]*decks{}
	for i, s := range w.shows {
		sc := w.scripts[s.language]
		if byLanguage[s.language] == nil {
			byLanguage[s.language] = newDecks(sc, w.random("decks", s.language))
		}
		r := w.random("show", s.slug)
		d := byLanguage[s.language].forShow(sc, r)
		plots := r.Perm(len(season))
		// The newest episodes are hours apart over the shows; the rest is spread over 90 days.
		newest := w.opts.Base.Add(-time.Duration(2+7*i)*time.Hour - time.Duration(r.IntN(50))*time.Minute)
		step := 85 * 24 * time.Hour / time.Duration(max(1, s.count))
		for k, days := range s.archive {
			e := w.write(s, d, discussed, r)
			for tries := 0; tries < 20 && !e.discusses("Larkmeter"); tries++ {
				e = w.write(s, d, discussed, r) // a passing mention gets no report
			}
			e.number, e.published = s.first+len(s.archive)-1-k, w.opts.Base.AddDate(0, 0, -days).Truncate(time.Hour)
			e.guid = fmt.Sprintf("%s/%d", s.slug, e.number)
			w.back[s.slug] = append(w.back[s.slug], e)
		}
		for k := range s.count {
			at := newest.Add(-time.Duration(k) * step).Truncate(5 * time.Minute)
			number := s.first + s.count - 1 - k
			e := w.write(s, d, season[plots[k%len(plots)]], r)
			e.number, e.published = number, at
			e.guid = fmt.Sprintf("%s/%d", s.slug, number)
			w.back[s.slug] = append(w.back[s.slug], e)
		}
	}
}

// discusses reports whether a name occurs often enough to be more than a passing mention.
func (e *episode) discusses(name string) bool {
	n := strings.Count(e.notes, name)
	for _, c := range e.turns {
		n += strings.Count(c.Text, name)
	}
	return n >= 3
}

// liveSeason is short, so that our name appears within minutes.
var liveSeason = [...]plot{discussed, rival, passing, nothing, compared, everyday, discussed, sponsored, rival, nothing}

func (w *World) writeLive(n int) *episode {
	s := w.liveShow(n)
	sc := w.scripts[s.language]
	r := w.random("live", n)
	e := w.write(s, newDecks(sc, r), liveSeason[n%len(liveSeason)], r)
	e.number = s.first + s.count + n/len(liveOrder)
	e.published = w.opts.Base.Add(time.Duration(n+1) * w.opts.Every)
	// The date is part of it: a world that is started again has new episodes.
	e.guid = fmt.Sprintf("%s/live-%d", s.slug, e.published.Unix())
	return e
}

// write creates an episode: an opening, the topic, a mention, more of the topic, a closing.
func (w *World) write(s *show, d *decks, p plot, r *rand.Rand) *episode {
	sc := w.scripts[s.language]
	t, title := sc.title(d.topics.draw())
	g := sc.Guests[d.guests.draw()]
	own := map[string]string{
		"host": firstName(s.hosts[0]), "guest": firstName(g.Name), "guestname": g.Name, "hostname": s.hosts[0],
		"role": g.Role, "company": g.Company, "show": s.name, "phrase": t.Phrase,
	}
	rec := &recording{script: sc, own: own, r: r, host: s.hosts[0], guest: g.Name}
	if len(s.hosts) > 1 {
		rec.second = s.hosts[1]
	}
	e := &episode{show: s, title: sc.fill(title, own, r), notes: sc.fill(t.Notes, own, r)}
	for _, h := range s.hosts {
		e.people = append(e.people, feeds.Person{Name: h, Role: "host"})
	}
	e.people = append(e.people, feeds.Person{Name: g.Name, Role: "guest"})

	var said *drop
	if p != nothing {
		said = &sc.Drops[p][d.drops[p].draw()]
		if n := sc.fill(said.Notes, own, r); n != "" {
			e.notes += " " + n
		}
		// This show has no transcript, so the name is sometimes in the title.
		if len(s.formats) == 0 && said.Title != "" {
			e.title = sc.fill(said.Title, own, r)
		}
	}

	rec.chapter(sc.Chapters[0])
	if p == sponsored {
		rec.say(said.Talk)
	}
	rec.say(sc.Openings[r.IntN(len(sc.Openings))])
	rec.chapter(t.Phrase)
	order := r.Perm(len(t.Talk))
	middle := 1 + r.IntN(max(1, len(order)-1))
	for i, n := range order {
		if i == middle && said != nil && p != sponsored {
			rec.chapter(sc.Chapters[1])
			rec.say(said.Talk)
		}
		rec.say(t.Talk[n])
	}
	for _, n := range r.Perm(len(sc.Topics))[:3] {
		other := sc.Topics[n]
		if other.Phrase == t.Phrase {
			continue
		}
		rec.chapter(other.Phrase)
		for _, n := range r.Perm(len(other.Talk))[:2] {
			rec.say(other.Talk[n])
		}
	}
	rec.chapter(sc.Chapters[2])
	rec.say(sc.Closings[r.IntN(len(sc.Closings))])
	e.cues, e.turns, e.duration = rec.cues, rec.turns, rec.at+2
	if s.chapters {
		e.chapters = rec.chapters
	}
	return e
}

func firstName(name string) string { first, _, _ := strings.Cut(name, " "); return first }
