package rubric

// spread is the least and the greatest score over every combination of the open
// readings of one item, the other settings staying as they are.
func (p Policy) spread(item int, score func(Policy) Score) *[2]Score {
	now := score(p)
	ends := &[2]Score{now, now}
	var vary func(p Policy, ids []settingID)
	vary = func(p Policy, ids []settingID) {
		if len(ids) == 0 {
			s := score(p)
			ends[0], ends[1] = lesser(ends[0], s), greater(ends[1], s)
			return
		}
		for choice := range settings[ids[0]].Allowed {
			p.chosen[ids[0]] = uint8(choice)
			vary(p, ids[1:])
		}
	}
	vary(p, openReadings[item])
	return ends
}

// openReadings are the settings of each item whose reading is open.
var openReadings = func() map[int][]settingID {
	open := map[int][]settingID{}
	for id, s := range settings {
		if s.Open {
			open[s.Items[0]] = append(open[s.Items[0]], settingID(id))
		}
	}
	return open
}()
