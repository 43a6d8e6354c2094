import { Suspense } from "react";
import { later } from "../../ui/later.ts";
import type { OfferOptions } from "./offer-window.tsx";

const OfferWindow = later(async () => ({ default: (await import("./offer-window.tsx")).OfferWindow }));

/** Offers other terms, or answers an offer with others. */
export const OfferDialog = (options: OfferOptions) => (
  <Suspense>
    <OfferWindow {...options} />
  </Suspense>
);
