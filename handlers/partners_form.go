package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// partnerForm keeps what was typed about a partner; People always ends with an empty line, while there is room.
type partnerForm struct {
	Name, Kind, Commune, Phone, Email, Website, Note string
	People                                           []models.PartnerContact
}

// partnerFieldNames is the order of the error summary; the people follow.
var partnerFieldNames = []string{"name", "kind", "commune", "phone", "email", "website", "note"}

func readPartnerForm(c *gin.Context) partnerForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	f := partnerForm{Name: v("name"), Kind: v("kind"), Commune: v("commune"), Phone: v("phone"), Email: v("email"), Website: v("website"), Note: v("note")}
	for i := range models.MaxPartnerContacts {
		n := strconv.Itoa(i)
		if _, sent := c.GetPostForm("contact_name_" + n); !sent {
			break
		}
		f.People = append(f.People, models.PartnerContact{PublicID: v("contact_ref_" + n), Name: v("contact_name_" + n), Job: v("contact_job_" + n),
			Phone: v("contact_phone_" + n), Email: v("contact_email_" + n)})
	}
	return f
}

func partnerFormOf(p models.Partner, places *models.Places) partnerForm {
	f := partnerForm{Name: p.Name, Kind: p.Kind, Commune: places.Name(p.Refnis), Phone: models.DisplayPhone(p.Phone), Email: p.Email, Website: p.Website, Note: p.Note}
	for _, person := range p.Contacts {
		person.Phone = models.DisplayPhone(person.Phone)
		f.People = append(f.People, person)
	}
	if len(f.People) < models.MaxPartnerContacts {
		f.People = append(f.People, models.PartnerContact{})
	}
	return f
}

// apply is the partner as typed, or what is wrong with it.
func (f partnerForm) apply(problems models.Problems, places *models.Places) models.Partner {
	p := models.Partner{Name: strings.Join(strings.Fields(f.Name), " "), Kind: f.Kind, Note: f.Note, Website: models.WebAddress(f.Website)}
	if f.Commune != "" {
		commune, known := places.ByName(f.Commune)
		if p.Refnis = commune.Refnis; !known {
			problems.Add("commune", "partner.problem.commune")
		}
	}
	p.Phone, p.Email = typedContact(f.Phone, f.Email, "phone", "email", problems)
	for i, person := range f.People {
		n := strconv.Itoa(i)
		if person.Empty() {
			continue
		}
		for field, problem := range models.CheckPartnerContact(person) {
			problems.Add("contact_"+field+"_"+n, problem.Key, problem.Args...)
		}
		person.Phone, person.Email = typedContact(person.Phone, person.Email, "contact_phone_"+n, "contact_email_"+n, problems)
		p.Contacts = append(p.Contacts, person)
	}
	merge(problems, models.CheckPartner(p, places))
	return p
}

// typedContact normalises a telephone number and an address, each with its problem at its own field.
func typedContact(phone, email, phoneField, emailField string, problems models.Problems) (e164, address string) {
	e164, err := models.NormalisePhone(phone)
	if refusal, ok := asRefusal(err); ok {
		problems.Add(phoneField, refusal.Key)
	}
	address, err = models.NormaliseEmail(email)
	if refusal, ok := asRefusal(err); ok {
		problems.Add(emailField, refusal.Key)
	}
	return e164, address
}

func (a *App) partnerFields(f partnerForm, problems models.Problems) []templates.Field {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	commune := templates.Text("commune", t("person.commune"), f.Commune).AsOptional()
	for _, known := range a.communes().Namur() {
		commune.Suggestions = append(commune.Suggestions, known.Name)
	}
	return []templates.Field{
		wrong(templates.Text("name", t("partner.name"), f.Name)),
		wrong(templates.Radios("kind", t("partner.kind"), f.Kind, a.codes("partner_kind", models.PartnerKinds))),
		wrong(commune),
		wrong(templates.Phone("phone", t("partner.phone"), f.Phone).AsOptional()),
		wrong(templates.Email("email", t("partner.email"), f.Email).AsOptional()),
		wrong(templates.Text("website", t("partner.website"), f.Website).AsOptional()),
		wrong(templates.TextArea("note", t("partner.note"), f.Note, 3).With(t("partner.note.hint")).AsOptional()),
	}
}

func (a *App) contactFields(i int, person models.PartnerContact, problems models.Problems) []templates.Field {
	n, t := strconv.Itoa(i), a.Texts.T
	wrong := func(field templates.Field) templates.Field {
		return field.AsOptional().Wrong(a.problem(problems, field.Name))
	}
	return []templates.Field{
		templates.Hidden("contact_ref_"+n, person.PublicID),
		wrong(templates.Text("contact_name_"+n, t("partner.contact.name"), person.Name)),
		wrong(templates.Text("contact_job_"+n, t("partner.contact.job"), person.Job)),
		wrong(templates.Phone("contact_phone_"+n, t("partner.phone"), person.Phone)),
		wrong(templates.Email("contact_email_"+n, t("partner.email"), person.Email)),
	}
}
