package app

import (
	"net"
	"testing"
)

func TestAllAddressesAreNoLink(t *testing.T) {
	for addr, want := range map[string]string{
		"0.0.0.0:8090": "127.0.0.1:8090", "[::]:8090": "127.0.0.1:8090", "[::1]:8090": "[::1]:8090", "192.0.2.7:80": "192.0.2.7:80",
	} {
		a, err := net.ResolveTCPAddr("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(a); got != want {
			t.Errorf("%s is reached at %s, want %s", addr, got, want)
		}
	}
}
