// Package mutants holds no code, only a test that takes parts of the counting
// protocol out of the product, one at a time, and looks whether the product's own
// tests miss them. A part whose absence no test notices is a part that nobody
// proves.
package mutants
