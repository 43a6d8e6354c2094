import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { loadConfig } from "./lib/config.ts";
import { restore } from "./session/session.ts";

await loadConfig();
void restore();
createRoot(document.getElementById("root") as HTMLElement).render(<App />);
