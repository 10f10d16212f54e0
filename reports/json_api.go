package reports

import "jalon/models"

// ParticipationJSON is one participation with the shape it has in the JSON of a report.
func ParticipationJSON(p *models.Participation, meta Meta) any { return jsonParticipationOf(p, meta) }
