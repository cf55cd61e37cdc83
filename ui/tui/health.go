package tui

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// healthView counts, a platform a line. It is extended by each row once; its cost
// does not depend on how many there are.
type healthView struct {
	theme     theme.Theme
	platforms map[string]*platformHealth
	page      page
}

// platformHealth is what is counted of one platform since the program looks.
type platformHealth struct {
	events   int
	kinds    [int(model.KindHandshake) + 1]int
	problems map[model.Code]int
	answers  [6]int // by hundreds of the status; [0] for none yet
	took     durations
	last     time.Time
	rate     rate
}

func newHealthView(t theme.Theme) healthView {
	return healthView{theme: t, platforms: make(map[string]*platformHealth)}
}

func (h *healthView) resize(width, height int) {
	h.page.theme = h.theme
	h.page.setSize(width, height)
}

func (h *healthView) extend(b model.Batch) {
	for line := range b.Lines {
		name := string(line.PlatformText())
		p := h.platforms[name]
		if p == nil {
			p = &platformHealth{problems: make(map[model.Code]int)}
			h.platforms[name] = p
		}
		p.add(line.Row)
	}
}

func (p *platformHealth) add(row model.Row) {
	p.events++
	p.kinds[min(int(row.Kind), len(p.kinds)-1)]++
	for set := uint64(row.Problems); set != 0; set &= set - 1 {
		p.problems[model.Code(bits.TrailingZeros64(set))]++
	}
	p.answers[min(int(row.Reply)/100, 5)]++
	if row.Reply > 0 {
		p.took.add(time.Duration(row.Took) * time.Microsecond)
	}
	if at := row.ReceivedAt(); at.After(p.last) {
		p.last = at
	}
	p.rate.add(row, row.ReceivedAt())
}

// press scrolls within what is drawn now.
func (h *healthView) press(msg tea.KeyPressMsg, keys keyMap, m *Model) bool {
	h.page = h.draw(m)
	return scroll(&h.page, msg, keys)
}

func (h *healthView) view(m *Model) []string {
	p := h.draw(m)
	return pad(p.view(), p.width, p.height, &m.theme)
}

// draw writes the counts afresh: there are as many lines as platforms.
func (h *healthView) draw(m *Model) page {
	p := page{theme: m.theme, top: h.page.top, width: h.page.width, height: h.page.height}
	h.writePlatforms(&p, m.now)
	h.writeProblems(&p)
	writeCapture(&p, m)
	p.Move(0) // stays within the lines
	return p
}

// names lists the platforms, the busiest first; equal ones by name, so that the
// lines do not dance.
func (h *healthView) names() []string {
	names := make([]string, 0, len(h.platforms))
	for name := range h.platforms {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// widthForGraph is from which width on the table of platforms has its graph.
const widthForGraph = 92

func (h *healthView) writePlatforms(p *page, now time.Time) {
	t := &p.theme
	graph := 0
	if p.width >= widthForGraph {
		graph = 12
	}
	p.line(t.TitleFocused, "HEALTH")
	p.line(t.Text, "")
	p.line(t.Chrome, fmt.Sprintf("%-10s%9s%8s ", "PLATFORM", "EVENTS", "NOW/s")+t.Fit(" LAST 10 s", graph)+fmt.Sprintf("%12s%7s%7s%7s%9s%9s", "HEARD", "2xx", "4xx", "5xx", "p50", "p99"))
	for _, name := range h.names() {
		p.lines = append(p.lines, t.Cut(h.platforms[name].line(t, name, graph, now), p.width))
	}
	if len(h.platforms) == 0 {
		p.line(t.Muted, "Nothing has come yet.")
	}
	p.line(t.Text, "")
}

// line is the row of a platform in the table.
func (p *platformHealth) line(t *theme.Theme, name string, graph int, now time.Time) string {
	pace := p.rate // a copy: drawing changes nothing
	pace.advance(now)
	return " " + t.Platform(name).Paint(t.Fit(theme.Drawable(name), 10)) +
		t.Text.Paint(fmt.Sprintf("%9s%8s ", thousands(uint64(p.events)), compact(pace.perSecond()))) +
		t.Chrome.Paint(t.Fit(" "+sparks(pace.history(), t.Glyphs.Sparks), graph)) +
		t.Text.Paint(t.FitRight(heard(now.Sub(p.last)), 12)+
			fmt.Sprintf("%7s%7s%7s", thousands(uint64(p.answers[2])), thousands(uint64(p.answers[4])), thousands(uint64(p.answers[5])))+
			t.FitRight(eventlist.Took(p.took.quantile(0.5)), 9)+t.FitRight(eventlist.Took(p.took.quantile(0.99)), 9))
}

func heard(ago time.Duration) string {
	if ago < time.Second {
		return "now"
	}
	return coarse(ago) + " ago"
}

func (h *healthView) writeProblems(p *page) {
	t := &p.theme
	p.line(t.Chrome, fmt.Sprintf("%-10s%s", "PLATFORM", "KINDS AND PROBLEMS"))
	for _, name := range h.names() {
		s := h.platforms[name]
		text := " " + t.Platform(name).Paint(t.Fit(theme.Drawable(name), 10)) + t.Text.Paint(s.kindText())
		p.lines = append(p.lines, t.Cut(text, p.width))
		for code := range model.Code(len(model.Codes())) {
			if n := s.problems[code]; n > 0 {
				p.lines = append(p.lines, " "+strings.Repeat(" ", 10)+t.Problem(code).Paint(fmt.Sprintf("%-22s%9s", code, thousands(uint64(n)))))
			}
		}
	}
	p.line(t.Text, "")
}

func (p *platformHealth) kindText() string {
	var parts []string
	for k, n := range p.kinds {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", model.Kind(k), thousands(uint64(n))))
		}
	}
	return strings.Join(parts, "  ")
}

// writeCapture says where everything is kept, what retention does, and that there
// is no tunnel, as nothing else would tell.
func writeCapture(p *page, m *Model) {
	t, s := &p.theme, m.status
	p.line(t.Chrome, "CAPTURE")
	where := s.Capture
	if where == "" {
		where = "nothing is kept"
	}
	p.field("directory", where)
	p.field("size", size(s.Bytes))
	p.field("retention", retention(s))
	if s.Indexing > 0 {
		p.field("chats", chatsRead(s.Indexing))
	}
	p.field("refused", count(int(s.Refused), "request was answered 503", "requests were answered 503"))
	for _, d := range s.Damage {
		p.line(t.Error, d)
	}
	if m.opts.URL != "" {
		p.field("tunnel", "none: only this machine reaches "+m.opts.URL)
	}
}

func chatsRead(share float64) string {
	if share >= 1 {
		return "all read"
	}
	return fmt.Sprintf("%d%% read", int(share*100))
}

func retention(s Status) string {
	var parts []string
	if s.Keep > 0 {
		parts = append(parts, "the newest "+thousands(uint64(s.Keep))+" events")
	}
	if s.KeepBytes > 0 {
		parts = append(parts, "at most "+size(s.KeepBytes))
	}
	if len(parts) == 0 {
		return "everything is kept"
	}
	return strings.Join(parts, ", ") + ", in whole segments"
}

// durations is a histogram whose buckets grow by a fifth: a quantile is within a
// tenth of the true one, whatever the number of values.
type durations struct {
	counts [128]int
	total  int
}

func (d *durations) add(v time.Duration) {
	d.total++
	bucket := 0
	for limit := 100 * time.Microsecond; v > limit && bucket < len(d.counts)-1; limit += limit / 5 {
		bucket++
	}
	d.counts[bucket]++
}

func (d *durations) quantile(q float64) time.Duration {
	rest := int(float64(d.total) * q)
	limit := 100 * time.Microsecond
	for _, n := range d.counts {
		rest -= n
		if rest < 0 {
			return limit - limit/12 // the middle of the bucket
		}
		limit += limit / 5
	}
	return 0
}
