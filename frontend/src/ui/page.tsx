import { type ReactNode, useEffect, useRef } from "react";

/** The heading of a page: names the document and takes the focus when the page is entered by a link. */
export function PageTitle({
  title,
  children,
  actions,
  eyebrow,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  eyebrow?: ReactNode;
}) {
  const heading = useHeading(title);
  return (
    <div className="row apart top" style={{ marginBottom: 24, gap: 16 }}>
      <div className="stack tight grow" style={{ minWidth: "min(100%, 260px)" }}>
        {eyebrow && <div className="eyebrow">{eyebrow}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children && <div className="dim">{children}</div>}
      </div>
      {actions && <div className="row">{actions}</div>}
    </div>
  );
}

/** For the one heading of a page: names the document, and takes the focus when the page is entered by a link. */
export function useHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(title);
  useEffect(() => {
    if (awaited) heading.current?.focus({ preventScroll: true });
    awaited = false;
  }, []);
  return heading;
}

let awaited = false;
/** From the second page on, the focus goes to the heading; the first page leaves it where the browser put it. */
export function noteNavigation() {
  awaited = true;
  // A heading that takes longer than this would pull the focus away from what the person does meanwhile.
  setTimeout(() => {
    awaited = false;
  }, 4000);
}

export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = title === "FreelancerM" ? title : `${title} · FreelancerM`;
  }, [title]);
}
