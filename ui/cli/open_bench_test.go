package cli_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/capture"
	"offhook/model/platform"
	"offhook/model/simulate"
)

// BenchmarkOpenMillion opens a capture of a million events in a terminal, as
// "offhook open" does, and reports when the first screen with all rows is drawn and
// how much memory is resident then, and again when every conversation is read.
// A later round has the capture in the page cache: the figures are warm ones.
func BenchmarkOpenMillion(b *testing.B) {
	if _, err := exec.LookPath("script"); err != nil {
		b.Skip("needs script, which gives a program a terminal: apt-get install bsdutils")
	}
	const events = 1_000_000
	dir := b.TempDir()
	fillCapture(b, filepath.Join(dir, "capture"), events)
	binary := filepath.Join(dir, "offhook")
	if out, err := exec.Command("go", "build", "-o", binary, "offhook").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	prime(b, binary, filepath.Join(dir, "capture"))
	var first, all time.Duration
	var memory, memoryAll int
	for b.Loop() {
		s := openScreen(b, binary, filepath.Join(dir, "capture"))
		first += s.wait("1,000,000 events")
		memory = max(memory, s.resident())
		all += s.waitForChats()
		memoryAll = max(memoryAll, s.resident())
		s.end()
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms/first-screen")
	b.ReportMetric(float64(all.Milliseconds())/float64(b.N), "ms/conversations")
	b.ReportMetric(float64(memory), "MB-first-screen")
	b.ReportMetric(float64(memoryAll), "MB-conversations")
}

// fillCapture writes lifelike events, as many writers at once as there would be
// connections.
func fillCapture(b *testing.B, dir string, events int) {
	b.Helper()
	file, err := capture.Open(dir, capture.Options{Parse: platform.Default().Parse})
	if err != nil {
		b.Fatal(err)
	}
	registry := platform.Default()
	steps := make(chan simulate.Step, 1024)
	var writers sync.WaitGroup
	for range 256 {
		writers.Go(func() {
			for s := range steps {
				req := &model.Request{Received: time.Now().UTC(), Method: "POST", Target: s.Path, Proto: "HTTP/1.1", Host: "h", Remote: "127.0.0.1:1", Body: s.Body, Size: int64(len(s.Body))}
				parsed := registry.Parse(req)
				reply := registry.Answer(parsed)
				if err := file.Append(b.Context(), &model.Arrival{Request: req, Events: parsed, Reply: &reply}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	sent := 0
	for s := range simulate.Demo(rand.New(rand.NewPCG(1, 2)), time.Unix(1_790_000_000, 0)) {
		if sent == events {
			break
		}
		steps <- s
		sent++
	}
	close(steps)
	writers.Wait()
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

// prime opens the capture for writing once, so that its index files are of this
// build: the benchmark's own process is another one.
func prime(b *testing.B, binary, dir string) {
	b.Helper()
	listen := exec.Command(binary, "listen", "--output", "json", "--addr", "127.0.0.1:0", "--keep", "0", "--keep-bytes", "0", "--capture", dir)
	out, err := listen.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := listen.Start(); err != nil {
		b.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		b.Fatal(err)
	}
	_ = listen.Process.Signal(os.Interrupt)
	_, _ = io.Copy(io.Discard, out)
	if err := listen.Wait(); err != nil {
		b.Fatal(err)
	}
}

// screen is a program in a terminal of 200 by 50.
type screen struct {
	b       *testing.B
	started time.Time
	command *exec.Cmd
	keys    io.WriteCloser
	output  *bufio.Reader
	pidFile string
	seen    bytes.Buffer
	last    string // which of several texts was seen
}

func openScreen(b *testing.B, binary, dir string) *screen {
	b.Helper()
	s := &screen{b: b, pidFile: filepath.Join(b.TempDir(), "pid")}
	s.command = exec.Command("script", "-qec", fmt.Sprintf("stty rows 50 cols 200; echo $$ > %s; exec %s open %s", s.pidFile, binary, dir), "/dev/null")
	s.command.Env = append(os.Environ(), "TERM=xterm-256color", "SHELL=/bin/sh", "LANG=C.UTF-8")
	var err error
	if s.keys, err = s.command.StdinPipe(); err != nil {
		b.Fatal(err)
	}
	out, err := s.command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	s.output, s.started = bufio.NewReader(out), time.Now()
	if err := s.command.Start(); err != nil {
		b.Fatal(err)
	}
	return s
}

func (s *screen) send(keys string) {
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.b.Error(err)
	}
}

// wait reads until one of the texts was drawn, and says how long after the start.
func (s *screen) wait(texts ...string) time.Duration {
	buffer := make([]byte, 64<<10)
	for {
		for _, text := range texts {
			if strings.Contains(s.seen.String(), text) {
				s.last = text
				s.seen.Reset()
				return time.Since(s.started)
			}
		}
		n, err := s.output.Read(buffer)
		if err != nil {
			s.b.Fatalf("%v before %q:\n%q", err, texts, s.seen.String())
		}
		s.seen.Write(buffer[:n])
	}
}

// waitForChats turns to the health view and back until it says that every
// conversation was read: a screen that stays is drawn only where it changes.
func (s *screen) waitForChats() time.Duration {
	for {
		s.send("3")
		took := s.wait("all read", "% read")
		if s.last == "all read" {
			return took
		}
		s.send("1")
		s.wait("WHAT")
	}
}

// resident is the memory of the program in MB.
func (s *screen) resident() int {
	pid, err := os.ReadFile(s.pidFile)
	if err != nil {
		s.b.Fatal(err)
	}
	status, err := os.ReadFile("/proc/" + strings.TrimSpace(string(pid)) + "/status")
	if err != nil {
		s.b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(value)[0])
			return kb / 1024
		}
	}
	return 0
}

func (s *screen) end() {
	s.send("\x03")
	_, _ = io.Copy(io.Discard, s.output)
	if err := s.command.Wait(); err != nil {
		s.b.Error(err)
	}
}
