package train

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// Files of the package detect that are learned.
const (
	DictionaryFile = "sound/data/dictionary.gz"
	spellingFile   = "sound/data/spelling.gz"
	costsFile      = "sound/data/confusions.txt"
	countsFile     = "words/counts.gz"
	slotsFile      = "data/slots.txt"
)

// All learns everything but the dictionary from a folder of data, and returns the files.
func All(data string) (map[string][]byte, error) {
	spelling := Spelling(sound.Words(), func([]byte) bool { return true })
	voice := sound.NewEnglish(sound.Words(), sound.NewSpelling(spelling), nil)
	pairs, err := pairsOf(data, voice)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{spellingFile: Pack(spelling), costsFile: []byte(Costs(pairs))}
	counts, err := table(filepath.Join(data, "asr", "lm.uni.tsv"), func(f []string) string {
		if f[0] == "<s>" { // the beginning of a sentence
			return ""
		}
		return f[0] + " " + f[1] + "\n"
	})
	if err != nil {
		return nil, err
	}
	files[countsFile] = Pack(counts)
	files[slotsFile], err = table(filepath.Join(data, "asr", "slots.tsv"), func(f []string) string {
		return fmt.Sprintf("%s %s %s\n", f[0], f[1], f[2])
	})
	return files, err
}

// WeightsFile is learned last, because it depends on the other files.
const WeightsFile = "data/weights.txt"

func pairsOf(data string, voice sound.Voice) ([]Pair, error) {
	f, err := os.Open(filepath.Join(data, "asr", "pairs-earnings21-open.tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Pairs(f, voice)
}

// table converts each line of a file of fields separated by tabs.
func table(path string, convert func(fields []string) string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out bytes.Buffer
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		out.WriteString(convert(strings.Split(lines.Text(), "\t")))
	}
	return out.Bytes(), lines.Err()
}
