import { type ReactNode, Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { paths } from "../lib/paths.ts";
import { NotFound, SkeletonPage } from "../ui/states.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { As, SignedIn, Staff } from "./guards.tsx";
import { components } from "./page-modules.ts";
import { pages, type SitePage } from "./pages.ts";

/** Shows the page to whom it is for. */
function guarded(actor: SitePage["actor"], page: ReactNode): ReactNode {
  if (!actor) return page;
  if (actor === "signed_in") return <SignedIn>{page}</SignedIn>;
  if (actor === "client" || actor === "freelancer") return <As actor={actor}>{page}</As>;
  return <Staff post={actor}>{page}</Staff>;
}

function routeOf({ path, file, actor }: SitePage) {
  const Page = components.get(file);
  return Page && <Route key={path} path={path} element={guarded(actor, <Page />)} />;
}

/** The page of the address. */
export function Pages() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary place={pathname}>
      <Suspense fallback={<SkeletonPage />}>
        <Routes>
          {pages.map(routeOf)}
          <Route path="/jobs/new" element={<Navigate replace to={paths.newJob()} />} />
          <Route path="/settings" element={<Navigate replace to={paths.settings()} />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}
