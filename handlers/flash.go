package handlers

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/gin-gonic/gin"
)

// notice is a message for the next page, kept in a signed cookie: a message key and where to undo, no personal data.
type notice struct {
	Kind    string
	Key     string
	Args    []any
	Undo    string
	Next    string // address of the step that follows, whose text is NextKey
	NextKey string
}

const flashCookie = "jalon-flash"

// flash tells on the next page that something was done. kind is success, info, warning or error; args are those of
// the text: numbers, never names.
func (a *App) flash(c *gin.Context, kind, key string, args ...any) {
	a.setFlash(c, notice{Kind: kind, Key: key, Args: args})
}

// flashUndo is flash with a button « Annuler » that posts to undoURL.
func (a *App) flashUndo(c *gin.Context, undoURL, key string, args ...any) {
	a.setFlash(c, notice{Kind: "success", Key: key, Args: args, Undo: undoURL})
}

func (a *App) setFlash(c *gin.Context, n notice) {
	text, err := json.Marshal(n)
	if err != nil {
		a.Log.Error("flash", "key", n.Key, "error", err)
		return
	}
	value := base64.RawURLEncoding.EncodeToString(text)
	a.setCookie(c, flashCookie, value+"."+a.Store.Sealer().Sign("flash", value), 60)
}

// takeFlash reads the message once. One that was not signed here, or names no text, is dropped.
func (a *App) takeFlash(c *gin.Context) []Flash {
	cookie := a.cookie(c, flashCookie)
	if cookie == "" {
		return nil
	}
	a.setCookie(c, flashCookie, "", -1)
	value, mark, _ := strings.Cut(cookie, ".")
	text, err := base64.RawURLEncoding.DecodeString(value)
	var n notice
	if err != nil || !a.Store.Sealer().Signed("flash", value, mark) || json.Unmarshal(text, &n) != nil || !a.Texts.Has(n.Key) {
		return nil
	}
	for i, value := range n.Args {
		if f, ok := value.(float64); ok {
			n.Args[i] = int(f) // JSON has no whole numbers; texts count in them
		}
	}
	flash := Flash{Kind: n.Kind, Text: a.Texts.T(n.Key, n.Args...), UndoURL: n.Undo}
	if a.Texts.Has(n.NextKey) {
		flash.Next = Link{URL: n.Next, Label: a.Texts.T(n.NextKey)}
	}
	return []Flash{flash}
}
