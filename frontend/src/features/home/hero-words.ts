/** What a visitor reads first; index.html shows it before the application is there. */
export const HERO = {
  title: "Good work, agreed in writing and paid when it is approved.",
  lead: "Post a job, compare proposals side by side, and fund one milestone at a time. Fees are shown before anyone agrees to anything.",
};
