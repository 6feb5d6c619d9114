package search

import "github.com/namedrop/namedrop/index/search/query"

type rankings struct{}

func (s *session) ranked(r Request, c *cursor) (Page, error) {
	r.Order = Newest
	return s.dated(r, nil)
}

var _ query.Node
