package models

// FormError carries the problems of a form that only the store could see, so that a page shows each at its field. It
// counts as Invalid.
type FormError struct{ Problems Problems }

// AsError is the problems as an error, nil when there are none.
func (p Problems) AsError() error {
	if len(p) == 0 {
		return nil
	}
	return &FormError{p}
}

func (e *FormError) Error() string { return "form: " + e.Unwrap().Error() }

// Unwrap is one of the problems as a refusal, for who shows no form.
func (e *FormError) Unwrap() error {
	first := ""
	for field := range e.Problems {
		if first == "" || field < first {
			first = field
		}
	}
	return Refuse(Invalid, e.Problems[first].Key, e.Problems[first].Args...)
}

// Under is the problems of a part of a form, its fields named after the part ("next_" before "date").
func (p Problems) Under(prefix string) Problems {
	under := Problems{}
	for field, problem := range p {
		under[prefix+field] = problem
	}
	return under
}
