package models

import "strings"

// Spelling families of the labelled corpus: each line is one name as travel documents, residence cards, school
// certificates and colleagues write it. They are written by hand, after what is seen on such papers (French, English, Dutch,
// German and national romanisations), not derived from the tables of the matcher, which they judge.
// A "_" stands for a space. The first word of a line is the origin.

// womensNames and mensNames are given names.
const womensNames = `
ar Amina Aminah Amena أمينة
ar Fatima Fatma Fatimah Fatema Faatima فاطمة
ar Khadija Khadidja Khadijah Hadija Kadija خديجة
ar Zeinab Zaynab Zineb Zainab Zeyneb زينب
ar Mariam Maryam Meryem Mariem Miriam مريم
ar Aicha Aisha Ayesha Aïcha Aysha عائشة
ar Samira Sameera Samirah سميرة
ar Nour Noor Nur Nor نور
ar Yasmine Yasmin Jasmin Yasmeen Iasmin ياسمين
ar Hajar Hager Hadjar Hajer هاجر
ar Souad Suad Soad سعاد
ar Jamila Djamila Gamila Jamilah جميلة
ar Rachida Rashida Rasheeda رشيدة
ar Ghada Gada Rhada غادة
ar Latifa Latefa Lateefa لطيفة
ar Houda Huda Hoda هدى
fa Zahra Zehra Zohra زهرا
fa Parwana Parwaneh Parvana پروانه
fa Shukria Shokria Chukria Shukriya شکریه
fa Nasrin Nasreen Nesrin Nasrine نسرین
fa Fereshta Fereshteh Freshta فرشته
fa Roya Roia Royah رویا
uk Olha Olga Ольга
uk Iryna Irina Iryna Ірина
uk Nataliia Natalia Nataliya Natalya Наталія
uk Svitlana Svetlana Світлана
uk Yuliia Julia Yulia Yuliya Юлія
uk Kateryna Katerina Ekaterina Катерина
uk Oleksandra Alexandra Aleksandra Олександра
uk Tetiana Tatiana Tetyana Tatyana Тетяна
uk Liudmyla Ludmila Lyudmyla Людмила
ti Selam Selamawit ሰላም
ti Rahel Rachel Rahiel ራሄል
ti Tsige Tsigie Tzige ጽጌ
ti Letebrhan Letebirhan Letebrehan ለተብርሃን
so Faadumo Fadumo Fatuma
so Xaawo Hawo Hawa Hawwa
so Sahra Zahra Saahra
tr Ayşe Ayse Aishe
tr Gülsüm Gulsum Guelsuem
tr Çiğdem Cigdem Tschigdem
tr Işıl Isil Işil
fr Mariama Mariam Mariamma
fr Aïssatou Aissatou Aissata Aisatou
fr Fatoumata Fatimata Fatoumatta Fatou
fr Kadiatou Kadijatou Kadiatu
fr Marie-Claire Marie_Claire Marieclaire
fr Béatrice Beatrice Beatriz
fr Thérèse Therese Teresa
ro Ștefania Stefania Ştefania
ro Mihaela Mihaella Michaela
pl Agnieszka Agneska Agnieska
pl Małgorzata Malgorzata Margorzata
es María_José Maria_Jose Maria_José
es Luz_Marina Luzmarina Luz-Marina
sq Blerta Blertha Blerta
sq Shpresa Shprese Spresa
ka Ketevan Qetevan Ketewan ქეთევან
vi Thị_Lan Thi_Lan Thilan
`

//nolint:staticcheck // joiners are part of how these names are written
const mensNames = `
ar Mohamed Muhammad Mohammed Mohamad Mohammad Muhamed محمد
ar Ahmed Ahmad Achmed Ahmet أحمد
ar Youssef Yusuf Yousef Yousuf Joussef يوسف
ar Abdelkader Abdul_Qadir Abd_el_Kader Abdulkadir عبد_القادر
ar Abderrahman Abdul_Rahman Abdurrahman Abdelrahman عبد_الرحمن
ar Abdallah Abdullah Abdoullah عبد_الله
ar Hussein Hussain Houssein Hossein حسين
ar Hassan Hasan Hasane حسن
ar Ibrahim Brahim Ebrahim Ibraheem إبراهيم
ar Khaled Khalid Kaled خالد
ar Mustapha Mustafa Moustafa Mostafa مصطفى
ar Rachid Rashid Rasheed رشيد
ar Said Saeed Saïd Sayid سعيد
ar Tarek Tariq Tarik طارق
ar Walid Waleed Oualid وليد
ar Jamal Djamel Gamal Djamal جمال
ar Ayoub Ayub Ayyoub أيوب
ar Ismail Ismaïl Ismael Esmail إسماعيل
ar Noureddine Nur_al-Din Nouredine Noor_Eddin نور_الدين
ar Othman Osman Uthman Otmane عثمان
ar Hicham Hisham Hichame هشام
ar Qasim Kassem Qassem Kacem قاسم
fa Ahmad Ahmed Ahmadd احمد
fa Jawad Javad Djawad جواد
fa Gholam Ghulam Golam غلام
fa Zabihullah Zabiullah Zabihollah ذبیح‌الله
fa Najibullah Najib_Ullah Nadjibullah نجیب‌الله
fa Reza Riza Rezza رضا
fa Sayed Sayyed Seyed Said سید
fa Mahdi Mehdi Mahdy مهدی
uk Oleksandr Alexander Aleksandr Олександр
uk Serhii Sergey Serhiy Sergii Сергій
uk Andrii Andrey Andriy Andrij Андрій
uk Mykola Nikolai Mikola Микола
uk Volodymyr Vladimir Wolodymyr Володимир
uk Yevhen Evgeny Yevgen Evhen Євген
uk Dmytro Dmitri Dmitry Dmytro Дмитро
uk Yurii Yuri Yuriy Jurij Юрій
ti Tesfay Tesfaye Tesfai ተስፋይ
ti Tsehaye Tsehay Zehaye ጸሃየ
ti Yonas Jonas Yohnas ዮናስ
ti Merhawi Merhawie Merhaui መርሃዊ
ti Kibrom Kbrom Kibrum ክብሮም
ti Mehari Mehary Meharie መሓሪ
so Maxamed Mohamed Mohamud Mahamed
so Cabdi Abdi Abdy
so Xasan Hassan Hasan
so Cumar Omar Umar
so Yuusuf Yusuf Yussuf
tr İbrahim Ibrahim Ibrahım
tr Mehmet Mehmed Mehmett
tr Çağatay Cagatay Tschagatay
tr Işık Isik Işik
fr Mamadou Mamadu Mahamadou
fr Ousmane Usman Ousman
fr Sékou Sekou Seku
fr Jean-Claude Jean_Claude Jeanclaude
fr Boubacar Bubakar Boubakar
fr Désiré Desire Dezire
ro Ionuț Ionut Ionuţ
ro Ștefan Stefan Stephan
pl Paweł Pawel Pavel
pl Łukasz Lukasz Lucas
es José_Luis Jose_Luis Joseluis
es Óscar Oscar Oskar
sq Xhevdet Xhevdet Djevdet
sq Besnik Besnick Besnik
ka Giorgi Georgi Georghi გიორგი
vi Đức Duc Dhuc
`

// familyNames are family names; of several lines one may be a double surname.
const familyNames = `
ar Haddad Hadad Haddat El_Haddad حداد
ar Al-Khatib El_Khatib Khatib Alkhatib Al_Khateeb الخطيب
ar Ben_Ali Benali Bin_Ali بن_علي
ar Bouzidi Bouzid Buzidi بوزيدي
ar El_Amrani Amrani Elamrani Al_Amrani العمراني
ar Benjelloun Ben_Jelloun Bendjelloun بنجلون
ar Al-Masri El_Masry Almasri Masri المصري
ar Cherkaoui Sharqawi Cherkawi Charkaoui الشرقاوي
ar Ouali Wali El_Ouali Al-Wali الوالي
ar Darwish Darwich Darweesh Derwish درويش
ar Al-Hussein Alhussein El_Hussein Hussain الحسين
ar Abu_Salem Abou_Salem Abusalem Abu-Salim أبو_سالم
ar Belkacem Belqassem Bel_Kacem بلقاسم
ar Chaoui Shawi Chawi الشاوي
ar Idrissi Al-Idrisi El_Idrissi Idrisi الإدريسي
ar Ould_Mohamed Wuld_Mohamed Ouldmohamed ولد_محمد
ar Sabbagh Sabag Sabbag صباغ
ar Zaghloul Zaghlul Zarloul زغلول
fa Noori Nouri Nuri Nori نوری
fa Rahimi Raheemi Rahimy رحیمی
fa Hosseini Husseini Hussaini Hosaini حسینی
fa Karimi Kareemi Karimy کریمی
fa Yousufi Yousefi Yusofi Youssoufi یوسفی
fa Mohammadi Muhammadi Mohamadi محمدی
fa Ghafouri Ghafoori Gafuri غفوری
fa Ahmadzai Ahmadzay Ahmedzai احمدزی
fa Stanekzai Stanikzai Stanekzay ستانکزی
fa Sultani Soltani Sultany سلطانی
uk Kovalenko Kowalenko Covalenco Коваленко
uk Shevchuk Shevchouk Chevtchouk Schewtschuk Шевчук
uk Bondarenko Bondarenco Бондаренко
uk Hrytsenko Gritsenko Grytsenko Hricenko Гриценко
uk Tkachenko Tkatchenko Tkacenko Ткаченко
uk Zhuravel Juravel Zuravel Журавель
uk Yushchenko Iouchtchenko Juschtschenko Yuschenko Ющенко
uk Kharchenko Khartchenko Charchenko Харченко
uk Lysenko Lisenko Lyssenko Лисенко
uk Melnychuk Melnichuk Melnytchouk Мельничук
ti Gebremariam Gebre_Mariam Ghebremariam ገብረማርያም
ti Haile Hayle Haylie ሃይለ
ti Tekle Teckle Takle ተክለ
ti Woldemichael Wolde_Michael Weldemikael ወልደሚካኤል
ti Berhane Birhane Berhanie ብርሃነ
ti Tesfamariam Tesfa_Mariam Tesfamaryam ተስፋማርያም
so Warsame Warsama Wersame
so Xirsi Hersi Hirsi
so Cabdulle Abdulle Abdule
so Nuur Nur Noor
so Jaamac Jama Jamac
so Ducaale Duale Du'ale
tr Yılmaz Yilmaz Jilmaz
tr Öztürk Ozturk Oeztuerk
tr Şahin Sahin Schahin
tr Çelik Celik Tchelik
tr Kılıç Kilic Kilitsch
tr Gündoğdu Gundogdu Guendogdu
fr Diallo Dialo Jallow
fr Ndiaye N'Diaye N_Diaye Njie
fr Touré Toure Turay
fr Nkurunziza N'Kurunziza Kurunziza
fr Tshibangu Tchibangu Chibangu
fr Traoré Traore Trawally
fr Kouadio Kwadio Couadio
fr Ouédraogo Ouedraogo Wedraogo
fr Mbuyi Mbuji M'Buyi
ro Popescu Popesco Popesku
ro Țurcanu Turcanu Ţurcanu
ro Dumitrașcu Dumitrascu Dumitraşcu
pl Kowalski Kovalski Kowalsky
pl Wójcik Wojcik Voicik
pl Łukasiewicz Lukasiewicz Lukasevic
es García_López Garcia_Lopez Garcia Garcia-López
es Rodríguez_Pérez Rodriguez_Perez Rodriguez
es Núñez_Ortega Nunez_Ortega Nunez-Ortega Núñez
es Castaño_Gómez Castano_Gomez Castaño
sq Hoxha Hodja Hoxa
sq Gjonaj Gjoni Djonaj
sq Krasniqi Krasnici Krasnichi
ka Gelashvili Gelachvili Gelaschwili გელაშვილი
ka Maisuradze Maissouradze Maisuradse მაისურაძე
vi Nguyễn Nguyen Nguyên
vi Trần Tran Tràn
de Weiß Weiss Weisz
de Strauß Strauss Straus
nl Van_den_Berg Vandenberg Van_Den_Bergh
da Sørensen Sorensen Soerensen
`

// family is one name in its spellings.
type spellingFamily struct {
	number    int
	origin    string
	spellings []string
}

// familiesOf reads a table.
func familiesOf(table string) []spellingFamily {
	var families []spellingFamily
	for number, line := range strings.Split(strings.TrimSpace(table), "\n") {
		words := strings.Fields(line)
		f := spellingFamily{number: number, origin: words[0]}
		for _, w := range words[1:] {
			f.spellings = append(f.spellings, strings.ReplaceAll(w, "_", " "))
		}
		families = append(families, f)
	}
	return families
}
