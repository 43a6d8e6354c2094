/** What people write to each other: letters, messages, reasons and reviews. `{…}` is filled in. */

export const openings = [
  "Good morning {client}, “{job}” caught my eye because it says what is wanted and what is not.",
  "Hello {client}, I read your description twice and would like to take this on.",
  "Dear {client}, this is close to what I did last autumn, and I enjoyed that a great deal.",
  "Hello {client}, thank you for such a clear description; it makes estimating honest.",
  "Dear {client}, your job is the kind of work I went freelance for.",
  "Hi {client}, I have one concern and one idea about “{job}”, and both are below.",
  "Hello {client}, {variant}: that is a combination I know well.",
  "Dear {client}, I can begin in the week after next and have {hours} hours a week for it.",
  "Hello {client}, before the details: yes, the budget is realistic, and here is how I would use it.",
  "Good day {client}, I come from {country} and have worked for clients like you for {years} years.",
];

export const experience = [
  "In {years} years I have finished {count} comparable projects; “{work}” is the one closest to yours.",
  "The most similar piece in my portfolio is “{work}”. {result}",
  "A project you may want to look at is “{work}”. {result}",
  "I did something related in “{work}”, with a client as demanding as I hope you are. {result}",
  "What I learnt from “{work}” would save you some time here. {result}",
];

export const plans = [
  "I would split the work into {steps}, and you would see something to judge at the end of each part.",
  "My plan has {steps}; each is useful even if we stopped after it.",
  "The price covers {steps} and two rounds of corrections.",
  "I suggest {steps}, with a short call in between.",
  "There would be {steps}. The first is deliberately small, so that we get to know each other cheaply.",
];

export const closings = [
  "One question in return: who will look after the result once I am gone?",
  "If you like, we could talk for twenty minutes this week; afternoons are easiest.",
  "Not included are licences and whatever third parties charge; I would tell you before they do.",
  "The greatest risk I see is waiting for content, so I would fix dates for that first.",
  "Is there anything you tried before that did not work? It would help me not to repeat it.",
  "I am happy to start with the first part only and to decide together how to go on.",
  "Should you have decided for somebody else already, I wish you success with it.",
  "References from two clients are yours on request.",
  "I would be glad to hear from you, whatever you decide.",
  "May I ask how you will know in half a year that it was worth it?",
];

export const answers = [
  "Yes: “{work}” had exactly that difficulty. {result}",
  "I would try the simple way on a small sample first, measure, and only then decide whether more is needed.",
  "The honest answer is that it depends on your data; I would look at it on the first day and tell you by the second.",
  "I have done this {count} times. The part that goes wrong is never the one people expect, so I plan a day of rehearsal.",
  "By agreeing on one rule beforehand, writing it down, and logging every case in which it was applied.",
  "In my experience the boring option holds. I can show you two projects where it still does.",
];

/** Before a hire: `c` is the client's line, `f` the freelancer's. */
export const enquiries: [by: "c" | "f", text: string][][] = [
  [
    [
      "c",
      "Hello {freelancer}, thank you for your proposal. The part about {step} was the best explanation we received.",
    ],
    ["f", "Thank you, {client}! I am glad it was useful. Is there anything you would like me to go into?"],
    ["c", "Two things: when could you really start, and what do you need from us on the first day?"],
    ["f", "Next Monday. On the first day I need access, one person to ask, and half an hour of your time."],
    ["c", "That person would be me. Half an hour it is."],
  ],
  [
    ["c", "Hi {freelancer}, we like your proposal for “{job}”. Could you say how sure you are of the price?"],
    [
      "f",
      "Hello {client}, for {step} very sure. For the rest I assumed that materials arrive complete; if they do, the price stands.",
    ],
    ["c", "They are complete, apart from two pieces my colleague owes me since March."],
    ["f", "Then let us put these two last. That works."],
  ],
  [
    ["c", "Good afternoon {freelancer}. Did you have a case where something went badly wrong? And what did you do?"],
    [
      "f",
      "Yes. Three years ago I trusted a backup nobody had ever restored. Since then a rehearsal is part of every plan of mine.",
    ],
    ["c", "That is the answer I hoped for. We decide on Thursday."],
    ["f", "Good. I keep the week free until then."],
  ],
  [
    ["c", "Hello {freelancer}, one of us would prefer to begin with {step} only. Would that be possible?"],
    ["f", "Certainly, {client}. It was planned so that it is useful by itself."],
    ["c", "Perfect. And would you be available to continue afterwards?"],
    ["f", "I would hold two days a week for six weeks. If you need more notice than that, tell me."],
    ["c", "That suits us well."],
    ["f", "Then I look forward to it."],
  ],
  [
    ["c", "Hi {freelancer}, quick question about your proposal: does the price include corrections?"],
    ["f", "Two rounds, yes. A third has never been necessary when the first conversation was a good one."],
    ["c", "Then let us have a good one. Tomorrow at ten?"],
    ["f", "Ten is fine. I send a link."],
  ],
];

/** After the hire. */
export const beginnings: [by: "c" | "f", text: string][][] = [
  [
    ["c", "Welcome on board, {freelancer}! The first milestone is on its way."],
    ["f", "Thank you, {client}. I have set up a folder and begin with {step} as soon as it is funded."],
    ["c", "Access is in your mailbox. Ask for whatever is missing."],
    ["f", "Everything works, only the second account wants a code from your phone."],
    ["c", "It is on its way to you."],
  ],
  [
    [
      "f",
      "Good to be working with you, {client}. I wrote a plan of one page; the dates in it are the ones I can promise.",
    ],
    ["c", "Read and agreed. I showed it to my colleagues and nobody complained, which is new."],
    ["f", "Then I start with {step} today."],
  ],
  [
    ["c", "Contract signed, thank you. Who needs what from whom this week?"],
    [
      "f",
      "From you: the materials and a decision between the two variants I sent. From me: a first result by Thursday.",
    ],
    ["c", "Variant two, please. Materials follow in an hour."],
    ["f", "Received, and complete. That is rarer than you think."],
  ],
];

/** While it runs. */
export const progress: [by: "c" | "f", text: string][][] = [
  [
    [
      "f",
      "Half-way through {step}. One thing looks different from what we assumed; I wrote down two options, and would take the first.",
    ],
    ["c", "The first it is. Does it change the date?"],
    ["f", "No, it changes my weekend, but only slightly."],
    ["c", "Please keep the weekend. Tuesday is early enough."],
    ["f", "Very kind. Tuesday, then."],
  ],
  [
    ["f", "A first look at {step} is in the shared folder. It is meant to be looked at, not polished yet."],
    ["c", "Looked at it with three colleagues. All like it; one would have liked a different blue, as he always does."],
    ["f", "Give him my regards. I will try one and show both."],
  ],
  [
    ["c", "How is {step} coming along?"],
    ["f", "Well. What took longest is done, and what remains is pleasant. I hand it in the day after tomorrow."],
    ["c", "Wonderful. We present it to the board on Friday."],
    ["f", "Then I will be reachable on Friday morning, in case somebody asks something clever."],
  ],
  [
    ["f", "I noticed an error in the material: two figures on page four contradict each other. Which one is right?"],
    ["c", "The second one. Thank you for noticing, nobody here had."],
    ["f", "Corrected in both places."],
  ],
];

/** Around a request for changes. */
export const revisions: [by: "c" | "f", text: string][][] = [
  [
    ["c", "Thank you for {step}. Most of it is excellent; I have asked for changes in two places and explained why."],
    ["f", "I see what you mean, the second point especially. Give me until tomorrow evening."],
    ["c", "No hurry, the day after is fine as well."],
  ],
  [
    ["c", "I am afraid we need one more round on {step}. It is our fault: the requirement was not clear."],
    ["f", "That happens. I would rather correct it now than explain it later."],
    ["c", "Thank you for taking it so well."],
    ["f", "Of course. You will hear from me."],
  ],
];

/** At the end. */
export const endings: [by: "c" | "f", text: string][][] = [
  [
    ["c", "Everything approved. It was a pleasure, {freelancer}, and we will call you again."],
    [
      "f",
      "Thank you, {client}. I left notes on how everything is set up; if something is unclear in half a year, just write.",
    ],
    ["c", "We will. Have a good summer!"],
  ],
  [
    ["f", "That was the last part. Thank you for answering so quickly all the time, it made this easy."],
    [
      "c",
      "Thank you! Our people use it already and have stopped grumbling. I cannot remember when that last happened.",
    ],
  ],
  [
    ["c", "Funds are released, and my review is on its way. Great work."],
    ["f", "Much obliged. Mine too. All the best to the whole team."],
  ],
];

/** Messages that nobody has read yet. */
export const unreadLines = [
  "One more thought about {step}: could we look at it together for ten minutes tomorrow?",
  "I have just put the newest version into the folder. Have a look whenever it suits you.",
  "A short question: is the list you sent last week still the current one?",
  "Good news: that is finished earlier than planned. I will hand it in this evening.",
  "By the way, I am away next Thursday; everything before is on track.",
];

export const handIns = [
  "{step} is complete. You find everything in the shared folder; the note on page one says what changed since the last version and what I would watch.",
  "Here is {step}. I tested it with the cases from our list, plus three that were not on it. Two small points are open and described at the end.",
  "Handing in {step}. Please look at the second section first, since most of your questions went into it.",
  "{step} as agreed, including the corrections from our call. I left the earlier version beside it so that you can compare.",
  "This is {step}. One decision I took for you is marked in yellow; it can be reversed in five minutes.",
];

export const changeRequests = [
  "Very close. Please bring the second part in line with the list of the 12th, and make the first page readable on a small screen.",
  "Two of the cases we agreed on are missing, the cancellation and the change of address. The rest is as it should be.",
  "The tone of the introduction is more formal than we are. Could you take the sample page as measure and revise the first third?",
  "The figures on page three do not match the source. Please check the join, and add where each number comes from.",
];

export const refundReasons = [
  "Our funding was cut and we have to stop before this part begins. We are sorry and would like to have the held amount back.",
  "The partner whose data this part depends on has withdrawn, so it cannot be done any more.",
  "We agreed in our call to drop this part and to do it in-house.",
];

export const endReasons = [
  "All work is done and approved.",
  "Finished, thank you for everything.",
  "The project is complete.",
  "Completed as agreed.",
  "",
];

export const offerMessages = [
  "We would like to work with you. To fit our budget of this quarter we moved a part of the price into the second step.",
  "Your proposal convinced us. Could you do it with a slightly longer review, since two of us have to agree each time?",
  "We would like to start smaller than you proposed and extend it if it goes well.",
  "Happy to hire you on nearly your terms; the small difference is the documentation, which we write ourselves.",
];

export const counterMessages = [
  "Thank you! I could meet you half-way if the first step stays as proposed.",
  "Glad to. With the longer review I would need the amount of the first step as I proposed it.",
];

/** What clients write about freelancers. */
export const praise = [
  "Understood what we needed before we did, and delivered a day early.",
  "Calm, precise, and honest about what would not work. We have booked the next project already.",
  "Asked the right questions in the first hour. The result is in use every day.",
  "Excellent work and a pleasure to deal with. Notes and hand-over were better than those of our own team.",
  "Found two mistakes in our own material and told us kindly.",
  "Reliable from the first message to the last. Prices were clear and stayed so.",
  "Our most sceptical colleague now recommends it to everybody.",
  "Very good quality. One delay of two days, announced well before.",
  "Explains complicated things in plain words and does not oversell.",
  "Delivered exactly what was agreed, and a list of what we should do next.",
  "Good communication across six time zones. We never waited longer than a night.",
  "Strong in the craft, and patient with a board that changed its mind twice.",
  "The result looks simple, which must have been hard.",
  "Thorough work. We needed one more round than planned, and it went smoothly.",
  "Would hire again without a second thought.",
  "Took our half-finished idea seriously and made it whole.",
];

/** Middling reviews, for the truth of it. */
export const reservations = [
  "Solid result, though we had to remind twice about the agreed dates.",
  "Good work in the end. The first version missed a part of the description.",
  "Friendly and competent; communication could have been quicker.",
];

/** What freelancers write about clients. */
export const thanks = [
  "Clear description, quick answers, prompt release. What more could one want?",
  "Knew what they wanted and were open to suggestions. Gladly again.",
  "A client who reads before answering. Payment came on the same day.",
  "Well prepared and kind, even when we had to change the plan.",
  "Decisions took a day, not a week. That made all the difference.",
  "Materials were complete on the first morning, which deserves a star of its own.",
  "Good feedback: specific, collected and friendly.",
  "Fair and straightforward. The one misunderstanding was sorted out in five minutes.",
  "Interesting project, pleasant people, no surprises.",
  "They told me at once when something was not right, and when it was.",
];

export const replies = [
  "Thank you! It was a pleasure, and I am glad that it is in use.",
  "Many thanks for the kind words. Until next time.",
  "Thank you. You made it easy to do good work.",
  "Thanks for the honest review; I have taken the point about dates to heart.",
];
