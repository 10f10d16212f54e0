package store

import (
	"bytes"
	"fmt"
	"io"
)

// SealedColumns are "table.column" of every sealed column that Verify opens.
func SealedColumns() []string {
	var names []string
	for _, c := range sealedColumns {
		names = append(names, c.table+"."+c.column)
	}
	return names
}

// KeptTables are those a backup holds.
func KeptTables() ([]string, error) { return keptTables() }

// Transient are the tables it does not hold.
func Transient() []string { return transient }

// BackupRows are the rows of a backup as texts, in order, each after the name of its table.
func BackupRows(keyFile string, file []byte) ([]string, error) {
	content, _, err := openBackup(keyFile, bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	var rows []string
	table := ""
	err = readBackup(content, func(part *backupPart, row []byte) error {
		if part != nil {
			table = part.Table
			return nil
		}
		rows = append(rows, fmt.Sprintf("%s %s", table, row))
		return nil
	})
	if rest, _ := io.ReadAll(content); len(rest) > 0 {
		return rows, fmt.Errorf("%d bytes after the end", len(rest))
	}
	return rows, err
}
