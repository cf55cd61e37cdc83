package cli

import (
	"context"

	"offhook/model"
	"offhook/model/capture"
)

// indexed is a capture whose conversations are looked up only when they hold all that
// was stored before it was opened: a filter must not depend on how far reading is.
type indexed struct{ *capture.File }

// Conversation returns one conversation. It waits, but not beyond the closing.
func (i indexed) Conversation(key string) (model.Summary, bool) {
	if i.Indexed(context.Background()) != nil {
		return model.Summary{}, false
	}
	return i.File.Conversation(key)
}
