// Package sqlitestore keeps documents in one SQLite file: the store.Engine of a
// trial, of a single small county and of most tests.
//
// A collection is a table with a row per document: its id, its rev and its JSON.
// The indexes are on expressions over the JSON, so that a field is written down
// once and a new index needs no new column.
//
// Writes go through one goroutine, which puts all that wait into one
// transaction and answers each after the commit has reached the disk (WAL,
// synchronous=FULL). Reads have connections of their own and wait for no
// writer; one that starts after a write has returned sees it. Several processes
// may use one file at a time, on one machine: SQLite's locks do not work on
// network file systems.
//
// It refuses conditions and orders on fields that no index of the collection
// names, Delete with a Limit, and files that are not its own. It never drops a
// table or an index.
package sqlitestore
