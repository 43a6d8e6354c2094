/** What a view shows when it has nothing to show yet, nothing at all, or failed. */
import { ApiError } from "@freelancerm/contracts/client";
import { Button } from "@mantine/core";
import type { UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { requestIdOf, wordsOf } from "../lib/failure.ts";
import { paths } from "../lib/paths.ts";
import { IconAlert, IconEmpty, IconInfo, IconLock, IconLost, IconOffline, IconRetry } from "./icons.ts";
import { When } from "./marks.tsx";
import { PageTitle, useDocumentTitle } from "./page.tsx";

export function Bone({ height = 16, width = "100%" }: { height?: number; width?: number | string }) {
  return <div className="bone" style={{ height, width }} />;
}

/** A list that is on its way, with the geometry it will have. */
export function SkeletonList({ rows = 5, height = 92 }: { rows?: number; height?: number }) {
  return (
    <div className="stack" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same.
        <div className="card" key={row} style={{ minHeight: height }}>
          <div className="stack tight">
            <Bone width="45%" height={18} />
            <Bone width="80%" />
            <Bone width="30%" />
          </div>
        </div>
      ))}
    </div>
  );
}

export function SkeletonPage() {
  return (
    <div className="stack loose" aria-busy="true" role="status" aria-label="Loading">
      <Bone width="min(420px, 70%)" height={36} />
      <SkeletonList rows={3} height={140} />
    </div>
  );
}

export function Empty({
  title,
  children,
  action,
  icon: Icon = IconEmpty,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  icon?: typeof IconEmpty;
}) {
  return (
    <div className="state">
      <Icon size={44} stroke={1.3} aria-hidden />
      <h2>{title}</h2>
      {children && <p className="dim">{children}</p>}
      {action}
    </div>
  );
}

/** A request that failed: what, under which id, and how to go on. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const requestId = requestIdOf(error);
  const limited = error instanceof ApiError && error.status === 429;
  return (
    <div className="state" role="alert">
      {navigator.onLine ? <IconAlert size={44} stroke={1.3} aria-hidden /> : <IconOffline size={44} aria-hidden />}
      <h2>{limited ? "A little too fast" : "This did not load"}</h2>
      <p className="dim">{wordsOf(error)}</p>
      {requestId && (
        <p className="dim tiny">
          Request <code>{requestId}</code>
        </p>
      )}
      {retry && (limited ? <Countdown seconds={error.retryAfter ?? 10} then={retry} /> : <RetryButton retry={retry} />)}
    </div>
  );
}

const RetryButton = ({ retry }: { retry: () => void }) => (
  <Button variant="light" leftSection={<IconRetry size={18} />} onClick={retry}>
    Try again
  </Button>
);

/** Counts the seconds the API asked to wait, then offers to go on. */
export function Countdown({ seconds, then }: { seconds: number; then: () => void }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft((value) => Math.max(0, value - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  if (left === 0) return <RetryButton retry={then} />;
  return <p className="num">You can try again in {left} s.</p>;
}

function SystemPage({ title, icon: Icon, children }: { title: string; icon: typeof IconLost; children: ReactNode }) {
  return (
    <div className="state">
      <Icon size={52} stroke={1.2} aria-hidden />
      <PageTitle title={title} />
      {children}
    </div>
  );
}

export function NotFound() {
  return (
    <SystemPage title="There is nothing here" icon={IconLost}>
      <p className="dim">The address is wrong, what was here is gone, or it is not yours to see.</p>
      <div className="row" style={{ justifyContent: "center" }}>
        <Button component={Link} to={paths.home()}>
          Go to the home page
        </Button>
        <Button component={Link} to={paths.jobs()} variant="default">
          Browse jobs
        </Button>
      </div>
    </SystemPage>
  );
}

export function Forbidden({ needs }: { needs?: string }) {
  return (
    <SystemPage title="This is not open to you" icon={IconLock}>
      <p className="dim">
        {needs ? `This page is for people who act as ${needs}.` : "Your account does not have the role this needs."}
      </p>
      <Button component={Link} to={paths.settings("roles")} variant="light">
        See your roles
      </Button>
    </SystemPage>
  );
}

export function Broken({ retry }: { retry: () => void }) {
  return (
    <SystemPage title="Something went wrong" icon={IconAlert}>
      <p className="dim">The page could not be shown. Nothing you saved is lost.</p>
      <RetryButton retry={retry} />
    </SystemPage>
  );
}

function SignInFirst() {
  const { pathname, search } = useLocation();
  useDocumentTitle("Sign in");
  return (
    <Empty
      title="Sign in to see this"
      icon={IconLock}
      action={
        <Button component={Link} to={paths.signIn({ next: pathname + search })}>
          Sign in
        </Button>
      }
    />
  );
}

/** A failed request as a page of its own when that says it better. */
export function FailedPage({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error instanceof ApiError) {
    if (error.status === 404) return <NotFound />;
    if (error.code === "request.invalid" && error.problem.errors?.some(({ field }) => field.endsWith("Id"))) {
      return <NotFound />;
    }
    if (error.status === 403) return <Forbidden />;
    if (error.status === 401) return <SignInFirst />;
  }
  return <Failure error={error} retry={retry} />;
}

/** Shows what a query answered; else its skeleton or its failure. Old data stays, with its age. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: UseQueryResult<T> | UseInfiniteQueryResult<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Stale since={query.dataUpdatedAt} retry={query.refetch} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <FailedPage error={query.error} retry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonPage />;
}

function Stale({ since, retry }: { since: number; retry: () => void }) {
  return (
    <Notice tone="waiting">
      This is from <When at={new Date(since).toISOString()} /> and could not be renewed.{" "}
      <button type="button" className="text-button" onClick={() => retry()}>
        Try again
      </button>
    </Notice>
  );
}

export function Notice({
  tone = "neutral",
  title,
  children,
}: {
  tone?: "neutral" | "good" | "waiting" | "bad";
  title?: string;
  children: ReactNode;
}) {
  const Icon = tone === "bad" || tone === "waiting" ? IconAlert : IconInfo;
  return (
    <div className="notice" data-tone={tone} role={tone === "bad" ? "alert" : undefined}>
      <Icon size={20} aria-hidden />
      <div className="grow">
        {title && <p className="strong">{title}</p>}
        <div>{children}</div>
      </div>
    </div>
  );
}

/** The button under a list that has more pages. */
export function More({
  query,
}: {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => unknown;
  };
}) {
  if (!query.hasNextPage) return null;
  return (
    <div className="row" style={{ justifyContent: "center", paddingTop: 8 }}>
      {query.isFetchNextPageError && <span role="alert">The next ones did not load.</span>}
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        {query.isFetchNextPageError ? "Try again" : "Show more"}
      </Button>
    </div>
  );
}
