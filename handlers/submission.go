package handlers

// unsent tells whether a form came without its key of submission, and says so on the page, whose form has a fresh one.
func (a *App) unsent(p *Page, err error) bool {
	refusal, ok := asRefusal(err)
	if !ok || refusal.Key != "error.submission" {
		return false
	}
	p.Flash = append(p.Flash, Flash{Kind: "error", Text: a.Texts.T(refusal.Key)})
	return true
}
