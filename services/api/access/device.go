package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// DeviceCookie is the name of the cookie that a browser keeps after it has signed in. It grants no
// access: it shows that the browser's user knew the password once, so that guesses by others don't
// count against that user.
const DeviceCookie = "namedrop_device"

// NewDevice returns the value of a [DeviceCookie]. It is signed with the hash of the account's
// password, which never leaves the ledger. So nothing has to be stored, and the cookie becomes
// invalid when the password changes.
func NewDevice(user, passwordHash string) string {
	var b [16]byte
	rand.Read(b[:])
	nonce := base64.RawURLEncoding.EncodeToString(b[:])
	return nonce + "." + deviceMAC(user, passwordHash, nonce)
}

// KnownDevice returns an id for a browser that signed in to the account before, or "" if the value
// is not from that account.
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
