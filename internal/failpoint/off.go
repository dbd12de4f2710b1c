//go:build !failpoints

package failpoint

// Compiled reports whether this binary can be made to die.
const Compiled = false

// Hit does nothing.
func Hit(Point) {}
