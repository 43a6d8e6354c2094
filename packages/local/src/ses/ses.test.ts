import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { createClock, type LocalClock } from "../clock.ts";
import { clientOptions, deploymentOf, serve, silentTrace } from "../sqs/service-fixture.ts";
import { startMail } from "./index.ts";

let clock: LocalClock;
let stateDir: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  clock = createClock();
  stateDir = mkdtempSync(join(tmpdir(), "mail-"));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  clock.close();
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(identities: string[] = [], dir?: string) {
  const deployment = deploymentOf(
    ...identities.map((EmailIdentity) => ({
      type: "AWS::SES::EmailIdentity",
      physicalId: EmailIdentity,
      properties: { EmailIdentity },
    })),
  );
  const mail = await startMail({ port: 0, clock, trace: silentTrace, stateDir: dir, deployment });
  const server = await serve(mail, "ses");
  closing.push(server.close, () => mail.close());
  const ses = new SESv2Client(clientOptions(server.endpoint));
  const send = (change: Partial<SendEmailCommandInput> = {}) =>
    ses.send(
      new SendEmailCommand({
        FromEmailAddress: "Marketplace <hello@mail.example.com>",
        Destination: { ToAddresses: ["Ada@example.org"] },
        Content: {
          Simple: {
            Subject: { Data: "Willkommen <b>" },
            Body: {
              Text: { Data: "Go to https://app.example/x?a=1&b=2 now" },
              Html: { Data: "<p>Hi</p><script>x</script>" },
            },
          },
        },
        ...change,
      }),
    );
  const inbox = async (path: string, init?: RequestInit) => fetch(mail.url + path, init);
  return { mail, send, inbox };
}

describe("mail", () => {
  test("what is sent through SES is in the inbox, newest first, by recipient", async () => {
    const { send, inbox } = await start();
    const { MessageId } = await send();
    await send({ Destination: { ToAddresses: ["bob@example.org"], CcAddresses: ["ada@example.org"] } });
    const all = await (await inbox("/messages")).json();
    expect(all).toHaveLength(3);
    const ofAda = (await (await inbox("/messages?to=ada@example.org")).json()) as unknown[];
    expect(ofAda).toHaveLength(2);
    expect(ofAda[1]).toEqual({
      id: MessageId,
      to: "Ada@example.org",
      from: "Marketplace <hello@mail.example.com>",
      subject: "Willkommen <b>",
      text: "Go to https://app.example/x?a=1&b=2 now",
      html: "<p>Hi</p><script>x</script>",
      at: expect.any(Number),
    });
  });

  test("a raw mail is read as its recipients see it", async () => {
    const { send, inbox } = await start();
    const raw = [
      "From: hello@mail.example.com",
      "To: Ada <ada@example.org>",
      "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("Schöne Grüße").toString("base64"),
    ].join("\r\n");
    await send({ FromEmailAddress: undefined, Destination: undefined, Content: { Raw: { Data: Buffer.from(raw) } } });
    const [mail] = (await (await inbox("/messages")).json()) as { text: string }[];
    expect(mail).toMatchObject({ to: "ada@example.org", from: "hello@mail.example.com", subject: "Grüße" });
    expect(mail?.text).toContain("Schöne Grüße");
  });

  test.each<[string, string[], boolean]>([
    ["its own domain", ["mail.example.com"], true],
    ["the domain above", ["example.com"], true],
    ["its own address", ["hello@mail.example.com"], true],
    ["another address", ["other@mail.example.com"], false],
    ["a domain that merely ends alike", ["ample.com"], false],
  ])("a sender is checked against the deployment's identities: %s", async (_title, identities, accepted) => {
    const { send, mail } = await start(identities);
    if (accepted) await send();
    else
      await expect(send()).rejects.toMatchObject({
        name: "MessageRejected",
        message: expect.stringContaining("not verified"),
      });
    expect(mail.messages()).toHaveLength(accepted ? 1 : 0);
  });

  test.each<[string, Partial<SendEmailCommandInput>]>([
    ["no recipient", { Destination: {} }],
    ["a recipient that is no address", { Destination: { ToAddresses: ["ada"] } }],
    ["no content", { Content: {} }],
    [
      "a subject of several lines",
      { Content: { Simple: { Subject: { Data: "a\r\nBcc: x@y.z" }, Body: { Text: { Data: "x" } } } } },
    ],
  ])("a mail with %s is refused", async (_title, change) => {
    const { send, mail } = await start();
    await expect(send(change)).rejects.toMatchObject({ name: "BadRequestException" });
    expect(mail.messages()).toEqual([]);
  });

  test("mails of other parts need no identity, and carry virtual time", async () => {
    const { mail } = await start(["example.com"]);
    await clock.advance(86_400_000);
    await mail.deliver({ to: "ada@example.org", subject: "Code", text: "123456" });
    expect(mail.messages("ada@example.org")).toMatchObject([{ subject: "Code", text: "123456" }]);
    expect(Math.abs((mail.messages()[0]?.at ?? 0) - clock.now())).toBeLessThan(5000);
  });

  test("the page lists mails, links what can be followed, and lets no mail break out", async () => {
    const { send, inbox } = await start();
    await send();
    const page = await inbox("/");
    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).toContain("Willkommen &#60;b&#62;");
    expect(html).toContain('<a href="https://app.example/x?a=1&#38;b=2"');
    expect(html).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="&#60;base');
    expect(html).not.toContain("<script>x</script>");
  });

  test("the inbox can be emptied", async () => {
    const { send, inbox } = await start();
    await send();
    expect((await inbox("/messages", { method: "DELETE" })).status).toBe(204);
    expect(await (await inbox("/messages")).json()).toEqual([]);
  });

  test("mails outlive the process", async () => {
    const first = await start([], stateDir);
    await first.send();
    const second = await start([], stateDir);
    expect(second.mail.messages()).toHaveLength(1);
  });
});
