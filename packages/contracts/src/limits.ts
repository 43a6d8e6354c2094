/**
 * Numbers the contracts themselves speak of, in their schemas and sentences. Every other fee, window and limit is in the
 * policy (core/policy/policy.ts), which takes these from here.
 */
export const bounds = {
  /**
   * @rule contracts: The review window is agreed with the terms: 7 days unless said, 3 to 14. It starts when work is handed in (each
   * time), stops with a request for changes, and silence until its end approves the milestone.
   */
  reviewDays: { least: 3, most: 14, usual: 7 },
  /**
   * @rule proposals: An offer is open for 7 days from when it is made unless the client says otherwise, 1 to 30; a
   * counter-offer for 7.
   */
  offerDays: { least: 1, most: 30, usual: 7 },
  /** @rule saved-searches: Somebody saves at most 20 searches. */
  savedSearches: 20,
  /** @rule contracts: A contract has 1 to 50 milestones. */
  milestones: 50,
  /** @rule messaging: A message can be edited or deleted for 15 minutes from when it was sent. */
  messageEditMinutes: 15,
  /** @rule messaging: A person sends at most 20 messages in 10 seconds. */
  messageRate: { max: 20, seconds: 10 },
  /**
   * @rule realtime: Somebody is online while a socket of theirs gave a sign of life within the last 150 seconds; it gives
   * one every 60.
   */
  heartbeatSeconds: 60,
  offlineSeconds: 150,
  /** @rule realtime: A socket ticket works once and for 30 seconds from when it was taken. */
  ticketSeconds: 30,
  /** @rule payments: A refund request is granted by 7 days of silence, from when it was made. */
  refundAnswerDays: 7,
  /** @rule payments: What is released waits 24 h from when a payout account that worked was changed. */
  payoutLockHours: 24,
  /**
   * @rule reviews: Reviews can be written for 14 days from when the contract ended, and show when both are in or the days
   * have passed.
   */
  reviewWindowDays: 14,
  /** @rule reviews: A review gets one reply, within 28 days from when it was published. */
  replyDays: 28,
  /** @rule reviews: A score shows from 3 reviewed contracts with 2 different people on. */
  score: { contracts: 3, people: 2 },
  /** @rule trust: A case is due 48 hours after the first report of fraud in it, else 7 days after it was opened. */
  caseHours: { fraud: 48, other: 7 * 24 },
  /** @rule The same Idempotency-Key answers the same for 24 h from its first use. */
  idempotencyHours: 24,
} as const;
