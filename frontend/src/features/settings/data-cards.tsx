import { ApiError } from "@freelancerm/contracts/client";
import type { OwnItem } from "@freelancerm/contracts/own-data";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { api } from "../../lib/api.ts";
import { now } from "../../lib/clock.ts";
import { codeOf } from "../../lib/failure.ts";
import { counted } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { signOut } from "../../session/session.ts";
import { IconDownload } from "../../ui/icons.ts";
import { Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { Proof } from "./proof.tsx";

/** A page of the export; where pages were asked for too fast, waits as long as it was told to. */
async function pageAt(cursor: string | undefined) {
  for (;;) {
    try {
      return await api.exportMyData({ query: { limit: 100, cursor } });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 429)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 5)));
    }
  }
}

/** Everything of one's own by section, with how many things there are so far told on the way. */
async function collect(tell: (count: number) => void): Promise<Partial<Record<OwnItem["section"], unknown[]>>> {
  const own: Partial<Record<OwnItem["section"], unknown[]>> = {};
  let count = 0;
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await pageAt(cursor);
    for (const { section, data } of items) {
      own[section] ??= [];
      own[section].push(data);
    }
    count += items.length;
    tell(count);
    cursor = nextCursor ?? undefined;
  } while (cursor);
  return own;
}

function saveAs(name: string, content: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** All of one's own, to take along or to be erased. */
export const DataCards = () => (
  <>
    <ExportCard />
    <CloseCard />
  </>
);

function ExportCard() {
  const [count, setCount] = useState(0);
  const download = useAction(() => collect(setCount), {
    onSuccess: (own) => {
      const exportedAt = new Date(now()).toISOString();
      saveAs(`freelancerm-${exportedAt.slice(0, 10)}.json`, { exportedAt, ...own });
      toast.done("Your data is in your downloads.");
    },
  });
  return (
    <section className="card stack" aria-labelledby="take-along">
      <h2 id="take-along">Take your data along</h2>
      <p className="dim">
        One file with everything that is kept about you: account and profiles, jobs, proposals, contracts, reviews, your
        statement, the messages you sent, saved jobs and searches, and your notifications.
      </p>
      <div className="row">
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending}
          onClick={() => {
            setCount(0);
            download.mutate();
          }}
        >
          Download my data
        </Button>
        <p className="small dim" role="status">
          {download.isPending && `${counted(count, "thing")} so far`}
        </p>
      </div>
      <p className="tiny dim">
        JSON, as the API answers it. Files you sent are named in it; they are where you sent them.
      </p>
    </section>
  );
}

interface Running {
  count: number;
  contracts: { id: string; title: string }[];
}

function CloseCard() {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [running, setRunning] = useState<Running>();

  async function close(body: { password: string; code?: string }) {
    try {
      await api.closeAccount({ body });
    } catch (error) {
      if (codeOf(error) !== "account.in_use") throw error;
      setRunning((error as ApiError).problem.facts as unknown as Running);
      return;
    }
    await signOut();
    toast.done("Your account is closed. A mail confirms it.");
    void navigate(paths.home());
  }

  return (
    <section className="card stack" aria-labelledby="close-account">
      <h2 id="close-account">Close your account</h2>
      <p className="dim">
        Your name, address, picture, profiles and portfolio are erased, your jobs close and your proposals are
        withdrawn. What you agreed with others stays readable to them, under “Closed account”. It cannot be undone.
      </p>
      {running && (
        <Notice tone="bad">
          <p>
            {counted(running.count, "contract")} {running.count === 1 ? "has" : "have"} to end first:
          </p>
          <ul style={{ paddingLeft: 18 }}>
            {running.contracts.map(({ id, title }) => (
              <li key={id}>
                <Link to={paths.contract(id)}>{title}</Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          Close my account
        </Button>
      </div>
      {asking && (
        <Proof
          title="Close your account for good?"
          confirm="Close it for good"
          run={close}
          onClose={() => setAsking(false)}
        >
          <p>Take your data along first: afterwards there is no way to it.</p>
        </Proof>
      )}
    </section>
  );
}
