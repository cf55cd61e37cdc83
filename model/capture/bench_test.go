package capture_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/capture"
)

// body is about as large as a chat platform's event.
func body(n int) []byte {
	return fmt.Appendf(nil, "c%d message %d %s", n%20_000, n, strings.Repeat("lorem ipsum ", 80))
}

func benchArrival(n int) *model.Arrival {
	a := arrival(n)
	a.Request.Body = body(n)
	a.Request.Size = int64(len(a.Request.Body))
	a.Events = parse(a.Request)
	return a
}

func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("capture/%d", writers), func(b *testing.B) {
			o := options()
			o.SegmentBytes, o.Now = 0, time.Now
			f := open(b, b.TempDir(), o)
			atOnce(b, writers, func(n int) error { return f.Append(context.Background(), benchArrival(n)) })
		})
		b.Run(fmt.Sprintf("bare/%d", writers), func(b *testing.B) {
			log := newBareLog(b)
			atOnce(b, writers, func(n int) error { return log.append(benchArrival(n).Request.Body) })
		})
	}
}

func atOnce(b *testing.B, writers int, do func(n int) error) {
	b.ReportAllocs()
	b.ResetTimer()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := w; n < b.N; n += writers {
				if err := do(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// bareLog is the least that a durable log can do: what is queued goes out with one
// write and one sync.
type bareLog struct {
	queue chan bareEntry
}

type bareEntry struct {
	body []byte
	done chan error
}

func newBareLog(b *testing.B) *bareLog {
	l := &bareLog{make(chan bareEntry, 1024)}
	file, err := capture.CreateFile(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		var at int64
		var buf []byte
		for e := range l.queue {
			batch := append([]bareEntry(nil), e)
			for len(l.queue) > 0 {
				batch = append(batch, <-l.queue)
			}
			buf = buf[:0]
			for _, e := range batch {
				buf = append(buf, e.body...)
			}
			_, err := file.WriteAt(buf, at)
			at += int64(len(buf))
			if err == nil {
				err = file.Sync()
			}
			for _, e := range batch {
				e.done <- err
			}
		}
	})
	b.Cleanup(func() {
		close(l.queue)
		running.Wait()
		_ = file.Close()
	})
	return l
}

func (l *bareLog) append(body []byte) error {
	e := bareEntry{body, make(chan error, 1)}
	l.queue <- e
	return <-e.done
}

// largeCapture fills a capture of a million requests, or takes the one of an earlier
// run from the directory that OFFHOOK_BENCH_CAPTURE names.
func largeCapture(b *testing.B, count int) string {
	dir := os.Getenv("OFFHOOK_BENCH_CAPTURE")
	if dir == "" {
		dir = b.TempDir()
	}
	o := options().Unsynced()
	o.SegmentBytes, o.QueueBytes = 0, 1<<30
	f, err := capture.Open(dir, o)
	if err != nil {
		b.Fatal(err)
	}
	from := int(f.Status().LastSeq)
	var wg sync.WaitGroup
	for w := range 256 {
		wg.Go(func() {
			for n := from + w; n < count; n += 256 {
				if err := f.Append(context.Background(), benchArrival(n)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

func BenchmarkOpen(b *testing.B) {
	const count = 1_000_000
	dir := largeCapture(b, count)
	o := options()
	o.SegmentBytes = 0
	for _, what := range []string{"rows", "conversations"} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				f, err := capture.Follow(dir, o)
				if err != nil {
					b.Fatal(err)
				}
				if what == "conversations" {
					if err := f.Indexed(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
				b.StopTimer()
				if n := f.Status().Events; n != count {
					b.Fatalf("%d events", n)
				}
				if what == "rows" {
					_ = f.Close()
				}
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapAlloc)/1e6, "heap-MB")
				b.ReportMetric(resident(), "RSS-MB")
				runtime.KeepAlive(f)
				_ = f.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.N)*count/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkScan(b *testing.B) {
	const count = 1_000_000
	f := follow(b, largeCapture(b, count), options())
	if err := f.Indexed(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n := 0
		if err := f.Scan(b.Context(), 0, 0, func(*model.Request) bool { n++; return true }); err != nil || n != count {
			b.Fatalf("%d requests, %v", n, err)
		}
	}
}

// resident is the resident memory in megabytes, 0 where the system does not tell.
func resident() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmRSS:")
	kb, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, _ := strconv.Atoi(kb)
	return float64(n) / 1e3
}
