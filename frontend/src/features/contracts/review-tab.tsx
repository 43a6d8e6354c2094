import { type Review, reviewRoutes } from "@freelancerm/contracts/reviews";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../lib/api.ts";
import { date, dateTime, left } from "../../lib/format.ts";
import { reviewScores, scoresOf } from "../../lib/labels.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Textarea } from "../../ui/kit/forms.ts";
import { PersonMark, Stars } from "../../ui/marks.tsx";
import { StarsInput } from "../../ui/stars-input.tsx";
import { Empty, Loaded, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { changedContract, counterpart, type Room } from "./side.ts";

const SCORES = {
  client: ["quality", "communication", "timeliness", "value"],
  freelancer: ["clarity", "communication", "payment"],
} as const;

export function ReviewTab(room: Room) {
  const { contract } = room;
  const reviews = useQuery(read("getContractReviews", { params: { contractId: contract.id } }));
  const [replying, setReplying] = useState(false);
  if (contract.status !== "ended") {
    return (
      <Empty title="Reviews come at the end">
        When the contract has ended, both sides can review each other for 14 days. Nobody sees the other's review before
        both are in.
      </Empty>
    );
  }
  return (
    <Loaded query={reviews}>
      {({ mine, theirs, endsAt }) => (
        <div className="stack loose">
          {mine ? (
            <ReviewCard review={mine} title="Your review" />
          ) : endsAt ? (
            <WriteReview room={room} endsAt={endsAt} />
          ) : (
            <Empty title="The time to review has passed" />
          )}
          {theirs ? (
            <>
              <ReviewCard review={theirs} title={`What ${theirs.author.displayName} wrote`} />
              {!theirs.reply && (
                <div>
                  <Button variant="default" onClick={() => setReplying(true)}>
                    Reply once
                  </Button>
                </div>
              )}
            </>
          ) : (
            mine &&
            !mine.publishedAt && (
              <Notice>
                It is shown when {counterpart(room).displayName} has reviewed you too
                {endsAt && `, or on ${date(endsAt)}`}.
              </Notice>
            )
          )}
          {replying && (
            <Ask
              title="Reply to this review"
              confirm="Publish the reply"
              reason={{ label: "Your reply", minimum: 1, maximum: 1000 }}
              run={async (reply) => {
                await api.replyToReview({ params: { contractId: contract.id }, body: { reply } });
                await changedContract();
                toast.done("Your reply is published.");
              }}
              onClose={() => setReplying(false)}
            >
              <p>Everybody sees it under the review. There is one reply, and it stays.</p>
            </Ask>
          )}
        </div>
      )}
    </Loaded>
  );
}

function WriteReview({ room, endsAt }: { room: Room; endsAt: string }) {
  const { contract, side } = room;
  const names = SCORES[side];
  const of = useApiForm({
    initial: { scores: Object.fromEntries(names.map((name) => [name, 0])) as Record<string, number>, comment: "" },
    schema: reviewRoutes.submitReview.body,
    check: ({ scores }) =>
      Object.fromEntries(names.map((name) => [`scores.${name}`, scores[name] ? null : "Choose one to five stars."])),
    draft: `review:${contract.id}`,
    send: async ({ scores, comment }) => {
      await api.submitReview({ params: { contractId: contract.id }, body: { scores: scores as never, comment } });
      await changedContract();
      toast.done("Thank you. Your review is in.");
    },
  });
  return (
    <section className="card stack" aria-labelledby="write-review">
      <h2 id="write-review">Review {counterpart(room).displayName}</h2>
      <p className="dim">
        Until {dateTime(endsAt)}. It stays hidden until the other side has reviewed you, or the time is over.
      </p>
      <Form of={of} label="Review">
        {names.map((name) => (
          <StarsInput key={name} {...of.field(`scores.${name}`, reviewScores[name] ?? name)} />
        ))}
        <Textarea
          {...of.field("comment", "In words")}
          description={left(of.form.values.comment, 1000)}
          autosize
          minRows={4}
        />
        <div>
          <SubmitButton of={of}>Send the review</SubmitButton>
        </div>
      </Form>
    </section>
  );
}

function ReviewCard({ review, title }: { review: Review; title: string }) {
  return (
    <section className="card stack" aria-label={title}>
      <div className="row apart">
        <h2>{title}</h2>
        <Stars value={review.overall} />
      </div>
      <PersonMark person={review.author} detail={dateTime(review.submittedAt)} />
      <dl className="facts" style={{ maxWidth: 320 }}>
        {scoresOf(review.scores).map(([name, score]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{reviewScores[name] ?? name}</dt>
            <dd className="num">{score} of 5</dd>
          </div>
        ))}
      </dl>
      {review.comment && <p className="pre">{review.comment}</p>}
      {review.reply && (
        <div className="card quiet">
          <p className="eyebrow">Reply</p>
          <p className="pre">{review.reply}</p>
        </div>
      )}
    </section>
  );
}
