package model

import (
	"crypto/sha256"
	"encoding/hex"
)

// maxKey bounds a conversation's key, in bytes: keys are kept for every row and every
// conversation, and a stranger chooses the ids in them.
const maxKey = 256

// ConversationKey joins what a conversation is named by. Of an absurdly long id the
// beginning is kept, with a sum of the whole: one id has one key wherever it is used,
// and two ids have two.
func ConversationKey(platform, source, id string) string {
	key := platform + ":" + id
	if source != "" {
		key = platform + "@" + source + ":" + id
	}
	if len(key) <= maxKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	ending := "~" + hex.EncodeToString(sum[:16])
	return cutText(key, maxKey-len(ending)) + ending
}
