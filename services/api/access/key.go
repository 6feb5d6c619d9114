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
	// ErrNoKey is returned if the data folder has no key yet.
	ErrNoKey = errors.New("there is no key in the data folder")
	// ErrKeyExposed is returned for a key file that other users can read.
	ErrKeyExposed = errors.New("other users of this machine may read it")
	// ErrKeyDamaged is returned for a file that doesn't hold a key.
	ErrKeyDamaged = errors.New("it doesn't hold a key")
)

// KeyFile is the key of a data folder. Anyone who can read the file is an Admin: the command line
// sends the key, and a browser on this machine exchanges it for a session. It is read each time it
// is needed, so that a new or deleted key takes effect immediately.
type KeyFile struct{ path string }

// KeyIn returns the key file of a data folder, whether it exists or not.
func KeyIn(dir string) KeyFile { return KeyFile{filepath.Join(dir, keyName)} }

// Path returns the path of the key file.
func (f KeyFile) Path() string { return f.path }

// Read returns the key. It refuses a file that others can read, a symbolic link and a file of
// another user: others may know such a key, or have chosen it.
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

// Ensure creates a key if there is none, and replaces one that others may know or that is damaged.
// It returns the reason for a replacement as a text for the log. The caller holds the data folder's
// lock.
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

// Renew replaces the key, if there is one, in one step. Sessions that were made with the old key
// end.
func (f KeyFile) Renew() error {
	var b [keyBytes]byte
	rand.Read(b[:])
	return WritePrivate(f.path, keyPrefix+base64.RawURLEncoding.EncodeToString(b[:])+"\n")
}

// WritePrivate writes a file that only the owner of its folder can read. It does so in one step,
// and without following a symbolic link at that path.
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

// Match reports whether secret is the key, and if so returns the key's fingerprint. A key that
// can't be read matches nothing.
func (f KeyFile) Match(secret string) (fingerprint string, ok bool) {
	key, err := f.Read()
	if err != nil || subtle.ConstantTimeCompare([]byte(key), []byte(secret)) != 1 {
		return "", false
	}
	return fingerprintOf(key), true
}

// Fingerprint identifies the key without disclosing it. A session made with the key carries it, and
// ends when the key changes. It is empty if there is no key.
func (f KeyFile) Fingerprint() string {
	key, err := f.Read()
	if err != nil {
		return ""
	}
	return fingerprintOf(key)
}

func fingerprintOf(key string) string { return hex.EncodeToString(derive(key, "fingerprint")[:16]) }

// Proof returns the proof that a server knows the key, which a client requires before it sends a
// secret. It is valid for one nonce and one address, so a program that uses the server's port on
// another address can't obtain it from the server.
func Proof(key, nonce, addr string) string {
	return base64.RawURLEncoding.EncodeToString(derive(key, "server proof", nonce, addr))
}

// derive returns a value for one purpose that only a holder of the key can compute.
func derive(key string, parts ...string) []byte {
	mac := hmac.New(sha256.New, []byte(key))
	for _, p := range parts {
		fmt.Fprintf(mac, "%d:%s", len(p), p)
	}
	return mac.Sum(nil)
}
