package store

import (
	"context"

	"jalon/models"
)

const referralColumns = `id, public_id, centre_id, participant_id, partner_id, direction, on_date, topic, mode, consent, expected_on, outcome,
	answered_on, reason_sealed, answer_sealed, cancelled_at, cancelled_by, cancel_reason_sealed, created_by, created_at, version`

// ReferralView is a referral with its partner, its person and the reminders sent so far.
type ReferralView struct {
	models.Referral
	Partner         string             `db:"partner"` // name
	PartnerPublicID string             `db:"partner_public_id"`
	PartnerPhone    string             `db:"partner_phone"`
	PartnerEmail    string             `db:"partner_email"`
	Person          string             `db:"person"` // public id
	FamilyName      string             `db:"family_name"`
	GivenName       string             `db:"given_name"`
	Author          string             `db:"author"`
	Reminded        int                `db:"reminded"` // how many reminders
	Reminders       []ReferralReminder `db:"-"`        // Referral only
}

// Name is the person's as lists write it.
func (v ReferralView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

func (v ReferralView) entry(detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: detail}
}

// ReferralReminder is one time the partner was asked again.
type ReferralReminder struct {
	OnDate models.Date `db:"on_date"`
	Mode   string      `db:"mode"`
	Author string      `db:"author"`
}

const referralSource = `, r.name as partner, r.public_id as partner_public_id, r.phone as partner_phone, r.email as partner_email,
	p.public_id as person, p.family_name, p.given_name, coalesce(u.name, '') as author,
	(select count(*) from referral_reminders m where m.referral_id = x.id) as reminded
	from referrals x cross join participants p cross join partners r left join users u on u.id = x.created_by
	where p.id = x.participant_id and r.id = x.partner_id and `

// ReferralsOf lists the referrals of a person within a scope, newest first, those cancelled included.
func (s *Store) ReferralsOf(ctx context.Context, scope models.Scope, personPublicID string) ([]ReferralView, error) {
	condition, args := within(scope, models.KindReferral)
	var all []ReferralView
	err := s.list(ctx, &all, "select "+prefixed("x", referralColumns)+referralSource+condition+" and p.public_id = ? order by x.on_date desc, x.id desc",
		append(args, personPublicID)...)
	return all, s.openReferrals(ctx, all, err)
}

// Referral finds one referral by public id within the scope, with its reminders.
func (s *Store) Referral(ctx context.Context, scope models.Scope, publicID string) (ReferralView, error) {
	condition, args := within(scope, models.KindReferral)
	all := make([]ReferralView, 1)
	err := s.get(ctx, &all[0], "select "+prefixed("x", referralColumns)+referralSource+condition+" and x.public_id = ?", append(args, publicID)...)
	if err = s.openReferrals(ctx, all, err); err != nil {
		return all[0], err
	}
	err = s.list(ctx, &all[0].Reminders, `select m.on_date, m.mode, coalesce(u.name, '') as author from referral_reminders m
		left join users u on u.id = m.user_id where m.referral_id = ? order by m.on_date desc, m.id desc`, all[0].ID)
	return all[0], err
}

func (s *Store) openReferrals(ctx context.Context, all []ReferralView, err error) error {
	if err != nil {
		return err
	}
	var box Box
	for i := range all {
		r := &all[i].Referral
		if box.owner != r.ParticipantID {
			if box, err = s.box(ctx, r.ParticipantID); err != nil {
				return err
			}
		}
		if r.Reason, err = box.Open("referral reason "+r.ID, r.ReasonSealed); err != nil {
			return err
		}
		if r.Answer, err = box.Open("referral answer "+r.ID, r.AnswerSealed); err != nil {
			return err
		}
		if r.CancelReason, err = box.Open("referral cancel "+r.ID, r.CancelReasonSealed); err != nil {
			return err
		}
	}
	return nil
}

// OpenReferrals lists the referrals whose answer is waited for and was expected before a day ("" = whenever), within a scope
// of referrals, the longest expected first. Their texts stay closed.
func (s *Store) OpenReferrals(ctx context.Context, scope models.Scope, before models.Date, limit int) ([]ReferralView, error) {
	query, args := openReferralList(scope, before, limit)
	var all []ReferralView
	err := s.list(ctx, &all, query, args...)
	return all, err
}

func openReferralList(scope models.Scope, before models.Date, limit int) (string, []any) {
	condition, args := within(scope, models.KindReferral)
	if narrow, values := inCentres(scope, "x.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	if before != "" {
		condition, args = condition+" and x.expected_on < ?", append(args, before)
	}
	return "select " + prefixed("x", referralColumns) + referralSource + `x.outcome = '' and x.cancelled_at is null and x.direction = 'sortante' and ` +
		condition + " order by x.expected_on, x.id limit ?", append(args, limit)
}

// PartnersFor lists the partners a person may be sent to: the open ones of their centre, by name. Whoever may write the
// referral sees them, also a colleague held to one operation, who has no directory.
func (s *Store) PartnersFor(ctx context.Context, scope models.Scope, personPublicID string) ([]models.Partner, error) {
	condition, args := within(scope, models.KindReferral)
	var all []models.Partner
	err := s.list(ctx, &all, "select "+prefixed("r", partnerColumns)+` from participants p join partners r on r.centre_id = p.centre_id
		where p.public_id = ? and r.closed_at is null and `+condition+" order by r.sort_name, r.id", append([]any{personPublicID}, args...)...)
	return all, err
}

// referralMoments: mode is the direction, presence the outcome.
const referralMoments = `select 'referral' as kind, x.on_date, '' as starts_at, '' as ends_at, x.public_id, '' as programme, r.name as title, 0 as minutes,
	x.direction as mode, '' as place, x.outcome as presence, false as signed, x.topic as topics, '' as next_step, coalesce(u.name, '') as author
	from participants p join referrals x on x.participant_id = p.id join partners r on r.id = x.partner_id left join users u on u.id = x.created_by
	where x.cancelled_at is null and `
