package models

// origin is where invented people come from: frequent names, put together at random.
type origin struct {
	country              string
	weight               int
	languages            string // the first is the contact language
	female, male, family string
}

var origins = []origin{
	{"SY", 10, "ar", "Rima Hala Nour Samar Lina Rasha Yara Dima Ghada Maya", "Omar Khaled Yazan Samer Firas Bassel Anas Tarek Majd Ziad",
		"Haddad Khatib Sabbagh Darwish Najjar Halabi Qasim Sayegh Hamwi Barakat"},
	{"AF", 8, "fa", "Zahra Parwana Maryam Shukria Laila Farzana Nasrin Roya Fereshta Soraya", "Mahdi Ahmad Rahim Jawad Habib Farid Nasir Wali Karim Zaman",
		"Noori Rahimi Ahmadi Karimi Hashimi Sultani Haidari Amiri Yousufi Akbari"},
	{"UA", 9, "uk", "Olha Iryna Oksana Natalia Svitlana Tetiana Halyna Daria Yulia Larysa", "Andriy Mykola Serhiy Taras Bohdan Dmytro Oleh Ivan Roman Yuriy",
		"Kovalenko Bondarenko Shevchuk Tkachenko Melnyk Kravets Lysenko Polishchuk Hrytsenko Savchuk"},
	{"MA", 9, "ar;fr", "Fatima Khadija Naïma Samira Hanane Loubna Zineb Imane Houda Asmae", "Mohamed Youssef Hamid Rachid Hicham Brahim Said Karim Adil Mustapha",
		"Benali Amrani Bouzidi Tazi Berrada Idrissi Chafik Lahlou El-Fassi Ziani"},
	{"CD", 9, "fr;ln", "Grâce Mireille Chantal Béatrice Espérance Divine Nadège Clarisse Rachel Sylvie", "Joseph Patrick Didier Jean-Claude Trésor Christian Fiston Gloire Papy Serge",
		"Mbala Kabongo Ilunga Mukendi Tshibangu Kalala Ngoma Lukusa Mutombo Kasongo"},
	{"GN", 5, "fr;ff", "Mariama Aïssatou Fatoumata Kadiatou Hawa Binta Oumou Djenabou", "Mamadou Ibrahima Alpha Ousmane Thierno Amadou Boubacar Sékou",
		"Diallo Bah Barry Sow Camara Condé Touré Keita"},
	{"CM", 4, "fr", "Solange Carine Bernadette Estelle Yvette Mélanie Flore Aline", "Hervé Blaise Guy Romuald Cyrille Alain Landry Thierry",
		"Ngono Fotso Kamga Tchoumi Essomba Mbarga Nkoulou Talla"},
	{"ER", 5, "ti", "Selam Luwam Feven Rahel Semhar Bisrat Winta Mebrat", "Tsehaye Filmon Yonas Samuel Merhawi Robel Kidane Tesfay",
		"Gebru Tekle Haile Kidane Woldu Abraha Berhane Ghebre"},
	{"SO", 5, "so", "Hodan Ifrah Sahra Amina Fartun Ubah Nimco Hibo", "Abdi Mohamud Hassan Ismail Yusuf Ahmed Liban Guled",
		"Warsame Hersi Jama Farah Duale Abdulle Osman Nur"},
	{"TR", 6, "tr", "Elif Ayşe Zeynep Gül Sevda Fatma Hülya Meryem", "Mehmet Mustafa Hakan Emre Ali Murat Serkan Yusuf",
		"Yılmaz Kaya Demir Şahin Çelik Aydın Öztürk Arslan"},
	{"PS", 4, "ar", "Nisreen Hanan Rania Suha Areej Maysa", "Mahmoud Ayman Wael Nidal Jihad Hatem", "Awad Shaheen Abu-Salem Masri Zaqout Hijazi"},
	{"IQ", 3, "ar", "Shaima Noor Zainab Hiba Suad Intisar", "Haidar Mustafa Ali Laith Saif Muhannad", "Al-Jabiri Al-Saadi Hussein Jasim Kadhim Obaidi"},
	{"IR", 2, "fa", "Shirin Mahsa Leila Niloofar Parisa Azadeh", "Reza Hossein Behnam Arash Kaveh Saeed", "Hosseini Moradi Rezaei Ebrahimi Jafari Tehrani"},
	{"BI", 4, "fr;rn", "Aline Chantal Ange Josiane Spès Divine", "Éric Desiré Pacifique Innocent Fabrice Thierry", "Nkurunziza Ndayishimiye Niyonzima Hakizimana Bigirimana Irakoze"},
	{"RW", 3, "fr;rw", "Claudine Odette Immaculée Vestine Jeanne Diane", "Emmanuel Jean-Paul Théogène Callixte Olivier Fidèle", "Mukamana Uwimana Habimana Nsengiyumva Mugisha Kagabo"},
	{"AL", 3, "sq", "Arta Mirela Blerta Teuta Valbona Eda", "Arben Ilir Besnik Gent Dritan Erion", "Hoxha Gashi Krasniqi Berisha Shehu Leka"},
	{"RO", 3, "ro", "Ioana Elena Mihaela Andreea Cristina Roxana", "Andrei Ionuţ Marian Cătălin Florin Vasile", "Popescu Ionescu Dumitru Stoica Moldovan Rusu"},
	{"BR", 2, "pt", "Luciana Camila Patrícia Aline Renata Débora", "Rodrigo Thiago Marcelo Anderson Fábio Leandro", "Silva Souza Oliveira Pereira Almeida Barbosa"},
	{"ET", 3, "am", "Hirut Tigist Meseret Aster Almaz Genet", "Dawit Bekele Tadesse Girma Abebe Solomon", "Alemu Desta Kebede Mulugeta Assefa Wolde"},
	{"SN", 3, "fr;wo", "Awa Coumba Ndeye Astou Khady Rokhaya", "Cheikh Moussa Modou Pape Lamine Babacar", "Ndiaye Fall Diop Sarr Gueye Mbaye"},
	{"CI", 3, "fr", "Affoué Adjoua Aya Mariam Rokia Prisca", "Kouassi Yao Koffi Seydou Arsène Franck", "Kouadio Konan Ouattara Koné Bamba Yapi"},
	{"TN", 2, "ar;fr", "Amel Sonia Rim Olfa Wafa Najla", "Walid Nabil Sami Anis Mehdi Hatem", "Trabelsi Gharbi Jaziri Mejri Chebbi Riahi"},
	{"DZ", 2, "ar;fr", "Nadia Farida Karima Djamila Lamia Sabrina", "Kamel Nadir Farès Lotfi Abdelkader Djamel", "Boudiaf Meziane Belkacem Hamidi Saadi Khelifi"},
	{"CO", 2, "es", "Yolanda Marcela Paola Adriana Luz Diana", "Andrés Jhon Camilo Julián Óscar Iván", "Restrepo Gómez Vargas Castaño Ospina Rincón"},
	{"GE", 2, "ka;ru", "Nino Tamar Ketevan Lela Maia Eka", "Giorgi Levan Davit Zurab Irakli Nika", "Beridze Kapanadze Lomidze Gelashvili Maisuradze Japaridze"},
	{"PK", 2, "ur", "Ayesha Saima Bushra Nadia Rubina Shazia", "Imran Asif Tariq Bilal Usman Shahid", "Malik Chaudhry Butt Qureshi Mirza Sheikh"},
	{"IT", 1, "it", "Giulia Francesca Chiara Valeria", "Matteo Luca Davide Salvatore", "Russo Esposito Romano Greco"},
	{"VN", 1, "vi", "Thị-Lan Minh-Anh Hồng Thu", "Quang Tuấn Hùng Đức", "Nguyễn Trần Phạm Lê"},
}

// residents is where invented people live: postcode, REFNIS of the commune and DEGURBA class used in the fiction.
var residents = []struct {
	weight                    int
	postcode, refnis, degurba string
}{
	{40, "5000", "92094", "2"}, {10, "5100", "92094", "2"}, {8, "5300", "92003", "2"}, {7, "5030", "92142", "2"},
	{7, "5060", "92137", "2"}, {6, "5500", "91034", "3"}, {5, "5590", "91030", "3"}, {4, "5600", "93056", "3"},
	{4, "5660", "93014", "3"}, {3, "5190", "92140", "2"}, {3, "5310", "92035", "3"}, {3, "5580", "91114", "3"},
}

// FictionalCommuneClasses are the DEGURBA classes of the communes of the fiction, by REFNIS code. They are invented.
func FictionalCommuneClasses() map[string]string {
	classes := map[string]string{}
	for _, place := range residents {
		classes[place.refnis] = place.degurba
	}
	return classes
}

// places outside Namur where colleagues meet people.
const outreach = "Andenne Gembloux Sambreville Dinant Ciney Philippeville Couvin Rochefort"

// FictionalColleague names the i-th invented colleague.
func FictionalColleague(i int) string {
	given := []string{"Nadia", "Simon", "Claire", "Thomas", "Rita", "Marc", "Fanny", "Alex", "Odile", "Paula", "Sami", "Lucie", "Karim", "Élise", "Jonas", "Mona"}
	family := []string{"Lambert", "Dubois", "Renard", "Toussaint", "Peeters", "Marchal", "Gillet", "Servais", "Lejeune", "Collard", "Adam", "Hubert", "Noël"}
	return given[i%len(given)] + " " + family[(i+i/len(given))%len(family)]
}
