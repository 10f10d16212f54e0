package store

// What the freins and the plan add to a person's timeline: columns of models.Moment, ending in a where clause.
const (
	assessmentMoments = `select 'assessment' as kind, b.on_date, '' as starts_at, '' as ends_at, p.public_id, '' as programme, '' as title,
		0 as minutes, '' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
		from participants p join assessments b on b.participant_id = p.id left join users u on u.id = b.user_id
		where b.cancelled_at is null and `
	summaryMoments = `select 'summary' as kind, h.handed_on as on_date, '' as starts_at, '' as ends_at, h.public_id, '' as programme, '' as title,
		0 as minutes, '' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
		from participants p join plan_summaries h on h.participant_id = p.id left join users u on u.id = h.created_by
		where h.cancelled_at is null and `
)
