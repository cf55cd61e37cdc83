package simulate

import (
	"slices"
	"strconv"

	"offhook/model"
)

// follows reports whether, after an act and before the next end, one of the deeds is
// done.
func (s Scene) follows(act int, deeds ...Deed) bool {
	for _, a := range s.Acts[act+1:] {
		if a.Deed == Closes {
			return false
		}
		if slices.Contains(deeds, a.Deed) {
			return true
		}
	}
	return false
}

// numeric writes an id as a number, where it is one.
func numeric(id string) any {
	if n, err := strconv.ParseUint(id, 10, 64); err == nil && strconv.FormatUint(n, 10) == id {
		return n
	}
	return id
}

// orNull is the text, or null where there is none.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func isAgent(p Party) bool { return p.Role == model.RoleAgent }
