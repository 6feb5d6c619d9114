package ledger

import "io/fs"

// WithSchema lets a test migrate from and to schemas of its own.
func WithSchema(o Options, schema fs.FS) Options {
	o.schema = schema
	return o
}
