package service

import (
	"context"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
)

// AuditTold names the fields of a body that stand in a target behind what the address
// named, by action and in their order: names, places in lists, and # for how long one is.
var AuditTold = map[string][]string{
	"POST /v1/accounts/:id/roles": {"role", "scope"}, "POST /v1/sites/:id/invites": {"role"}, "POST /v1/samples": {"site_id", "month", "kind"},
	"POST /v1/confirmations": {"records.0.kind", "records.0.id", "records.#"}, // of a batch, which may be of several sites, the first record and how many
}

// AuditedNouns are the records, as addresses call them, of which a target is told by
// the site that they belong to.
var AuditedNouns = [...]string{"registrations", "placements", "activities", "honours", "postings", "samples", "guidance", "reports", "notices"}

// auditTarget is what an entry was about: parts by name, "id" being of the noun.
type auditTarget struct {
	noun  string
	parts map[string]string
}

// enteredParts names, of what the service enters itself, the noun and its parts.
var enteredParts = map[string][]string{
	"POST /v1/invites/:code/accept": {"sites", "id"}, "POST /v1/imports": {"sites", "id"},
	"POST /v1/auth/code": {"accounts", "id"}, "POST /v1/accounts": {"accounts", "id"},
	"import": {"sites", "id"},
	"grant":  {"accounts", "id", "role", "scope"}, "revoke": {"accounts", "id", "role", "scope"},
}

// partsOf are the noun and the names of the parts of an action's target.
func partsOf(action string) []string {
	if parts := enteredParts[action]; parts != nil {
		return parts
	}
	_, path, _ := strings.Cut(action, " ")
	segments := strings.Split(strings.TrimPrefix(path, "/v1/"), "/")
	names := segments[:1:1]
	for _, s := range segments {
		if name, ok := strings.CutPrefix(s, ":"); ok {
			names = append(names, name)
		}
	}
	return append(names, AuditTold[action]...)
}

func targetOf(e AuditEntry) auditTarget {
	names := partsOf(e.Action)
	t := auditTarget{names[0], map[string]string{}}
	values := strings.Split(e.Target, "/")
	for i, name := range names[1:] {
		if i < len(values) && values[i] != "?" {
			t.parts[name] = values[i]
		}
	}
	if t.noun == "confirmations" {
		t = auditTarget{nouns[RecordKind(t.parts["records.0.kind"])], map[string]string{"id": t.parts["records.0.id"], "count": t.parts["records.#"]}}
	}
	return t
}

// nouns are the records that a batch confirms, as addresses call them.
var nouns = map[RecordKind]string{
	RegistrationRecord: "registrations", PlacementRecord: "placements", ActivityRecord: "activities", HonourRecord: "honours", PostingRecord: "postings",
}

func (t auditTarget) of(noun, part string) string {
	if t.noun == noun {
		return t.parts[part]
	}
	return ""
}

// account is whom the entry was about, in the sense of accounts.
func (t auditTarget) account() string { return t.of("accounts", "id") + t.parts["account_id"] }

// site is which site it was about, where the target says so itself.
func (t auditTarget) site() string {
	if slices.Contains([]Role{Staff, Manager}, Role(t.parts["role"])) && t.noun == "accounts" {
		return t.parts["scope"]
	}
	return t.of("sites", "id") + t.parts["site_id"]
}

// auditNames is what the targets of some entries are called, as far as the viewer may
// know: a site, a posting, an employer out of his sight stays without a name, as if it
// were not there, and nobody's personal data is in it.
type auditNames struct {
	scope     Scope
	accounts  Names
	sites     map[string]Site
	siteOf    map[string]string // by noun and id
	postings  map[string]Posting
	employers map[string]Enterprise
}

// namesOfTargets reads what a page of entries needs: one read of each kind.
func (s *Service) namesOfTargets(ctx context.Context, a Actor, entries []AuditEntry) (n auditNames, err error) {
	n = auditNames{a.scope(readAudit), Names{}, map[string]Site{}, map[string]string{}, map[string]Posting{}, map[string]Enterprise{}}
	ids := map[string][]string{}
	var accounts, sites []string
	for _, e := range entries {
		t := targetOf(e)
		ids[t.noun] = append(ids[t.noun], t.parts["id"])
		accounts, sites = append(accounts, t.account()), append(sites, t.site())
	}
	for _, noun := range AuditedNouns {
		found, err := s.store.SitesOf(ctx, noun, ids[noun])
		if err != nil {
			return n, err
		}
		for id, site := range found {
			n.siteOf[noun+"/"+id] = site
			sites = append(sites, site)
		}
	}
	list, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{SiteIDs: uniqueIDs(sites)}})
	if err != nil {
		return n, err
	}
	for _, site := range list {
		if n.scope.Covers(site) {
			n.sites[site.ID] = site
		}
	}
	if err := s.nameTargets(ctx, a, &n, ids); err != nil {
		return n, err
	}
	return n, s.nameAccounts(ctx, &n, accounts)
}

func (s *Service) nameTargets(ctx context.Context, a Actor, n *auditNames, ids map[string][]string) error {
	postings, err := s.store.PostingsByID(ctx, uniqueIDs(ids["postings"]))
	if err != nil {
		return err
	}
	for _, p := range postings {
		n.postings[p.ID] = p
	}
	if !a.mayAnywhere(readEmployers) {
		return nil
	}
	employers, err := s.store.EnterprisesByID(ctx, uniqueIDs(ids["enterprises"]))
	for _, e := range employers {
		n.employers[e.ID] = e
	}
	return err
}

// nameAccounts names accounts that have or had a role within the viewer's scope; the
// others were asked about in vain, and are none of the viewer's.
func (s *Service) nameAccounts(ctx context.Context, n *auditNames, ids []string) error {
	accounts, grants, err := s.accountsOf(ctx, ids)
	if err != nil {
		return err
	}
	var over []string
	for _, list := range grants {
		for _, g := range list {
			over = append(over, g.Scope)
		}
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{SiteIDs: uniqueIDs(over)}})
	if err != nil {
		return err
	}
	within := func(g Grant) bool {
		return n.scope.Everything || slices.Contains(n.scope.Counties, g.Scope) ||
			slices.ContainsFunc(sites, func(site Site) bool { return site.ID == g.Scope && n.scope.Covers(site) })
	}
	for _, acc := range accounts {
		if n.scope.Everything && onDesk(acc) || slices.ContainsFunc(grants[acc.ID], within) {
			n.accounts[acc.ID] = acc.Name
		}
	}
	return nil
}

// uniqueIDs are the ids without the empty one, each once.
func uniqueIDs(ids []string) []string {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

// text is what an entry was about, in Chinese; empty: it cannot be told.
func (n auditNames) text(e AuditEntry) string {
	t := targetOf(e)
	site, account := n.sites[t.site()].Name, n.accounts[t.account()]
	month := ""
	if m, err := calendar.ParseMonth(t.parts["month"]); err == nil {
		month = m.Chinese()
	}
	switch {
	case t.noun == "accounts" && t.parts["role"] != "":
		return spaced(account, roleNames[Role(t.parts["role"])], n.over(t.parts["scope"]))
	case t.noun == "accounts":
		return account
	case t.parts["account_id"] != "":
		return spaced(site, account)
	case t.noun == "sites" && t.parts["year"] != "" && site != "":
		return site + " " + t.parts["year"] + "年度考核表"
	case t.noun == "sites":
		return spaced(site, roleNames[Role(t.parts["role"])])
	case t.noun == "counties":
		return Counties[t.parts["county"]] + month
	case t.parts["site_id"] != "":
		return spaced(site, month)
	case t.noun == "enterprises":
		return n.employers[t.parts["id"]].ShownName()
	}
	site = n.sites[n.siteOf[t.noun+"/"+t.parts["id"]]].Name
	if count := t.parts["count"]; count != "" && site != "" {
		return spaced(site, "等"+count+"条")
	}
	if p, known := n.postings[t.parts["id"]]; known && t.noun == "postings" && site != "" {
		return spaced(site, "“"+p.Title+"”")
	}
	return site
}

// over is what a scope is called.
func (n auditNames) over(scope string) string {
	switch {
	case scope == All:
		return "全市"
	case Counties[scope] != "":
		return Counties[scope]
	}
	return n.sites[scope].Name
}

func spaced(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
}

// roleNames are what the roles are called.
var roleNames = map[Role]string{Staff: "工作人员", Manager: "负责人", County: "县级主管", City: "市级主管", Admin: "管理员"}
