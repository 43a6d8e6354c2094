import { useEffect, useState } from "react";

type Render = (markdown: string) => string;
let render: Render | undefined;

/** Loads the markdown renderer with its sanitizer once. Links open outside and tell nothing about us; images are left out. */
async function loadRenderer(): Promise<Render> {
  const [{ marked }, { default: purify }] = await Promise.all([import("marked"), import("dompurify")]);
  purify.addHook("afterSanitizeAttributes", (node) => {
    if (node.tagName === "A") {
      node.setAttribute("rel", "nofollow noopener noreferrer");
      node.setAttribute("target", "_blank");
    }
  });
  return (markdown) =>
    purify
      .sanitize(marked.parse(markdown, { async: false, breaks: true }), {
        ALLOWED_TAGS: [
          "p",
          "br",
          "strong",
          "em",
          "del",
          "ul",
          "ol",
          "li",
          "blockquote",
          "code",
          "pre",
          "a",
          "h1",
          "h2",
          "h3",
          "h4",
          "hr",
        ],
        ALLOWED_ATTR: ["href"],
        ALLOWED_URI_REGEXP: /^(https?:|mailto:)/i,
      })
      .replace(/<(\/?)h[1-4]>/g, "<$1h4>");
}

/** Text people wrote, as markdown; plain until the renderer is there. */
export function Prose({ text }: { text: string }) {
  const [ready, setReady] = useState(render !== undefined);
  useEffect(() => {
    if (ready) return;
    let here = true;
    void loadRenderer().then((loaded) => {
      render = loaded;
      if (here) setReady(true);
    });
    return () => {
      here = false;
    };
  }, [ready]);
  if (!ready || !render) return <div className="prose pre">{text}</div>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized above to a short list of tags.
  return <div className="prose" dangerouslySetInnerHTML={{ __html: render(text) }} />;
}
