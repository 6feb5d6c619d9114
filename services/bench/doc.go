// Package bench benchmarks the whole program against its targets: the pipeline compared with bare
// bleve, the time from a saved document to a webhook, start-up, idle load, and ten thousand sources
// compared with a bare HTTP client. Both sides of a comparison are measured in the same run, so
// that the ratio holds on any machine. The results are in docs/performance.md.
package bench
