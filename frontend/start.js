// The first thing that runs, before styles and modules are there. The build puts in what it knows of the pages: for each a
// pattern of its address, which files it consists of and what it reads. Nothing here may be inline, the content security policy
// forbids that.
(() => {
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

  if (typeof SITE === "undefined") return;
  const site = SITE;

  // What the page will ask for, asked for already; whoever needs it takes it from here. Where no answer came, it asks itself.
  window.early = {};
  const ask = (method, url, headers) => fetch(url, { method, headers, credentials: "same-origin" });
  const note = (method, url, answer) => {
    window.early[`${method} ${url}`] = answer.catch(() => undefined);
    return window.early[`${method} ${url}`];
  };
  const visitor = kept("session") === null;
  const session = visitor || note("POST", site.session, ask("POST", site.session));
  const token = visitor || session.then(async (answer) => answer?.ok && (await answer.clone().json()).accessToken);
  const read = (url) =>
    visitor ? ask("GET", url) : token.then((held) => held && ask("GET", url, { authorization: `Bearer ${held}` }));

  for (const [pattern, files, reads] of site.pages) {
    const found = location.pathname.match(new RegExp(pattern));
    if (!found) continue;
    // Before the files: the server works while they travel. Which filters an address stands for is the page's to say.
    for (const url of location.search ? [] : reads) {
      const parts = url.match(/\$\d/g) ?? [];
      if (parts.some(([, part]) => found[part] === undefined)) continue;
      const filled = url.replace(/\$(\d)/g, (_, part) => found[part]);
      note("GET", filled, read(filled));
    }
    for (const index of files) {
      const link = document.createElement("link");
      link.crossOrigin = "";
      link.href = `/${site.files[index]}`;
      if (link.href.endsWith(".css")) {
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
