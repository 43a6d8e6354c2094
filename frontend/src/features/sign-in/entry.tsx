import "./sign-in.css";
import type { ReactNode } from "react";

/** What surrounds each of the forms on the way into an account. */
export const Entry = ({ wide, children }: { wide?: boolean; children: ReactNode }) => (
  <div className={`card entry${wide ? " wide" : ""}`}>{children}</div>
);
