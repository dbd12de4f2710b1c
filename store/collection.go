package store

// Collection says how a kind of document is kept and found: the whole schema of
// the database, read top to bottom.
type Collection struct {
	Name string
	// Unique lists the natural keys: no two documents agree in all the fields
	// of one entry. Every such field is always present and never empty.
	Unique [][]string
	// Indexes lists the other indexes, fields in order. Engines append _id, which
	// every answer holds.
	Indexes [][]string
}

// Collections is every collection there is. Engines create what is missing when
// they open and never drop anything.
var Collections = []Collection{
	{Name: "keys"}, // _id is the (blinded) natural key of a person or enterprise
	{Name: "sites", Indexes: [][]string{{"county", "_id"}, {"kind", "_id"}}},
	{Name: "accounts", Unique: [][]string{{"openid"}}},
	{Name: "grants", Unique: [][]string{{"account_id", "role", "scope"}}, Indexes: [][]string{{"scope", "role"}}},
	{Name: "sessions", Indexes: [][]string{{"account_id"}, {"expires_at"}}},
	{Name: "invites", Indexes: [][]string{{"site_id"}}},
	{Name: "people"},
	{Name: "enterprises", Indexes: [][]string{{"name_key", "_id"}}},
	{
		Name:   "registrations",
		Unique: [][]string{{"site_id", "month", "person_id"}},
		Indexes: [][]string{
			{"site_id", "month", "status", "complete", "registered_on", "person_id"}, // recount
			{"site_id", "_id"}, {"person_id", "_id"}, {"account_id", "_id"},
		},
	},
	{
		Name:   "placements",
		Unique: [][]string{{"person_id", "enterprise_id", "started_on"}},
		Indexes: [][]string{
			{"site_id", "month", "status", "kind", "proven", "started_on", "person_id"}, // recount
			{"site_id", "_id"},
		},
	},
	{Name: "imports", Indexes: [][]string{{"site_id", "_id"}}},
	{Name: "marks", Indexes: [][]string{{"at"}}},            // of writes while the cache was out of reach
	{Name: "requests", Indexes: [][]string{{"expires_at"}}}, // Idempotency-Key answers
}
