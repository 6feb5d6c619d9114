package api

import (
	"strconv"
	"strings"
)

// IfMatch is part of every write to something with a revision. Without the header, any revision is
// overwritten.
type IfMatch struct {
	IfMatch string `header:"If-Match" doc:"The ETag of the version the change was made on."`
}

// expected returns the required revision, or -1 for any.
func (m IfMatch) expected() (int64, error) {
	tag := strings.TrimPrefix(strings.TrimSpace(m.IfMatch), "W/")
	if tag == "" || tag == "*" {
		return -1, nil
	}
	n, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || n < 0 {
		return 0, badETag.problem()
	}
	return n, nil
}

func etag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

func tagged[T any](body T, revision int64) *Tagged[T] {
	return &Tagged[T]{ETag: etag(revision), Body: body}
}
