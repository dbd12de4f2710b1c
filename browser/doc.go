// Package browser holds no code, only tests that use the dashboard as people do: in
// Chromium, against the built binary with its example data and nothing else. It is a
// module of its own, so that no user of the binary carries what drives a browser.
package browser
