package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// cursor is a place in the order of results. To its reader it is an opaque string.
type cursor struct {
	Order Order  `json:"o"`
	At    int64  `json:"t,omitempty"`
	Doc   uint64 `json:"d,omitempty"`
	Rank  int    `json:"r,omitempty"` // by relevance: results before this page
	List  uint64 `json:"l,omitempty"` // by relevance: the ranking it goes on with
	Loose bool   `json:"f,omitempty"` // nothing answered the query itself
}

func (c cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(s string, o Order) (*cursor, error) {
	if s == "" {
		return nil, nil
	}
	bad := fmt.Errorf("%w: the cursor isn't one this search gave; begin again without it", ErrRequest)
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, bad
	}
	var c cursor
	if err := json.Unmarshal(b, &c); err != nil || c.Order != o || c.Rank < 0 {
		return nil, bad
	}
	return &c, nil
}
