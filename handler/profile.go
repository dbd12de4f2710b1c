package handler

import "github.com/quanjiuye/backend/service"

// Profile is what a registration form asks beyond the minimum; every field may be
// left out.
type Profile struct {
	Education     string   `json:"education" required:"false" enum:",primary,junior_middle,senior_middle,vocational,college,bachelor,master"`
	Groups        []string `json:"groups" required:"false" maxItems:"10" doc:"older, disabled, low_income, zero_employment_family, veteran, graduate, unemployed"`
	Residence     string   `json:"residence" required:"false" doc:"Street or township, up to 60 characters"`
	Skills        []string `json:"skills" required:"false" maxItems:"20" doc:"Certificates too"`
	WantedPay     int64    `json:"wanted_pay" required:"false" doc:"Fen per wanted_pay_unit, at least; 0: not said"`
	WantedPayUnit string   `json:"wanted_pay_unit" required:"false" enum:",hour,day,month,piece"`
	Available     []string `json:"available" required:"false" maxItems:"10" doc:"weekday_day, weekday_night, weekend_day, weekend_night, full_time; empty: not said"`
	HasTransport  bool     `json:"has_transport" required:"false"`
	WantsTraining bool     `json:"wants_training" required:"false"`
	WantsStartup  bool     `json:"wants_startup" required:"false"`
}

func (p *Profile) profile() service.Profile {
	if p == nil {
		return service.Profile{}
	}
	return service.Profile(*p)
}

func newProfile(p service.Profile) Profile {
	for _, list := range []*[]string{&p.Groups, &p.Skills, &p.Available} {
		if *list == nil {
			*list = []string{}
		}
	}
	return Profile(p)
}
