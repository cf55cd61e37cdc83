//go:build !linux

package capture

import "os"

func syncFile(f *os.File) error { return f.Sync() }
