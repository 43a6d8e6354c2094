/** What freelancers say of themselves, by category: headline, how they began, what they do, what they ask per hour in euros. */

export interface Trade {
  /** `headline | first sentence of the bio` */
  voices: [headline: string, bio: string][];
  /** Things somebody in this trade did: portfolio pieces. */
  works: [title: string, description: string][];
  /** How somebody in this trade would go about a job. */
  approaches: string[];
  /** Euros per hour, lowest and highest. */
  rate: [number, number];
}

export const trades: Record<string, Trade> = {
  "web-development": {
    voices: [
      [
        "Full-stack developer for sites that have to work on Monday",
        "I build web applications for small organisations that cannot afford them to fail: booking, membership and ordering systems, mostly in TypeScript.",
      ],
      [
        "React and Node developer with an eye for plain interfaces",
        "After eight years in product companies I work for myself, on front ends that load fast and can be understood by the next person.",
      ],
      [
        "PHP and Laravel, from rescue to rewrite",
        "I am the one you call when the original developer has left. I read before I write and prefer ten small releases to one big one.",
      ],
      [
        "Accessible WordPress, tested with people",
        "I make public websites usable for everybody, with and without a mouse, and I train editors so that they stay that way.",
      ],
      [
        "Cloud and backend engineer, AWS certified",
        "I move applications to AWS, make their cost predictable and their deployments boring.",
      ],
      [
        "Front-end developer who likes old browsers' company",
        "I turn designs into components that keep their shape in every language and on every phone.",
      ],
    ],
    works: [
      [
        "Booking for a guesthouse in the hills",
        "Calendar, deposits and confirmations in two languages; 70 % of bookings now come without a phone call.",
      ],
      [
        "Member portal of a federation",
        "12,000 members sign in, pay and register for events. Import of fifteen years of spreadsheets included.",
      ],
      ["Accessible city library", "WCAG 2.2 AA, confirmed by an independent test, and 40 % fewer calls at the desk."],
      [
        "Timetable that survives the first of September",
        "A school timetable that answers in under 100 ms for 3,000 pupils at once.",
      ],
    ],
    approaches: [
      "I would start with the riskiest piece, so that we both know after a few days whether the plan holds.",
      "My first step is a thin version that runs end to end on real data; everything else grows around it.",
      "You would get a staging address in the first week and every change there before it goes live, with tests for whatever involves money or dates.",
      "I keep the stack small and write down each decision in two sentences, so that somebody else can take over at any time.",
    ],
    rate: [38, 85],
  },
  ecommerce: {
    voices: [
      [
        "Shopify and WooCommerce, from first product to tax return",
        "I set shops up, connect them with what runs behind them, and stay until the first hundred orders went through.",
      ],
      [
        "E-commerce migrations without losing your rankings",
        "Magento, Shopware, Shopify: I have moved more than thirty shops and a few million redirects.",
      ],
      [
        "Checkout and payments specialist",
        "Cards, wallets, direct debit and the sad paths between them are my daily work.",
      ],
      [
        "Catalogue data and feeds, tidy at last",
        "I make product data complete and feeds accepted, with rules you can read.",
      ],
    ],
    works: [
      [
        "Subscriptions for a roastery",
        "1,100 subscribers moved with their mandates; churn fell by a fifth because pausing is easy now.",
      ],
      ["One stock, three channels", "Shop, marketplace and till share one stock with corrections within a minute."],
      ["Checkout in three steps", "Four tests in ten weeks and 17 % more completed orders."],
    ],
    approaches: [
      "I would rehearse everything on a copy of your shop and only then touch the live one, on a quiet Tuesday morning.",
      "First I look at a week of real orders, since that is where the exceptions hide; then we agree on the rules.",
      "Each interface gets a log and a retry, and you get a page that says in plain words what went wrong and what to do.",
      "Measured changes only: one at a time, with a number before and after.",
    ],
    rate: [35, 78],
  },
  "mobile-apps": {
    voices: [
      [
        "iOS engineer, Swift since its first version",
        "I write native apps that feel at home on the phone, and I have shipped eleven of them to the App Store.",
      ],
      [
        "Flutter developer for both stores",
        "One code base, careful with battery and data. I take apps from Figma to release, privacy labels included.",
      ],
      [
        "Android and Bluetooth, the difficult kind",
        "Connections that drop, devices that sleep, phones that do as they please: I find out why.",
      ],
      ["React Native upgrades and performance", "I bring old apps up to date without stopping their releases."],
      [
        "Kotlin developer for rugged devices",
        "Scanners, tills and field tablets that must work in the rain and without a network.",
      ],
    ],
    works: [
      [
        "Offline diary for patients",
        "Works for weeks without a connection and has never lost an entry; 4.8 stars from 9,000 ratings.",
      ],
      [
        "City walks with sound",
        "A Flutter app with 40 routes, maps for offline use and audio that continues in the pocket.",
      ],
      ["Lock that opens every time", "Connection time of a smart lock from 7 seconds to 1.2, on 14 kinds of phones."],
    ],
    approaches: [
      "I would put an early build on your own phone within ten days; comments are better when they come from a thumb.",
      "Synchronisation is the heart of it, so I would design that on paper with you before drawing any screen.",
      "I test on six real devices, the slowest of them five years old, and send you a recording for every fixed bug.",
      "Release early to a small group, watch crashes and battery, then open it to everybody.",
    ],
    rate: [42, 90],
  },
  "data-and-ai": {
    voices: [
      [
        "Data scientist who begins with the simplest model",
        "I forecast, classify and explain, for companies that want to decide rather than admire.",
      ],
      [
        "Analytics engineer: dbt, BigQuery, clear definitions",
        "I turn scattered sources into figures that two departments agree on.",
      ],
      ["Statistician for experiments and surveys", "I design studies, compute what can be known and say what cannot."],
      [
        "Machine learning engineer, from notebook to night shift",
        "I bring models to production and keep an eye on them.",
      ],
      [
        "Power BI and SQL, dashboards people return to",
        "Less decoration, more answers: I build reports around the questions of a Monday morning.",
      ],
    ],
    works: [
      ["Bread that is not thrown away", "A daily forecast for 23 branches; returns fell from 14 % to 9 %."],
      ["One number of customers", "Thirty sources, one dbt project and the end of a very long discussion."],
      ["Sorting 2,000 mails a day", "A classifier that knows when it does not know; people read the remaining 6 %."],
    ],
    approaches: [
      "I would first compute the naive answer and its error, since everything afterwards must beat that.",
      "Before modelling I spend two days with the data and send you a list of surprises; there always are some.",
      "Definitions first, on one page and signed by everybody; then SQL is the easy part.",
      "I hold back the last months of data, touch them once at the end and report that result, whatever it says.",
    ],
    rate: [45, 95],
  },
  design: {
    voices: [
      [
        "Graphic designer for brands with something to say",
        "I design marks, packaging and printed things that are kept rather than thrown away.",
      ],
      [
        "Illustrator: books, games and the odd mural",
        "I draw with ink and finish on screen, preferably animals with opinions.",
      ],
      [
        "Packaging and labels, print-ready",
        "From the first sketch to the colour proof at the press, I look after everything a label needs.",
      ],
      ["Editorial design and long documents", "Reports, catalogues and books: I love a good table and a calm page."],
      ["Logo and identity, one idea at a time", "I present few directions and can tell you the reason for each line."],
    ],
    works: [
      [
        "Six beers, one family",
        "Labels that can be told apart across a bar, printed on uncoated paper with one metallic ink.",
      ],
      ["Annual report, 84 pages", "Charts that explain and an accessible PDF; awarded by a jury of readers."],
      ["The lighthouse that slept", "Sixteen illustrations for a picture book now in its third edition."],
    ],
    approaches: [
      "I would show you three directions as pencil sketches; colour too early makes everybody talk about colour.",
      "I begin by collecting what your neighbours and competitors look like, so that we can be elsewhere.",
      "You see real sizes from the start: printed, cut and stuck on a bottle or a van.",
      "Two rounds of changes are included, and I say honestly when a change makes it worse.",
    ],
    rate: [30, 72],
  },
  "ui-ux-design": {
    voices: [
      [
        "Product designer for complicated forms",
        "I design tools for people who use them all day: clerks, nurses, dispatchers. My favourite screen is the one we could leave out.",
      ],
      [
        "Design systems and the people who use them",
        "I bring order to buttons and, more important, agreement between designers and developers.",
      ],
      [
        "UX researcher and interaction designer",
        "I listen first, draw second and test what I drew with people who owe me nothing.",
      ],
      [
        "Interface designer, Figma to hand-over",
        "Clear flows, tidy files and annotations that developers thank me for.",
      ],
      ["Usability audits with priorities", "I find what costs you customers and sort it by harm and effort."],
    ],
    works: [
      ["Tax form in eleven minutes", "Redesign of a form with 140 fields; completion went from 38 % to 71 %."],
      ["Components for four products", "Forty-two components, one language, and 60 % fewer design tickets."],
      [
        "Booking for hospital patients",
        "Tested with eighteen people between 24 and 86, three of them with screen readers.",
      ],
    ],
    approaches: [
      "I would watch five people use what exists before changing anything; an hour of that is worth a week of opinions.",
      "We would begin with the sad paths: nothing found, payment failed, session lost. The happy one is easy afterwards.",
      "You get clickable prototypes every Friday, and I bring notes from at least two tests each time.",
      "I write down each rule next to its component, with an example of what not to do.",
    ],
    rate: [40, 88],
  },
  writing: {
    voices: [
      [
        "Copywriter for companies that dislike advertising",
        "I write websites, letters and brochures in the voice you have when nobody is selling.",
      ],
      [
        "Editor of novels and long non-fiction",
        "I have edited 70 books. I leave your voice alone and chase everything that stands in front of it.",
      ],
      [
        "Technical writer: APIs, manuals, error messages",
        "I try whatever I describe, and my favourite sentence is the one support no longer has to write.",
      ],
      [
        "Grant writer with a calculator",
        "Applications that fit the call, the budget and the truth; two thirds of mine were funded.",
      ],
      ["Ghostwriter and speechwriter", "I listen for an hour and write so that you sound like yourself on a good day."],
      ["Researcher and blogger on houses, energy and gardens", "Articles with sources, interviews and an ending."],
    ],
    works: [
      ["A law firm without jargon", "Twenty pages that clients quote back to their lawyers."],
      [
        "Ten-minute quick start",
        "Developer documentation that halved the number of support requests in its first quarter.",
      ],
      ["Funding for a river", "A successful application for 1.4 million over three years."],
    ],
    approaches: [
      "I would like to listen for an hour before I write a word; the best sentences are usually yours already.",
      "You would first receive one page as a sample of the tone; the rest follows once that is right.",
      "I work in tracked changes with a short comment wherever I changed more than a comma.",
      "I collect what readers ask today, from mails and calls, and make sure that each question has a place.",
    ],
    rate: [28, 65],
  },
  translation: {
    voices: [
      [
        "Translator English–German for technology and law",
        "Sworn translator with a first life as an engineer. I ask instead of guessing.",
      ],
      ["French subtitler, 400 hours of film", "I cut words until only the meaning is left, at 17 characters a second."],
      ["Spanish for Europe and Latin America", "I proofread, localise and argue about commas with affection."],
      [
        "Japanese localisation of games and tools",
        "I make products feel as if they were made here, down to the form fields.",
      ],
      [
        "European Portuguese, from audio guides to manuals",
        "Text to be spoken is my speciality: I read everything aloud.",
      ],
      ["Contracts in two languages", "Trained lawyer and translator: both versions mean the same when I am finished."],
    ],
    works: [
      ["A puzzle game for Japan", "11,000 words, 300 jokes, and reviews that do not mention the translation at all."],
      ["Subtitles for a glacier", "A festival film of 95 minutes, in cinemas of three countries."],
      ["Manual of a machine centre", "420 pages with a glossary that the manufacturer uses for everything now."],
    ],
    approaches: [
      "I would extend your glossary first and have you confirm the twenty terms that matter most.",
      "Questions come to you collected, twice a week, each with my suggestion.",
      "I translate, sleep over it and revise against the original; the price includes both steps.",
      "I check the result in the real layout, since a good sentence that does not fit is a bad one.",
    ],
    rate: [26, 58],
  },
  marketing: {
    voices: [
      [
        "SEO without tricks, with patience",
        "I repair what search engines stumble over and write plans that editors can follow.",
      ],
      ["Google Ads for budgets under 10,000", "I spend other people's money as if I had earned it."],
      ["E-mail programmes that people open on purpose", "Welcome, win-back and a monthly rhythm, measured in orders."],
      ["Content and LinkedIn for engineers", "I help people who know a lot to say a little of it, regularly."],
      [
        "Market research for small decisions and large ones",
        "Interviews, surveys and desk research, with the uncomfortable part on page one.",
      ],
    ],
    works: [
      [
        "After the relaunch",
        "Traffic of a health portal recovered in eleven weeks through 2,300 redirects and nine better pages.",
      ],
      ["Half the clicks, twice the enquiries", "Restructured account of a moving company, tracking included."],
      ["A welcome series for gardeners", "Five mails that bring a third of the shop's first orders."],
    ],
    approaches: [
      "I would spend the first days on tracking, since half of what is reported today may never have happened.",
      "We would agree on one figure that counts, and I would report on that before anything else.",
      "I start with the twenty pages or words that already bring customers and make these better before adding new ones.",
      "You get a short note each Friday: done, learnt, next.",
    ],
    rate: [30, 68],
  },
  "video-and-audio": {
    voices: [
      [
        "Film editor for documentaries and long stories",
        "I like fourteen hours of material and the question what it is about.",
      ],
      [
        "Motion designer: explainers that explain",
        "I animate in 2D, slowly enough to understand and quickly enough to enjoy.",
      ],
      ["Podcast producer and sound designer", "I edit, clean and mix, and know when a pause should stay."],
      ["Voice-over in French and English", "Treated room, Neumann microphone, twelve years of narration."],
      ["3D product films from CAD data", "I take machines apart so that people see why they are good."],
    ],
    works: [
      ["Heat from the river", "A two-minute animation on district heating, used in 40 schools."],
      ["Old trades, eight episodes", "A podcast with 210,000 downloads and not a single jingle too many."],
      ["The shelf that unfolds", "Thirty seconds of product film rendered from STEP files."],
    ],
    approaches: [
      "I would send you one finished minute first, with sound and colour, so that we agree on what finished means.",
      "I watch everything, write a map of the best moments and only then begin to cut.",
      "Style frames come before movement; changing a drawing is cheap and changing an animation is not.",
      "Comments are collected per version, at best from one person, and answered point by point.",
    ],
    rate: [28, 70],
  },
  "accounting-and-law": {
    voices: [
      [
        "Bookkeeper for companies of one to thirty",
        "Monthly books, VAT by the eighth and a call when something looks odd.",
      ],
      ["VAT and OSS across Europe", "I sort out the past without drama and set up a routine for the future."],
      ["Contracts in plain language", "Lawyer for licences, co-operation and partings, in English and German."],
      [
        "Financial models that can be taken apart",
        "Former auditor; I build models a board understands and an analyst cannot break.",
      ],
      [
        "Data protection with common sense",
        "I have been data protection officer for forty organisations and still like people.",
      ],
    ],
    works: [
      ["OSS for fourteen countries", "Three years corrected in six weeks, including letters to five tax offices."],
      ["Model of a storage project", "Five years by month, three scenarios, and a bank which said yes."],
      ["One contract instead of nine", "Framework agreement for 120 photographers, on four pages."],
    ],
    approaches: [
      "I would begin with a list of what is missing and what is urgent, with dates, before anything is booked or drafted.",
      "We go through the three decisions only you can make in a first call; I prepare the rest.",
      "Everything gets a note of its source, so that another person can check it without me.",
      "You receive a draft with comments in the margin and one page on what would happen if things go wrong.",
    ],
    rate: [40, 92],
  },
  engineering: {
    voices: [
      [
        "Mechanical designer, plastic parts and enclosures",
        "I design housings that can be moulded, opened and repaired.",
      ],
      ["PCB layout and bring-up", "Boards of two to eight layers, RF included; I stay until the first one blinks."],
      [
        "Structural engineer for small and stubborn buildings",
        "Calculations that authorities accept and carpenters can read.",
      ],
      [
        "Revit modeller and BIM coordinator",
        "I turn point clouds and contradictory plans into models you can rely on.",
      ],
      ["Firmware for devices that sleep", "Low power, STM32, updates that do not brick anything."],
    ],
    works: [
      ["Sensor for vineyards", "Enclosure and board of a LoRa sensor, 4,000 pieces in the field."],
      ["A school from 1911", "Point cloud to LOD 300, with 1,200 windows none of which is like another."],
      ["Two years on two cells", "Firmware of a water valve with measured 3.1 µA in sleep."],
    ],
    approaches: [
      "I would check the interfaces and tolerances first and send you a list of open points within three days.",
      "You get an early version to hold or to open in your viewer; surprises are cheapest then.",
      "Every assumption is in a table with its source, and I mark those I am not comfortable with.",
      "I talk to the manufacturer or the authority before the final version, so that it passes the first time.",
    ],
    rate: [42, 90],
  },
  "admin-support": {
    voices: [
      [
        "Virtual assistant for people with too many tabs open",
        "Mailbox, calendar, invoices and trains: I keep track so that you need not.",
      ],
      [
        "Customer support in English, German and Spanish",
        "I answer as I would like to be answered, usually within the hour.",
      ],
      [
        "Data cleaner with a fondness for rules",
        "Lists, registers and catalogues: I make them consistent and can prove it.",
      ],
      [
        "Project coordinator who calls before it is too late",
        "Fifteen years of events and relaunches, and a plan on one page for each.",
      ],
      ["Recruiter for small teams", "Few candidates, well chosen; I write every approach by hand."],
    ],
    works: [
      ["38,000 addresses", "Duplicates merged, streets unified, and a log of every change."],
      ["Office moved over a weekend", "Forty desks, two server racks and one aquarium."],
      ["Eight people worth meeting", "Two hires from eight conversations, in a market where everybody complains."],
    ],
    approaches: [
      "I would write down how things run today in half a page, have you correct it, and work from that.",
      "We agree on what I decide myself and what I ask; after a fortnight the second list gets shorter.",
      "I begin with a sample and show you each doubtful case before I touch the rest.",
      "You receive a short message at the end of each day: done, open, waiting for somebody.",
    ],
    rate: [17, 38],
  },
};

/** Second part of a bio. */
export const practice = [
  "I work alone, answer within a day and finish what I promise.",
  "My clients are between one and two hundred people; most of them come back.",
  "I take on three projects at a time at most, so that each gets a whole head.",
  "Before I quote, I ask questions. After that the price stands.",
  "I was employed for nine years and know how things look from your side of the table.",
  "I share unfinished work early, since that is when your opinion helps most.",
  "I write short status notes and dislike long meetings.",
  "I have learnt to say no early and yes completely.",
  "Deadlines are dates for me, not moods.",
  "Besides my own projects I teach one day a week, which keeps me honest.",
  "I keep a waiting list and tell you truthfully when I can begin.",
  "Remote since 2014, with a quiet room and a good line.",
];

/** Last part of a bio. */
export const personal = [
  "When I am not working I repair bicycles for the neighbourhood.",
  "I live near the sea and am out on the water at five.",
  "Fridays belong to my choir.",
  "I share an office with a bookbinder, two architects and a dog.",
  "On weekends you find me in the mountains and nowhere else.",
  "I grow more tomatoes than a household needs.",
  "My children think that I draw for a living; I have stopped correcting them.",
  "I read one book on a subject unlike mine every month.",
  "Two languages at home, a third at work.",
  "In winter I take on longer projects, in summer shorter ones.",
  "I play the cello badly and with pleasure.",
  "My studio is open to visitors on Thursdays; there is always coffee.",
];
