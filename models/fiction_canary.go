package models

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
)

// CanaryToken is a text that stands in one field of one person and nowhere else: seen where it should not be, it tells
// which field leaks. Kind is the kind of object of the policy.
type CanaryToken struct {
	Token  string `json:"token"`
	Field  string `json:"field"`
	Person string `json:"person"` // public id
	Kind   string `json:"kind"`
}

// planter writes tokens for one person.
type planter struct {
	fiction *Fiction
	person  *FictionalPerson
	rank    uint64
}

// plant puts a token in every field that can hold a text, and lists those that are what they are (telephone, NISS).
func (f *Fiction) plant(i int, p *FictionalPerson) {
	t := &planter{fiction: f, person: p, rank: uint64(i+1) << 20}
	t.identity(i)
	t.profile()
	for c := range p.Courses {
		t.course(&p.Courses[c])
	}
	if p.Appointment != nil {
		p.Appointment.Purpose = t.token("purpose", KindAppointment)
	}
}

// token is in capitals: lists write family names so.
func (t *planter) token(field, kind string) string {
	t.rank++
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], t.fiction.mix(t.rank|1<<63))
	return t.list("ZQ"+base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]), field, kind)
}

func (t *planter) list(token, field, kind string) string {
	t.person.Canaries = append(t.person.Canaries, CanaryToken{token, field, t.person.Participant.PublicID, kind})
	return token
}

func (t *planter) identity(i int) {
	p := &t.person.Participant
	p.FamilyName, p.SingleName = t.token("family_name", KindCard), false
	p.GivenName, p.PreferredName = t.token("given_name", KindCard), t.token("preferred_name", KindParticipant)
	p.SortName = SortName(p.FamilyName, p.GivenName)
	number := 50_000_000 + (uint64(i)*7919+t.fiction.Seed)%50_000_000
	p.Phone = "+32" + t.list(fmt.Sprintf("4%d", number), "phone", KindParticipant)
	p.PhoneReversed = ReversedDigits(p.Phone)
	p.Landline = "+32" + t.list(fmt.Sprintf("81%06d", (uint64(i)*7919+t.fiction.Seed)%1_000_000), "landline", KindParticipant)
	t.rank++
	p.Email = t.list(fmt.Sprintf("zq%013x", t.fiction.mix(t.rank)), "email", KindParticipant) + "@courriel.example"
	p.NoContact = false
	p.Address = "Rue " + t.token("address", KindParticipant) + " 1"
	t.person.NISS = NISS(t.list(string(checkedNISS(fmt.Sprintf("%02d%02d%02d%03d", 60+i/900%40, 1+i/36000%12, 1+i/432000%28, 1+i%900))), "niss", KindNISS))
}

func (t *planter) profile() {
	p := &t.person.Participant
	p.Residence.Title = t.token("residence_title", KindProfile)
	p.Diploma = t.token("diploma", KindProfile)
	p.Origin = t.token("origin", KindProfile)
	p.Sensitive = t.sensitive("")
}

func (t *planter) sensitive(prefix string) Sensitive {
	return Sensitive{Disability: t.token(prefix+"disability", KindSensitive), Minority: t.token(prefix+"minority", KindSensitive),
		Homeless: t.token(prefix+"homeless", KindSensitive)}
}

func (t *planter) course(c *FictionalCourse) {
	e := &c.Enrolment
	e.Referral, e.Exemption = t.token("referral", KindEnrolment), t.token("exemption", KindEnrolment)
	e.Convention, e.Income = t.token("convention", KindEnrolment), t.token("income", KindEnrolment)
	e.Sensitive = t.sensitive("entry_")
	for k := range c.Exits {
		c.Exits[k].Detail = t.token("exit_detail", KindExit)
	}
	for k := range c.Events {
		c.Events[k].Detail = t.token("event_detail", KindExit)
	}
	kinds := map[string]string{NoteFile: KindNote, NoteShared: KindNoteShared, NoteConfidence: KindNoteConfidence}
	for k := range c.FollowUps {
		u, n := &c.FollowUps[k].FollowUp, &c.FollowUps[k].Note
		u.NextStep = t.token("next_step", KindFollowUp)
		n.Level, n.Readers = []string{NoteFile, NoteShared, NoteConfidence}[k%3], nil
		if n.Level == NoteShared {
			n.Readers = t.fiction.readers(t.person.Lead)
		}
		n.Body = "Note " + t.token("note_"+n.Level, kinds[n.Level])
	}
}
