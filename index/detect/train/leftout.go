package train

import (
	"cmp"
	"slices"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/indextest"
)

// costFolds is into how many parts the pairs are split. The calls whose documents are judged are
// among the pairs' calls, so their part is left out of the costs, too.
const costFolds = 5

// Trainer learns weights and measures what was learned.
type Trainer struct {
	sets     []*Set
	costs    [costFolds + 1]*sound.Costs // the last is learned from all pairs
	examples map[*Doc][]example
	exact    map[*Doc][]index.Hit // what the exact stage reports
}

// NewTrainer reads the data and collects all sound-alikes with their features.
func NewTrainer(data string) (*Trainer, error) {
	t := &Trainer{examples: map[*Doc][]example{}, exact: map[*Doc][]index.Hit{}}
	voice := sound.VoiceOf(sound.English)
	pairs, err := pairsOf(data, voice)
	if err != nil {
		return nil, err
	}
	if t.sets, err = Sets(data); err != nil {
		return nil, err
	}
	part := map[string]int{}
	for i := range t.sets[0].Docs {
		d := &t.sets[0].Docs[i]
		part[d.Group] = d.fold % costFolds
	}
	for k := range t.costs {
		t.costs[k] = sound.NewCosts(Costs(slices.DeleteFunc(slices.Clone(pairs), func(p Pair) bool {
			n, known := part[p.Group]
			return known && n == k
		})))
	}
	for _, s := range t.sets {
		if err := t.collect(s); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// costsOf returns costs that weren't learned from a document.
func (t *Trainer) costsOf(s *Set, d *Doc) *sound.Costs {
	if s == t.sets[0] {
		return t.costs[d.fold%costFolds]
	}
	return t.costs[costFolds]
}

// collect runs detection over a set and keeps the sound-alikes.
func (t *Trainer) collect(s *Set) error {
	exact, err := detect.New(s.Brands, detect.Options{NoSound: true})
	if exact == nil {
		return err
	}
	for i := range s.Docs {
		t.exact[&s.Docs[i]] = slices.DeleteFunc(exact.Detect(s.Docs[i].Document), func(h index.Hit) bool { return h.Unsure || h.Field != index.InText })
	}
	for _, costs := range t.costs {
		var seen []detect.Observation
		learned := &detect.Learned{Costs: costs}
		d, err := detect.New(s.Brands, detect.Options{Learned: learned, Observe: func(o detect.Observation) { seen = append(seen, o) }})
		if d == nil {
			return err
		}
		for i := range s.Docs {
			doc := &s.Docs[i]
			if t.costsOf(s, doc) != costs {
				continue
			}
			seen = nil
			d.Find(doc.Document)
			for _, o := range seen {
				t.examples[doc] = append(t.examples[doc], doc.label(o, s.Weight))
			}
		}
	}
	return nil
}

// label says whether a sound-alike is right.
func (d *Doc) label(o detect.Observation, weight float64) example {
	e := example{Observation: o, weight: weight}
	at := Span{o.Start, o.End}
	for _, g := range d.Gold {
		e.right = e.right || g.Brand == o.Brand && at.Overlaps(Span{g.Start, g.End})
	}
	e.ignored = !e.right && slices.ContainsFunc(d.Ignore, at.Overlaps)
	return e
}

// Nobody is the fold of no document.
const Nobody = -1

// Weights learns the weights from all documents.
func (t *Trainer) Weights() detect.Weights { return t.weights(Nobody) }

// weights learns the weights from all documents but those of a fold. The threshold is moved into
// the bias.
func (t *Trainer) weights(without int) detect.Weights {
	var list []example
	for _, s := range t.sets {
		for i := range s.Docs {
			if s.Docs[i].fold != without {
				list = append(list, t.examples[&s.Docs[i]]...)
			}
		}
	}
	w := fit(list)
	best, threshold := -1.0, 0.0
	for n := -16; n <= 18; n++ {
		sum := 0.0
		for _, s := range t.sets {
			var tally indextest.Tally
			for i := range s.Docs {
				if d := &s.Docs[i]; d.fold != without {
					tally.Add(d.Labelled, d.counted(t.resolve(d, &w, float64(n)/10)))
				}
			}
			sum += s.Weight * tally.F1()
		}
		if sum > best {
			best, threshold = sum, float64(n)/10
		}
	}
	w[0] -= threshold
	return w
}

// resolve returns the hits that detection would report with some weights and a threshold.
func (t *Trainer) resolve(d *Doc, w *detect.Weights, threshold float64) []index.Hit {
	hits := slices.Clone(t.exact[d])
	type scored struct {
		*example
		rank float64
	}
	var list []scored
	for i := range t.examples[d] {
		e := &t.examples[d][i]
		if s := score(w, e); s >= threshold {
			list = append(list, scored{e, e.Saved + 2*(s-threshold)})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.rank, a.rank) })
	taken := make([]Span, 0, len(hits)+len(list))
	for _, h := range hits {
		taken = append(taken, Span{h.Start, h.End})
	}
	for _, e := range list {
		at := Span{e.Start, e.End}
		if slices.ContainsFunc(taken, at.Overlaps) {
			continue
		}
		taken = append(taken, at)
		hits = append(hits, index.Hit{Brand: e.Brand, Field: index.InText, Start: e.Start, End: e.End})
	}
	return hits
}

// LeftOut scores detection on each set. Each document is judged with costs and weights that were
// learned without it, its recording and the rest of its fold.
func (t *Trainer) LeftOut() (figures []Figures, err error) {
	figures = make([]Figures, len(t.sets))
	for i, s := range t.sets {
		figures[i].Set = s.Name
		for j := range s.Docs {
			figures[i].Exact.Add(s.Docs[j].Labelled, s.Docs[j].counted(slices.Clone(t.exact[&s.Docs[j]])))
		}
	}
	for fold := range Folds {
		w := t.weights(fold)
		for i, s := range t.sets {
			var d *detect.Detector
			for j := range s.Docs {
				doc := &s.Docs[j]
				if doc.fold != fold {
					continue
				}
				if d == nil { // a fold has one set of costs
					if d, err = detect.New(s.Brands, detect.Options{Learned: &detect.Learned{Costs: t.costsOf(s, doc), Weights: w}}); d == nil {
						return nil, err
					}
				}
				figures[i].Tally.Add(doc.Labelled, doc.counted(d.Detect(doc.Document)))
			}
		}
	}
	return figures, nil
}

// Figures is how well detection works on one set, and how well without sound-alikes.
type Figures struct {
	Set          string
	Tally, Exact indextest.Tally
}

// counted leaves out hits about which nobody can say whether they are right.
func (d *Doc) counted(hits []index.Hit) []index.Hit {
	return slices.DeleteFunc(hits, func(h index.Hit) bool {
		at := Span{h.Start, h.End}
		gold := slices.ContainsFunc(d.Gold, func(g indextest.Gold) bool { return g.Brand == h.Brand && at.Overlaps(Span{g.Start, g.End}) })
		return !gold && slices.ContainsFunc(d.Ignore, at.Overlaps)
	})
}
