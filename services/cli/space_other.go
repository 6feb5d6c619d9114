//go:build !unix

package cli

func space(string) string { return "" }
