//go:build !unix

package vault

import (
	"io/fs"
	"os"
)

// own has nothing to do where files take their rights from their folder.
func own(*os.File, fs.FileInfo) error { return nil }
