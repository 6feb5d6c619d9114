//go:build !unix

package health

// Space returns nothing on systems that can't be asked.
func Space(string) string { return "" }
