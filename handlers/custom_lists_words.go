package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

// listWords says in French what the columns of a custom list hold.
type listWords struct {
	app   *App
	named map[string][]templates.Option // the vocabularies a centre makes, in their order
}

// listWords reads the vocabularies that the columns named use, and no other.
func (a *App) listWords(c *gin.Context, access Access, source models.ListSource, keys []string) (listWords, error) {
	w := listWords{a, map[string][]templates.Option{}}
	for _, key := range keys {
		column, _ := source.Column(key)
		if _, known := w.named[column.Words]; known {
			continue
		}
		options, err := a.centreWords(c, access, column.Words)
		if err != nil {
			return w, err
		}
		if options != nil {
			w.named[column.Words] = options
		}
	}
	return w, nil
}

// centreWords are the codes of a vocabulary that is not in the catalogue, nil for one that is.
func (a *App) centreWords(c *gin.Context, access Access, words string) ([]templates.Option, error) {
	options := []templates.Option{}
	switch words {
	case models.WordsOperation:
		operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
		for _, o := range operations {
			if !slices.ContainsFunc(options, func(known templates.Option) bool { return known.Value == o.Code }) {
				options = append(options, templates.Option{Value: o.Code, Label: o.Code, Hint: o.Title})
			}
		}
		return options, err
	case models.WordsModule:
		modules, err := a.Store.Modules(ctx(c), a.scope(access, models.Read, models.KindModule))
		for _, m := range modules {
			options = append(options, templates.Option{Value: m.Code, Label: m.Title})
		}
		return options, err
	case models.WordsColleague:
		users, err := a.Store.ListColleagues(ctx(c), a.scope(access, models.Read, models.KindList))
		return append(options, userOptions(users)...), err
	case models.WordsCommune:
		for _, commune := range a.communes().Namur() {
			options = append(options, templates.Option{Value: commune.Refnis, Label: commune.Name})
		}
		return options, nil
	case models.WordsCountry:
		return nationalityOptions(), nil
	case models.WordsLanguage:
		return languageOptions(), nil
	}
	return nil, nil
}

// label is one code in words.
func (w listWords) label(column models.CustomColumn, code string) string {
	if code == "" {
		return w.app.Texts.T("list.blank")
	}
	switch column.Words {
	case models.WordsProgramme:
		return w.app.Texts.T("programme." + code)
	case models.WordsCommune:
		if name := w.app.communes().Name(code); name != "" {
			return name
		}
		return code
	case models.WordsCountry:
		return orElse(models.NationalityName(code), code)
	case models.WordsLanguage:
		return orElse(models.LanguageName(code), code)
	case models.WordsOperation, models.WordsModule, models.WordsColleague:
		for _, o := range w.named[column.Words] {
			if o.Value == code {
				return o.Label
			}
		}
		if column.Words == models.WordsColleague {
			return w.app.Texts.T("list.former_colleague")
		}
		return code
	}
	return w.app.answer(column.Words, code)
}

// options are the codes a filter of the column may choose.
func (w listWords) options(column models.CustomColumn) []templates.Option {
	if options, known := w.named[column.Words]; known {
		return options
	}
	if column.Words == models.WordsProgramme {
		return w.app.programmeOptions()
	}
	return w.app.codes(column.Words, column.Codes)
}

// cell is the text the store gives of a column, as a value of a table: pages and files show the same.
func (w listWords) cell(column models.CustomColumn, value string) reports.Cell {
	if value == "" {
		return reports.Cell{}
	}
	text := func(s string) reports.Cell { return reports.Cell{Kind: reports.Text, Text: s} }
	switch column.Type {
	case models.ListDay:
		return reports.Cell{Kind: reports.Day, Text: value}
	case models.ListBirth:
		if models.Date(value).Valid() {
			return reports.Cell{Kind: reports.Day, Text: value}
		}
		return text(value)
	case models.ListMinutes, models.ListNumber:
		n, err := strconv.Atoi(value)
		if err != nil {
			return text(value)
		}
		return numberCell(column, n)
	case models.ListCode:
		return text(w.label(column, value))
	case models.ListCodes:
		codes := models.SplitList(value)
		for i, code := range codes {
			codes[i] = w.label(column, code)
		}
		return text(strings.Join(codes, ", "))
	}
	return text(value)
}

// numberCell is a figure or a sum of a column.
func numberCell(column models.CustomColumn, n int) reports.Cell {
	if column.Type == models.ListMinutes {
		return reports.Cell{Kind: reports.Hours, Number: n}
	}
	return reports.Cell{Kind: reports.Number, Number: n}
}

// listCellText is cellText, but for a year, which has no thousands.
func listCellText(column models.CustomColumn, cell reports.Cell) string {
	if column.Plain && cell.Kind == reports.Number {
		return strconv.Itoa(cell.Number)
	}
	return cellText(cell)
}

// group names what the lines of a group have in common.
func (w listWords) group(column models.CustomColumn, value string) string {
	if column.Type == models.ListDay && value != "" {
		return models.FrenchMonth(models.Date(value + "-01"))
	}
	return w.label(column, value)
}

// filter says a condition in words: « Mode : Bureau ».
func (w listWords) filter(source models.ListSource, f models.ListFilter) string {
	column, _ := source.Column(f.Column)
	value := f.Value
	switch {
	case f.Sign == models.FilterIs:
		value = w.label(column, f.Value)
	case f.Sign == models.FilterDuring:
		value = w.app.Texts.T("list.period." + f.Value)
	case column.Type == models.ListDay && value != "":
		value = models.FrenchDate(models.Date(value))
	case column.Type == models.ListMinutes && value != "":
		minutes, _ := strconv.Atoi(value)
		value = models.FrenchDuration(minutes)
	}
	return w.app.Texts.T("list.filter."+f.Sign, "Column", w.app.listTitle(f.Column), "Value", value)
}

// listTitle is the title of a column in a list that is saved today.
func (a *App) listTitle(key string) string { return a.Texts.T("list.column." + key) }
