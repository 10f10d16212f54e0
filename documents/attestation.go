package documents

import (
	"strings"

	"jalon/models"
)

// Attestation prints the attestation of the 4-hour module on A4.
func Attestation(t Texts, c models.AttestationContent) ([]byte, error) {
	return Attestations(t, []models.AttestationContent{c})
}

// Attestations prints several attestations in one document, a page each, as each of them was frozen.
func Attestations(t Texts, contents []models.AttestationContent) ([]byte, error) {
	var day models.Date
	for _, c := range contents {
		day = max(day, c.IssuedOn)
	}
	p := newPaper(t, "P", t("document.attestation.title"), day)
	for _, c := range contents {
		p.AddPage()
		y := p.attestationHead(c)
		if err := p.logos(210-margin, 32, pageWidth/2, 13, c.Logos); err != nil {
			return nil, err
		}
		y = p.attestationPerson(c, y)
		y = p.attestationSessions(c, y)
		p.attestationSigned(c, y)
		if err := p.attestationCheck(c); err != nil {
			return nil, err
		}
	}
	return p.bytes()
}

const pageWidth = 210 - 2*margin

func (p *paper) attestationHead(c models.AttestationContent) float64 {
	p.line(margin, margin, 110, c.CentreName, "B", 12, "L")
	y := margin + 7
	p.ink(true)
	for _, text := range []string{c.CentreAddress, c.CentreContact} {
		if text != "" {
			y += p.block(margin, y, 110, 9, text, "", 8.5) + 0.5
		}
	}
	p.ink(false)
	if c.Funder == models.FunderFSE {
		p.union(210-margin-56, margin, 11)
	}
	p.SetFillColor(11, 92, 125)
	p.Rect(margin, 48, pageWidth, 1, "F")
	p.line(margin, 56, pageWidth, p.t("document.attestation.title"), "B", 20, "C")
	p.line(margin, 67, pageWidth, p.t("document.attestation.subtitle"), "", 12, "C")
	p.line(margin, 75, pageWidth, p.t("document.attestation.number", "Number", c.Number), "B", 11, "C")
	return 88
}

func (p *paper) attestationPerson(c models.AttestationContent, y float64) float64 {
	y += p.block(margin, y, pageWidth, 16, p.t("document.attestation.states", "Centre", c.CentreName), "", 11) + 5
	p.SetFillColor(245, 247, 249)
	p.Rect(margin, y, pageWidth, 22, "F")
	p.block(margin+4, y+3, pageWidth-8, 9, c.FullName, "B", 15)
	born := ""
	if c.Birth != "" {
		born = p.t("document.attestation.born", "Birth", c.Birth)
	}
	if c.Convention != "" {
		born = strings.TrimPrefix(born+" · "+p.t("document.attestation.convention", "Number", c.Convention), " · ")
	}
	p.line(margin+4, y+14, pageWidth-8, born, "", 10.5, "L")
	y += 28
	y += p.block(margin, y, pageWidth, 16, p.t("document.attestation.followed", "Duration", models.FrenchDuration(c.Minutes)), "", 11)
	return y + 5
}

// attestationSessions is the table of what was followed; many sessions make lower rows, never a second page.
func (p *paper) attestationSessions(c models.AttestationContent, y float64) float64 {
	widths := []float64{26, 36, 66, 34, 24}
	height := min(8.0, 70/float64(len(c.Sessions)+2))
	row := func(weight string, cells ...string) {
		x := margin
		for i, cell := range cells {
			p.Rect(x, y, widths[i], height, "D")
			p.line(x, y+height/2-2.2, widths[i], cell, weight, min(9, height), "L")
			x += widths[i]
		}
		y += height
	}
	row("B", p.t("document.attestation.date"), p.t("document.attestation.hours"), p.t("document.attestation.module"),
		p.t("document.attestation.operator"), p.t("document.attestation.duration"))
	for _, s := range c.Sessions {
		hours := "–" // of hours followed elsewhere, only the day is known
		if s.StartsAt != "" {
			hours = p.t("document.hours", "From", models.FrenchTime(s.StartsAt), "To", models.FrenchTime(s.EndsAt))
		}
		row("", models.FrenchDate(s.OnDate), hours,
			s.Title, p.t("document.operator."+s.Operator), models.FrenchDuration(s.Minutes))
	}
	row("B", "", "", p.t("document.attestation.sessions", "Count", len(c.Sessions)), p.t("document.attestation.total"), models.FrenchDuration(c.Minutes))
	return y + 7
}

func (p *paper) attestationSigned(c models.AttestationContent, y float64) {
	if c.Replaces != "" {
		p.line(margin, y, pageWidth, p.t("document.attestation.replaces", "Number", c.Replaces), "B", 10, "L")
		y += 8
	}
	p.line(margin, y, pageWidth, p.t("document.attestation.done", "Date", models.FrenchLongDate(c.IssuedOn)), "", 11, "L")
	y += 9
	p.Rect(margin+pageWidth/2, y, pageWidth/2, 32, "D")
	p.block(margin+pageWidth/2+2, y+2, pageWidth/2-4, 6, c.Signatory, "B", 10.5)
	p.ink(true)
	p.block(margin+pageWidth/2+2, y+8, pageWidth/2-4, 5, c.SignatoryTitle, "", 9)
	p.line(margin+pageWidth/2+2, y+27, pageWidth/2-4, p.t("document.attestation.signature"), "", 7.5, "L")
	p.ink(false)
}

// attestationCheck tells whoever receives the paper how to check it.
func (p *paper) attestationCheck(c models.AttestationContent) error {
	y := 297 - margin - 26.0
	p.SetFillColor(213, 220, 227)
	p.Rect(margin, y-4, pageWidth, 0.3, "F")
	x := margin
	if c.VerificationURL != "" {
		if err := p.qr(x, y, 24, c.VerificationURL); err != nil {
			return err
		}
		x += 28
	}
	width := pageWidth - (x - margin)
	p.line(x, y+1, width, p.t("document.attestation.check"), "B", 9, "L")
	p.ink(true)
	p.block(x, y+7, width, 9, or(c.VerificationURL, p.t("document.attestation.check_centre")), "", 8.5)
	p.line(x, y+18, width, p.t("document.attestation.code", "Code", spaced(c.Verification)), "", 8.5, "L")
	p.ink(false)
	return nil
}

// spaced cuts a code into groups of four, easier to read aloud.
func spaced(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.ToUpper(strings.Join(append(groups, code), " "))
}
