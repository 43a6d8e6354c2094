/** The typed API client and its cache. Reads go through `read` and `readPages`, keyed by operation and request. */
import type { Operation } from "@freelancerm/contracts";
import { type ApiClient, ApiError, createApiClient } from "@freelancerm/contracts/client";
import { infiniteQueryOptions, QueryClient, queryOptions } from "@tanstack/react-query";
import { API } from "./config.ts";

/** Set by the session: this module knows nothing of signing in. */
export const credentials: { token?: string; renew?: () => Promise<boolean> } = {};

declare global {
  interface Window {
    /** What start.js asked for before the application was there, by method and address; nothing where no answer came. */
    early?: Record<string, Promise<Response | undefined>>;
  }
}

/** For how long after the start of the page an answer that was asked for early is as good as a new one. */
const EARLY_MS = 20_000;

/** What start.js asked for already, once; else asks now. */
const ask: typeof fetch = async (input, init) => {
  const request = `${init?.method} ${input}`;
  const early = window.early?.[request];
  delete window.early?.[request];
  const isFresh = init?.method !== "GET" || performance.now() < EARLY_MS;
  return (isFresh && (await early)) || fetch(input, init);
};

export const api: ApiClient = createApiClient({
  fetch: ask,
  baseUrl: API,
  token: () => credentials.token,
  renew: () => credentials.renew?.() ?? Promise.resolve(false),
});

type RequestOf<O extends Operation> = Omit<NonNullable<Parameters<ApiClient[O]>[0]>, "signal">;
export type Answer<O extends Operation> = Awaited<ReturnType<ApiClient[O]>>;
type ItemOf<O extends Operation> = Answer<O> extends { items: (infer T)[] } ? T : never;

const call = <O extends Operation>(operation: O, request: object) =>
  (api[operation] as (request: object) => Promise<Answer<O>>)(request);

const isPassing = (error: unknown) => !(error instanceof ApiError) || error.status === 503 || error.status === 502;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      retry: (failures, error) => isPassing(error) && failures < 2,
      retryDelay: (attempt) => Math.random() * Math.min(8_000, 500 * 2 ** attempt),
    },
  },
});

/** Options of a query for one answer. */
export const read = <O extends Operation>(operation: O, request?: RequestOf<O>) =>
  queryOptions({
    queryKey: [operation, request ?? {}] as const,
    queryFn: ({ signal }) => call(operation, { ...request, signal }),
  });

/** Options of a query for a paged list that grows by "more". */
export const readPages = <O extends Operation>(operation: O, request?: RequestOf<O>) =>
  infiniteQueryOptions({
    queryKey: [operation, "pages", request ?? {}] as const,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...(request as { query?: object } | undefined)?.query, cursor: pageParam ?? undefined };
      return call(operation, { ...request, query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as { nextCursor?: string | null }).nextCursor ?? undefined,
  });

/** Forgets all that was read: it was for somebody else. */
export function forgetAnswers(): void {
  window.early = {};
  queryClient.clear();
}

/** Resolves when no read is under way: what can wait must not take the line from what is looked at. */
export async function quiet(): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 300));
  while (queryClient.isFetching() > 0);
}

/** The items of all pages that were loaded. */
export const itemsOf = <O extends Operation>(data: { pages: Answer<O>[] } | undefined): ItemOf<O>[] =>
  (data?.pages ?? []).flatMap((page) => (page as unknown as { items: ItemOf<O>[] }).items);

/** Loads these operations again wherever they are shown. */
export const refresh = (...operations: Operation[]): Promise<void> =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => operations.includes(queryKey[0] as Operation) });

/** For how long a count that others change, too, is shown on another page without being loaded again. */
export const COUNT_STALE_MS = 2_000;

/** What happened is counted within a second as a rule, and later where much happens. */
const COUNTED_MS = [1_000, 3_000, 8_000];

/** Loads counts again once they should hold what has just happened: they follow it by a moment. */
export function refreshCounts(...operations: Operation[]): void {
  for (const delay of COUNTED_MS) setTimeout(() => void refresh(...operations), delay);
}

export const newKey = (): string => crypto.randomUUID();
