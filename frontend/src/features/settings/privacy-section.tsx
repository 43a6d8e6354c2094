import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, read, refresh } from "../../lib/api.ts";
import { PersonMark, When } from "../../ui/marks.tsx";
import { Loaded, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { DataCards } from "./data-cards.tsx";

/** Who may reach me, and what is kept of me. */
export const PrivacySection = () => (
  <div className="stack loose">
    <BlockedCard />
    <DataCards />
  </div>
);

/** Whom I have blocked, to be undone. */
function BlockedCard() {
  const blocked = useQuery(read("listBlocked"));
  const unblock = useAction((userId: string) => api.unblockPerson({ params: { userId } }), {
    onSuccess: async () => {
      await refresh("listBlocked", "listPresence");
      toast.done("Not blocked any more.");
    },
  });
  return (
    <section className="card stack" aria-labelledby="blocked">
      <h2 id="blocked">Blocked people</h2>
      <p className="dim">
        Between you and them go no new messages, proposals or offers. Contracts go on as agreed. You block somebody from
        your conversation with them.
      </p>
      <Loaded query={blocked} skeleton={<SkeletonList rows={2} height={56} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p>You have blocked nobody.</p>
          ) : (
            <ul className="plain stack">
              {items.map(({ person, blockedAt }) => (
                <li key={person.id} className="row apart">
                  <PersonMark
                    person={person}
                    detail={
                      <>
                        Blocked <When at={blockedAt} />
                      </>
                    }
                  />
                  <Button
                    variant="default"
                    aria-label={`Unblock ${person.displayName}`}
                    loading={unblock.isPending && unblock.variables === person.id}
                    onClick={() => unblock.mutate(person.id)}
                  >
                    Unblock
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
