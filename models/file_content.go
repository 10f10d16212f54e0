package models

import "bytes"

// ReadFile tells the format of a document from its content and gives the bytes to keep: pictures are drawn again without
// their metadata, the others stay as they are. What is dangerous, damaged or of no accepted format is refused with a
// sentence that says what to do (ASVS 5.0, 5.2.2). It takes memory in proportion to MaxFileSize and to MaxPixels.
func ReadFile(data []byte) (format string, kept []byte, err error) {
	switch {
	case len(data) == 0:
		return "", nil, refuseFile("empty")
	case len(data) > MaxFileSize:
		return "", nil, refuseFile("large", "Max", MaxFileSize>>20)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return FormatPDF, data, checkPDF(data)
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		kept, err = redrawJPEG(data)
		return FormatJPEG, kept, err
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		kept, err = redrawPNG(data)
		return FormatPNG, kept, err
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		format, err = checkOffice(data)
		return format, data, err
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "", nil, refuseFile("old_word") // also an Office file with a password
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return "", nil, refuseFile("heic")
	}
	return "", nil, refuseFile("format")
}

// refuseFile is a refusal of a content; its keys are those of the sentences.
func refuseFile(key string, args ...any) error {
	return Refuse(Invalid, "file.problem."+key, args...)
}
