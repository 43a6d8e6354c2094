// The first thing that runs, before styles and modules are there. The build puts the list of the pages in: for each a pattern
// of its address, its files and what it reads. Nothing here may be inline, the content security policy forbids that.
(() => {
  const pages = typeof PAGES === "undefined" ? [] : PAGES;
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;

  // The colours, so a dark page never flashes white.
  const chosen = kept("colour-scheme") || "auto";
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  // What the page will ask for, asked for already; whoever needs it takes it from here.
  window.early = {};
  const ask = (url, method) => {
    const answer = fetch(url, { method, credentials: "same-origin" });
    answer.catch(() => {});
    window.early[url] = answer;
  };
  const visitor = kept("session") === null;
  if (!visitor) ask("/api/session/refresh", "POST");

  for (const [pattern, files, reads] of pages) {
    const found = location.pathname.match(new RegExp(pattern));
    if (!found) continue;
    // Before the files: the server works while they travel.
    for (const url of visitor && !location.search ? reads : []) {
      const filled = url.replace(/\$(\d)/g, (_, part) => found[part]);
      ask(filled, "GET");
    }
    for (const file of files) {
      const link = document.createElement("link");
      link.crossOrigin = "";
      link.href = file;
      if (file.endsWith(".css")) {
        link.rel = "preload";
        link.as = "style";
      } else {
        link.rel = "modulepreload";
      }
      document.head.append(link);
    }
    if (visitor && location.pathname === "/") root.setAttribute("data-first", "home");
    break;
  }
})();
