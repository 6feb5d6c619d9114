// Package bench measures the whole program against the figures it is held to: the
// pipeline beside bare bleve, the way from a saved document to a webhook, the start and
// the rest of the binary, and ten thousand sources beside a bare HTTP client. What is
// compared is measured in the same run, so that the ratio holds on any machine. There
// are only benchmarks here; docs/performance.md says what they gave.
package bench
