package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// cursor is a position in the order of results. Its reader treats it as an opaque string.
type cursor struct {
	Order Order  `json:"o"`
	At    int64  `json:"t,omitempty"`
	Doc   uint64 `json:"d,omitempty"`
	Rank  int    `json:"r,omitempty"` // relevance: results before this page
	List  uint64 `json:"l,omitempty"` // relevance: the id of the kept ranking
	Loose bool   `json:"f,omitempty"` // the results are those of the relaxed query
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
	bad := fmt.Errorf("%w: the cursor is not one we issued for this search; start again without it", ErrRequest)
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
