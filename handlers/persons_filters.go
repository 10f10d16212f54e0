package handlers

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// personFilters are the filters of the list as the address carries them. The text is a token: an address holds no name.
type personFilters struct {
	View, Programme, State, Commune, Colleague, Language, French, Missing, Permit, Quiet string
	TextToken, After, Before                                                             string
}

func readPersonFilters(c *gin.Context, read func(string) string) personFilters {
	return personFilters{View: read("vue"), Programme: read("dispositif"), State: read("etat"), Commune: read("commune"), Colleague: read("collegue"),
		Language: read("langue"), French: read("francais"), Missing: read("manque"), Permit: read("sejour"), Quiet: read("contact"),
		TextToken: read("texte"), After: c.Query("apres"), Before: c.Query("avant")}
}

// values are the filters by name, without the place in the list.
func (f personFilters) values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"vue": f.View, "dispositif": f.Programme, "etat": f.State, "commune": f.Commune, "collegue": f.Colleague,
		"langue": f.Language, "francais": f.French, "manque": f.Missing, "sejour": f.Permit, "contact": f.Quiet, "texte": f.TextToken} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

// url is the address of the list under these filters; pairs change some of them, "" takes one away.
func (f personFilters) url(pairs ...string) string {
	values := f.values()
	for i := 0; i+1 < len(pairs); i += 2 {
		if values.Del(pairs[i]); pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	if len(values) == 0 {
		return "/personnes"
	}
	return "/personnes?" + values.Encode()
}

// hidden carries the filters in the form of the text.
func (f personFilters) hidden() []templates.Field {
	f.TextToken = ""
	values := f.values()
	var fields []templates.Field
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fields = append(fields, templates.Hidden(name, values.Get(name)))
	}
	return fields
}

// Filters by a number of days: documents that expire, people nobody saw.
var (
	permitSpans   = []string{"30", "60", "90"}
	permitExpired = "echu"
	quietSpans    = []string{"30", "60", "90", "180"}
	missingCodes  = []string{"contact", "commune", "naissance", "nationalite", "langues", "francais", "etudes"}
)

// cardFilter is what the store is asked.
func (a *App) cardFilter(access Access, f personFilters, text string) store.CardFilter {
	filter := store.CardFilter{Mine: f.View == viewMine, Programme: f.Programme, State: f.State, Refnis: f.Commune, Colleague: f.Colleague, Language: f.Language,
		French: f.French, Missing: f.Missing, Text: models.ParseSearch(text), After: f.After, Before: f.Before, Profiles: a.scope(access, models.Read, models.KindProfile)}
	if slices.Contains(quietSpans, f.Quiet) {
		filter.QuietDays, _ = strconv.Atoi(f.Quiet)
	}
	if f.Permit == permitExpired {
		filter.PermitDays = store.PermitExpired
	} else if slices.Contains(permitSpans, f.Permit) {
		filter.PermitDays, _ = strconv.Atoi(f.Permit)
	}
	return filter
}

// personFilter is one question of the bar, and the name of its chip.
type personFilter struct {
	name, value, label string
	options            []templates.Option
}

// personFilterBar: whose people, which dispositif, where, and what their file says to those who may read it.
func (a *App) personFilterBar(c *gin.Context, access Access, f personFilters, text string) (templates.FilterBar, error) {
	bar := templates.FilterBar{Action: "/personnes"}
	if access.Actor.HasRole(models.Counsellor, models.Coordinator) {
		bar.Fields = append(bar.Fields, templates.Select("vue", a.Texts.T("person.filter.view"), orElse(f.View, viewAll), []templates.Option{
			{Value: viewMine, Label: a.Texts.T("person.filter.mine")}, {Value: viewAll, Label: a.Texts.T("person.filter.all")}}))
	}
	filters, err := a.personFilterList(c, access, f)
	if err != nil {
		return bar, err
	}
	for _, q := range filters {
		options := append([]templates.Option{{Label: a.Texts.T("person.filter.any_" + q.name)}}, q.options...)
		bar.Fields = append(bar.Fields, templates.Select(q.name, q.label, q.value, options))
		for _, o := range q.options {
			if o.Value == q.value && q.value != "" {
				bar.Chips = append(bar.Chips, templates.Chip{Label: a.Texts.T("person.chip", "Filter", q.label, "Value", o.Label), RemoveURL: f.url(q.name, "")})
			}
		}
	}
	if f.TextToken != "" && text != "" {
		bar.Fields = append(bar.Fields, templates.Hidden("texte", f.TextToken))
		bar.Chips = append(bar.Chips, templates.Chip{Label: a.Texts.T("person.chip.text", "Text", text), RemoveURL: f.url("texte", "")})
	}
	if len(bar.Chips) > 0 {
		bar.ClearURL = "/personnes?vue=" + orElse(f.View, viewAll)
	}
	return bar, nil
}

// personFilterList are the questions the reader may ask.
func (a *App) personFilterList(c *gin.Context, access Access, f personFilters) ([]personFilter, error) {
	t := a.Texts.T
	var list []personFilter
	profiles := a.may(access, models.Read, models.KindProfile)
	if a.may(access, models.Read, models.KindEnrolment) {
		states := []string{store.StateRunning, store.StateEnded}
		if profiles {
			states = append(states, store.StateNone)
		}
		list = append(list, personFilter{"dispositif", f.Programme, t("person.filter.programme"), a.labelled("programme.", []string{models.M4H, models.LLF, models.GTJ, models.AUT})},
			personFilter{"etat", f.State, t("person.filter.state"), a.labelled("person.state.", states)})
	}
	var communes []templates.Option
	for _, commune := range a.keepClosed(a.communes().Namur(), f.Commune) {
		communes = append(communes, templates.Option{Value: commune.Refnis, Label: commune.Name})
	}
	list = append(list, personFilter{"commune", f.Commune, t("person.commune"), communes})
	colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return nil, err
	}
	list = append(list, personFilter{"collegue", f.Colleague, t("person.referents"), append(userOptions(colleagues),
		templates.Option{Value: store.NobodyAccompanies, Label: t("person.filter.nobody")})})
	if profiles {
		list = append(list, a.profileFilters(f)...)
	}
	return list, nil
}

// profileFilters are the questions about what a profile says.
func (a *App) profileFilters(f personFilters) []personFilter {
	t := a.Texts.T
	var languages, levels, quiet []templates.Option
	for _, l := range models.ContactLanguages() {
		languages = append(languages, templates.Option{Value: l.Code, Label: models.LanguageName(l.Code)})
	}
	for _, level := range models.FrenchLevels {
		levels = append(levels, templates.Option{Value: level, Label: level})
	}
	permits := []templates.Option{{Value: permitExpired, Label: t("person.permit.expired")}}
	for _, days := range permitSpans {
		permits = append(permits, templates.Option{Value: days, Label: t("person.permit.within", "Days", days)})
	}
	for _, days := range quietSpans {
		quiet = append(quiet, templates.Option{Value: days, Label: t("person.quiet.since", "Days", days)})
	}
	return []personFilter{{"langue", f.Language, t("person.filter.language"), languages}, {"francais", f.French, t("person.filter.french"), levels},
		{"manque", f.Missing, t("person.filter.missing"), a.labelled("person.missing.", missingCodes)}, {"sejour", f.Permit, t("person.filter.permit"), permits},
		{"contact", f.Quiet, t("person.filter.quiet"), quiet}}
}

// labelled are options whose labels are texts of the catalogue.
func (a *App) labelled(prefix string, codes []string) []templates.Option {
	options := make([]templates.Option, len(codes))
	for i, code := range codes {
		options[i] = templates.Option{Value: code, Label: a.Texts.T(prefix + code)}
	}
	return options
}
