// Command learn learns what the search for misheard names embeds, from the files of
// NAMEDROP_TESTDATA and, with -dictionary, from the npm package cmu-pronouncing-dictionary.
// Run it at the root of the repository:
//
//	go run ./index/detect/learn [-dictionary package/index.js]
//
// The weights are learned with everything else built in. So where something else has changed, it
// says so and is run again.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/namedrop/namedrop/index/detect/train"
)

func main() {
	module := flag.String("dictionary", "", "index.js of the npm package cmu-pronouncing-dictionary; without it the committed dictionary is used")
	data := flag.String("data", os.Getenv("NAMEDROP_TESTDATA"), "folder with asr and detect")
	root := flag.String("out", filepath.Join("index", "detect"), "folder of the package detect")
	flag.Parse()
	if err := run(*module, *data, *root); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(module, data, root string) error {
	if module != "" {
		raw, err := os.ReadFile(module)
		if err != nil {
			return err
		}
		changed, err := write(root, train.DictionaryFile, train.Pack(train.Dictionary(raw)))
		if err != nil || changed {
			return again(err)
		}
	}
	files, err := train.All(data)
	if err != nil {
		return err
	}
	any := false
	for name, content := range files {
		changed, err := write(root, name, content)
		if err != nil {
			return err
		}
		any = any || changed
	}
	if any {
		return again(nil)
	}
	t, err := train.NewTrainer(data)
	if err != nil {
		return err
	}
	_, err = write(root, train.WeightsFile, []byte(t.Weights().String()))
	return err
}

func again(err error) error {
	if err == nil {
		fmt.Println("Run it again to learn the rest with these files built in.")
	}
	return err
}

// write writes a file and reports whether that changed it.
func write(root, name string, content []byte) (changed bool, err error) {
	path := filepath.Join(root, name)
	before, err := os.ReadFile(path)
	if err == nil && string(before) == string(content) {
		fmt.Printf("%8d bytes %s, unchanged\n", len(content), name)
		return false, nil
	}
	fmt.Printf("%8d bytes %s, new\n", len(content), name)
	return true, os.WriteFile(path, content, 0o644) //nolint:gosec // a developer names the folder
}
