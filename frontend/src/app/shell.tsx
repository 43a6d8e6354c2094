import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { quiet } from "../lib/api.ts";
import { hasSandbox } from "../lib/config.ts";
import { paths } from "../lib/paths.ts";
import { useSession } from "../session/session.ts";
import { noteNavigation } from "../ui/page.tsx";
import { onFirstToast } from "../ui/toast.tsx";
import { Header } from "./header.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { TabBar } from "./tab-bar.tsx";

const Live = lazy(() => quiet().then(() => import("./live.tsx")));
const SandboxClock = lazy(() => quiet().then(() => import("./sandbox-clock.tsx")));
const ToastHost = lazy(() => import("../ui/toast-host.tsx"));

/** What surrounds every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const { status, user } = useSession();
  useArrival(pathname);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <OfflineBanner />
      <Header />
      <main id="main" className={isWide(pathname) ? "main wide" : "main"} tabIndex={-1} style={{ outline: "none" }}>
        {children}
      </main>
      <footer className="footer">
        <div>
          <span>FreelancerM</span>
          <Link to={paths.jobs()}>Jobs</Link>
          <Link to={paths.talent()}>Talent</Link>
          <Link to={paths.apiReference()}>API</Link>
          {hasSandbox() && (
            <Suspense>
              <SandboxClock />
            </Suspense>
          )}
        </div>
      </footer>
      <TabBar />
      {status === "signed_in" && (
        <Suspense>
          <Live user={user} />
        </Suspense>
      )}
      <Toasts />
    </>
  );
}

/** Pages that use the whole width. By address, so that their place is right before they are there. */
const isWide = (pathname: string) => pathname === "/" || pathname.startsWith("/messages");

/** Each page starts at its top; going back is left to the browser. */
function useArrival(pathname: string) {
  const [first, setFirst] = useState(pathname);
  if (first !== pathname) {
    setFirst(pathname);
    noteNavigation();
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is what makes it run.
  useEffect(() => {
    if (!location.hash) scrollTo({ top: 0 });
  }, [pathname]);
}

function Toasts() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onFirstToast(() => setWanted(true)), []);
  return wanted ? (
    <Suspense>
      <ToastHost />
    </Suspense>
  ) : null;
}
