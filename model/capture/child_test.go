package capture_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"

	"offhook/model"
	"offhook/model/capture"
)

// child is another process of a test: this test binary, begun anew. It stores
// requests as fast as it can and prints a line for each that was acknowledged.
func child(dir string) int {
	o := options()
	o.SegmentBytes, o.Address = 64<<10, "127.0.0.1:4321"
	f, err := capture.Open(dir, o)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("open")
	var writing sync.WaitGroup
	for g := range 16 {
		writing.Go(func() {
			for i := g * 1_000_000; ; i++ {
				a := arrival(i)
				if err := f.Append(context.Background(), a); err != nil {
					fmt.Println("failed", err)
					return
				}
				fmt.Printf("%d %d\n", a.Request.Seq, i)
			}
		})
	}
	writing.Wait()
	return 1
}

// startChild starts a child and returns its lines.
func startChild(t *testing.T, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "OFFHOOK_TEST_CHILD="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it has ended, unless the test failed
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "open" {
		t.Fatalf("the child says %q", lines.Text())
	}
	return cmd, lines
}

// What a writer acknowledged before it was killed is there, and nothing else is but
// whole requests.
func TestKilledWriterLosesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acknowledged := make(map[uint64]int)
	for round := range 5 {
		cmd, lines := startChild(t, dir)
		for range 200 * (round + 1) {
			lines.Scan()
		}
		_ = cmd.Process.Kill()
		for {
			var seq uint64
			var n int
			if _, err := fmt.Sscanf(lines.Text(), "%d %d", &seq, &n); err == nil {
				acknowledged[seq] = n
			}
			if !lines.Scan() {
				break
			}
			if strings.HasPrefix(lines.Text(), "failed") {
				t.Fatal(lines.Text())
			}
			acknowledgeLine(t, acknowledged, lines.Text())
		}
		_ = cmd.Wait() // it was killed
		checkKilled(t, dir, acknowledged)
	}
}

func acknowledgeLine(t *testing.T, acknowledged map[uint64]int, line string) {
	t.Helper()
	var seq uint64
	var n int
	if _, err := fmt.Sscanf(line, "%d %d", &seq, &n); err != nil {
		return // the last line may be cut
	}
	if old, ok := acknowledged[seq]; ok && old != n {
		t.Fatalf("number %d was given to the requests %d and %d", seq, old, n)
	}
	acknowledged[seq] = n
}

func checkKilled(t *testing.T, dir string, acknowledged map[uint64]int) {
	t.Helper()
	f, err := capture.Open(dir, options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	last := uint64(0)
	err = f.Scan(t.Context(), 0, 0, func(r *model.Request) bool {
		if r.Seq != last+1 {
			t.Fatalf("number %d after %d", r.Seq, last)
		}
		last = r.Seq
		if n, ok := acknowledged[r.Seq]; ok && string(r.Body) != string(request(n).Body) {
			t.Fatalf("number %d holds %q, acknowledged was %q", r.Seq, r.Body, request(n).Body)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	for seq := range acknowledged {
		if seq > last {
			t.Fatalf("number %d was acknowledged, the last one is %d", seq, last)
		}
	}
	if n := len(rows(f)); uint64(n) != last {
		t.Fatalf("%d rows of %d requests", n, last)
	}
}

func TestAnotherProcessWrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd, lines := startChild(t, dir)
	_, err := capture.Open(dir, options())
	locked, ok := errors.AsType[*capture.LockedError](err)
	if !ok || locked.Address != "127.0.0.1:4321" || locked.PID != cmd.Process.Pid || !strings.Contains(err.Error(), locked.Address) {
		t.Errorf("open: %v", err)
	}
	reader := follow(t, dir, options())
	go func() {
		for lines.Scan() { // so that it goes on
			runtime.Gosched()
		}
	}()
	waitRows(t, reader, "500 rows", func(r *model.Rows) bool { return r.Len() >= 500 })
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it was killed
	f := open(t, dir, options())
	last := f.Status().LastSeq
	waitRows(t, reader, "the last row", func(r *model.Rows) bool { return uint64(r.Len()) == last })
}
