// Package storetest holds contracts written as tests: what the comment on
// store.Engine promises, Engine checks; what the ports of service.Store promise,
// Store checks.
//
// Engine keeps its data small (under 300 documents), since a MongoDB-compatible
// server scans whole collections, and uses only collections and indexed fields
// that store.Collections lists. What it does not ask for is not promised: map
// keys with "." or "$" in them, Delete with a Limit, and conditions on fields
// that no index lists are left to each engine.
package storetest
