/** A search is saved, somebody publishes, and whoever waits is told: at once, or a day later. Moves the marketplace's clock. */
import { eventually, inboxOf, job, moveClock, newcomer, type Person, signIn, someCategory } from "./kit.ts";
import { noticesOn, tally } from "./steps.ts";

/** A word that no other job has. */
const word = `zither${Date.now().toString(36)}`;
let client: Person;
let freelancer: Person;
beforeAll(async () => {
  [client, freelancer] = await Promise.all([newcomer("Clea", "client"), newcomer("Finn", "freelancer")]);
});

const publish = async (title: string) =>
  (await client.api.createJob({ body: { ...job, ...(await someCategory()), title, publish: true } })).id;
const noticesOf = async ({ api }: Person) =>
  (await api.listNotifications({ query: { limit: 50 } })).items.filter(({ kind }) => kind === "search_matched");

test("a job is told of once: under the bell, on the socket and by mail, however often it is opened", async () => {
  const body = { name: "Zithers", query: { q: word }, alerts: "instant" } as const;
  await freelancer.api.createSavedSearch({ body });
  const socket = await freelancer.socket();
  const jobId = await publish(`Tune a ${word}`);
  const { notification } = await socket.receives("notification.new", (frame) =>
    frame.notification.link.includes(jobId),
  );
  expect(notification).toMatchObject({
    kind: "search_matched",
    title: `New job: “Tune a ${word}”`,
    body: "Your saved search “Zithers” found it.",
    link: `/jobs/${jobId}`,
  });
  await client.api.pauseJob({ params: { jobId } });
  await client.api.publishJob({ params: { jobId } });
  // What comes after it has arrived: so would have the first, had it been sent again.
  const next = await publish(`Buy a ${word}`);
  await eventually(
    () => inboxOf(freelancer.email),
    (mails) => mails.some(({ subject }) => subject.includes(`Buy a ${word}`)),
  );
  const links = { [`/jobs/${jobId}`]: 1, [`/jobs/${next}`]: 1 };
  expect(tally((await noticesOf(freelancer)).map(({ link }) => link))).toEqual(links);
  expect(tally(noticesOn(socket, "search_matched").map((frame) => frame.notification.link))).toEqual(links);
  const subjects = (await inboxOf(freelancer.email)).map(({ subject }) => subject);
  expect(tally(subjects.filter((subject) => subject.includes(word)))).toEqual({
    [`New job: “Tune a ${word}”`]: 1,
    [`New job: “Buy a ${word}”`]: 1,
  });
  socket.close();
});

test("a daily search tells of a day's jobs together, with a link to the list; then of the next day's alone", async () => {
  const ida = await newcomer("Ida", "freelancer");
  const query = { q: word, type: "fixed" } as const;
  const { id: searchId } = await ida.api.createSavedSearch({ body: { name: "Any zither", query, alerts: "daily" } });
  await publish(`String a ${word}`);
  const first = await publish(`Paint a ${word}`);
  // The list shows a job a moment after it was published.
  await eventually(
    () => client.api.listJobs({ query: { q: word } }),
    ({ items }) => items.some(({ id }) => id === first),
  );
  await moveClock(1);
  const later = await signIn(ida.email, ida.password);
  const [told] = await eventually(
    () => noticesOf(later),
    (notices) => notices.length > 0,
  );
  expect(told).toMatchObject({
    title: "2 new jobs for “Any zither”",
    body: `“Paint a ${word}”, “String a ${word}”.`,
    link: `/jobs?q=${word}&type=fixed`,
  });
  await eventually(
    () => inboxOf(ida.email),
    (mails) => mails.some(({ subject, text }) => subject === told!.title && text.includes(told!.link)),
  );

  const second = await publish(`Sell a ${word}`);
  await eventually(
    () => client.api.listJobs({ query: { q: word } }),
    ({ items }) => items.some(({ id }) => id === second),
  );
  await moveClock(1);
  const last = await signIn(ida.email, ida.password);
  const all = await eventually(
    () => noticesOf(last),
    (notices) => notices.length > 1,
  );
  expect(all.map(({ link }) => link)).toEqual([`/jobs/${second}`, told!.link]);

  await last.api.deleteSavedSearch({ params: { searchId } });
  expect(await last.api.listSavedSearches()).toEqual({ items: [] });
}, 120_000);
