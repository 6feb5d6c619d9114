package bus

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

func benchBatch(from, n, size int) []Message {
	data := bytes.Repeat([]byte("x"), size)
	msgs := make([]Message, n)
	for i := range msgs {
		msgs[i] = Message{Subject: "doc.read.page.s", ID: fmt.Sprint(from + i), Seq: int64(from + i + 1), Data: data}
	}
	return msgs
}

func BenchmarkPublishOne(b *testing.B) {
	bus := start(b, Options{})
	for i := 0; b.Loop(); i++ {
		if err := bus.Publish(b.Context(), "doc.read.page.s", fmt.Sprint(i), []byte("x")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPublishBatch(b *testing.B) {
	for _, size := range []int{100, 2000} {
		b.Run(fmt.Sprint("bytes=", size), func(b *testing.B) {
			bus := start(b, Options{})
			n := 0
			for b.Loop() {
				if _, err := bus.PublishBatch(b.Context(), benchBatch(n, 500, size)); err != nil {
					b.Fatal(err)
				}
				n += 500
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "msgs/s")
		})
	}
}

// BenchmarkPublishToHandler is one message at a time, from Publish to its handler.
func BenchmarkPublishToHandler(b *testing.B) {
	bus := start(b, Options{})
	arrived := make(chan time.Time, 1)
	consume(b, bus, ConsumerConfig{Name: "detector", Stream: Documents},
		func(context.Context, []Msg) error { arrived <- time.Now(); return nil })
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		if err := bus.Publish(b.Context(), "doc.read.page.s", fmt.Sprint(i), []byte("x")); err != nil {
			b.Fatal(err)
		}
		took = append(took, (<-arrived).Sub(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
}

// BenchmarkRelay is the rate from the outbox to a synced stream and marked rows.
func BenchmarkRelay(b *testing.B) {
	bus, l := start(b, Options{}), openLedger(b, b.TempDir()+"/l.db")
	r, err := NewRelay(RelayOptions{Bus: bus, Outbox: l})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		b.StopTimer()
		enqueue(b, l, rows(documentRow, n+1, n+2000)...)
		n += 2000
		b.StartTimer()
		if err := r.drain(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "msgs/s")
}

// BenchmarkEnqueueToHandler is one message at a time: transaction, relay, stream, handler.
func BenchmarkEnqueueToHandler(b *testing.B) {
	bus, l := start(b, Options{}), openLedger(b, b.TempDir()+"/l.db")
	relay(b, bus, l)
	arrived := make(chan time.Time, 1)
	consume(b, bus, ConsumerConfig{Name: "alerter", Stream: Mentions},
		func(context.Context, []Msg) error { arrived <- time.Now(); return nil })
	var took []time.Duration
	for i := 1; b.Loop(); i++ {
		began := time.Now()
		enqueue(b, l, mentionRow(i))
		took = append(took, (<-arrived).Sub(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
}
