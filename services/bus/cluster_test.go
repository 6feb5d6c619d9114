package bus

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// cluster runs three servers in this process, as an outside cluster would.
func cluster(t *testing.T) []*server.Server {
	t.Helper()
	var routes []*url.URL
	var ports []int
	for range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
		routes = append(routes, &url.URL{Scheme: "nats", Host: l.Addr().String()})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var all []*server.Server
	for i, port := range ports {
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprint("n", i), Host: "127.0.0.1", Port: -1, NoSigs: true, NoLog: true,
			JetStream: true, StoreDir: t.TempDir(), Routes: routes,
			Cluster: server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: port},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		all = append(all, s)
	}
	eventually(t, "a leader that knows all three", func() bool {
		return slices.ContainsFunc(all, func(s *server.Server) bool { return s.JetStreamIsLeader() && len(s.JetStreamClusterPeers()) == 3 }) &&
			all[0].JetStreamIsCurrent() && all[1].JetStreamIsCurrent() && all[2].JetStreamIsCurrent()
	})
	return all
}

// TestClusterLosesALeader stops the server that leads the stream, in the middle of
// publishing: everything arrives, once.
func TestClusterLosesALeader(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("three servers take a few seconds")
	}
	nodes := cluster(t)
	var urls []string
	for _, n := range nodes {
		urls = append(urls, n.ClientURL())
	}
	b := start(t, Options{URLs: urls, Replicas: 3})
	var in inbox
	consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents},
		func(_ context.Context, msgs []Msg) error { in.add(msgs...); return nil })
	s, err := b.js.Stream(t.Context(), Documents)
	if err != nil {
		t.Fatal(err)
	}
	leader := s.CachedInfo().Cluster.Leader
	began := time.Now()
	for round := range 10 {
		if round == 4 {
			for _, n := range nodes {
				if n.Name() == leader {
					go n.Shutdown()
				}
			}
		}
		msgs := make([]Message, 100)
		for i := range msgs {
			n := round*100 + i + 1
			msgs[i] = Message{Subject: "doc.read.page.s", ID: fmt.Sprint("m", n), Seq: int64(n)}
		}
		if n, err := b.PublishBatch(t.Context(), msgs); err != nil {
			t.Fatalf("round %d, after %d messages: %v", round, n, err)
		}
	}
	t.Logf("published in %s", time.Since(began))
	eventually(t, "all messages", func() bool {
		got := seqs(in.all())
		slices.Sort(got)
		return len(slices.Compact(got)) == 1000
	})
	if s, err = b.js.Stream(t.Context(), Documents); err != nil {
		t.Fatal(err)
	}
	if n := s.CachedInfo().State.Msgs; n != 1000 {
		t.Errorf("the stream holds %d messages, not 1000", n)
	}
}
