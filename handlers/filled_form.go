package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// A form is read and filled in as HTML, as its reader's browser would: drafts and conflicts then work for every form,
// and no page has to know of them.

// pageKeys belong to the page being shown, never to what was typed in another one.
var pageKeys = []string{"submission", "brouillon", "brouillon_page", "brouillon_titre"}

// fillForm puts values into the controls of a form. A box without a value is unticked; another control that values do
// not name stays as it is.
func fillForm(form *goquery.Selection, values url.Values) {
	used := map[string]int{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, control *goquery.Selection) {
		name := control.AttrOr("name", "")
		if slices.Contains(pageKeys, name) {
			return
		}
		if isBox(control) {
			setFlag(control, "checked", slices.Contains(values[name], boxValue(control)))
			return
		}
		nth := used[name]
		used[name]++
		if nth < len(values[name]) {
			setValue(control, values[name][nth])
		}
	})
	form.Find("details").Has("[checked]").SetAttr("open", "")
}

func isBox(control *goquery.Selection) bool {
	kind := control.AttrOr("type", "")
	return kind == "checkbox" || kind == "radio"
}

func boxValue(control *goquery.Selection) string { return control.AttrOr("value", "on") }

func setFlag(control *goquery.Selection, flag string, on bool) {
	control.RemoveAttr(flag)
	if on {
		control.SetAttr(flag, "")
	}
}

func setValue(control *goquery.Selection, value string) {
	switch goquery.NodeName(control) {
	case "textarea":
		control.SetText(value)
	case "select":
		control.Find("option").Each(func(_ int, option *goquery.Selection) {
			setFlag(option, "selected", option.AttrOr("value", option.Text()) == value)
		})
	default:
		control.SetAttr("value", value)
	}
}

// question is one field of a form: its controls and what they answer.
type question struct {
	Label  string
	Names  []string // of its controls
	Values url.Values
	field  *goquery.Selection
}

// questionsOf reads the fields of a form with their answers.
func questionsOf(form *goquery.Selection) []question {
	var list []question
	form.Find(".field").Each(func(_ int, field *goquery.Selection) {
		q := question{Label: labelOf(field), Values: url.Values{}, field: field}
		field.Find("input[name], textarea[name], select[name]").Each(func(_ int, control *goquery.Selection) {
			name := control.AttrOr("name", "")
			if !slices.Contains(q.Names, name) {
				q.Names = append(q.Names, name)
			}
			if value, sent := answerOf(control); sent {
				q.Values.Add(name, value)
			}
		})
		if len(q.Names) > 0 && control(field).AttrOr("type", "") != "password" {
			list = append(list, q)
		}
	})
	return list
}

func control(field *goquery.Selection) *goquery.Selection {
	return field.Find("input, textarea, select").First()
}

// labelOf is the question in words, without « (facultatif) » and the hint.
func labelOf(field *goquery.Selection) string {
	label := field.Find("legend").First()
	if label.Length() == 0 {
		label = field.Find("label").First()
	}
	label = label.Clone()
	label.Find(".optional, .hint").Remove()
	return oneLine(label.Text())
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// answerOf is what a control would send.
func answerOf(control *goquery.Selection) (value string, sent bool) {
	switch {
	case isBox(control):
		_, checked := control.Attr("checked")
		return boxValue(control), checked
	case goquery.NodeName(control) == "textarea":
		return strings.TrimPrefix(control.Text(), "\n"), true
	case goquery.NodeName(control) == "select":
		option := control.Find("option[selected]").First()
		return option.AttrOr("value", ""), true
	}
	return control.AttrOr("value", ""), true
}

// words is an answer to the question as the page would show it.
func (q question) words(values url.Values) string {
	var parts []string
	for _, name := range q.Names {
		for _, value := range values[name] {
			if value = strings.TrimSpace(value); value != "" {
				parts = append(parts, q.word(name, value))
			}
		}
	}
	return strings.ReplaceAll(strings.Join(parts, ", "), "\r\n", "\n")
}

// word is the label of a choice, or the value itself.
func (q question) word(name, value string) string {
	word := value
	q.field.Find("input, option").Each(func(_ int, choice *goquery.Selection) {
		switch {
		case goquery.NodeName(choice) == "option" && choice.AttrOr("value", "") == value && choice.Closest("select").AttrOr("name", "") == name:
			word = oneLine(choice.Text())
		case isBox(choice) && choice.AttrOr("name", "") == name && boxValue(choice) == value:
			label := choice.Closest("label").Clone()
			label.Find("small").Remove()
			word = oneLine(label.Text())
		}
	})
	return word
}
