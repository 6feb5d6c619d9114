// Package alertstest is a webhook receiver for tests and for the demo: it answers as
// scripted over real HTTP, keeps every request with its bytes, and checks signatures
// with the Standard Webhooks project's own library rather than with our code.
package alertstest
