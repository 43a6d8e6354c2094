/** Every address of the site, in one place. */
const withQuery = (path: string, query: Record<string, string | undefined> = {}) => {
  const search = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
  return search ? `${path}?${search}` : path;
};

export const paths = {
  home: () => "/",
  jobs: (query?: { q?: string; category?: string; skill?: string; sort?: "match" }) => withQuery("/jobs", query),
  talent: (query?: { q?: string; category?: string; skill?: string; sort?: "match"; for?: string }) =>
    withQuery("/talent", query),
  job: (jobId: string) => `/jobs/${jobId}`,
  newJob: (step = "title") => `/jobs/new/${step}`,
  editJob: (jobId: string, step = "title") => `/jobs/${jobId}/edit/${step}`,
  jobProposals: (jobId: string, query?: { compare?: string; tab?: string }) =>
    withQuery(`/jobs/${jobId}/proposals`, query),
  propose: (jobId: string) => `/jobs/${jobId}/propose`,
  proposal: (proposalId: string) => `/proposals/${proposalId}`,
  editProposal: (proposalId: string) => `/proposals/${proposalId}/edit`,
  myJobs: () => "/my/jobs",
  savedJobs: () => "/my/saved",
  savedSearches: () => "/my/saved/searches",
  /** A search of the list of jobs. */
  search: (query: Record<string, string>) => withQuery("/jobs", query),
  myProposals: () => "/my/proposals",
  contracts: () => "/contracts",
  contract: (contractId: string, tab?: string) =>
    tab ? `/contracts/${contractId}/${tab}` : `/contracts/${contractId}`,
  receipt: (contractId: string, seq: number) => `/contracts/${contractId}/payments/${seq}`,
  messages: () => "/messages",
  room: (roomId: string) => `/messages/${roomId}`,
  notifications: () => "/notifications",
  payments: () => "/payments",
  payouts: () => "/payouts",
  freelancer: (userId: string) => `/freelancers/${userId}`,
  client: (userId: string) => `/clients/${userId}`,
  editProfile: () => "/profile",
  settings: (section = "account") => `/settings/${section}`,
  signUp: (query?: { role?: string; next?: string }) => withQuery("/sign-up", query),
  confirm: (query?: { email?: string; next?: string }) => withQuery("/confirm", query),
  signIn: (query?: { next?: string; email?: string }) => withQuery("/sign-in", query),
  forgot: () => "/forgot-password",
  reset: (query?: { email?: string }) => withQuery("/reset-password", query),
  adminCategories: () => "/admin/categories",
  adminCases: () => "/admin/cases",
  adminCase: (caseId: string) => `/admin/cases/${caseId}`,
  adminAudit: () => "/admin/audit",
  apiReference: () => "/developers",
} as const;

/** Where to go after signing in: only an address of this site. */
export const safeNext = (next: string | null): string =>
  next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : paths.home();
