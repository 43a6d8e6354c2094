import { lazy, Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { paths } from "../lib/paths.ts";
import { NotFound, SkeletonPage } from "../ui/states.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { As, SignedIn, Staff } from "./guards.tsx";

const Home = lazy(() => import("../features/home/home-page.tsx"));
const BrowseJobs = lazy(() => import("../features/browse/jobs-page.tsx"));
const BrowseTalent = lazy(() => import("../features/browse/talent-page.tsx"));
const Job = lazy(() => import("../features/jobs/job-page.tsx"));
const EditJob = lazy(() => import("../features/jobs/edit-job-page.tsx"));
const MyJobs = lazy(() => import("../features/jobs/my-jobs-page.tsx"));
const SavedJobs = lazy(() => import("../features/jobs/saved-jobs-page.tsx"));
const JobProposals = lazy(() => import("../features/proposals/job-proposals-page.tsx"));
const Propose = lazy(() => import("../features/proposals/propose-page.tsx"));
const EditProposal = lazy(() => import("../features/proposals/edit-proposal-page.tsx"));
const Proposal = lazy(() => import("../features/proposals/proposal-page.tsx"));
const MyProposals = lazy(() => import("../features/proposals/my-proposals-page.tsx"));
const Contracts = lazy(() => import("../features/contracts/contracts-page.tsx"));
const Contract = lazy(() => import("../features/contracts/contract-page.tsx"));
const Messages = lazy(() => import("../features/messages/messages-page.tsx"));
const Notifications = lazy(() => import("../features/notifications/notifications-page.tsx"));
const Payments = lazy(() => import("../features/payments/payments-page.tsx"));
const Payouts = lazy(() => import("../features/payments/payouts-page.tsx"));
const Freelancer = lazy(() => import("../features/profiles/freelancer-page.tsx"));
const Client = lazy(() => import("../features/profiles/client-page.tsx"));
const EditProfile = lazy(() => import("../features/profiles/edit-profile-page.tsx"));
const Settings = lazy(() => import("../features/settings/settings-page.tsx"));
const SignUp = lazy(() => import("../features/sign-in/sign-up-page.tsx"));
const Confirm = lazy(() => import("../features/sign-in/confirm-page.tsx"));
const SignIn = lazy(() => import("../features/sign-in/sign-in-page.tsx"));
const Forgot = lazy(() => import("../features/sign-in/forgot-page.tsx"));
const Reset = lazy(() => import("../features/sign-in/reset-page.tsx"));
const AdminCategories = lazy(() => import("../features/admin/categories-page.tsx"));
const ApiReference = lazy(() => import("../features/developers/api-page.tsx"));

/** Which page is at which address, and for whom. */
export function Pages() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary place={pathname}>
      <Suspense fallback={<SkeletonPage />}>
        <Routes>
          <Route path="/" element={<Home />} />
          <Route path="/jobs" element={<BrowseJobs />} />
          <Route path="/jobs/new" element={<Navigate replace to={paths.newJob()} />} />
          <Route
            path="/jobs/new/:step"
            element={
              <As actor="client">
                <EditJob />
              </As>
            }
          />
          <Route path="/jobs/:jobId" element={<Job />} />
          <Route
            path="/jobs/:jobId/edit/:step"
            element={
              <As actor="client">
                <EditJob />
              </As>
            }
          />
          <Route
            path="/jobs/:jobId/proposals"
            element={
              <As actor="client">
                <JobProposals />
              </As>
            }
          />
          <Route
            path="/jobs/:jobId/propose"
            element={
              <As actor="freelancer">
                <Propose />
              </As>
            }
          />
          <Route path="/talent" element={<BrowseTalent />} />
          <Route path="/freelancers/:userId" element={<Freelancer />} />
          <Route path="/clients/:userId" element={<Client />} />
          <Route
            path="/proposals/:proposalId"
            element={
              <SignedIn>
                <Proposal />
              </SignedIn>
            }
          />
          <Route
            path="/proposals/:proposalId/edit"
            element={
              <As actor="freelancer">
                <EditProposal />
              </As>
            }
          />
          <Route
            path="/my/jobs"
            element={
              <As actor="client">
                <MyJobs />
              </As>
            }
          />
          <Route
            path="/my/saved"
            element={
              <SignedIn>
                <SavedJobs />
              </SignedIn>
            }
          />
          <Route
            path="/my/proposals"
            element={
              <As actor="freelancer">
                <MyProposals />
              </As>
            }
          />
          <Route
            path="/contracts"
            element={
              <SignedIn>
                <Contracts />
              </SignedIn>
            }
          />
          <Route
            path="/contracts/:contractId/:tab?"
            element={
              <SignedIn>
                <Contract />
              </SignedIn>
            }
          />
          <Route
            path="/messages/:roomId?"
            element={
              <SignedIn>
                <Messages />
              </SignedIn>
            }
          />
          <Route
            path="/notifications"
            element={
              <SignedIn>
                <Notifications />
              </SignedIn>
            }
          />
          <Route
            path="/payments"
            element={
              <SignedIn>
                <Payments />
              </SignedIn>
            }
          />
          <Route
            path="/payouts"
            element={
              <As actor="freelancer">
                <Payouts />
              </As>
            }
          />
          <Route
            path="/profile"
            element={
              <SignedIn>
                <EditProfile />
              </SignedIn>
            }
          />
          <Route path="/settings" element={<Navigate replace to={paths.settings()} />} />
          <Route
            path="/settings/:section"
            element={
              <SignedIn>
                <Settings />
              </SignedIn>
            }
          />
          <Route path="/sign-up" element={<SignUp />} />
          <Route path="/confirm" element={<Confirm />} />
          <Route path="/sign-in" element={<SignIn />} />
          <Route path="/forgot-password" element={<Forgot />} />
          <Route path="/reset-password" element={<Reset />} />
          <Route
            path="/admin/categories"
            element={
              <Staff post="administrator">
                <AdminCategories />
              </Staff>
            }
          />
          <Route path="/developers" element={<ApiReference />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}
