package tui

import "charm.land/bubbles/v2/key"

// keyMap holds every binding. Help is made from the same bindings, so that it
// cannot be out of date; [keyMap.bindings] says which are alive in which pane.
type keyMap struct {
	Up, Down, Top, Bottom, HalfUp, HalfDown, PageUp, PageDown key.Binding
	Move                                                      key.Binding // Up and Down in the key line

	Open, Back, NextPane, PrevPane   key.Binding
	Events, Conversations, Health    key.Binding
	Search, NextMatch, PrevMatch     key.Binding
	Filter, ClearFilter, Follow      key.Binding
	Sort                             key.Binding
	Fold, FoldLeft, FoldRight        key.Binding
	FoldAll, UnfoldAll, Depth        key.Binding
	NextTab, PrevTab                 key.Binding
	NextOfChat, PrevOfChat, Timeline key.Binding
	Copy, TimeFormat, Maximise, Help key.Binding
	Export                           key.Binding
	Demo, CopyExample, Suspend, Quit key.Binding
}

func bind(keys []string, shown, help string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

func defaultKeys() keyMap {
	on := func(keys ...string) []string { return keys }
	return keyMap{
		Move:     bind(nil, "j/k", "move"),
		Up:       bind(on("k", "up"), "k/↑", "up"),
		Down:     bind(on("j", "down"), "j/↓", "down"),
		Top:      bind(on("g", "home"), "g", "first"),
		Bottom:   bind(on("G", "end"), "G", "last, follow"),
		HalfUp:   bind(on("ctrl+u"), "ctrl-u", "half a page up"),
		HalfDown: bind(on("ctrl+d"), "ctrl-d", "half a page down"),
		PageUp:   bind(on("pgup", "ctrl+b"), "pgup", "page up"),
		PageDown: bind(on("pgdown", "ctrl+f"), "pgdn", "page down"),

		Open:          bind(on("enter"), "enter", "open"),
		Back:          bind(on("esc", "q"), "esc", "back"),
		NextPane:      bind(on("tab"), "tab", "next pane"),
		PrevPane:      bind(on("shift+tab"), "shift-tab", "previous pane"),
		Events:        bind(on("1"), "1", "events"),
		Conversations: bind(on("2"), "2", "conversations"),
		Health:        bind(on("3"), "3", "health"),

		Search:      bind(on("/"), "/", "search"),
		NextMatch:   bind(on("n"), "n", "next match"),
		PrevMatch:   bind(on("N"), "N", "previous match"),
		Filter:      bind(on("f"), "f", "filter"),
		ClearFilter: bind(on("ctrl+l"), "ctrl-l", "clear the filter"),
		Follow:      bind(on("F"), "F", "follow"),
		Sort:        bind(on("s"), "s", "sort"),

		Fold:      bind(on("space"), "space", "fold, unfold"),
		FoldLeft:  bind(on("h", "left"), "h", "fold"),
		FoldRight: bind(on("l", "right"), "l", "unfold"),
		FoldAll:   bind(on("H"), "H", "fold all"),
		UnfoldAll: bind(on("E"), "E", "unfold all"),
		Depth:     bind(on("z"), "z1…z9", "unfold to a depth"),
		NextTab:   bind(on("]"), "]", "next tab"),
		PrevTab:   bind(on("["), "[", "previous tab"),

		NextOfChat:  bind(on("o"), "o", "next of this chat"),
		PrevOfChat:  bind(on("O"), "O", "previous of this chat"),
		Timeline:    bind(on("t"), "t", "timeline"),
		Copy:        bind(on("y"), "y", "copy…"),
		Export:      bind(on("x"), "x", "save…"),
		TimeFormat:  bind(on("T"), "T", "time format"),
		Maximise:    bind(on("\\"), "\\", "maximise"),
		Help:        bind(on("?", "f1"), "?", "help"),
		Demo:        bind(on("d"), "d", "demo traffic"),
		CopyExample: bind(on("c"), "c", "copy the curl line"),
		Suspend:     bind(on("ctrl+z"), "ctrl-z", "suspend"),
		Quit:        bind(on("ctrl+c"), "ctrl-c", "quit"),
	}
}
