package feedstest

import (
	"context"
	"testing"
	"time"
)

func TestAHeldClockWakesSleepersInTime(t *testing.T) {
	c := NewClock(time.Unix(0, 0))
	c.Hold = true
	woke := make(chan struct{})
	go func() {
		c.Sleep(context.Background(), time.Minute)
		close(woke)
	}()
	for c.Slept() == 0 {
		time.Sleep(time.Millisecond)
	}
	c.Advance(59 * time.Second)
	select {
	case <-woke:
		t.Fatal("woke early")
	case <-time.After(10 * time.Millisecond):
	}
	c.Advance(time.Second)
	<-woke
}

func TestAFreeClockMovesBySleeping(t *testing.T) {
	c := NewClock(time.Unix(0, 0))
	if err := c.Sleep(context.Background(), time.Hour); err != nil || !c.Now().Equal(time.Unix(3600, 0)) {
		t.Error(c.Now(), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if c.Sleep(ctx, time.Hour) == nil {
		t.Error("slept in spite of the context")
	}
}
