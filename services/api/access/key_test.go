package access

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func madeKey(t *testing.T) (KeyFile, string) {
	t.Helper()
	f := KeyIn(t.TempDir())
	if replaced, err := f.Ensure(); err != nil || replaced != nil {
		t.Fatal(replaced, err)
	}
	key, err := f.Read()
	if err != nil {
		t.Fatal(err)
	}
	return f, key
}

func TestAKeyIsMadeOnceAndRenewed(t *testing.T) {
	f, key := madeKey(t)
	if len(key) != len(keyPrefix)+43 || !IsKey(key) {
		t.Errorf("the key has %d characters", len(key))
	}
	if _, err := f.Ensure(); err != nil {
		t.Fatal(err)
	}
	print, ok := f.Match(key)
	if !ok || print == "" || print != f.Fingerprint() || strings.Contains(key, print) {
		t.Errorf("matches %t, fingerprint %q", ok, print)
	}
	if err := f.Renew(); err != nil {
		t.Fatal(err)
	}
	if _, ok := f.Match(key); ok || f.Fingerprint() == print {
		t.Error("the old key still matches")
	}
	left, err := os.ReadDir(filepath.Dir(f.Path()))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestNoKeyMatchesNothing(t *testing.T) {
	f := KeyIn(t.TempDir())
	if _, err := f.Read(); !errors.Is(err, ErrNoKey) {
		t.Error(err)
	}
	for _, text := range []string{"", "\n", keyPrefix, keyPrefix + "AAAA", "nd_" + strings.Repeat("A", 43), keyPrefix + strings.Repeat("=", 43)} {
		if err := os.WriteFile(f.Path(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok := f.Match(text); ok || f.Fingerprint() != "" {
			t.Errorf("%q is a key", text)
		}
		if _, err := f.Read(); !errors.Is(err, ErrKeyDamaged) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if replaced, err := f.Ensure(); err != nil || !errors.Is(replaced, ErrKeyDamaged) {
		t.Errorf("a damaged key is replaced because %v, %v", replaced, err)
	}
}

func TestAProofHoldsForOneKeyQuestionAndAddress(t *testing.T) {
	proofs := map[string]bool{}
	for _, p := range []string{
		Proof("k", "n", "127.0.0.1:1"), Proof("l", "n", "127.0.0.1:1"), Proof("k", "m", "127.0.0.1:1"), Proof("k", "n", "127.0.0.1:2"),
		Proof("k", "n1", "27.0.0.1:1"), fingerprintOf("k"),
	} {
		proofs[p] = true
	}
	if len(proofs) != 6 {
		t.Errorf("%d different proofs of 6", len(proofs))
	}
}
