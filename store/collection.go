package store

// Collection says how a kind of document is kept and found: the whole schema of
// the database, read top to bottom.
type Collection struct {
	Name string
	// Doc is a document of the collection with nothing in it, for what reads
	// documents of every kind.
	Doc any
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
	{Name: "meta", Doc: schemaDoc{}},                              // about the database itself: see schemaDoc
	{Name: "keys", Doc: keyDoc{}, Indexes: [][]string{{"owner"}}}, // _id is the (blinded) natural key of a person or enterprise
	{Name: "sites", Doc: siteDoc{}, Indexes: [][]string{{"county", "_id"}, {"kind", "_id"}}},
	{Name: "site_codes", Doc: siteCodeDoc{}, Unique: [][]string{{"site_id"}}}, // _id is the code
	{Name: "accounts", Doc: accountDoc{}, Unique: [][]string{{"openid"}}},
	{Name: "grants", Doc: grantDoc{}, Unique: [][]string{{"account_id", "role", "scope"}}, Indexes: [][]string{{"scope", "role"}, {"until"}}},
	{Name: "sessions", Doc: sessionDoc{}, Indexes: [][]string{{"account_id"}, {"expires_at"}}},
	{Name: "invites", Doc: inviteDoc{}, Indexes: [][]string{{"site_id"}}},
	{Name: "scan_logins", Doc: scanLoginDoc{}, Indexes: [][]string{{"expires_at"}}},                                                        // _id is the hash of the ticket
	{Name: "audit", Doc: auditDoc{}, Indexes: [][]string{{"county", "_id"}, {"by", "_id"}, {"action", "_id"}, {"at"}, {"refused", "_id"}}}, // _id is the number in the chain
	{Name: "login_codes", Doc: loginCodeDoc{}, Indexes: [][]string{{"expires_at"}}},                                                        // _id is the hash of the code
	{Name: "link_codes", Doc: linkCodeDoc{}},                                                                                               // _id is the blinded code
	{Name: "people", Doc: personDoc{}, Indexes: [][]string{{"account_id", "_id"}}},
	{Name: "enterprises", Doc: enterpriseDoc{}, Indexes: [][]string{{"name_key", "_id"}, {"name_core", "_id"}, {"uscc", "_id"}}},
	{
		Name: "registrations", Doc: registrationDoc{},
		Unique: [][]string{{"site_id", "month", "person_id"}},
		Indexes: [][]string{
			{"site_id", "month", "status", "complete", "registered_on", "person_id", "trail.recorded_at"}, // recount
			{"site_id", "_id"}, {"person_id", "_id"}, {"account_id", "_id"},
		},
	},
	{
		Name: "placements", Doc: placementDoc{},
		Unique: [][]string{{"person_id", "enterprise_id", "started_on"}},
		Indexes: [][]string{
			{"site_id", "month", "status", "kind", "proven", "disputed", "started_on", "person_id", "trail.recorded_at"}, // recount
			{"site_id", "_id"}, {"person_id", "_id"},
			{"link.code"}, // the employer's open link
		},
	},
	{
		Name: "activities", Doc: activityDoc{},
		Unique: [][]string{{"site_id", "client_id"}},
		Indexes: [][]string{
			{"site_id", "month", "status", "type", "held_on", "trail.recorded_at"}, // recount
			{"site_id", "_id"},
		},
	},
	{
		Name: "postings", Doc: postingDoc{},
		Unique: [][]string{{"site_id", "client_id"}},
		Indexes: [][]string{
			{"site_id", "counted_in", "status", "counts_on", "enterprise_id", "headcount", "accepted_at"}, // recount
			{"site_id", "_id"}, {"site_id", "month", "state", "status", "_id"},
			{"published", "_id"}, {"published", "area", "_id", "valid_until"}, {"published", "occupation_key", "_id"}, // jobs
			{"state", "_id"}, {"state", "county", "_id"}, {"county", "_id"}, {"taken_down_at"}, // what supervisors look up
			{"waits", "_id"},      // rounds that have not ended
			{"touched_at", "rev"}, // what matching follows
		},
	},
	{
		Name: "applications", Doc: applicationDoc{},
		Unique: [][]string{{"person_id", "posting_id"}},
		Indexes: [][]string{
			{"site_id", "_id"}, {"site_id", "state", "_id"}, {"site_id", "posting_id", "_id"},
			{"person_id", "_id"}, {"account_id", "_id"},
			{"link.code"}, // the employer's open link
			{"owed_at"},
		},
	},
	{Name: "views", Doc: viewDoc{}, Indexes: [][]string{{"person_id", "_id"}, {"application_id", "_id"}, {"by", "at"}}}, // _id sorts by time
	{Name: "follow_ups", Doc: followUpDoc{}, Indexes: [][]string{{"site_id", "_id"}}},                                   // _id is placement|day
	{
		Name: "guidance", Doc: guidanceDoc{}, Unique: [][]string{{"request"}},
		Indexes: [][]string{{"site_id", "_id"}, {"site_id", "person_id", "_id"}, {"person_id", "_id"}, {"owed_at"}},
	},
	{
		Name: "rights_reports", Doc: rightsReportDoc{}, Unique: [][]string{{"request"}},
		Indexes: [][]string{
			{"site_id", "to_site", "_id"}, {"county", "with_county", "_id"}, {"account_id", "_id"},
			{"site_id", "state", "_id"}, {"county", "due_at"}, {"site_id", "due_at"},
			{"posting_id", "kind", "state", "to_site"}, // what a posting is reported for
			{"with_county", "due_at"},                  // what the site has let lie
			{"owed_at"},
		},
	},
	{Name: "training_bodies", Doc: trainingBodyDoc{}, Unique: [][]string{{"site_id", "name_key"}}, Indexes: [][]string{{"site_id", "_id"}, {"owed_at"}}},
	{
		Name: "courses", Doc: courseDoc{}, Unique: [][]string{{"request"}},
		Indexes: [][]string{{"site_id", "_id"}, {"cancelled", "sign_up_until"}, {"county", "sign_up_until"}, {"owed_at"}},
	},
	{Name: "sign_ups", Doc: signUpDoc{}, Unique: [][]string{{"course_id", "person_id"}}, Indexes: [][]string{{"person_id", "_id"}}},
	{
		Name: "help_requests", Doc: helpRequestDoc{}, Unique: [][]string{{"request"}},
		Indexes: [][]string{{"site_id", "state", "_id"}, {"site_id", "month"}, {"site_id", "_id"}, {"person_id", "_id"}, {"by", "_id"}, {"owed_at"}},
	},
	{Name: "month_reports", Doc: monthReportDoc{}, Indexes: [][]string{{"owed_at"}}}, // _id is site|month
	{
		Name: "notices", Doc: noticeDoc{}, Unique: [][]string{{"request"}},
		Indexes: [][]string{{"place", "state", "valid_until", "_id"}, {"state", "valid_until", "_id"}, {"owed_at"}},
	},
	{Name: "subscriptions", Doc: subscriptionDoc{}}, // _id is account|kind
	{
		Name: "pushes", Doc: pushDoc{},
		Unique: [][]string{{"request"}, {"notice_id", "digest", "no"}},
		Indexes: [][]string{
			{"open", "_id"}, // the worker's
			{"notice_id", "_id"}, {"notice_id", "site_id", "_id"}, {"notice_id", "county", "_id"}, {"owed_at"},
		},
	},
	{
		Name: "deliveries", Doc: deliveryDoc{}, // _id is notice|account, or what a record owes a message by
		Indexes: [][]string{
			{"push_id", "state", "at", "_id"}, // the queue
			{"push_id", "state", "reason"},    // the report
			{"account_id", "_id"},
		},
	},
	{Name: "scans", Doc: scanDoc{}, Indexes: [][]string{{"site_id", "month", "scanned_on", "medium"}}}, // recount; _id is the blinded natural key
	{Name: "samples", Doc: sampleDoc{}, Indexes: [][]string{{"site_id", "_id"}}},
	{
		Name: "evidence", Doc: evidenceDoc{},
		Unique: [][]string{{"site_id", "sha256"}},
		Indexes: [][]string{
			{"site_id", "kept_bytes", "thumb_bytes"}, // the site's quota
			{"site_id", "_id"},
		},
	},
	{
		Name: "honours", Doc: honourDoc{},
		Unique: [][]string{{"site_id", "level", "title_key", "awarded_on"}},
		Indexes: [][]string{
			{"site_id", "status", "awarded_on", "level"}, // count
			{"site_id", "_id"},
		},
	},
	{Name: "closings", Doc: closingDoc{}},                            // _id is county|month
	{Name: "assessments", Doc: assessmentDoc{}},                      // _id is site|year
	{Name: "policies", Doc: policyDoc{}, Unique: [][]string{{"no"}}}, // _id is the version name
	{Name: "imports", Doc: importDoc{}, Indexes: [][]string{{"site_id", "_id"}}},
	{Name: "erasures", Doc: erasureDoc{}, Indexes: [][]string{{"due_at"}}},                     // _id is the account's or person's
	{Name: "marks", Doc: markDoc{}, Indexes: [][]string{{"at"}}},                               // of writes while the cache was out of reach
	{Name: "requests", Doc: requestDoc{}, Indexes: [][]string{{"expires_at"}, {"account_id"}}}, // Idempotency-Key answers
}
