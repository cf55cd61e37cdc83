package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"offhook/model"
	"offhook/model/capture"
	"offhook/model/filter"
	"offhook/model/platform"
	"offhook/receiver"
)

// closeTimeout is how long requests in flight may take once the program is asked to
// stop, before they are cut short.
const closeTimeout = 500 * time.Millisecond

// service is what listens: a receiver over a capture. Its parts are closed in the
// order in which requests go through them.
type service struct {
	file     *capture.File
	receiver *receiver.Server
	demo     func() error // starts the demo, once
	stopDemo func()

	mu   sync.Mutex
	gone error // why nothing is received any more
}

// deaf says why nothing is received any more, nil while all is well.
func (s *service) deaf() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case err := <-s.receiver.Done():
		s.gone = cmp.Or(s.gone, err)
	default:
	}
	return s.gone
}

func (p *Program) listen(ctx context.Context, o *listenOptions) error {
	s, err := p.openService(o)
	if err != nil {
		return err
	}
	defer s.stopDemo()
	if o.output == "" && p.Interactive() {
		err = p.draw(ctx, o, s)
	} else {
		err = p.print(ctx, o, s)
	}
	return errors.Join(err, s.close())
}

// openService opens the capture, then the door.
func (p *Program) openService(o *listenOptions) (*service, error) {
	registry := platform.Default()
	file, err := p.openCapture(o, registry)
	if err != nil {
		return nil, err
	}
	s := &service{file: file}
	s.receiver = receiver.New(file, registry, registry, receiver.Options{
		Address: o.addr, MaxBody: int64(o.maxBody), MaxInFlight: max(receiver.DefaultMaxInFlight, int64(o.maxBody)), QueueFull: capture.ErrFull,
		Now: p.Now, Log: p.receiverLog(o),
	})
	if err := s.receiver.Open(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	s.demo, s.stopDemo = p.demoOf(s.receiver.URL())
	return s, nil
}

func (p *Program) openCapture(o *listenOptions, registry *platform.Registry) (*capture.File, error) {
	options := capture.Options{Parse: registry.Parse, Schema: version(), Keep: int(o.keep), KeepBytes: int64(o.keepBytes), LateAfter: time.Duration(o.late), Now: p.Now}
	if !strings.HasSuffix(o.addr, ":0") { // which is no address yet
		options.Address = o.addr
	}
	if o.capture == "-" {
		file, err := capture.Temporary(options)
		if err != nil {
			return nil, unwritable(os.TempDir(), err)
		}
		return file, nil
	}
	file, err := capture.Open(o.capture, options)
	if err != nil {
		return nil, unwritable(o.capture, err)
	}
	p.fitMemory(file.Status().Events)
	return file, nil
}

// receiverLog is where the receiver reports; not to a terminal that is being drawn on.
func (p *Program) receiverLog(o *listenOptions) *slog.Logger {
	if o.output == "" && p.Interactive() {
		return nil
	}
	return slog.New(slog.NewTextHandler(p.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// demoOf returns what starts the demo and what ends it; both may be called again.
func (p *Program) demoOf(url string) (start func() error, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	var once sync.Once
	start = func() error {
		once.Do(func() { running.Go(func() { newDemo(url, p.Now).run(ctx) }) })
		return nil
	}
	return start, func() { cancel(); running.Wait() }
}

// closeReceiver ends what comes in. Afterwards the Log holds everything that was
// acknowledged.
func (s *service) closeReceiver() error {
	s.stopDemo()
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	err := s.receiver.Close(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil // cut short, as announced
	}
	return err
}

func (s *service) close() error { return errors.Join(s.closeReceiver(), s.file.Close()) }

// print follows the Log until ctx ends, and then to its end.
func (p *Program) print(ctx context.Context, o *listenOptions, s *service) error {
	printer := p.newPrinter(cmp.Or(o.output, "text"), o.expr)
	printer.next = s.file.Since(printer.next).Next // only what comes from now on
	if err := p.announce(printer, o, s); err != nil {
		return err
	}
	if o.demo {
		if err := s.demo(); err != nil {
			return err
		}
	}
	quit, printed := make(chan struct{}), make(chan error, 1)
	go func() {
		_ = s.file.Indexed(ctx) // fails when the program stops: then what is known by now is printed
		printed <- printer.follow(context.WithoutCancel(ctx), s.file, quit)
	}()
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-s.receiver.Done():
	case err := <-printed: // nobody reads any more
		return errors.Join(err, s.closeReceiver())
	}
	err := s.closeReceiver()
	close(quit)
	return errors.Join(failed, err, <-printed)
}

func (p *Program) announce(printer *printer, o *listenOptions, s *service) error {
	dir := s.file.Status().Dir
	if err := printer.form.ready(printer.out, s.receiver.URL(), dir); err != nil {
		return err
	}
	kept := "capture: " + dir
	if o.capture == "-" {
		kept = "nothing is kept"
	}
	p.say("offhook listens on %s (%s)", s.receiver.URL(), kept)
	p.tellDamage(s.file.Status())
	return printer.out.Flush()
}

func (p *Program) newPrinter(output string, expr *filter.Expr) *printer {
	var f form = newTextForm(p.Zone)
	if output == "json" {
		f = jsonForm{}
	}
	return &printer{out: bufio.NewWriterSize(p.Stdout, 64<<10), say: p.say, form: f, filter: expr, decode: decoded}
}

// decoded undoes the content encoding of a body, as far as that goes.
func decoded(r *model.Request) []byte {
	body, _ := platform.Body(r) // what is wrong with it is a problem of its event
	return body
}
