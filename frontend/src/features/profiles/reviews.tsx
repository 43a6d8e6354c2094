import { useInfiniteQuery } from "@tanstack/react-query";
import { itemsOf, readPages } from "../../lib/api.ts";
import { month } from "../../lib/format.ts";
import { Avatar, Stars } from "../../ui/marks.tsx";
import { Loaded, More } from "../../ui/states.tsx";

/** Published reviews about somebody. */
export function Reviews({ userId, as }: { userId: string; as: "client" | "freelancer" }) {
  const reviews = useInfiniteQuery(readPages("listUserReviews", { params: { userId }, query: { as } }));
  const items = itemsOf<"listUserReviews">(reviews.data);
  return (
    <section className="stack" aria-labelledby="reviews">
      <h2 id="reviews">Reviews</h2>
      <Loaded query={reviews}>
        {() =>
          items.length === 0 ? (
            <p className="dim">No reviews yet.</p>
          ) : (
            <>
              <ul className="plain card flush rows">
                {items.map((review) => (
                  <li key={review.contractId} className="stack tight">
                    <div className="row apart">
                      <h3>{review.jobTitle}</h3>
                      <Stars value={review.overall} />
                    </div>
                    {review.comment && <p className="pre">{review.comment}</p>}
                    <p className="row small dim">
                      <Avatar name={review.author.displayName} url={review.author.avatarUrl} size={24} />
                      {review.author.displayName}
                      {review.publishedAt && `, ${month(review.publishedAt)}`}
                    </p>
                    {review.reply && (
                      <div className="card quiet">
                        <p className="eyebrow">Reply</p>
                        <p className="pre">{review.reply}</p>
                      </div>
                    )}
                  </li>
                ))}
              </ul>
              <More query={reviews} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}
