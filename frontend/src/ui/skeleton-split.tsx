import { Bone } from "./states.tsx";

/** A page of a text and its facts that is on its way, with the geometry it will have. */
export const SkeletonSplit = ({ face }: { face?: boolean }) => (
  <div aria-busy="true" role="status" aria-label="Loading">
    <div className="row nowrap" style={{ gap: 20, marginBottom: 24 }}>
      {face && <Bone width={92} height={92} />}
      <div className="stack tight grow">
        <Bone width={140} height={14} />
        <Bone width="min(520px, 80%)" height={34} />
        <Bone width={220} height={22} />
      </div>
    </div>
    <div className="split">
      <div className="card stack tight" style={{ minHeight: 260 }}>
        {["92%", "88%", "95%", "60%", "0", "90%", "40%"].map((width, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are only drawn.
          <Bone key={line} width={width} />
        ))}
      </div>
      <div className="card stack" style={{ minHeight: 220 }}>
        <Bone width="70%" height={26} />
        <Bone />
        <Bone />
        <Bone />
        <Bone height={44} />
      </div>
    </div>
  </div>
);
