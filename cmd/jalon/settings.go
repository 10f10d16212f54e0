package main

import (
	"errors"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

// settings are what an installation decides. Each comes from, in this order: the flag, the environment (JALON_…, or
// JALON_…_FILE for a file that holds the value), the file of --config, the default.
type settings struct {
	Database, DataDir, KeyFile, Centre string
	Listen, BaseURL                    string
	TrustedProxies                     []string
	ReadTimeout, WriteTimeout          time.Duration
	IdleTimeout, AbsoluteTimeout       time.Duration
	NoMigrate                          bool
	Mail                               mailSettings
}

// place says which commands take an option.
type place int

const (
	everywhere place = iota
	onServe
	onDemo
	onAccounts // commands that print a link
)

// option is one setting. Its name is that of the flag; the environment and the file say data_dir for data-dir.
type option struct {
	name, value, help string
	secret            bool // may be given as a file, and is never printed
	toggle            bool
	places            []place
}

var options = []option{
	{name: "database", help: "option.database", secret: true, places: []place{everywhere}},
	{name: "data-dir", value: "data", help: "option.data_dir", places: []place{everywhere}},
	{name: "key-file", help: "option.key_file", places: []place{everywhere}},
	{name: "centre", help: "option.centre", places: []place{everywhere}},
	{name: "config", help: "option.config", places: []place{everywhere}},
	{name: "listen", value: "127.0.0.1:8080", help: "option.listen", places: []place{onServe, onDemo}},
	{name: "base-url", help: "option.base_url", places: []place{onServe, onAccounts}},
	{name: "trusted-proxies", help: "option.trusted_proxies", places: []place{onServe}},
	{name: "read-timeout", value: "30s", help: "option.read_timeout", places: []place{onServe}},
	{name: "write-timeout", value: "2m", help: "option.write_timeout", places: []place{onServe}},
	{name: "idle-timeout", value: "1h", help: "option.idle_timeout", places: []place{onServe}},
	{name: "absolute-timeout", value: "12h", help: "option.absolute_timeout", places: []place{onServe}},
	{name: "mail-server", help: "option.mail_server", places: []place{onServe}},
	{name: "mail-user", help: "option.mail_user", places: []place{onServe}},
	{name: "mail-password", help: "option.mail_password", secret: true, places: []place{onServe}},
	{name: "mail-from", help: "option.mail_from", places: []place{onServe}},
	{name: "mail-folder", help: "option.mail_folder", places: []place{onServe}},
	{name: "sms-url", help: "option.sms_url", secret: true, places: []place{onServe}},
	{name: "sms-token", help: "option.sms_token", secret: true, places: []place{onServe}},
	{name: "no-migrate", value: "false", help: "option.no_migrate", toggle: true, places: []place{onServe}},
}

// key is the name of a setting in the environment and in the file.
func (o option) key() string { return strings.ReplaceAll(o.name, "-", "_") }

// addOptions declares the options of one place as flags.
func (p *program) addOptions(flags *pflag.FlagSet, at place) {
	for _, o := range options {
		switch {
		case !slices.Contains(o.places, at):
		case o.toggle:
			flags.Bool(o.name, false, p.t(o.help))
		default:
			flags.String(o.name, "", p.t(o.help))
		}
	}
}

// loadSettings gathers the settings of a command line.
func loadSettings(flags *pflag.FlagSet) (settings, error) {
	k := koanf.New(".")
	for _, o := range options {
		if err := k.Set(o.key(), o.value); err != nil {
			return settings{}, err
		}
	}
	if err := loadFile(k, flags); err != nil {
		return settings{}, err
	}
	if err := loadEnvironment(k); err != nil {
		return settings{}, err
	}
	for _, o := range options {
		if f := flags.Lookup(o.name); f != nil && f.Changed {
			if err := k.Set(o.key(), f.Value.String()); err != nil {
				return settings{}, err
			}
		}
	}
	return readSettings(k)
}

// loadFile reads the file of --config; a setting it does not know is a spelling mistake.
func loadFile(k *koanf.Koanf, flags *pflag.FlagSet) error {
	path := os.Getenv("JALON_CONFIG")
	if f := flags.Lookup("config"); f != nil && f.Changed {
		path = f.Value.String()
	}
	if path == "" {
		return nil
	}
	read := koanf.New(".")
	if err := read.Load(file.Provider(path), toml.Parser()); err != nil {
		return misuse("command.settings.unreadable", "File", path, "Cause", err.Error())
	}
	for _, key := range read.Keys() {
		if !slices.ContainsFunc(options, func(o option) bool { return o.key() == key && o.name != "config" }) {
			return misuse("command.settings.unknown", "Setting", key, "File", path)
		}
	}
	return k.Merge(read)
}

// loadEnvironment reads JALON_DATABASE, and JALON_DATABASE_FILE for a secret kept in a file.
func loadEnvironment(k *koanf.Koanf) error {
	var problem error
	err := k.Load(env.Provider(".", env.Opt{Prefix: "JALON_", TransformFunc: func(name, value string) (string, any) {
		key := strings.ToLower(strings.TrimPrefix(name, "JALON_"))
		for _, o := range options {
			if key == o.key() {
				return key, value
			}
			if o.secret && key == o.key()+"_file" {
				text, err := os.ReadFile(value)
				if err != nil {
					problem = misuse("command.settings.unreadable", "File", value, "Cause", err.Error())
				}
				return o.key(), strings.TrimSpace(string(text))
			}
		}
		return "", nil
	}}), nil)
	return errors.Join(problem, err)
}

func readSettings(k *koanf.Koanf) (settings, error) {
	s := settings{Database: k.String("database"), DataDir: k.String("data_dir"), KeyFile: k.String("key_file"), Centre: k.String("centre"),
		Listen: k.String("listen"), BaseURL: strings.TrimRight(k.String("base_url"), "/"), NoMigrate: k.Bool("no_migrate"),
		TrustedProxies: words(k.Get("trusted_proxies")), Mail: readMailSettings(k)}
	if s.Database == "" {
		s.Database = filepath.Join(s.DataDir, "jalon.db")
	}
	if s.KeyFile == "" {
		s.KeyFile = defaultKeyFile(s.DataDir)
	}
	for key, d := range map[string]*time.Duration{"read_timeout": &s.ReadTimeout, "write_timeout": &s.WriteTimeout,
		"idle_timeout": &s.IdleTimeout, "absolute_timeout": &s.AbsoluteTimeout} {
		var err error
		if *d, err = time.ParseDuration(k.String(key)); err != nil || *d <= 0 {
			return s, misuse("command.settings.duration", "Setting", key, "Value", k.String(key))
		}
	}
	return s, s.check()
}

func (s settings) check() error {
	if u, err := url.Parse(s.BaseURL); s.BaseURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return misuse("command.settings.base_url", "Value", s.BaseURL)
	}
	for _, proxy := range s.TrustedProxies {
		_, errAddress := netip.ParseAddr(proxy)
		_, errRange := netip.ParsePrefix(proxy)
		if errAddress != nil && errRange != nil {
			return misuse("command.settings.trusted_proxies", "Value", proxy)
		}
	}
	return s.Mail.check()
}

// words reads a list: a TOML list, or a text separated by spaces or commas.
func words(value any) []string {
	var list []string
	switch v := value.(type) {
	case string:
		list = strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ',' })
	case []any:
		for _, item := range v {
			if text, ok := item.(string); ok {
				list = append(list, text)
			}
		}
	}
	return list
}

// defaultKeyFile is outside the data directory, so that a copy of the data is unreadable alone; every command of the
// same account finds it.
func defaultKeyFile(dataDir string) string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return filepath.Join(dataDir, "master.key")
	}
	return filepath.Join(dir, "jalon", "master.key")
}
