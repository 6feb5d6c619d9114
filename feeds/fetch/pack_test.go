package fetch_test

import (
	"bytes"
	"compress/gzip"
	"io"
)

func pack(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.Bytes()
}
