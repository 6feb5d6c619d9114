package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	keyName   = "key"
	keyPrefix = "nd_key_" // lets secret scanners and people recognise it
	keyBytes  = 32
)

var (
	// ErrNoKey is returned where the data folder has no key yet.
	ErrNoKey = errors.New("there is no key in the data folder")
	// ErrKeyExposed is returned for a key file that other users may read, and so may know.
	ErrKeyExposed = errors.New("other users of this machine may read it")
	// ErrKeyDamaged is returned for a file that doesn't hold a key.
	ErrKeyDamaged = errors.New("it doesn't hold a key")
)

// KeyFile is the key of a data folder. Whoever can read the file manages this Namedrop:
// the command line sends it, and a browser on this machine trades it for a session. It is
// read each time it is needed, so that a new key, or a deleted one, counts at once.
type KeyFile struct{ path string }

// KeyIn is the key of the data folder dir, whether it exists or not.
func KeyIn(dir string) KeyFile { return KeyFile{filepath.Join(dir, keyName)} }

// Path is where the key is kept.
func (f KeyFile) Path() string { return f.path }

// Read returns the key. A file that others can read, a symbolic link and a file of another
// user are refused: such a key may be known to others, or be of their choosing.
func (f KeyFile) Read() (string, error) {
	file, err := openKey(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", ErrNoKey
	case err != nil:
		return "", fmt.Errorf("reading the key: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("reading the key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a file: remove it", f.path)
	}
	if err := private(info, filepath.Dir(f.path)); err != nil {
		return "", fmt.Errorf("the key in %s is not used: %w", f.path, err)
	}
	b, err := io.ReadAll(io.LimitReader(file, 1024))
	if err != nil {
		return "", fmt.Errorf("reading the key: %w", err)
	}
	key := strings.TrimSpace(string(b))
	if raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(key, keyPrefix)); err != nil || len(raw) != keyBytes || !IsKey(key) {
		return "", fmt.Errorf("the key in %s is not used: %w", f.path, ErrKeyDamaged)
	}
	return key, nil
}

// Ensure makes a key where there is none, and replaces one that others may know or that is
// damaged. The reason for a replacement is returned in words, for the log. The caller
// holds the data folder's lock.
func (f KeyFile) Ensure() (replaced error, err error) {
	_, err = f.Read()
	switch {
	case err == nil:
		return nil, nil
	case errors.Is(err, ErrNoKey):
		return nil, f.Renew()
	case errors.Is(err, ErrKeyExposed), errors.Is(err, ErrKeyDamaged):
		return err, f.Renew()
	}
	return nil, err
}

// Renew puts a new key in the place of the one there, if any, in one step. Sessions that
// were made with the one before end with it.
func (f KeyFile) Renew() error {
	var b [keyBytes]byte
	rand.Read(b[:])
	return WritePrivate(f.path, keyPrefix+base64.RawURLEncoding.EncodeToString(b[:])+"\n")
}

// WritePrivate writes a file that only the owner of its folder can read, in one step and
// without following a symbolic link that is in its place.
func WritePrivate(path, text string) error {
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*") // O_EXCL and 0600
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	_, err = tmp.WriteString(text)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = giveToOwner(dir, tmp.Name())
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// IsKey reports whether a secret has the form of a key, and not of a token.
func IsKey(secret string) bool { return strings.HasPrefix(secret, keyPrefix) }

// Match reports whether secret is the key, and returns the key's fingerprint where it is.
// A key that can't be read matches nothing.
func (f KeyFile) Match(secret string) (fingerprint string, ok bool) {
	key, err := f.Read()
	if err != nil || subtle.ConstantTimeCompare([]byte(key), []byte(secret)) != 1 {
		return "", false
	}
	return fingerprintOf(key), true
}

// Fingerprint names the key without disclosing it: a session made with the key carries it,
// and ends when the key changes. It is empty where there is no key.
func (f KeyFile) Fingerprint() string {
	key, err := f.Read()
	if err != nil {
		return ""
	}
	return fingerprintOf(key)
}

func fingerprintOf(key string) string { return hex.EncodeToString(derive(key, "fingerprint")[:16]) }

// Proof is what a server answers to show that it knows the key, before a client hands over
// a secret. It holds for one question and one address: a program that takes the server's
// port on another address can't pass the question on.
func Proof(key, nonce, addr string) string {
	return base64.RawURLEncoding.EncodeToString(derive(key, "server proof", nonce, addr))
}

// derive is a value that only who knows the key can compute, for one purpose.
func derive(key string, parts ...string) []byte {
	mac := hmac.New(sha256.New, []byte(key))
	for _, p := range parts {
		fmt.Fprintf(mac, "%d:%s", len(p), p)
	}
	return mac.Sum(nil)
}
