/** What differs between deployments of the same files: read once, before anything is rendered. */
export interface RuntimeConfig {
  /** Base of the HTTP API, without a trailing slash. */
  apiUrl: string;
  /** Address of the socket; null: the one the ticket names. */
  socketUrl: string | null;
  stage: string;
}

export const config: RuntimeConfig = { apiUrl: "/api", socketUrl: null, stage: "production" };

/** Reads /config.json; a site without one talks to /api of its own origin. */
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
