package tui

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/ui/tui/theme"
)

// screen is one of the three views.
type screen uint8

const (
	eventsScreen screen = iota
	conversationsScreen
	healthScreen
)

// Model is the one tea.Model. It owns what all views share and routes messages; a
// view owns its panes, a pane its place.
type Model struct {
	ctx   context.Context
	opts  Options
	keys  keyMap
	theme theme.Theme
	now   time.Time // of the last tick or batch; View reads no clock

	width, height int
	screen        screen
	help          bool
	ask           *question
	prefix        prefix // a key that waits for a second one
	notice        notice
	status        Status
	ticking       bool

	feed          feed
	events        eventsView
	conversations conversationsView
	health        healthView
}

// prefix is a first key of two.
type prefix uint8

const (
	noPrefix prefix = iota
	copyPrefix
	depthPrefix
	exportPrefix
)

// question is a dialog of one line.
type question struct {
	text string
	yes  tea.Cmd
}

// notice is the last thing that the bottom line told, until the next key.
type notice struct {
	text string
	bad  bool
}

// New returns the app; ctx ends its commands.
func New(ctx context.Context, opts Options) *Model {
	if opts.Zone == nil {
		opts.Zone = time.Local
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	t := themeFor(opts, !opts.Light)
	m := &Model{ctx: ctx, opts: opts, keys: defaultKeys(), theme: t, now: opts.Now(), feed: feed{frame: frameCalm}}
	m.events = newEventsView(ctx, opts, t)
	m.conversations = newConversationsView(ctx, opts, t)
	m.health = newHealthView(t)
	m.width, m.height = 80, 24
	m.layout()
	return m
}

func themeFor(opts Options, dark bool) theme.Theme {
	t := theme.New(dark)
	if opts.NoColor {
		t = theme.Plain()
	}
	return t.WithASCII(opts.ASCII)
}

// Init starts to follow the Log.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(
		tea.RequestBackgroundColor,
		m.waitForRows(),
		watchStatus(m.ctx, m.opts.Status, Status{}),
		m.events.setFilter(m.opts.Filter),
	)
}

func (m *Model) waitForRows() tea.Cmd {
	return waitForRows(m.ctx, m.opts.Source, m.feed.next, m.feed.frame, m.events.filter.match, m.events.filter.matchID)
}

func (m *Model) setTheme(t theme.Theme) {
	m.theme = t
	m.events.setTheme(t)
	m.conversations.setTheme(t)
	m.health.theme = t
}

// framesPerSecond is how often Bubble Tea looks whether there is something to write.
// It looks also when nothing happens, which is nearly all that an idle program costs
// (docs/benchmarks.md compares it with the usual 60).
const framesPerSecond = 30

// Run shows the app until the user leaves it or ctx ends. Signals are the caller's:
// it ends ctx.
func Run(ctx context.Context, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := tea.NewProgram(New(ctx, opts), tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond), tea.WithFilter(coalesceMouse()))
	var watch sync.WaitGroup
	watch.Go(func() {
		<-ctx.Done()
		p.Quit()
	})
	_, err := p.Run()
	cancel()
	watch.Wait()
	return err
}
