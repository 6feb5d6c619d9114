package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// DeviceCookie is the name of the cookie that a browser keeps after it has signed in. It lets
// nobody in: it says that its owner knew the password once, so that guesses by others don't
// count against them.
const DeviceCookie = "namedrop_device"

// NewDevice makes the value of a [DeviceCookie]. It is signed with the hash of the account's
// password, which never leaves the ledger: nothing more has to be kept, and it ends with the
// password.
func NewDevice(user, passwordHash string) string {
	var b [16]byte
	rand.Read(b[:])
	nonce := base64.RawURLEncoding.EncodeToString(b[:])
	return nonce + "." + deviceMAC(user, passwordHash, nonce)
}

// KnownDevice returns what tells a browser from others that signed in to the account before,
// or nothing where the value isn't of that account.
func KnownDevice(user, passwordHash, value string) string {
	nonce, mac, ok := strings.Cut(value, ".")
	if !ok || passwordHash == "" || !hmac.Equal([]byte(mac), []byte(deviceMAC(user, passwordHash, nonce))) {
		return ""
	}
	return nonce
}

func deviceMAC(user, passwordHash, nonce string) string {
	h := hmac.New(sha256.New, []byte(passwordHash))
	h.Write([]byte("namedrop device\x00" + user + "\x00" + nonce))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
