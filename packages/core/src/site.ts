/** Where the site is, as mails and feeds lead to it. */
export interface Site {
  siteUrl(): string;
}

/** The address of a page of it; the site's own may end with a slash. */
export const pageOf = (siteUrl: string, path: string): string => siteUrl.replace(/\/$/, "") + path;
