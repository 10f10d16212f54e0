package messages

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Problems of a transport: codes, never what the server said, which may hold an address. A permanent one is not tried again.
const (
	ProblemUnreachable = "injoignable" // the server does not answer, or asks to wait
	ProblemRefused     = "refuse"      // the server knows no such address, or wants none of it
	ProblemSettings    = "reglage"     // the server wants another password or sender
)

// TransportError is why a message was not sent.
type TransportError struct {
	Problem   string
	Permanent bool
	Err       error // for the log of the transport itself; it may name an address
}

func (e *TransportError) Error() string { return "transport: " + e.Problem }
func (e *TransportError) Unwrap() error { return e.Err }

// Mail is a text to send; ID makes its Message-ID, so that one sent twice by a broken connection is recognised.
type Mail struct{ ID, To, Subject, Text, HTML, FromName string }

// Mailer sends mail: a SMTP server, or a folder for trials.
type Mailer interface {
	SendMail(ctx context.Context, m Mail) error
}

// SMS is a short message to a number in E.164.
type SMS struct{ ID, To, Text string }

// Texter sends short messages.
type Texter interface {
	SendSMS(ctx context.Context, m SMS) error
}

// SMTP is a mail server. With a user name or off this machine, the connection is encrypted or not made.
type SMTP struct {
	Server, User, Password, From string // Server is host:port
	Timeout                      time.Duration
}

// SendMail implements Mailer.
func (s SMTP) SendMail(ctx context.Context, m Mail) error {
	msg, err := letter(m, s.From)
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return &TransportError{ProblemSettings, false, err}
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return classify(err)
	}
	return nil
}

func (s SMTP) client() (*mail.Client, error) {
	host, text, err := net.SplitHostPort(s.Server)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return nil, err
	}
	options := []mail.Option{mail.WithPort(port), mail.WithTimeout(s.Timeout), mail.WithTLSPolicy(mail.TLSMandatory)}
	if address := net.ParseIP(host); s.User == "" && (host == "localhost" || address != nil && address.IsLoopback()) {
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	if port == 465 {
		options = append(options, mail.WithSSL())
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return mail.NewClient(host, options...)
}

// classify tells an address that does not exist from a server that is down. What is not known may pass.
func classify(err error) error {
	var sent *mail.SendError
	if !errors.As(err, &sent) {
		if strings.Contains(strings.ToLower(err.Error()), "auth") {
			return &TransportError{ProblemSettings, false, err}
		}
		return &TransportError{ProblemUnreachable, false, err}
	}
	switch {
	case sent.IsTemp() || sent.ErrorCode() < 500:
		return &TransportError{ProblemUnreachable, false, err}
	case sent.Reason == mail.ErrSMTPMailFrom:
		return &TransportError{ProblemSettings, false, err}
	}
	return &TransportError{ProblemRefused, true, err}
}

// letter is the message as it travels: text, and the same as HTML with its directions; nothing names the program.
func letter(m Mail, from string) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(m.FromName, from); err != nil {
		return nil, &TransportError{ProblemSettings, false, err}
	}
	if err := msg.To(m.To); err != nil {
		return nil, &TransportError{ProblemRefused, true, err}
	}
	_, domain, _ := strings.Cut(from, "@")
	msg.SetMessageIDWithValue(m.ID + "@" + domain)
	msg.SetDate()
	msg.Subject(m.Subject)
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

// Folder keeps each message as a file instead of sending it, to try things out.
type Folder struct{ Dir, From string }

// SendMail implements Mailer.
func (f Folder) SendMail(_ context.Context, m Mail) error {
	msg, err := letter(m, f.From)
	if err == nil {
		err = os.MkdirAll(f.Dir, 0o700)
	}
	if err != nil {
		return err
	}
	file := filepath.Join(f.Dir, m.ID+".eml")
	if err := msg.WriteToFile(file); err != nil {
		return err
	}
	return os.Chmod(file, 0o600)
}

// SendSMS implements Texter.
func (f Folder) SendSMS(_ context.Context, m SMS) error {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(f.Dir, m.ID+".sms.txt"), []byte(m.To+"\n"+m.Text+"\n"), 0o600)
}

// Gateway is an operator that sends SMS over HTTP. An address that names {to} and {text} is called with them in it; any other is
// sent {"to", "text", "id"} as JSON. The token goes in the header Authorization.
type Gateway struct {
	URL, Token string
	Client     *http.Client
}

// SendSMS implements Texter.
func (g Gateway) SendSMS(ctx context.Context, m SMS) error {
	body, err := json.Marshal(map[string]string{"to": m.To, "text": m.Text, "id": m.ID})
	if err != nil {
		return err
	}
	address := g.URL
	if strings.Contains(address, "{text}") {
		address = strings.NewReplacer("{to}", url.QueryEscape(m.To), "{text}", url.QueryEscape(m.Text), "{id}", url.QueryEscape(m.ID)).Replace(address)
		body = nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return &TransportError{ProblemSettings, false, err}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", m.ID)
	if g.Token != "" {
		request.Header.Set("Authorization", "Bearer "+g.Token)
	}
	answer, err := g.Client.Do(request)
	if err != nil {
		return &TransportError{ProblemUnreachable, false, err}
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	return gatewayAnswer(answer.StatusCode)
}

func gatewayAnswer(status int) error {
	err := fmt.Errorf("status %d", status)
	switch {
	case status < 300:
		return nil
	case status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound:
		return &TransportError{ProblemSettings, false, err}
	case status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status < 400:
		return &TransportError{ProblemUnreachable, false, err}
	}
	return &TransportError{ProblemRefused, true, err}
}
