package handlers

import (
	"net/url"
	"strings"
)

// atRow is a page to return to, at the row that was worked on: the browser goes to it, the style marks it and the script puts
// the page back where it was (ux.md §5, 35).
func atRow(back, row string) string {
	path, _, _ := strings.Cut(back, "#")
	return path + "#" + row
}

// rowMark names the row of a record by its address: « personne-p-amina ».
func rowMark(address string) string {
	path, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "?")
	path = strings.Replace(path, "personnes/", "personne/", 1)
	return strings.ReplaceAll(path, "/", "-")
}

// returning are the forms that lead back to where they were opened from, by how their address ends.
var returning = []string{"/entree", "/sortie", "/profil/identite", "/profil/sejour", "/suivis/nouveau"}

// comingBack is the address of a form that returns to a page once it is saved; of another page, the address as it is.
func comingBack(address, back string) string {
	path, query, _ := strings.Cut(address, "?")
	for _, end := range returning {
		if !strings.HasSuffix(path, end) {
			continue
		}
		values, err := url.ParseQuery(query)
		if err != nil {
			return address
		}
		values.Del("retour")
		if query = values.Encode(); query != "" {
			query += "&"
		}
		return path + "?" + query + "retour=" + backQuery(back)
	}
	return address
}

// from makes a line of the queue lead back to it.
func (l taskLine) from(back string) taskLine {
	for i, action := range l.Actions {
		l.Actions[i].URL = comingBack(action.URL, back)
	}
	if l.Outcome != nil && l.Outcome.Cancel != "" {
		base, _, _ := strings.Cut(l.Outcome.Cancel, "?")
		l.Outcome.Cancel = base + "?retour=" + backQuery(back)
	}
	if l.Outcome != nil {
		l.Outcome.Back = back
	}
	return l
}
