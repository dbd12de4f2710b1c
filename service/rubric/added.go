package rubric

import "slices"

// Added is work that a thought experiment adds to facts. The zero Added adds
// nothing. A negative number, or one over a million, leaves its item without a
// score, as in Facts.
type Added struct {
	Registered  int     // person-months
	Casual      int     // person-months placed
	Stable      int     // person-months placed, in stable work
	Staff       int     // persons at work
	Enterprises int     // employers that had no counted posting this year
	Postings    int     // neither repeats nor discriminatory
	Vacancies   int     // fewer than Postings counts as Postings: each offers one place at least
	Honours     []Level // confirmed ones, awarded on the facts' day
}

// Plus is f with a in it; f stays as it is. A fact that is not known stays so
// unless something is added to it: then it is counted from 0, since nothing else
// can be, and the sheet's item has a score where it had none. Counts stop at the
// largest that is believed.
func (f Facts) Plus(a Added) Facts {
	if n := f.Staff; n != nil || a.Staff != 0 {
		f.Staff = sum(n, a.Staff)
	}
	if n := f.Registered; n != nil || a.Registered != 0 {
		f.Registered = sum(n, a.Registered)
	}
	if a.Enterprises != 0 || a.Postings != 0 || a.Vacancies != 0 {
		was := orZero(f.Publishing)
		f.Publishing = &Publishing{
			Enterprises: *sum(&was.Enterprises, a.Enterprises),
			Postings:    *sum(&was.Postings, a.Postings),
			Vacancies:   *sum(&was.Vacancies, max(a.Vacancies, a.Postings)),
		}
	}
	if a.Casual != 0 || a.Stable != 0 {
		was := orZero(f.Placed)
		f.Placed = &Placed{Casual: *sum(&was.Casual, a.Casual), Stable: *sum(&was.Stable, a.Stable)}
	}
	if len(a.Honours) > 0 {
		list := slices.Clone(orZero(f.Honours))
		for _, l := range a.Honours {
			list = append(list, Honour{Level: l, Date: f.AsOf, Confirmed: true})
		}
		f.Honours = &list
	}
	return f
}

// sum is n and more, at most what is believed; what cannot be true stays so.
func sum(n *int, more int) *int {
	total := orZero(n)
	switch {
	case !believable(total):
	case !believable(more):
		total = more
	default:
		total = min(total+more, most)
	}
	return &total
}

func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// and is both together.
func (a Added) and(b Added) Added {
	return Added{
		Registered: a.Registered + b.Registered, Casual: a.Casual + b.Casual, Stable: a.Stable + b.Stable,
		Staff: a.Staff + b.Staff, Enterprises: a.Enterprises + b.Enterprises, Postings: a.Postings + b.Postings,
		Vacancies: a.Vacancies + b.Vacancies, Honours: slices.Concat(a.Honours, b.Honours),
	}
}
