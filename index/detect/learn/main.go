// Command learn learns what the search for misheard names embeds, from the files of
// NAMEDROP_TESTDATA and, with -dictionary, from the npm package cmu-pronouncing-dictionary.
// Run it at the root of the repository:
//
//	go run ./index/detect/learn [-dictionary package/index.js]
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
	weights := flag.Bool("weights", false, "learn the weights only, from the committed other files")
	root := flag.String("out", filepath.Join("index", "detect"), "folder of the package detect")
	flag.Parse()
	if err := run(*module, *data, *root, *weights); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(module, data, root string, weights bool) error {
	if module != "" {
		raw, err := os.ReadFile(module)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, train.DictionaryFile), train.Pack(train.Dictionary(raw)), 0o644); err != nil {
			return err
		}
		fmt.Println("The dictionary is written. Run learn again without -dictionary to learn from it.")
		return nil
	}
	if weights {
		t, err := train.NewTrainer(data)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(root, train.WeightsFile), []byte(t.Weights().String()), 0o644)
	}
	files, err := train.All(data)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(root, name), content, 0o644); err != nil {
			return err
		}
		fmt.Printf("%8d bytes %s\n", len(content), name)
	}
	return nil
}
