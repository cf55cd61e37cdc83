package tui

import (
	"time"

	"offhook/model"
	"offhook/model/filter"
	"offhook/model/laxjson"
)

// rowsMsg is what the Log has new, at most once a frame.
type rowsMsg struct {
	batch   model.Batch
	matched []model.RowID // of the new rows, by the filter with this id
	filter  int
}

// filterCheckedMsg answers what was typed into the filter line.
type filterCheckedMsg struct {
	of   screen // whose line it is
	id   int
	expr *filter.Expr
	err  error
}

// filterFoundMsg is a part of the scan that a new filter starts, newest rows first.
type filterFoundMsg struct {
	id   int
	ids  []model.RowID // in order; all before what was found so far
	scan *scan         // where to go on; nil when all rows were looked at
}

// recordMsg is the request for the detail pane.
type recordMsg struct {
	id     int
	seq    uint64 // what was asked for: both views number what they ask for from 1
	record model.Record
	body   []byte // content encoding undone
	doc    *laxjson.Doc
	err    error
}

// searchMsg is where a search in the list ended.
type searchMsg struct {
	id      int
	row     model.RowID
	found   bool
	wrapped bool
}

// conversationsMsg is a page of the list of conversations.
type conversationsMsg struct {
	id     int
	offset int
	page   []model.Summary
	total  int    // how many match
	all    int    // how many there are, where a filter chooses
	gone   string // the selected key that was asked for, when it is no more
	sought bool   // the page with the selected one was asked for
	reveal bool   // it is this page
}

// chatsTestedMsg tells that events were tested for the filter of the conversations.
type chatsTestedMsg struct {
	id    int
	scan  *scan // where to go on; nil when all rows were looked at, or for new rows
	old   int   // how many rows of those that were there when the filter began
	whole bool  // these were the last of them
}

// timelineMsg is a conversation, rebuilt.
type timelineMsg struct {
	id       int
	timeline model.Timeline
	err      error
}

// jumpMsg leads to another event of the same conversation.
type jumpMsg struct {
	seq    uint64
	notice string
}

// statusMsg is sent when the status changed.
type statusMsg struct{ status Status }

// tickMsg lets relative times and rates move on.
type tickMsg struct{ now time.Time }

// noticeMsg is a sentence for the bottom line.
type noticeMsg struct {
	text string
	bad  bool
}

// demoMsg reports how starting the demo went.
type demoMsg struct{ err error }

// linkMsg tells whether the conversation that a link leads to is there.
type linkMsg struct {
	from, to string
	found    bool
}
