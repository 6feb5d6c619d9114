//go:build !unix

package main

func ignoreFullFiles() {}
