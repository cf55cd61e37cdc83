package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"offhook/ui/tui/eventlist"
)

// Update routes; whatever takes more than a line is a method of its own.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	return m, m.update(msg)
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.layout()
		return m.conversations.reload(atOnce)
	case tea.BackgroundColorMsg:
		m.setTheme(themeFor(m.opts, msg.IsDark()).WithCells(m.theme.Cells))
	case tea.ModeReportMsg:
		m.takeModeReport(msg)
	case tea.KeyPressMsg:
		return m.pressKey(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.MouseClickMsg:
		return m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		return m.wheel(msg.Mouse())
	case rowsMsg:
		return m.takeRows(msg)
	case tickMsg:
		return m.tick(msg)
	case statusMsg:
		return m.takeStatus(msg)
	case noticeMsg:
		m.notice = notice(msg)
	case demoMsg:
		m.takeDemo(msg)
	default:
		return m.updateView(msg)
	}
	return nil
}

// updateView passes results to the view that asked for them.
func (m *Model) updateView(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case filterCheckedMsg:
		if msg.of == conversationsScreen {
			return m.conversations.takeChecked(msg, &m.feed.rows)
		}
		return m.events.takeChecked(msg, &m.feed.rows)
	case filterFoundMsg:
		return m.events.takeFound(msg, &m.feed.rows)
	case searchMsg:
		return m.events.takeSearch(msg, &m.feed.rows, &m.notice)
	case recordMsg:
		m.events.detail.take(msg)
		m.conversations.detail.take(msg)
	case conversationsMsg:
		return tea.Batch(m.conversations.takePage(msg), m.startTicking())
	case chatsTestedMsg:
		return m.conversations.takeTested(msg, m.screen == conversationsScreen)
	case timelineMsg:
		return tea.Batch(m.conversations.takeTimeline(msg), m.startTicking())
	case linkMsg:
		return m.conversations.takeLink(msg)
	case savedMsg:
		m.takeSaved(msg)
	case jumpMsg:
		return m.takeJump(msg)
	}
	return nil
}

// takeModeReport notes how the terminal counts the cells of emoji: Bubble Tea
// switches to grapheme clusters when the terminal knows mode 2027.
func (m *Model) takeModeReport(msg tea.ModeReportMsg) {
	if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
		m.setTheme(m.theme.WithCells(ansi.GraphemeWidth))
	}
}

// takeStatus shows the new state; while the chats of a capture are read, the list of
// conversations grows without any event.
func (m *Model) takeStatus(msg statusMsg) tea.Cmd {
	watch := watchStatus(m.ctx, m.opts.Status, msg.status)
	grown := m.status.Indexing != msg.status.Indexing
	m.status = msg.status
	if grown && m.screen == conversationsScreen {
		return tea.Batch(watch, m.conversations.reload(soon))
	}
	return watch
}

// takeRows takes over what the Log has new, once a frame.
func (m *Model) takeRows(msg rowsMsg) tea.Cmd {
	m.now = m.opts.Now()
	m.feed.extend(msg.batch, m.now)
	m.health.extend(msg.batch)
	cmds := []tea.Cmd{m.events.extend(msg, &m.feed.rows), m.conversations.extend(msg.batch, &m.feed.rows, m.screen == conversationsScreen), m.startTicking()}
	if !m.feed.closed {
		cmds = append(cmds, m.waitForRows())
	}
	return tea.Batch(cmds...)
}

// startTicking makes times and rates move while there is something to move.
func (m *Model) startTicking() tea.Cmd {
	if m.ticking || m.still() {
		return nil
	}
	m.ticking = true
	return everySecond(m.opts.Now)
}

// still reports whether nothing on the screen changes with time alone; then there
// are no ticks, and an idle program takes no processor time.
func (m *Model) still() bool {
	relative := m.events.list.Clock() == eventlist.Relative && m.screen == eventsScreen && m.feed.total > 0
	moving := m.screen == conversationsScreen && (m.conversations.moving() || m.conversations.timeline.Ticks(m.now))
	return m.feed.rate.quiet() && !relative && !moving
}

func (m *Model) tick(msg tickMsg) tea.Cmd {
	m.now, m.ticking = msg.now, false
	m.feed.rate.advance(msg.now)
	if m.screen == conversationsScreen {
		return tea.Batch(m.conversations.tick(), m.startTicking())
	}
	return m.startTicking()
}

func (m *Model) takeDemo(msg demoMsg) {
	if msg.err != nil {
		m.notice = notice{text: "The demo could not start: " + msg.err.Error(), bad: true}
		return
	}
	m.opts.Demo = nil
}

// takeJump shows another event of the same conversation.
func (m *Model) takeJump(msg jumpMsg) tea.Cmd {
	if msg.seq == 0 {
		m.notice = notice{text: msg.notice}
		return nil
	}
	if m.screen == conversationsScreen {
		return m.conversations.showEvent(msg.seq)
	}
	return m.events.showSeq(msg.seq, &m.feed.rows, &m.notice)
}

// pressKey finds who a key belongs to: a dialog, an input, the program, the view.
func (m *Model) pressKey(msg tea.KeyPressMsg) tea.Cmd {
	m.notice = notice{}
	switch {
	case key.Matches(msg, m.keys.Quit):
		return tea.Quit
	case key.Matches(msg, m.keys.Suspend):
		return tea.Suspend
	case m.ask != nil:
		return m.answer(msg)
	case m.prefix != noPrefix:
		return m.pressSecond(msg)
	case m.help:
		m.help = false
		return nil
	case m.inputFocused():
		return m.pressInput(msg)
	}
	if cmd, ok := m.pressGlobal(msg); ok {
		return cmd
	}
	return m.pressInView(msg)
}

func (m *Model) answer(msg tea.KeyPressMsg) tea.Cmd {
	yes := m.ask.yes
	m.ask = nil
	if s := msg.String(); s == "y" || s == "Y" || s == "enter" || s == "q" {
		return yes
	}
	return nil
}

func (m *Model) pressGlobal(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(msg, m.keys.Help):
		m.help = true
	case key.Matches(msg, m.keys.Events):
		return m.show(eventsScreen), true
	case key.Matches(msg, m.keys.Conversations):
		return m.show(conversationsScreen), true
	case key.Matches(msg, m.keys.Health):
		return m.show(healthScreen), true
	case key.Matches(msg, m.keys.Copy):
		m.prefix = copyPrefix
	case key.Matches(msg, m.keys.Export) && m.canSave():
		m.prefix = exportPrefix
	case key.Matches(msg, m.keys.Depth) && m.focusedDetail() != nil:
		m.prefix = depthPrefix
	default:
		return m.pressWelcome(msg)
	}
	return nil, true
}

// pressWelcome handles the keys of the screen that waits for a first event.
func (m *Model) pressWelcome(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !m.welcoming() {
		return nil, false
	}
	switch {
	case key.Matches(msg, m.keys.CopyExample) && len(m.opts.Endpoints) > 0:
		return copyText(m.opts.Endpoints[0].Example, "the curl line"), true
	case key.Matches(msg, m.keys.Demo) && m.opts.Demo != nil:
		return startDemo(m.opts.Demo), true
	}
	return nil, false
}

func (m *Model) show(s screen) tea.Cmd {
	m.screen, m.now = s, m.opts.Now()
	if s == conversationsScreen {
		return tea.Batch(m.conversations.reload(atOnce), m.conversations.refresh(), m.startTicking())
	}
	return m.startTicking()
}

// leave closes the innermost thing; at the top it asks.
func (m *Model) leave(msg tea.KeyPressMsg) tea.Cmd {
	if m.screen != eventsScreen {
		return m.show(eventsScreen)
	}
	if msg.String() == "q" {
		m.ask = &question{text: "Leave offhook?  y yes  n no", yes: tea.Quit}
	}
	return nil
}

func (m *Model) pressInView(msg tea.KeyPressMsg) tea.Cmd {
	var cmd tea.Cmd
	handled := false
	switch m.screen {
	case eventsScreen:
		cmd, handled = m.events.press(msg, m.keys, &m.feed.rows)
		if !handled && key.Matches(msg, m.keys.Timeline) {
			return m.openTimeline()
		}
	case conversationsScreen:
		cmd, handled = m.conversations.press(msg, m.keys)
	case healthScreen:
		handled = m.health.press(msg, m.keys, m)
	}
	switch {
	case handled:
		return tea.Batch(cmd, m.startTicking())
	case key.Matches(msg, m.keys.Back):
		return m.leave(msg)
	}
	return nil
}

// openTimeline leads from an event to its place in the conversation.
func (m *Model) openTimeline() tea.Cmd {
	line, ok := m.events.current(&m.feed.rows)
	if !ok || len(line.KeyText()) == 0 {
		m.notice = notice{text: "This event belongs to no conversation."}
		return nil
	}
	m.screen = conversationsScreen
	return tea.Batch(m.conversations.open(string(line.KeyText()), line.Seq), m.startTicking())
}
