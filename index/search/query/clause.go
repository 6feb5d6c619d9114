package query

import "time"

// Clause says what one part of a query looks for, as a code with its parameters. The web
// interface phrases it in the reader's language; String is the English text.
type Clause struct {
	Code   ClauseCode `json:"code" enum:"everything,all,any,most,not,more,word,word_forms,spelling,phrase,prefix,similar,verbatim,near,near_ordered,field,published,mention"`
	Text   string     `json:"text,omitempty" doc:"The word, phrase or beginning of a word."`
	Field  FieldName  `json:"field,omitempty" doc:"Of field: source, show, kind, lang, speaker, person or site."`
	Values []string   `json:"values,omitempty" doc:"Of field: its values, any of them. Of mention: the brands, any of them."`
	Types  []string   `json:"types,omitempty" doc:"Of mention: its types, any of them."`
	N      int        `json:"n,omitempty" doc:"Of similar: letters that may differ. Of near: the most words apart. Of more: parts that are left out here."`
	Low    float64    `json:"low,omitempty" doc:"Of mention: the lowest confidence."`
	High   float64    `json:"high,omitempty" doc:"Of mention: the highest confidence; absent where any will do."`
	From   time.Time  `json:"from,omitzero" doc:"Of published: the first moment; absent where open."`
	To     time.Time  `json:"to,omitzero" doc:"Of published: the first moment after the period; absent where open."`
	Parts  []Clause   `json:"parts,omitempty" doc:"Of all, any, most and not: what they combine. Of near: its two sides."`
}

// ClauseCode is what a clause means.
type ClauseCode string

const (
	ClauseEverything  ClauseCode = "everything"
	ClauseAll         ClauseCode = "all"
	ClauseAny         ClauseCode = "any"
	ClauseMost        ClauseCode = "most"
	ClauseNot         ClauseCode = "not"
	ClauseMore        ClauseCode = "more"
	ClauseWord        ClauseCode = "word"       // a name with signs or digits: it has no other form
	ClauseWordForms   ClauseCode = "word_forms" // a word in any form
	ClauseSpelling    ClauseCode = "spelling"   // a word in this spelling only
	ClausePhrase      ClauseCode = "phrase"
	ClausePrefix      ClauseCode = "prefix"
	ClauseSimilar     ClauseCode = "similar"
	ClauseVerbatim    ClauseCode = "verbatim" // capitals and signs count
	ClauseNear        ClauseCode = "near"
	ClauseNearOrdered ClauseCode = "near_ordered"
	ClauseField       ClauseCode = "field"
	ClausePublished   ClauseCode = "published"
	ClauseMention     ClauseCode = "mention"
)

// ClauseCodes returns all codes of clauses.
func ClauseCodes() []ClauseCode {
	return []ClauseCode{
		ClauseEverything, ClauseAll, ClauseAny, ClauseMost, ClauseNot, ClauseMore,
		ClauseWord, ClauseWordForms, ClauseSpelling, ClausePhrase, ClausePrefix, ClauseSimilar,
		ClauseVerbatim, ClauseNear, ClauseNearOrdered, ClauseField, ClausePublished, ClauseMention,
	}
}

// Explanation says what a query looks for.
type Explanation struct {
	Clause   Clause   `json:"clause"`
	Optional []string `json:"optional,omitempty" doc:"Common words that need not be there. In quotes they count."`
}

// MatchReason says which part of a query a passage matches, and how.
type MatchReason struct {
	Clause  Clause `json:"clause"`
	Matched string `json:"matched,omitempty" doc:"How the passage writes it, where that differs from the query."`
	Times   int    `json:"times,omitempty" doc:"How often; absent for fields and mentions."`
}

// maxListed is how many parts of a list a clause names before it says how many more there are.
const maxListed = 12

func clause(n Node) Clause {
	combined := func(code ClauseCode, nodes []Node) Clause {
		c := Clause{Code: code}
		for i, node := range nodes {
			if i == maxListed && len(nodes) > maxListed+2 {
				c.Parts = append(c.Parts, Clause{Code: ClauseMore, N: len(nodes) - i})
				break
			}
			c.Parts = append(c.Parts, clause(node))
		}
		return c
	}
	switch n := n.(type) {
	case And:
		return combined(ClauseAll, n.Nodes)
	case Words:
		var nodes []Node
		for _, w := range n.Words {
			nodes = append(nodes, w)
		}
		return combined(ClauseAll, nodes)
	case MinimumMatch:
		var nodes []Node
		for _, p := range n.Parts {
			nodes = append(nodes, p.Node)
		}
		if len(nodes) == 1 {
			return clause(nodes[0])
		}
		return combined(ClauseMost, nodes)
	case Or:
		return combined(ClauseAny, n.Nodes)
	case Not:
		return Clause{Code: ClauseNot, Parts: []Clause{clause(n.Node)}}
	case Word:
		if !letters(n.Term) {
			return Clause{Code: ClauseWord, Text: n.Term}
		}
		return Clause{Code: ClauseWordForms, Text: n.Term}
	case Phrase:
		if len(n.Variants) > 0 && n.Variants[0].Length == 1 {
			return Clause{Code: ClauseSpelling, Text: n.Text}
		}
		return Clause{Code: ClausePhrase, Text: n.Text}
	case Prefix:
		return Clause{Code: ClausePrefix, Text: n.Term}
	case Fuzzy:
		return Clause{Code: ClauseSimilar, Text: n.Term, N: n.Distance}
	case Raw:
		return Clause{Code: ClauseVerbatim, Text: joined(n.Words)}
	case Near:
		c := Clause{Code: ClauseNear, N: n.N, Parts: []Clause{clause(n.Left), clause(n.Right)}}
		if n.Ordered {
			c.Code = ClauseNearOrdered
		}
		return c
	case Field:
		return Clause{Code: ClauseField, Field: n.Name, Values: n.Values}
	case Dates:
		return Clause{Code: ClausePublished, From: n.From, To: n.To}
	case Mention:
		c := Clause{Code: ClauseMention, Values: n.Brands, Low: n.Low, High: min(1, n.High)}
		for _, t := range n.Types {
			c.Types = append(c.Types, string(t))
		}
		return c
	}
	return Clause{Code: ClauseEverything}
}
