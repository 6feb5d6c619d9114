package train_test

import (
	"bytes"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"

	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/detect/train"
)

// Learning again gives the committed bytes. It takes half a minute of processor, so it runs with
// NAMEDROP_SLOW, and it needs NAMEDROP_TESTDATA.
func TestTheCommittedFilesAreLearned(t *testing.T) {
	data := dataOf(t)
	files, err := train.All(data)
	if err != nil {
		t.Fatal(err)
	}
	trainer, err := train.NewTrainer(data)
	if err != nil {
		t.Fatal(err)
	}
	files[train.WeightsFile] = []byte(trainer.Weights().String())
	for name, content := range files {
		committed, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(committed, content) {
			t.Errorf("%s: go run ./index/detect/learn gives other bytes", name)
		}
	}
}

func dataOf(t *testing.T) string {
	data := os.Getenv("NAMEDROP_TESTDATA")
	switch {
	case data == "":
		t.Skip("NAMEDROP_TESTDATA is not set: the open evaluation files are not there")
	case os.Getenv("NAMEDROP_SLOW") == "":
		t.Skip("NAMEDROP_SLOW is not set: learning takes half a minute")
	}
	return data
}

// Words of the dictionary that nothing was learned from are read as the dictionary has them: 58 of
// 100 exactly, 69 by one of up to three likely readings.
func TestSpellingOfUnseenWords(t *testing.T) {
	if os.Getenv("NAMEDROP_SLOW") == "" {
		t.Skip("NAMEDROP_SLOW is not set: learning takes ten seconds")
	}
	unseen := func(word []byte) bool {
		h := fnv.New32a()
		h.Write(word)
		return h.Sum32()%50 == 7
	}
	s := sound.NewSpelling(train.Spelling(sound.Words(), func(word []byte) bool { return !unseen(word) }))
	words, first, any := 0, 0, 0
	sound.Words().Each(func(word []byte, readings [][]byte) {
		if !unseen(word) || bytes.IndexByte(word, '\'') >= 0 {
			return
		}
		words++
		for i, r := range s.Readings(word, 3) {
			for _, want := range readings {
				if bytes.Equal(r, want) {
					if i == 0 {
						first++
					}
					any++
					return
				}
			}
		}
	})
	t.Logf("%d words: first %.3f, first three %.3f", words, float64(first)/float64(words), float64(any)/float64(words))
	if 100*first < 55*words || 100*any < 66*words {
		t.Errorf("of %d words %d are read right, %d by one of three readings", words, first, any)
	}
}
