package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExportNeverWritesOverAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	save := exportTo(dir)
	for _, want := range []string{"conversation-ebbot-c-1.md", "conversation-ebbot-c-1-2.md", "conversation-ebbot-c-1-3.md"} {
		path, err := save(t.Context(), *timeline(), "markdown")
		if err != nil || path != filepath.Join(dir, want) {
			t.Fatalf("saved %s, %v; want %s", path, err, want)
		}
	}
	path, err := save(t.Context(), *timeline(), "json")
	if err != nil || filepath.Base(path) != "conversation-ebbot-c-1.json" {
		t.Fatalf("saved %s, %v", path, err)
	}
	for name, want := range map[string]string{"conversation-ebbot-c-1.md": "## Conversation `ebbot:c-1`\n", "conversation-ebbot-c-1.json": `{"type":"conversation","conversation":"ebbot:c-1"`} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.HasPrefix(string(text), want) {
			t.Errorf("%s: %v, %.80q", name, err, text)
		}
	}
}

func TestExportStaysInItsDirectory(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"jivo@shop:7607":                   "conversation-jivo@shop-7607",
		"ebbot:../../etc/passwd":           "conversation-ebbot-..-..-etc-passwd",
		"jivo:\x1b]0;a\a\u202eб 1":         "conversation-jivo---0-a----1",
		"jivo:" + strings.Repeat("7", 300): "conversation-jivo-" + strings.Repeat("7", 95),
	} {
		if got := fileName(key); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

func TestExportFailsWithASentence(t *testing.T) {
	t.Parallel()
	_, err := exportTo(filepath.Join(t.TempDir(), "missing"))(t.Context(), *timeline(), "markdown")
	if !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "save the conversation: ") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := exportTo(t.TempDir())(ctx, *timeline(), "json"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
