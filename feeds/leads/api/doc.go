// Package api has what programs send to Namedrop's own API: leads of a system that has no adapter.
package api
