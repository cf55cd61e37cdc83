package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"offhook/model"
)

// exportTo returns what saves a conversation in a directory, as Markdown or as JSON,
// for the terminal app. It never writes over a file: a second transcript of one
// conversation gets a number. Transcripts are personal, so nobody else may read them.
func exportTo(dir string) func(context.Context, model.Timeline, string) (string, error) {
	return func(ctx context.Context, tl model.Timeline, format string) (string, error) {
		var text bytes.Buffer
		var err error
		extension := ".md"
		switch format {
		case "json":
			extension = ".json"
			err = writeConversationJSON(&text, &tl)
		default:
			err = newTranscript(&text, time.UTC).markdown(&tl)
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return "", fmt.Errorf("save the conversation: %w", err)
		}
		return writeNew(dir, fileName(tl.Key), extension, text.Bytes())
	}
}

// manyNames is how many transcripts of one conversation a directory takes.
const manyNames = 1000

// writeNew writes a file under the first name that is free and returns its path.
func writeNew(dir, name, extension string, text []byte) (string, error) {
	for n := 1; n < manyNames; n++ {
		path := filepath.Join(dir, name+extension)
		if n > 1 {
			path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", name, n, extension))
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("save the conversation: %w", err)
		}
		_, err = file.Write(text)
		if err = errors.Join(err, file.Close()); err != nil {
			return "", fmt.Errorf("save the conversation: %w", errors.Join(err, os.Remove(path)))
		}
		return path, nil
	}
	return "", fmt.Errorf("save the conversation: %s holds too many of its transcripts", dir)
}

// fileName makes a name of a conversation's key that every file system takes. The id
// in it is a stranger's text: only letters, digits and a few marks are kept.
func fileName(key string) string {
	const longest = 100
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.', r == '@':
			return r
		}
		return '-'
	}, key)
	return "conversation-" + name[:min(len(name), longest)]
}
