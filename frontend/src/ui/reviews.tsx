import "./parts.css";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { type Answer, itemsOf, readPages } from "../lib/api.ts";
import { counted, month } from "../lib/format.ts";
import { reviewScores, scoresOf } from "../lib/labels.ts";
import { Avatar, Stars } from "./marks.tsx";
import { SCORED_FROM } from "./rating-words.ts";
import { Loaded, More, SkeletonList } from "./states.tsx";

type Review = Answer<"listUserReviews">["items"][number];

/** Published reviews about somebody: each names the work it was for. `most` shows only the newest. */
export function Reviews({
  userId,
  as,
  title,
  rating,
  most,
  action,
}: {
  userId: string;
  as: "client" | "freelancer";
  title: string;
  /** Their score: averages show once there is one. */
  rating?: { score: number | null };
  most?: number;
  /** What a reader can do about each. */
  action?: (review: Review) => ReactNode;
}) {
  const reviews = useInfiniteQuery(readPages("listUserReviews", { params: { userId }, query: { as, limit: most } }));
  const items = itemsOf<"listUserReviews">(reviews.data);
  // A short list is an extra of another page; without reviews it is not missed.
  if (most && (items.length === 0 || reviews.isError)) return null;
  return (
    <section className="stack" aria-labelledby="reviews">
      <h2 id="reviews">{title}</h2>
      <Loaded query={reviews} skeleton={<SkeletonList rows={3} height={110} />}>
        {() =>
          items.length === 0 ? (
            <p className="card quiet dim">
              No reviews yet. Both sides of a contract can write one when it ends; they appear together.
            </p>
          ) : (
            <>
              {rating?.score === null && <p className="small dim">{SCORED_FROM}</p>}
              {typeof rating?.score === "number" && <Scores reviews={items} />}
              <ul className="plain card flush rows">
                {items.map((review) => (
                  <ReviewItem key={review.contractId} review={review} action={action} />
                ))}
              </ul>
              {!most && <More query={reviews} />}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function ReviewItem({ review, action }: { review: Review; action?: (review: Review) => ReactNode }) {
  return (
    <li className="stack tight">
      <div className="row apart nowrap top">
        <h3>{review.jobTitle}</h3>
        <span className="row nowrap" style={{ gap: 6, flex: "none" }}>
          <span className="small strong num" aria-hidden>
            {review.overall.toFixed(1)}
          </span>
          <Stars value={review.overall} />
        </span>
      </div>
      {review.comment && <p className="pre">{review.comment}</p>}
      <p className="row small dim" style={{ gap: 8 }}>
        <Avatar name={review.author.displayName} url={review.author.avatarUrl} size={24} />
        {review.author.displayName}
        {review.publishedAt && `, ${month(review.publishedAt)}`}
        {action?.(review)}
      </p>
      {review.reply && (
        <div className="card quiet">
          <p className="eyebrow">Reply</p>
          <p className="pre">{review.reply}</p>
        </div>
      )}
    </li>
  );
}

/** The mean of each score over the reviews in sight. */
function Scores({ reviews }: { reviews: Review[] }) {
  const means = scoresOf(reviews[0]?.scores ?? {}).map(([key]) => {
    const given = reviews.flatMap(({ scores }) => scores[key] ?? []);
    return [key, given.reduce((sum, value) => sum + value, 0) / given.length] as const;
  });
  return (
    <div className="card quiet stack tight">
      <p className="small dim">What {counted(reviews.length, "review")} say, of 5</p>
      <div className="meter">
        {means.map(([key, mean]) => (
          <Fragment key={key}>
            <span>{reviewScores[key] ?? key}</span>
            <i aria-hidden>
              <b style={{ width: `${mean * 20}%` }} />
            </i>
            <span className="num strong right">{mean.toFixed(1)}</span>
          </Fragment>
        ))}
      </div>
    </div>
  );
}
