package api

import (
	"net"
	"net/http"

	"github.com/namedrop/namedrop/services/api/access"
)

const (
	// ChallengeHeader carries a random text to /healthz.
	ChallengeHeader = "Namedrop-Challenge"
	// ProofHeader carries the answer, which only a server that knows the key can compute.
	ProofHeader = "Namedrop-Proof"

	longestChallenge = 128
)

// prove shows a client that this server is the one of its data folder, before the client sends a
// secret. Without the key the proof is meaningless.
func (a *API) prove(w http.ResponseWriter, r *http.Request) {
	nonce := r.Header.Get(ChallengeHeader)
	addr, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if nonce == "" || len(nonce) > longestChallenge || !ok {
		return
	}
	if key, err := a.opts.Key.Read(); err == nil {
		w.Header().Set(ProofHeader, access.Proof(key, nonce, addr.String()))
	}
}
