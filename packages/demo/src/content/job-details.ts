/** Circumstances that a client adds to a kind of job. */

export const workingTogether = [
  "We answer questions within a working day and decide quickly.",
  "Our team speaks English and German; documents are in English.",
  "We meet once a week for half an hour and write the rest.",
  "You work when you like; we only need two hours of overlap with Central European time.",
  "There is one person with the last word, and that person reads this job.",
  "Everything you need is prepared: access, materials and a contact for each topic.",
  "This is our first project with a freelancer, so we are glad about advice on how to work together.",
  "If we get on well, there is more work of this kind every quarter.",
  "We would like to start within two weeks but can wait for the right person.",
  "Please plan in small pieces: we prefer to see something unfinished early.",
  "We pay per milestone and release on the day we are content.",
  "A colleague did a first version last year; you may keep as much or as little of it as you think right.",
  "Confidentiality matters to us; a simple agreement will be signed by both sides.",
  "There is no fixed date, but our season begins in spring and it should be done by then.",
  "We are a small company without jargon, and would like the result to be the same.",
  "You will work with our office manager, who knows every detail of this.",
];

export const whatToSend = [
  "Tell us briefly how you would begin and what you would need from us.",
  "Please show one comparable piece of work and say what your part in it was.",
  "A rough plan with milestones is enough; we discuss details in a call.",
  "If something in this description seems wrong to you, tell us: that is a good sign.",
  "Short proposals are welcome. We read all of them.",
  "Say what is not included in your price, so that we can compare.",
  "Let us know when you could start and how many hours a week you have.",
  "Please name the biggest risk you see.",
  "We decide by the end of next week and answer everybody.",
  "An estimate in ranges is fine as long as you say what it depends on.",
  "Tell us what you would leave out if the budget were a third smaller.",
  "References are nice, but an interested question is worth more.",
];

export const closeReasons = [
  "The project was postponed to next year.",
  "We found somebody inside the company.",
  "The budget was not approved.",
  "Our needs have changed; we will post again with a better description.",
  "The partner we depend on has withdrawn.",
];

export const declineReasons = [
  "Thank you, we chose somebody with more experience in our field.",
  "Your price is above what we can spend.",
  "We need somebody who can start earlier.",
  "A good proposal, but we prefer to work in one time zone.",
  "We have decided for a team instead of one person.",
  "Your approach goes further than what we need now.",
];
