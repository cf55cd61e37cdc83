package simulate

import "offhook/model"

// dialogue is a conversation that any of the platforms could carry.
type dialogue struct {
	topic     string
	language  string
	customers []Party
	agents    []Party
	turns     []turn
	rating    int // 1 to 5; 0 where the customer gives none
}

// turn is one thing that is said.
type turn struct {
	role    model.Role
	text    string
	buttons []string // offered by a bot
	note    bool     // for colleagues only
}

// shopper and clerk are parties of the dialogues.
func shopper(id int, name, phone, email, city string) Party {
	return Party{Role: model.RoleCustomer, ID: id, Name: name, Phone: phone, Email: email, City: city}
}

func clerk(id int, name, email string) Party {
	return Party{Role: model.RoleAgent, ID: id, Name: name, Email: email}
}

func customerSays(text string) turn { return turn{role: model.RoleCustomer, text: text} }
func agentSays(text string) turn    { return turn{role: model.RoleAgent, text: text} }
func agentNotes(text string) turn   { return turn{role: model.RoleAgent, text: text, note: true} }
func botSays(text string, buttons ...string) turn {
	return turn{role: model.RoleBot, text: text, buttons: buttons}
}

var (
	mira   = clerk(11, "Mira Lindqvist", "mira@tidewater.example")
	tobias = clerk(12, "Tobias Okafor", "tobias@tidewater.example")
	salma  = clerk(13, "Salma Haddad", "salma@tidewater.example")
	kenji  = clerk(14, "Kenji Mori", "kenji@tidewater.example")
)

// dialogues is read only. The shop that they are about sells things for the sea.
var dialogues = []dialogue{
	{
		topic: "delivery", language: "en", rating: 5, agents: []Party{mira, tobias},
		customers: []Party{
			shopper(2101, "Grace Ferreira", "+12025550143", "grace.f@mail.example", "Boston"),
			shopper(2102, "Owen Blackwood", "+12025550118", "owen@mail.example", "Halifax"),
		},
		turns: []turn{
			customerSays("Hi! Where is my order?"),
			botSays("Hello 👋 I can look that up. What is it about?", "Delivery", "Return", "Talk to a person"),
			customerSays("Talk to a person"),
			agentSays("Good morning, this is the night shift 🙂 May I have the order number?"),
			customerSays("TW-20981"),
			agentNotes("Carrier says: held at the depot since Monday."),
			agentSays("Thank you. It waits at the depot; I have asked them to bring it tomorrow before noon."),
			customerSays("Perfect, thanks a lot!"),
			agentSays("My pleasure. Fair winds!"),
		},
	},
	{
		topic: "return", language: "de", rating: 4, agents: []Party{tobias},
		customers: []Party{
			shopper(2103, "Jürgen Weiß", "+4930555012", "j.weiss@post.example", "Kiel"),
			shopper(2104, "Annika Groß", "+4940555077", "annika@post.example", "Hamburg"),
		},
		turns: []turn{
			customerSays("Moin, die Stiefel sind eine Nummer zu groß. Kann ich sie umtauschen?"),
			agentSays("Moin! Natürlich. Welche Größe brauchen Sie denn?"),
			customerSays("42 statt 43, bitte."),
			agentSays("42 haben wir da. Der Rücksendeschein kommt gleich per E-Mail."),
			customerSays("Super, und was kostet mich das?"),
			agentSays("Nichts – der Umtausch ist frei."),
			customerSays("Danke schön!"),
		},
	},
	{
		topic: "invoice", language: "es", agents: []Party{salma},
		customers: []Party{shopper(2105, "Íñigo Peña", "+34915550199", "inigo@correo.example", "Cádiz")},
		turns: []turn{
			customerSays("¡Hola! La factura lleva un nombre equivocado."),
			botSays("Gracias por escribirnos. Una persona le atiende enseguida."),
			agentSays("Buenas tardes. ¿A qué nombre debe ir?"),
			customerSays("Astilleros Peña, S. L."),
			agentSays("Corregido; la nueva ya está en su correo."),
		},
	},
	{
		topic: "opening hours", language: "ar", rating: 5, agents: []Party{salma},
		customers: []Party{shopper(2106, "ليلى منصور", "+20225550101", "layla@barid.example", "الإسكندرية")},
		turns: []turn{
			customerSays("مرحبا، هل المتجر مفتوح يوم الجمعة؟"),
			botSays("أهلا بك! اختر موضوعا من فضلك.", "المواعيد", "الطلبات"),
			customerSays("المواعيد"),
			agentSays("نعم، من الساعة 14:00 إلى 20:00."),
			customerSays("شكرا جزيلا 🌊"),
		},
	},
	{
		topic: "size", language: "he", agents: []Party{salma, mira},
		customers: []Party{shopper(2107, "נועם ברק", "+97235550142", "noam@doar.example", "חיפה")},
		turns: []turn{
			customerSays("שלום, יש לכם מעיל גשם במידה XL?"),
			agentSays("שלום נועם, כן: צהוב או כחול (XL)."),
			customerSays("כחול, תודה!"),
			agentSays("הוזמן. מספר ההזמנה הוא TW-21007."),
		},
	},
	{
		topic: "repair", language: "ja", rating: 5, agents: []Party{kenji},
		customers: []Party{shopper(2108, "美咲 青木", "+81355550133", "misaki@yubin.example", "横浜市")},
		turns: []turn{
			customerSays("こんにちは。先月買った双眼鏡のピントが合いません。"),
			botSays("お問い合わせありがとうございます。ご用件をお選びください。", "修理", "交換", "その他"),
			customerSays("修理"),
			agentSays("ご不便をおかけして申し訳ございません。保証期間内ですので無料で修理いたします。"),
			customerSays("助かります。よろしくお願いします🙇"),
			agentSays("着払いの伝票をメールでお送りしました。"),
		},
	},
	{
		topic: "pickup", language: "uk", rating: 4, agents: []Party{mira},
		customers: []Party{shopper(2109, "Оксана Гайдук", "+380445550120", "oksana@poshta.example", "Одеса")},
		turns: []turn{
			customerSays("Добрий день! Чи можна забрати замовлення сьогодні?"),
			agentSays("Добрий день! Так, воно вже на складі, до 19:00."),
			customerSays("Чудово, буду о шостій 😊"),
			agentNotes("Покласти на полицю 4."),
			agentSays("Чекаємо на вас!"),
		},
	},
	{
		topic: "complaint", language: "en", rating: 2, agents: []Party{kenji, tobias},
		customers: []Party{
			shopper(2110, "Priya Raghunathan", "+912255550178", "priya.r@mail.example", "Mumbai"),
			shopper(2111, "Zoë van der Merwe", "+27215550166", "zoe@mail.example", "Cape Town"),
		},
		turns: []turn{
			customerSays("The lamp arrived broken. Again."),
			customerSays("That is the second time!!"),
			botSays("I am sorry to hear that. Shall I get you a person?", "Yes", "No"),
			customerSays("Yes"),
			agentSays("I am very sorry. Could you send a photo, please?"),
			customerSays("https://photos.example/lamp?id=77&size=<large>"),
			agentNotes("Second breakage: different packaging needed."),
			agentSays("Thank you. A new one leaves today, packed by hand, and I refund the postage."),
			customerSays("ok"),
			customerSays("ok"),
		},
	},
	{
		topic: "gift", language: "fr", rating: 5, agents: []Party{mira},
		customers: []Party{shopper(2112, "Éloïse Fournier", "+33255550188", "eloise@courriel.example", "Saint-Malo")},
		turns: []turn{
			customerSays("Bonjour, faites-vous des paquets cadeaux ? 🎁"),
			agentSays("Bonjour ! Oui, avec un petit mot si vous le souhaitez."),
			customerSays("« Bon vent, papi ! »"),
			agentSays("C'est noté : « Bon vent, papi ! »"),
			customerSays("Merci beaucoup ❤️"),
		},
	},
	{
		topic: "stock", language: "th", agents: []Party{kenji},
		customers: []Party{shopper(2113, "กานดา สุขใจ", "+6625550154", "kanda@mail.example", "ภูเก็ต")},
		turns: []turn{
			customerSays("สวัสดีค่ะ มีเสื้อชูชีพสำหรับเด็กไหมคะ"),
			agentSays("สวัสดีครับ มีครับ ขนาด 20–30 กก."),
			customerSays("เอา 2 ตัวค่ะ 👧👦"),
			agentSays("เรียบร้อยครับ ขอบคุณครับ"),
		},
	},
}
