import type { ReactNode } from "react";
import { Link } from "react-router";
import { IconNext } from "../../ui/icons.ts";

/** A line of the home page that leads to where something waits. */
export const Place = ({ to, title, about }: { to: string; title: string; about: ReactNode }) => (
  <li className="compact">
    <div className="grow">
      <h3 className="ellipsis">
        <Link className="cover" to={to}>
          {title}
        </Link>
      </h3>
      <p className="small dim">{about}</p>
    </div>
    <IconNext size={18} aria-hidden style={{ alignSelf: "center", opacity: 0.6 }} />
  </li>
);
