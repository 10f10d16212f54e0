package models

import (
	"errors"
	"fmt"
	"syscall"
)

// Code says what kind of refusal an error is; handlers map it to an HTTP status.
type Code string

// The closed set of codes. Anything that is not a *Error is Internal.
const (
	Internal        Code = "internal"
	Invalid         Code = "invalid"
	Unauthenticated Code = "unauthenticated"
	Forbidden       Code = "forbidden"
	NotFound        Code = "not_found"
	Conflict        Code = "conflict"
	TooLarge        Code = "too_large"
	TooMany         Code = "too_many"
)

// Error has two faces: Key (with Args) is the sentence shown to a person, Err the cause kept for the log.
type Error struct {
	Code Code
	Key  string
	Args []any
	Err  error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s (%s): %v", e.Key, e.Code, e.Err)
	}
	return fmt.Sprintf("%s (%s)", e.Key, e.Code)
}

func (e *Error) Unwrap() error { return e.Err }

// Is matches any error of the same code and key, so that sentinels below work with errors.Is.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code && (other.Key == "" || other.Key == e.Key)
}

// Sentinels. Out of scope and absent are the same answer: existence is personal data too.
var (
	ErrNotFound        = &Error{Code: NotFound, Key: "error.not_found"}
	ErrForbidden       = &Error{Code: Forbidden, Key: "error.forbidden"}
	ErrUnauthenticated = &Error{Code: Unauthenticated, Key: "error.unauthenticated"}
	ErrStale           = &Error{Code: Conflict, Key: "error.stale"}
)

// Refuse makes an error of the given code whose sentence is the message key, with its arguments.
func Refuse(code Code, key string, args ...any) *Error {
	return &Error{Code: code, Key: key, Args: args}
}

// CodeOf finds the code of an error; an error of nobody is Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// DiskFull tells whether a file could not be written for want of room, on the disk or in the share of it.
func DiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// Problems are what is wrong with a form: field name to message. A field has one problem, the first found.
type Problems map[string]Problem

// Problem is a message key with its arguments (name, value pairs).
type Problem struct {
	Key  string
	Args []any
}

// Add records a problem unless the field already has one.
func (p Problems) Add(field, key string, args ...any) {
	if _, taken := p[field]; !taken {
		p[field] = Problem{Key: key, Args: args}
	}
}

// Has tells whether the field has a problem.
func (p Problems) Has(field string) bool { _, ok := p[field]; return ok }
