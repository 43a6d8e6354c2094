/**
 * Where the API is: below the site's own origin, in every deployment. The session's cookie and the content security policy want
 * it there, and `start.js` asks there before anything else is known.
 */
export const API = "/api";

/** What differs between deployments of the same files: read once, before anything is rendered. */
export interface RuntimeConfig {
  /** Address of the socket; null: the one the ticket names. */
  socketUrl: string | null;
  stage: string;
}

export const config: RuntimeConfig = { socketUrl: null, stage: "production" };

/** Reads /config.json; a site without one is a production site. */
export async function loadConfig(): Promise<void> {
  try {
    const response = await fetch("/config.json");
    if (response.ok) Object.assign(config, await response.json());
  } catch {
    // Offline: what is cached is shown with the defaults.
  }
}

/** Whether the clock can be moved here. */
export const hasSandbox = () => config.stage === "local" || config.stage === "sandbox";
