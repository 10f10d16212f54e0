package messages

import (
	"strconv"
	"strings"

	"jalon/models"
)

// calendarWords are the names of days (from Sunday) and of months of the Gregorian calendar in a language, after the CLDR, and how a
// date is said: %D day of the week, %d day, %M month, %y year.
type calendarWords struct{ days, months, shape string }

var calendars = map[string]calendarWords{
	"en": {"Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "January February March April May June July August September October November December", "%D %d %M %y"},
	"ar": {"الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر", "%D %d %M %y"},
	"uk": {"неділя понеділок вівторок середа четвер п'ятниця субота", "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня", "%D, %d %M %y"},
	"ti": {"ሰንበት ሰኑይ ሰሉስ ረቡዕ ሓሙስ ዓርቢ ቀዳም", "ጥሪ ለካቲት መጋቢት ሚያዝያ ግንቦት ሰነ ሓምለ ነሓሰ መስከረም ጥቅምቲ ሕዳር ታሕሳስ", "%D %d %M %y"},
	"ps": {"يکشنبه دوشنبه سه\u200cشنبه چهارشنبه پنجشنبه جمعه شنبه", "جنوري فبروري مارچ اپریل می جون جولای اګست سپتمبر اکتوبر نومبر دسمبر", "%D %d %M %y"},
	"fa": {"یکشنبه دوشنبه سه\u200cشنبه چهارشنبه پنجشنبه جمعه شنبه", "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر", "%D %d %M %y"},
	"es": {"domingo lunes martes miércoles jueves viernes sábado", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", "%D %d de %M de %y"},
	"tr": {"Pazar Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi", "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık", "%d %M %y %D"},
	"sq": {"e diel|e hënë|e martë|e mërkurë|e enjte|e premte|e shtunë", "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor", "%D, %d %M %y"},
	"so": {"Axad Isniin Talaado Arbaco Khamiis Jimce Sabti", "Jannaayo Febraayo Maarso Abriil Maajo Juun Luuliyo Ogost Sebtembar Oktoobar Nofembar Desembar", "%D %d %M %y"},
}

// LongDate says a day in a language of contact, with Western digits: « mardi 1er décembre 2026 ».
func LongDate(language string, day models.Date) string {
	if day == "" {
		return ""
	}
	words, known := calendars[language]
	if !known {
		return models.FrenchLongDate(day)
	}
	separator := " "
	if strings.Contains(words.days, "|") {
		separator = "|"
	}
	t := day.Time()
	return strings.NewReplacer("%D", strings.Split(words.days, separator)[t.Weekday()], "%d", strconv.Itoa(t.Day()),
		"%M", strings.Fields(words.months)[t.Month()-1], "%y", strconv.Itoa(t.Year())).Replace(words.shape)
}
