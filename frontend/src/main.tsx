import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { loadFirst } from "./app/page-modules.ts";
import { loadConfig } from "./lib/config.ts";
import { restore } from "./session/session.ts";

void restore();
// What index.html shows stays until the page itself is there: nothing flickers in between.
await Promise.all([loadConfig(), loadFirst(location.pathname)]);
createRoot(document.getElementById("root") as HTMLElement).render(<App />);
